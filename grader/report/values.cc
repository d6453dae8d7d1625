#include "grader/report/values.h"

#include <algorithm>

#include "grader/base/text.h"

namespace grader::report {
namespace {

// At most `max` characters of `text` from byte `start` on, which begins a character.
std::string cut(std::string_view text, std::size_t start, std::size_t max) {
  std::string result = start > 0 ? "\xE2\x80\xA6" : "";
  std::string_view rest = text.substr(start);
  for (std::size_t count = 0; !rest.empty(); ++count) {
    if (count == max) return result + "\xE2\x80\xA6";
    const Character next = first_character(rest);
    result += rest.substr(0, next.length);
    rest.remove_prefix(next.length);
  }
  return result;
}

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Where to start showing two long texts that begin alike: 20 characters before they part.
std::size_t shown_from(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  std::size_t same = 0;
  while (same < size && a[same] == b[same]) ++same;
  if (same <= 60 || same == size) return 0;
  std::size_t start = same - 20;
  while (start > 0 && (is_continuation(a[start]) || is_continuation(b[start]))) --start;
  return start;
}

std::string without_spaces(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') letters += c;
  }
  return letters;
}

std::string with_signs(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ') {
      result += "\xE2\x90\xA0";
    } else if (c == '\n') {
      result += "\xE2\x8F\x8E\n";
    } else if (c == '\t') {
      result += "\xE2\x87\xA5";
    } else if (c == '\r') {
      result += "\xE2\x90\x8D";
    } else {
      result += c;
    }
  }
  return result;
}

std::string type_of(std::string_view literal) {
  literal = trim(literal);
  if (literal.empty()) return "";
  const char c = literal.front();
  if (c == '"' || c == '\'' || c == '`') return "text";
  if (c == '[') return "list";
  if (c == '{') return "object";
  if (literal == "true" || literal == "false" || literal == "True" || literal == "False") {
    return "boolean";
  }
  if (literal == "undefined" || literal == "null" || literal == "None") return "nothing";
  if ((c >= '0' && c <= '9') || c == '-' || literal == "NaN" || literal == "Infinity") {
    return "number";
  }
  return "";
}

std::string_view unquoted(std::string_view literal) {
  literal = trim(literal);
  if (literal.size() >= 2 && literal.front() == literal.back() &&
      (literal.front() == '"' || literal.front() == '\'' || literal.front() == '`')) {
    return literal.substr(1, literal.size() - 2);
  }
  return literal;
}

// Longest common subsequence of lines; both lists are short.
std::vector<DiffLine> difference(const std::vector<std::string_view>& a,
                                 const std::vector<std::string_view>& b) {
  std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<DiffLine> lines;
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      lines.push_back({DiffLine::Kind::Same, cut(a[i], 0, 200)});
      ++i, ++j;
    } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
      lines.push_back({DiffLine::Kind::Expected, cut(a[i++], 0, 200)});
    } else {
      lines.push_back({DiffLine::Kind::Given, cut(b[j++], 0, 200)});
    }
  }
  return lines;
}

}  // namespace

ValuePair compare_values(std::string_view expected, std::string_view given,
                         std::size_t max_characters) {
  ValuePair pair;
  std::string marked_expected, marked_given;
  if (expected != given && expected.size() < 20'000 && given.size() < 20'000 &&
      without_spaces(expected) == without_spaces(given)) {
    pair.marks_spaces = true;
    marked_expected = with_signs(expected);
    marked_given = with_signs(given);
    expected = marked_expected;
    given = marked_given;
  } else if (unquoted(expected) == unquoted(given) && type_of(expected) != type_of(given)) {
    pair.expected_type = type_of(expected);
    pair.given_type = type_of(given);
  }
  const bool several =
      expected.find('\n') != std::string_view::npos || given.find('\n') != std::string_view::npos;
  if (several) {
    std::vector<std::string_view> a = lines_of(expected), b = lines_of(given);
    std::size_t cut_lines = 0;
    for (std::vector<std::string_view>* lines : {&a, &b}) {
      if (lines->size() > 200) {
        cut_lines += lines->size() - 200;
        lines->resize(200);
      }
    }
    pair.lines = difference(a, b);
    // Two equal lines are enough before the first that differs.
    const auto differs = std::find_if(pair.lines.begin(), pair.lines.end(), [](const DiffLine& l) {
      return l.kind != DiffLine::Kind::Same;
    });
    const auto before = static_cast<std::size_t>(differs - pair.lines.begin());
    if (differs != pair.lines.end() && before > 2) {
      pair.lines.erase(pair.lines.begin(), differs - 2);
      cut_lines += before - 2;
    }
    if (pair.lines.size() > kMaxDiffLines) {
      cut_lines += pair.lines.size() - kMaxDiffLines;
      pair.lines.resize(kMaxDiffLines);
    }
    pair.lines_cut = cut_lines;
    return pair;
  }
  const std::size_t start = shown_from(expected, given);
  pair.expected = cut(expected, start, max_characters);
  pair.given = cut(given, start, max_characters);
  return pair;
}

}  // namespace grader::report
