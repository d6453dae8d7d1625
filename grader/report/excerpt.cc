#include "grader/report/excerpt.h"

#include <algorithm>

#include "grader/base/text.h"

namespace grader::report {
namespace {

constexpr std::size_t kMaxLines = 9;
constexpr std::size_t kMaxCharacters = 200;
const std::string kCut = "\xE2\x80\xA6";

// The bytes that each character begins at, and the end.
std::vector<std::size_t> starts_of(std::string_view line) {
  std::vector<std::size_t> starts;
  std::size_t at = 0;
  while (at < line.size()) {
    starts.push_back(at);
    at += first_character(line.substr(at)).length;
  }
  starts.push_back(at);
  return starts;
}

// `from` and `to` are characters, from 0; nothing is marked where to <= from.
ExcerptLine cut_line(const std::string& line, std::size_t from, std::size_t to) {
  const std::vector<std::size_t> starts = starts_of(line);
  const std::size_t count = starts.size() - 1;
  from = std::min(from, count);
  to = std::clamp(to, from, count);
  std::size_t first = 0, last = count;
  if (count > kMaxCharacters) {
    first = from > kMaxCharacters / 2 ? from - kMaxCharacters / 2 : 0;
    last = std::min(count, first + kMaxCharacters);
    to = std::min(to, last);
  }
  const auto part = [&](std::size_t a, std::size_t b) {
    return line.substr(starts[a], starts[b] - starts[a]);
  };
  ExcerptLine shown;
  shown.before = (first > 0 ? kCut : "") + part(first, std::max(first, from));
  shown.at = part(std::max(first, from), std::max(first, to));
  shown.after = part(std::max(first, to), last) + (last < count ? kCut : "");
  return shown;
}

}  // namespace

std::string text_of(const ExcerptLine& line) {
  std::string text;
  for (const char c : line.before + line.at + line.after)
    text += c == '\t' ? "  " : std::string(1, c);
  return text;
}

std::vector<ExcerptLine> excerpt_lines(const Finding& finding) {
  const Excerpt& excerpt = *finding.excerpt;
  std::vector<ExcerptLine> lines;
  // Around the line in question, where the excerpt is longer than what is shown.
  std::size_t first = 0;
  if (excerpt.lines.size() > kMaxLines && finding.line - excerpt.first_line > 4) {
    first = std::min(static_cast<std::size_t>(finding.line - excerpt.first_line) - 4,
                     excerpt.lines.size() - kMaxLines);
  }
  const std::size_t last = std::min(excerpt.lines.size(), first + kMaxLines);
  for (std::size_t i = first; i < last; ++i) {
    const std::string& text = excerpt.lines[i];
    const int number = excerpt.first_line + static_cast<int>(i);
    const bool in_question = number == finding.line;
    std::size_t from = 0, to = 0;
    if (in_question && finding.column > 0) {
      from = static_cast<std::size_t>(finding.column) - 1;
      to = from + 1;
      if (finding.end_line == finding.line && finding.end_column > finding.column) {
        to = static_cast<std::size_t>(finding.end_column) - 1;
      } else if (finding.end_line > finding.line) {
        to = text.size();
      }
    }
    ExcerptLine line = cut_line(text, from, to);
    line.number = number;
    line.in_question = in_question;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace grader::report
