#include "rubrics/checks/output.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kShown = 300;  // characters

using Lines = std::vector<std::string>;

std::string_view without_end_spaces(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
    line.remove_suffix(1);
  }
  return line;
}

// ASCII only: what programs of beginners print in other scripts is compared as it is.
std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string without_spaces(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\r') result += c;
  }
  return result;
}

// The lines as they are compared; where they end counts only where nothing is trimmed.
Lines comparable(std::string_view text, const OutputRules& rules) {
  if (rules.trim == OutputRules::Trim::Ends) text = trim(text);
  Lines lines;
  for (const std::string_view line : lines_of(text)) {
    const std::string_view kept =
        rules.trim == OutputRules::Trim::Lines ? without_end_spaces(line) : line;
    lines.push_back(rules.ignore_case ? lower(kept) : std::string(kept));
  }
  if (rules.trim == OutputRules::Trim::Lines) {
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
  }
  if (rules.trim == OutputRules::Trim::None && text.ends_with('\n')) lines.emplace_back();
  return lines;
}

// As written, for people; spaces made visible where they are all that differs.
std::string shown(std::string_view line, bool spaces) {
  std::string text;
  for (const char c : line.substr(0, 4 * kShown)) {
    if (spaces && c == ' ') {
      text += "\u00b7";
    } else if (spaces && c == '\t') {
      text += "\u2192";
    } else {
      text += c;
    }
  }
  return visible(text, kShown);
}

std::optional<Difference> first_difference(const Lines& expected, const Lines& actual,
                                           const std::string& what) {
  std::size_t at = 0;
  while (at < expected.size() && at < actual.size() && expected[at] == actual[at]) ++at;
  if (at == expected.size() && at == actual.size()) return std::nullopt;
  const auto line = static_cast<std::int64_t>(at) + 1;
  Difference found;
  const bool wants = at < expected.size(), has = at < actual.size();
  if (wants && has) {
    const bool spaces = without_spaces(expected[at]) == without_spaces(actual[at]);
    const bool capitals = !spaces && lower(expected[at]) == lower(actual[at]);
    found.message = {spaces     ? "program.spaces_differ"
                     : capitals ? "program.capitals_differ"
                                : "program.line_differs",
                     {{"line", line}, {"what", what}},
                     ""};
    found.expected = shown(expected[at], spaces);
    found.actual = shown(actual[at], spaces);
  } else if (wants) {
    found.message = actual.empty()
                        ? Message{"program.nothing_written", {{"what", what}}, ""}
                        : Message{"program.line_missing", {{"line", line}, {"what", what}}, ""};
    found.expected = shown(expected[at], false);
  } else {
    found.message = {"program.line_too_many", {{"line", line}, {"what", what}}, ""};
    found.actual = shown(actual[at], false);
  }
  return found;
}

// Of several accepted texts the one that agrees longest is told.
std::optional<Difference> unequal(const OutputRule& rule, const OutputRules& rules,
                                  std::string_view written, const std::string& what) {
  const Lines actual = comparable(written, rules);
  std::optional<Difference> nearest;
  std::size_t agreed = 0;
  for (const std::string& accepted : rule.equals) {
    const Lines expected = comparable(accepted, rules);
    std::optional<Difference> found = first_difference(expected, actual, what);
    if (!found) return std::nullopt;
    std::size_t same = 0;
    while (same < expected.size() && same < actual.size() && expected[same] == actual[same]) ++same;
    if (nearest && same <= agreed) continue;
    nearest = std::move(found);
    agreed = same;
  }
  return nearest;
}

bool holds(std::string_view text, std::string_view part, bool ignore_case) {
  return ignore_case ? lower(text).find(lower(part)) != std::string::npos
                     : text.find(part) != std::string_view::npos;
}

}  // namespace

std::optional<Difference> difference(const OutputRule& rule, const OutputRules& rules,
                                     std::string_view written, const std::string& what) {
  if (!rule.equals.empty()) {
    if (auto found = unequal(rule, rules, written, what)) return found;
  }
  const std::string text = to_valid_utf8(written);
  for (const std::string& part : rule.contains) {
    if (holds(text, part, rules.ignore_case)) continue;
    return Difference{{"program.lacks_text", {{"what", what}}, ""}, shown(part, false), {}};
  }
  const Lines lines = comparable(written, rules);
  std::size_t at = 0;
  for (const std::string& wanted : rule.lines) {
    const Lines one = comparable(wanted, rules);
    const std::string& line = one.empty() ? wanted : one.front();
    while (at < lines.size() && lines[at] != line) ++at;
    if (at == lines.size()) {
      return Difference{{"program.lacks_line", {{"what", what}}, ""}, shown(wanted, false), {}};
    }
    ++at;
  }
  for (const Pattern& pattern : rule.matches) {
    if (pattern.find(text, 0)) continue;
    Difference found{{"program.not_of_this_form", {{"what", what}}, ""}, {}, {}};
    if (!lines.empty()) found.actual = shown(lines.front(), false);
    return found;
  }
  return std::nullopt;
}

}  // namespace grader::rubrics
