#include "grader/base/clock.h"

#include <algorithm>
#include <ctime>

namespace grader {

std::string rfc3339_utc(std::int64_t seconds) {
  constexpr std::int64_t kLast = 253402300799;  // 9999-12-31T23:59:59Z
  const std::time_t time = std::clamp<std::int64_t>(seconds, 0, kLast);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

}  // namespace grader
