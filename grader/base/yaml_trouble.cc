#include "grader/base/yaml_trouble.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "grader/base/text.h"
#include "grader/base/yaml_quotes.h"

namespace grader {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

// "      - id: there": the sign at 6, the key "id" at 8, the value "there" at 12.
struct Line {
  int number = 0;
  std::string_view text;
  std::size_t indent = 0;  // of the first sign
  std::size_t begin = 0;   // of what follows the dashes
  std::string_view key;    // before the ':'; empty: there is none
  std::size_t colon = kNone;
  std::string_view value;
};

Line take_apart(const YamlSource& source, int number) {
  Line line;
  line.number = number;
  line.text = source.line(number);
  line.indent = std::min(line.text.find_first_not_of(' '), line.text.size());
  line.begin = line.indent;
  while (line.text.substr(line.begin, 2) == "- ") {
    line.begin = std::min(line.text.find_first_not_of(' ', line.begin + 1), line.text.size());
  }
  const std::string_view rest = line.text.substr(line.begin);
  if (rest.empty() || std::string_view("\"'[{#").find(rest.front()) != kNone) return line;
  std::size_t colon = rest.find(": ");
  if (colon == kNone && rest.back() == ':') colon = rest.size() - 1;
  if (colon == kNone || colon == 0) return line;
  line.key = rest.substr(0, colon);
  line.colon = line.begin + colon;
  line.value = trim(rest.substr(colon + 1));
  return line;
}

// The nearest line above that says something; its number is 0 where there is none.
Line above(const YamlSource& source, int number) {
  while (--number > 0) {
    const std::string_view text = trim(source.line(number));
    if (!text.empty() && text.front() != '#') return take_apart(source, number);
  }
  return {};
}

// Spaces that look like one and are none for YAML.
std::optional<YamlTrouble> odd_space(const YamlSource& source, const Line& line) {
  constexpr std::array<std::pair<std::string_view, const char*>, 4> kSpaces{
      {{"\xC2\xA0", "U+00A0"},
       {"\xE2\x80\xAF", "U+202F"},
       {"\xE3\x80\x80", "U+3000"},
       {"\xE2\x80\x8B", "U+200B"}}};
  for (const auto& [space, name] : kSpaces) {
    const std::size_t found = line.text.find(space);
    if (found == kNone) continue;
    return YamlTrouble{source.start(line.number) + found,
                       std::string("this is no ordinary space (") + name + "); type one instead"};
  }
  return std::nullopt;
}

// A text with ': ' that stands without quotes.
YamlTrouble colon_in_text(const Line& line, std::size_t at) {
  for (const std::string_view quote :
       {"\xE2\x80\x9C", "\xE2\x80\x9E", "\xC2\xAB", "\xE2\x80\x98"}) {
    if (!line.value.starts_with(quote)) continue;
    return {at, std::string(quote) + " is no quote for YAML; put the text in \"...\""};
  }
  return {at, "a text with ': ' in it needs quotes, as in " + visible(line.key, 40) + ": " +
                  in_quotes(line.value)};
}

// The line above has no ':' that YAML sees.
std::optional<YamlTrouble> no_key(const YamlSource& source, const Line& line) {
  const std::size_t begin = source.start(line.number) + line.begin;
  const std::string_view rest = trim(line.text.substr(line.begin));
  const std::size_t colon = rest.find(':');
  if (colon != kNone && is_word(rest.substr(0, colon))) {
    return YamlTrouble{begin + colon, "a space is missing after this ':', as in '" +
                                          visible(rest.substr(0, colon), 40) + ": " +
                                          visible(rest.substr(colon + 1), 40) + "'"};
  }
  const std::size_t equals = rest.find('=');
  if (equals != kNone && is_word(trim(rest.substr(0, equals)))) {
    return YamlTrouble{begin + equals, "a key and its value stand as 'key: value', without '='"};
  }
  if (is_word(rest)) {
    return YamlTrouble{begin + rest.size() - 1,
                       "a ':' is missing after '" + visible(rest, 40) + "'"};
  }
  return std::nullopt;
}

YamlTrouble stray_colon(const YamlSource& source, std::size_t at) {
  const int number = source.position(at).line;
  const Line here = take_apart(source, number), before = above(source, number);
  for (const Line* line : {&before, &here}) {
    if (const auto found = odd_space(source, *line)) return *found;
  }
  const std::size_t column = at - source.start(number);
  if (here.colon != kNone && here.colon < column) return colon_in_text(here, at);
  if (before.number > 0) {
    const std::size_t begin = source.start(before.number) + before.indent;
    if (source.at(begin) == '-' && source.at(begin + 1) != ' ' && source.at(begin + 1) != '-') {
      return {begin, "a space is missing after this '-'"};
    }
    if (before.key.empty()) {
      if (const auto found = no_key(source, before)) return *found;
    } else if (!before.value.empty() && here.indent > before.begin) {
      const Position wanted = source.position(source.start(before.number) + before.begin);
      return {source.start(number) + here.indent,
              "this is indented too far: '" + visible(before.key, 40) +
                  "' above has its value already, and begins in column " +
                  std::to_string(wanted.column)};
    }
  }
  return {
      at,
      "a ':' cannot stand here, since the text above goes on until here; put that text in quotes"};
}

// What begins in a column in which nothing above does.
std::string wrong_column(const YamlSource& source, const Line& here) {
  const bool item = here.text.substr(here.indent, 1) == "-";
  std::size_t less = kNone, more = kNone;  // columns that fit, from 0
  std::size_t limit = kNone;               // what is deeper than a line between does not fit
  for (Line line = above(source, here.number); line.number > 0; line = above(source, line.number)) {
    for (const std::size_t fits : {line.begin, item ? line.indent : line.begin}) {
      if (limit != kNone && fits >= limit) continue;
      if (fits > here.indent) more = more == kNone ? fits : std::min(more, fits);
      if (fits < here.indent) less = less == kNone ? fits : std::max(less, fits);
    }
    limit = limit == kNone ? line.indent : std::min(limit, line.indent);
    if (less != kNone) break;
  }
  std::string fit;
  for (const std::size_t column : {less, more}) {
    if (column == kNone) continue;
    fit += (fit.empty() ? "" : " and ") + std::to_string(column + 1);
  }
  const std::string message =
      "nothing above begins in column " + std::to_string(here.indent + 1) + "; ";
  if (fit.empty()) return message + "check the indentation";
  const bool both = less != kNone && more != kNone;
  return message + (both ? "columns " : "column ") + fit + " would fit";
}

YamlTrouble does_not_belong(const YamlSource& source, std::size_t at, const char* to) {
  const Line here = take_apart(source, source.position(at).line);
  const std::size_t column = at - source.start(here.number);
  const std::string_view before = trim(here.text.substr(0, column));
  if (!before.empty()) {
    const char last = before.back();
    if (last == '\'' && here.text.find('\'', column) != kNone) {
      return {at,
              "the text ends at the ' before this; inside '...' an apostrophe is written twice"};
    }
    if (last == '"' || last == '\'') {
      return {at, "the text ends at the quote before this; put all of it in quotes"};
    }
    if (last == ']' || last == '}') {
      return {at, std::string("more follows the '") + last +
                      "'; put the whole text in quotes, or begin a new line"};
    }
  } else if (const auto found = odd_space(source, here)) {
    return *found;
  } else {
    const Line other = above(source, here.number);
    const bool same =
        other.number > 0 && (other.begin == here.indent || other.indent == here.indent);
    if (!same) return {at, wrong_column(source, here)};
    if (here.text.substr(here.indent, 1) == "-") {
      return {at, "a list begins here, and keys stand above; check the indentation"};
    }
  }
  return {at, std::string("this does not belong to the ") + to +
                  " above; check indentation and quotes"};
}

YamlTrouble stray_dash(const YamlSource& source, std::size_t at) {
  const Line here = take_apart(source, source.position(at).line);
  if (here.colon != kNone && source.start(here.number) + here.colon < at) {
    return {at,
            "a list begins on the line below its key; a text that begins with '-' needs quotes"};
  }
  return {at, "a '-' cannot stand here; check the indentation"};
}

// Where the bracket at `open` is closed; kNone: nowhere. `colon`, `semicolon`: the first that is
// not followed by a space, and the first one at all, outside of quotes.
std::size_t close_of(const YamlSource& source, std::size_t open, std::size_t& colon,
                     std::size_t& semicolon) {
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = open; i < source.text().size(); ++i) {
    const char c = source.at(i);
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = '\0';
      continue;
    }
    const bool begins = i > 0 && std::string_view(" [{,:").find(source.at(i - 1)) != kNone;
    if ((c == '"' || c == '\'') && begins) quote = c;
    if (c == '[' || c == '{') ++depth;
    if ((c == ']' || c == '}') && --depth == 0) return i;
    const char next = source.at(i + 1);
    if (c == ':' && colon == kNone && (next == '[' || next == '{')) colon = i;
    if (c == ';' && semicolon == kNone) semicolon = i;
  }
  return kNone;
}

YamlTrouble open_flow(const YamlSource& source, std::size_t at, std::size_t open) {
  std::size_t colon = kNone, semicolon = kNone;
  const std::size_t close = close_of(source, open, colon, semicolon);
  const std::string bracket(1, source.at(open));
  if (close == kNone) return {open, "this '" + bracket + "' is not closed"};
  if (colon < close) return {colon, "a space is missing after this ':'"};
  if (semicolon < close) return {semicolon, "a ',' separates entries, and not a ';'"};
  if (at > open && at < close) return {at, "a ',' is missing before this"};
  return {open, "what stands in this '" + bracket +
                    "' is not to be read; is there a space after each ':', and a ',' between two "
                    "entries?"};
}

struct Rewording {
  std::string_view theirs;
  std::string_view ours;
};
constexpr Rewording kRewordings[] = {
    {"illegal EOF in scalar", "a quoted text is not closed"},
    {"illegal tab when looking for indentation", "a tab cannot indent; use spaces"},
    {"the referenced anchor is not defined", "aliases (*) are not allowed"},
    {"alias not found after *", "aliases (*) are not allowed"},
    {"unexpected character in block scalar",
     "the text after a '|' or '>' begins on the next line, indented"},
    {"illegal map key", "a text that begins with '?' needs quotes"},
};

std::string reworded(const std::string& theirs) {
  for (const Rewording& row : kRewordings) {
    if (theirs.starts_with(row.theirs)) return std::string(row.ours);
  }
  return "not valid YAML: " + theirs;
}

// The parser gives up on tabs with messages about other things.
bool indented_by_tab(std::string_view line) {
  const std::size_t first = line.find_first_not_of(' ');
  return first != kNone && line[first] == '\t';
}

}  // namespace

std::string in_quotes(std::string_view text) {
  const char quote = text.find('"') == kNone && text.find('\\') == kNone ? '"' : '\'';
  std::string shown = visible(text, 60);
  if (quote == '\'') {
    for (std::size_t i = shown.find('\''); i != std::string::npos; i = shown.find('\'', i + 2)) {
      shown.insert(i, 1, '\'');
    }
  }
  return quote + shown + quote;
}

std::string alias_message(const YamlSource& source, std::size_t at) {
  const std::string_view rest = source.text().substr(std::min(at, source.text().size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n,]}#"));
  if (word.find_first_of("./*?[", 1) == kNone && word != "*") {
    return "aliases (*) are not allowed; a text that begins with '*' needs quotes";
  }
  return "a text that begins with '*' needs quotes, as in \"" + visible(word, 60) + "\"";
}

YamlTrouble yaml_trouble(const std::string& theirs, std::size_t at,
                         std::optional<std::size_t> open_bracket, const YamlSource& source) {
  at = std::min(at, source.text().size());
  if (!open_bracket) open_bracket = bracket_around(source, at);
  if (indented_by_tab(source.line(source.position(at).line))) {
    return {at, "a tab cannot indent; use spaces"};
  }
  // A plain text in braces or brackets ends at a '?' for the parser.
  if (source.at(at) == '?' && open_bracket) {
    return {at, "a text with '?' inside brackets or braces needs quotes"};
  }
  if (const auto open = opened_above(source, at)) {
    return {*open, "this quote is not closed in its line; the next one ends it in line " +
                       std::to_string(source.position(at).line)};
  }
  // The rest of a line with a bracket, which was not read.
  const Line before = above(source, source.position(at).line);
  if (before.number > 0 && before.text.find_first_of("{[") != kNone) {
    const std::size_t from = open_bracket.value_or(source.start(before.number));
    if (const auto comment = comment_by_accident(source, from, at)) {
      const std::string_view rest = source.text().substr(*comment);
      const std::string_view word = rest.substr(0, rest.find_first_of(" \t\r\n,]}"));
      return {*comment,
              "a '#' after a space begins a comment; put the text in quotes: " + in_quotes(word)};
    }
  }
  const auto says = [&](std::string_view begin) { return theirs.starts_with(begin); };
  if (says("illegal map value")) return stray_colon(source, at);
  if (says("end of map not found")) return does_not_belong(source, at, "map");
  if (says("end of sequence not found")) return does_not_belong(source, at, "list");
  if (says("illegal block entry")) return stray_dash(source, at);
  if (theirs.find("flow not found") != std::string::npos) {
    return open_flow(source, at, open_bracket.value_or(at));
  }
  if (says("illegal flow end")) {
    if (!open_bracket) return {at, "a ']' or '}' has no beginning"};
    return {at, std::string("this '") + source.at(at) + "' does not close the '" +
                    source.at(*open_bracket) + "' in column " +
                    std::to_string(source.position(*open_bracket).column)};
  }
  if (says("unknown token")) {
    if (at > 0 && source.at(at) == '%' && source.at(at - 1) == '{') {
      return {at - 1, "a text that begins with '{%' needs quotes"};
    }
    return {at, "a text cannot begin with '" + visible(source.text().substr(at, 1)) +
                    "'; put it in quotes"};
  }
  if (says("unknown escape character: ")) {
    return {at, "'\\" + visible(theirs.substr(26), 4) +
                    "' means nothing in double quotes; put the text in single quotes"};
  }
  std::string message = reworded(theirs);
  if (message.starts_with("aliases")) {
    while (at > 0 && source.at(at) != '*') --at;
    message = alias_message(source, at);
  }
  return {at, std::move(message)};
}

}  // namespace grader
