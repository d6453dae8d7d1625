#include <algorithm>

#include "grader/base/text.h"
#include "grader/base/yaml.h"

namespace grader {
namespace {

// Code points of a line, each made visible.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i + 1;
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) ++end;
    cells.push_back(visible(line.substr(i, end - i)));
    i = end;
  }
  return cells;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.file;
  if (diagnostic.position.line > 0) {
    text += ':' + std::to_string(diagnostic.position.line) + ':' +
            std::to_string(diagnostic.position.column);
  }
  text += diagnostic.severity == Diagnostic::Severity::Warning ? ": warning: " : ": ";
  text += diagnostic.message;
  if (diagnostic.position.line <= 0 || trim(diagnostic.source).empty()) return text;

  constexpr std::size_t kBefore = 60, kAfter = 40;
  const std::vector<std::string> cells = cells_of(diagnostic.source);
  const std::size_t caret =
      std::min(static_cast<std::size_t>(std::max(diagnostic.position.column, 1)) - 1, cells.size());
  const bool cut_front = caret > kBefore && cells.size() > kBefore + kAfter;
  const std::size_t first = cut_front ? caret - kBefore : 0;
  const std::size_t last = std::min(
      cells.size(), cut_front ? caret + kAfter : std::max(caret + kAfter, kBefore + kAfter));
  std::string line = cut_front ? "..." : "";
  std::size_t before = line.size();
  for (std::size_t i = first; i < last; ++i) {
    if (i < caret) before += width_of(cells[i]);
    line += cells[i];
  }
  if (last < cells.size()) line += "...";
  return text + '\n' + line + '\n' + std::string(before, ' ') + '^';
}

}  // namespace grader
