#include <unicode/uchar.h>

#include "grader/base/text.h"
#include "grader/report/text.h"

namespace grader::report {
namespace {

std::size_t cells(std::uint32_t code) {
  const auto c = static_cast<UChar32>(code);
  const int type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character next = first_character(text);
    width += cells(next.code);
    text.remove_prefix(next.length);
  }
  return width;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    const std::size_t needed = display_width(word);
    if (used > 0 && used + 1 + needed > width) end_line();
    if (used > 0) {
      line += ' ';
      ++used;
    }
    while (!word.empty()) {
      const Character next = first_character(word);
      const std::size_t wide = cells(next.code);
      if (used + wide > width && used > 0) end_line();
      line += word.substr(0, next.length);
      used += wide;
      word.remove_prefix(next.length);
    }
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace grader::report
