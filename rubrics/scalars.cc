#include "rubrics/scalars.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "grader/base/text.h"
#include "grader/base/units.h"
#include "rubrics/glob.h"
#include "rubrics/mistakes.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

std::int64_t characters(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool is_text(const YamlNode& node) {
  return node.kind == YamlNode::Kind::Scalar && !is_null(node) && !as_bool(node) &&
         !as_number(node) && !as_integer(node);
}

std::string expected(std::string_view what, const YamlNode& node) {
  return "expected " + std::string(what) + ", found " + found_instead(node);
}

// As it would be read without its quotes.
YamlNode without_quotes(const YamlNode& node) {
  YamlNode bare = node;
  bare.plain = true;
  return bare;
}

std::string quotes_off(const YamlNode& node) {
  return "; without quotes: " + visible(node.scalar, 20);
}

// 2,5 for 2.5: a comma where a school's country writes one.
std::optional<std::string> with_point(const YamlNode& node) {
  const std::size_t comma = node.scalar.find(',');
  if (comma == std::string::npos) return std::nullopt;
  YamlNode other = without_quotes(node);
  other.scalar[comma] = '.';
  if (!read_points(other)) return std::nullopt;
  return other.scalar;
}

std::string integer_hint(const YamlNode& node, bool percent) {
  if (!node.plain && as_integer(without_quotes(node))) return quotes_off(node);
  if (const auto number = as_number(node); number && percent && *number > 0 && *number < 1) {
    return "; in percent: " + std::to_string(std::lround(*number * 100));
  }
  if (node.scalar.size() < 2 || node.scalar.back() != '%') return "";
  YamlNode bare = without_quotes(node);
  bare.scalar.pop_back();
  return as_integer(bare) ? "; without the sign: " + visible(bare.scalar, 20) : "";
}

// YAML 1.1 and people have more words for these.
std::string boolean_hint(const YamlNode& node) {
  if (!node.plain && as_bool(without_quotes(node))) return quotes_off(node);
  std::string word = node.scalar;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word == "yes" || word == "on" || word == "y") return "; write true";
  if (word == "no" || word == "off" || word == "n") return "; write false";
  return "";
}

std::string pattern_hint(const std::string& mistake) {
  for (const char* look : {"(?=", "(?!", "(?<"}) {
    if (mistake.find("invalid perl operator: " + std::string(look)) != std::string::npos) {
      return "; RE2 has no look-ahead and no look-behind";
    }
  }
  const std::string_view escape = "invalid escape sequence: \\";
  if (mistake.find("missing )") != std::string::npos) {
    return "; a '(' that stands for itself is written \\(";
  }
  if (mistake.find("missing ]") != std::string::npos) {
    return "; a '[' that stands for itself is written \\[";
  }
  const std::size_t at = mistake.find(escape);
  if (at != std::string::npos && at + escape.size() < mistake.size() &&
      is_digit(mistake[at + escape.size()])) {
    return "; RE2 has no back-references";
  }
  return "";
}

// What YAML makes of escapes in double quotes, where the pattern's own ones were meant.
std::optional<std::string> escape_mistake(const std::string& pattern) {
  struct Sign {
    char is;
    const char *written, *name;
  };
  for (const Sign& sign :
       {Sign{'\b', "\\b", "a backspace"}, Sign{'\f', "\\f", "a form feed"},
        Sign{'\a', "\\a", "a bell"}, Sign{'\v', "\\v", "a vertical tab"},
        Sign{'\x1B', "\\e", "an escape sign"}, Sign{'\0', "\\0", "a zero byte"}}) {
    if (pattern.find(sign.is) == std::string::npos) continue;
    return "\"" + std::string(sign.written) + "\" in double quotes is " + sign.name +
           "; put the pattern in single quotes";
  }
  const auto control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  };
  if (std::none_of(pattern.begin(), pattern.end(), control)) return std::nullopt;
  return "a control character, made by an escape in double quotes; put the pattern in single "
         "quotes";
}

std::optional<std::string> points_mistake(const YamlNode& node) {
  if (read_points(node)) return std::nullopt;
  if (!node.plain && read_points(without_quotes(node))) {
    return expected("points such as 6 or 2.5", node) + quotes_off(node);
  }
  if (const auto better = with_point(node)) {
    return expected("points such as 6 or 2.5", node) + "; write " + *better;
  }
  const std::optional<double> number = as_number(node);
  if (number && *number < 0) return "points cannot be below 0";
  if (number && *number > static_cast<double>(kMaxPoints)) return "more than 100000 points";
  const bool decimal = node.scalar.find_first_not_of("0123456789.") == std::string::npos;
  if (number && decimal) return "points have at most two decimals";
  return expected("points such as 6 or 2.5", node);
}

// 1MB for 1MiB.
std::string size_hint(const YamlNode& node) {
  const std::string& text = node.scalar;
  if (text.size() < 3 || text.back() != 'B') return "";
  const std::string binary = text.substr(0, text.size() - 1) + "iB";
  return parse_size(binary) ? "; write " + binary : "";
}

std::optional<std::string> unit_mistake(const YamlNode& node, const Shape& shape) {
  const bool time = shape.type == Type::Duration;
  const std::string example = time ? "a time such as 20s, 500ms or 2m" : "a size such as 512MiB";
  if (as_integer(node)) return expected(example, node) + " without a unit";
  const auto value = time ? parse_duration_ms(node.scalar) : parse_size(node.scalar);
  if (!value || !is_text(node)) return expected(example, node) + (time ? "" : size_hint(node));
  const auto show = time ? duration_to_text : size_to_text;
  if (*value < shape.min) return "less than " + show(shape.min);
  if (*value > shape.max) return "more than " + show(shape.max);
  return std::nullopt;
}

std::optional<std::string> choice_mistake(const YamlNode& node, const Shape& shape) {
  const auto found = std::find(shape.choices.begin(), shape.choices.end(), node.scalar);
  if (found != shape.choices.end()) return std::nullopt;
  const std::string near = suggestion(node.scalar, shape.choices);
  // All choices are told; one is suggested only where it is surely meant.
  const bool sure = near.find("'" + node.scalar.substr(0, 1)) != std::string::npos;
  return expected(describe(shape), node) + (sure ? near : "");
}

// "Heading 1" as "heading-1", where that is one.
std::string id_hint(std::string_view text) {
  std::string id;
  for (const char c : text) {
    const bool upper = c >= 'A' && c <= 'Z';
    id += c == ' ' || c == '_' || c == '.' ? '-' : upper ? static_cast<char>(c + 32) : c;
  }
  return is_id(id) ? "; write " + id : "";
}

std::optional<std::string> text_mistake(const YamlNode& node, const Shape& shape) {
  const std::string& text = node.scalar;
  switch (shape.type) {
    case Type::Id:
      if (is_id(text)) return std::nullopt;
      return "an id has a-z, 0-9 and '-', begins with a letter or digit, and has at most 60 signs" +
             id_hint(text);
    case Type::RubricId:
      if (is_rubric_id(text)) return std::nullopt;
      return "a rubric's id has ids joined by '/', as in js1/week-2";
    case Type::Language:
      if (is_language(text)) return std::nullopt;
      return "expected a language such as en, ar or pt-BR, found " + found_instead(node);
    case Type::Path:
      return path_mistake(text);
    case Type::Glob:
      return glob_mistake(text);
    case Type::Pattern:
      if (auto mistake = escape_mistake(text)) return mistake;
      if (const auto mistake = pattern_mistake(text)) {
        return "not a pattern: " + visible(*mistake) + pattern_hint(*mistake);
      }
      return std::nullopt;
    case Type::Link:
      if (text.substr(0, 8) == "https://" && text.size() > 8 &&
          text.find_first_of(" \t\n<>\"'") == std::string::npos) {
        return std::nullopt;
      }
      return "expected a link that begins with https://, found " + found_instead(node);
    default:
      if (trim(text).empty()) return "an empty text";
      if (characters(text) > shape.max) {
        return "a text of more than " + std::to_string(shape.max) + " characters";
      }
      return std::nullopt;
  }
}

}  // namespace

std::optional<Points> read_points(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::Scalar || !node.plain) return std::nullopt;
  const std::string_view text = node.scalar;
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view part = dot == std::string_view::npos ? "" : text.substr(dot + 1);
  const auto digits = [](std::string_view t) { return std::all_of(t.begin(), t.end(), is_digit); };
  if (whole.empty() || whole.size() > 6 || !digits(whole) || part.size() > 2 || !digits(part) ||
      text.size() == dot + 1) {
    return std::nullopt;
  }
  std::int64_t hundredths = 0;
  for (const char c : whole) hundredths = hundredths * 10 + (c - '0');
  hundredths *= 100;
  if (!part.empty()) hundredths += (part[0] - '0') * 10;
  if (part.size() == 2) hundredths += part[1] - '0';
  if (hundredths > kMaxPoints * 100) return std::nullopt;
  return Points{hundredths};
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 60 && text.front() != '-' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_rubric_id(std::string_view text) {
  for (;;) {
    const std::size_t slash = text.find('/');
    if (!is_id(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

bool is_language(std::string_view text) {
  const std::size_t dash = text.find('-');
  const std::string_view main = text.substr(0, dash);
  if (main.size() < 2 || main.size() > 3 || !std::all_of(main.begin(), main.end(), is_lower)) {
    return false;
  }
  if (dash == std::string_view::npos) return true;
  const std::string_view rest = text.substr(dash + 1);
  return rest.size() >= 2 && rest.size() <= 12 && std::all_of(rest.begin(), rest.end(), [](char c) {
           return is_letter(c) || is_digit(c) || c == '-';
         });
}

std::optional<std::string> scalar_mistake(const YamlNode& node, const Shape& shape) {
  switch (shape.type) {
    case Type::Points:
      return points_mistake(node);
    case Type::Integer: {
      const auto value = as_integer(node);
      if (value && *value >= shape.min && *value <= shape.max) return std::nullopt;
      return expected("a whole number from " + std::to_string(shape.min) + " to " +
                          std::to_string(shape.max),
                      node) +
             integer_hint(node, shape.max == 100);
    }
    case Type::Number: {
      const auto whole = as_integer(node);
      const auto number =
          whole ? std::optional<double>(static_cast<double>(*whole)) : as_number(node);
      if (number && *number >= 0) return std::nullopt;
      return expected("a number, 0 or more", node);
    }
    case Type::Boolean:
      if (as_bool(node)) return std::nullopt;
      return expected("true or false", node) + boolean_hint(node);
    case Type::Duration:
    case Type::Size:
      return unit_mistake(node, shape);
    case Type::Choice:
      return choice_mistake(node, shape);
    case Type::Literal:
      if (node.kind != YamlNode::Kind::Scalar || (node.plain && is_null(node))) {
        return expected("text", node) + "; nothing is ''";
      }
      if (characters(node.scalar) <= shape.max) return std::nullopt;
      return "a text of more than " + std::to_string(shape.max) + " characters";
    default:
      if (is_text(node)) return text_mistake(node, shape);
      return expected("text", node) + (node.scalar.empty() ? "" : "; put it in quotes");
  }
}

std::string found_instead(const YamlNode& node) {
  if (node.kind == YamlNode::Kind::Sequence) return "a list";
  if (node.kind == YamlNode::Kind::Map) return "a map";
  if (is_null(node)) return node.scalar.empty() ? "nothing" : node.scalar;
  const std::string shown = visible(node.scalar, 40);
  if (as_integer(node) || as_number(node)) return "the number " + shown;
  if (as_bool(node)) return shown;
  return "'" + shown + "'";
}

std::string read_text(const YamlNode* node) {
  return node != nullptr && node->kind == YamlNode::Kind::Scalar ? node->scalar : "";
}

bool read_flag(const YamlNode* node) {
  return node != nullptr && as_bool(*node) == true;
}

std::optional<std::int64_t> read_integer(const YamlNode* node) {
  return node == nullptr ? std::nullopt : as_integer(*node);
}

}  // namespace grader::rubrics
