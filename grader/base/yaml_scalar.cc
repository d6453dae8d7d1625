#include <charconv>

#include "grader/base/yaml.h"

namespace grader {
namespace {

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

bool is_null(const YamlNode& node) {
  const std::string& text = node.scalar;
  return node.kind == YamlNode::Kind::Scalar && node.plain &&
         (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL");
}

std::optional<bool> as_bool(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::Scalar || !node.plain) return std::nullopt;
  const std::string& text = node.scalar;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  return std::nullopt;
}

std::optional<std::int64_t> as_integer(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::Scalar || !node.plain) return std::nullopt;
  std::string_view text = node.scalar;
  int base = 10;
  if (text.substr(0, 2) == "0x" && all_of(text.substr(2), "0123456789abcdefABCDEF")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.substr(0, 2) == "0o" && all_of(text.substr(2), "01234567")) {
    base = 8;
    text.remove_prefix(2);
  } else {
    const bool plus = !text.empty() && text.front() == '+';
    if (plus) text.remove_prefix(1);
    const bool minus = !plus && !text.empty() && text.front() == '-';
    if (!all_of(text.substr(minus ? 1 : 0), "0123456789")) return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> as_number(const YamlNode& node) {
  if (const auto integer = as_integer(node)) return static_cast<double>(*integer);
  if (node.kind != YamlNode::Kind::Scalar || !node.plain) return std::nullopt;
  std::string_view text = node.scalar;
  const bool plus = !text.empty() && text.front() == '+';
  if (plus) text.remove_prefix(1);
  const bool minus = !plus && !text.empty() && text.front() == '-';
  const std::string_view digits = text.substr(minus ? 1 : 0);
  // from_chars also takes "inf" and "nan", which are no numbers here.
  if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
      digits.find_first_of("0123456789") != (digits.front() == '.' ? 1 : 0)) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace grader
