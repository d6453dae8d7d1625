#include "rubrics/checks/review_fixes.h"

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

// The place behind the last character of a line is one, too; so is the one behind the last line
// end.
std::optional<std::size_t> offset_of(std::string_view text, int line, int column) {
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return std::nullopt;
    begin = end + 1;
  }
  std::size_t offset = begin;
  for (int i = 1; i < column; ++i) {
    if (offset == text.size() || text[offset] == '\n') return std::nullopt;
    offset += first_character(text.substr(offset)).length;
  }
  return offset;
}

}  // namespace

std::optional<FixSpan> span_of(const Fix& fix, std::string_view text) {
  const auto begin = offset_of(text, fix.line, fix.column);
  const auto end = offset_of(text, fix.end_line, fix.end_column);
  if (!begin || !end || *end < *begin) return std::nullopt;
  if (text.substr(*begin, *end - *begin) == fix.text) return std::nullopt;
  return FixSpan{*begin, *end};
}

bool collide(FixSpan a, FixSpan b) {
  return a.begin <= b.end && b.begin <= a.end;
}

bool touches_given(const Fix& fix, const std::vector<bool>& given) {
  // What ends at the beginning of a line does not touch it.
  const bool whole = fix.end_column == 1 && fix.end_line > fix.line;
  const int last = whole ? fix.end_line - 1 : fix.end_line;
  for (int line = fix.line; line <= last; ++line) {
    const auto index = static_cast<std::size_t>(line) - 1;
    if (index < given.size() && given[index]) return true;
  }
  return false;
}

}  // namespace grader::rubrics
