#include "grader/base/yaml_comma.h"

#include <string>
#include <string_view>

#include "grader/base/text.h"

namespace grader {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// From `begin` to the next ',' or '}'.
std::string_view part_at(const YamlSource& source, std::size_t begin) {
  const std::string_view rest = source.text().substr(begin);
  return rest.substr(0, rest.find_first_of(",}"));
}

bool has_colon(std::string_view part) {
  for (std::size_t at = part.find(':'); at != kNone; at = part.find(':', at + 1)) {
    if (at + 1 == part.size() || part.find_first_of(" \t\r\n[{\"'", at + 1) == at + 1) return true;
  }
  return false;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == kNone;
}

std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space) line += c;
    if (space && !line.empty() && line.back() != ' ') line += ' ';
  }
  return line;
}

}  // namespace

bool lacks_colon(const YamlSource& source, std::size_t key) {
  const char first = source.at(key);
  if (first == '"' || first == '\'' || first == '?' || first == ',' || first == '}') return false;
  const std::string_view part = part_at(source, key);
  return part.find_first_of("[{#") == kNone && !has_colon(part);
}

YamlTrouble comma_trouble(const YamlSource& source, std::optional<std::size_t> before,
                          std::size_t key) {
  const std::string_view text = source.text();
  const std::string_view lone = trim(part_at(source, key));
  const std::size_t last = key == 0 ? kNone : text.find_last_not_of(" \t\r\n", key - 1);
  if (!before || last == kNone || text[last] != ',') {
    return {key, "'" + visible(in_one_line(lone), 60) +
                     "' has no ':' and no value; a text with ',' or '{' in it needs quotes"};
  }
  // All that is one text for whoever wrote it.
  std::size_t end = key + part_at(source, key).size();
  while (source.at(end) == ',' && !trim(part_at(source, end + 1)).empty() &&
         !has_colon(part_at(source, end + 1))) {
    end += 1 + part_at(source, end + 1).size();
  }
  const std::string_view whole = trim(text.substr(*before, end - *before));
  const std::string_view number = part_at(source, *before);
  if (is_digits(number) && is_digits(lone)) {
    std::string digits;
    for (const char c : whole) {
      if (c != ',' && c != ' ') digits += c;
    }
    // "1,000": of thousands or thousandths, nobody knows.
    const bool thousands = lone.size() == 3 || !is_digits(digits);
    return {last, "the ',' ends the number here; write " +
                      (thousands ? std::string("it without ','")
                                 : visible(number, 20) + "." + visible(lone, 20))};
  }
  return {last,
          "the ',' ends the text here; put the text in quotes: " + in_quotes(in_one_line(whole))};
}

}  // namespace grader
