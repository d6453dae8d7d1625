#include "grader/base/log_text.h"

#include <cstdint>

#include "grader/base/text.h"

namespace grader {

std::string without_log_commands(std::string_view line) {
  const auto is_space = [](std::uint32_t code) {
    return code == ' ' || (code >= 0x09 && code <= 0x0D) || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
  };
  std::string_view rest = line;
  while (!rest.empty() && is_space(first_character(rest).code)) {
    rest.remove_prefix(first_character(rest).length);
  }
  std::string text(line.substr(0, line.size() - rest.size()));
  if (rest.substr(0, 2) == "::") {
    text += ": ";
    rest.remove_prefix(1);
  }
  while (!rest.empty()) {
    const std::size_t at = rest.find("##");
    text += rest.substr(0, at);
    if (at == std::string_view::npos) break;
    rest.remove_prefix(at);
    const std::size_t name_end = rest.find_first_not_of(
        "abcdefghijklmnopqrstuvwxyz"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        2);
    const bool command = name_end != std::string_view::npos && rest[name_end] == '[';
    text += command ? "# " : "#";
    rest.remove_prefix(1);
  }
  return text;
}

}  // namespace grader
