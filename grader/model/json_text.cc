#include "grader/model/json_text.h"

#include <cstdint>
#include <cstdio>

#include "grader/base/text.h"

namespace grader {
namespace {

// As in without_log_commands(). No line of JSON begins with "::".
bool is_log_command(std::string_view text) {
  if (!text.starts_with("##")) return false;
  const std::size_t end = text.find_first_not_of(
      "abcdefghijklmnopqrstuvwxyz"
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
      2);
  return end != std::string_view::npos && text[end] == '[';
}

}  // namespace

std::string with_escaped_hidden(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  while (!json.empty()) {
    const Character next = first_character(json);
    if (next.code >= 0x7F && is_hidden(next.code)) {
      char escape[16];
      const std::uint32_t code = next.code;
      if (code > 0xFFFF) {
        std::snprintf(escape, sizeof escape, "\\u%04x\\u%04x", 0xD7C0 + (code >> 10),
                      0xDC00 + (code & 0x3FF));
      } else {
        std::snprintf(escape, sizeof escape, "\\u%04x", code);
      }
      text += escape;
    } else if (next.code == '#' && is_log_command(json)) {
      text += "\\u0023";
    } else {
      text += json.substr(0, next.length);
    }
    json.remove_prefix(next.length);
  }
  return text;
}

}  // namespace grader
