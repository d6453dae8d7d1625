#include "runners/test_text.h"

#include "grader/base/text.h"

namespace grader::runners {
namespace {

constexpr std::size_t kMaxName = 500;  // characters

}  // namespace

std::string test_name(std::string_view raw) {
  return visible(raw, kMaxName);
}

std::string test_message(std::string_view raw) {
  std::string text;
  for (const std::string_view line : lines_of(raw)) {
    std::string spaced;
    for (const char c : line.substr(0, kMaxMessage)) {
      if (c == '\t') {
        spaced += "  ";
      } else {
        spaced += c;
      }
    }
    const std::string shown = visible(spaced, 1000);
    if (text.size() + shown.size() + 1 > kMaxMessage) break;
    if (!text.empty()) text += '\n';
    text += shown;
  }
  return text;
}

}  // namespace grader::runners
