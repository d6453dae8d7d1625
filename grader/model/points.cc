#include "grader/model/points.h"

namespace grader {

Points share_of(Points whole, std::int64_t part, std::int64_t of) {
  if (part >= of) return whole;
  return {whole.hundredths * part / of};
}

std::string to_text(Points points) {
  const bool negative = points.hundredths < 0;
  const std::int64_t absolute = negative ? -points.hundredths : points.hundredths;
  std::string text = (negative ? "-" : "") + std::to_string(absolute / 100);
  const std::int64_t rest = absolute % 100;
  if (rest != 0) {
    text += '.';
    text += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  }
  return text;
}

}  // namespace grader
