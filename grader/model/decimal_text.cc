#include "grader/model/decimal_text.h"

#include <charconv>
#include <cmath>
#include <cstddef>

namespace grader {
namespace {

constexpr std::size_t kMaxText = 1'000;
constexpr std::size_t kMaxExponent = 6;  // digits

struct Parts {
  bool valid = false;
  bool negative = false;
  std::string digits;   // without the point
  long exponent = 0;    // of the last digit
  std::string special;  // "NaN", "Infinity"
};

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_sign(std::string_view& text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  return negative;
}

bool take_exponent(std::string_view& text, long& exponent) {
  if (!text.starts_with('e') && !text.starts_with('E')) return true;
  text.remove_prefix(1);
  const bool negative = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || digits.size() > kMaxExponent) return false;
  long value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  exponent += negative ? -value : value;
  return true;
}

Parts parts_of(std::string_view text) {
  Parts parts;
  if (text.size() > kMaxText) return parts;
  parts.negative = take_sign(text);
  if (text == "NaN" || text == "Infinity") {
    parts.special = text;
    parts.valid = true;
    return parts;
  }
  parts.digits = take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    const std::string_view fraction = take_digits(text);
    parts.digits += fraction;
    parts.exponent -= static_cast<long>(fraction.size());
  }
  parts.valid = !parts.digits.empty() && take_exponent(text, parts.exponent) && text.empty();
  return parts;
}

}  // namespace

bool is_decimal(std::string_view text) {
  return parts_of(text).valid;
}

std::string comparable_decimal(std::string_view text) {
  Parts parts = parts_of(text);
  if (!parts.special.empty()) {
    return (parts.negative && parts.special != "NaN" ? "-" : "") + parts.special;
  }
  while (parts.digits.size() > 1 && parts.digits.back() == '0') {
    parts.digits.pop_back();
    ++parts.exponent;
  }
  parts.digits.erase(0, parts.digits.find_first_not_of('0'));
  if (parts.digits.empty()) return "0";
  return (parts.negative ? "-" : "") + parts.digits + "e" + std::to_string(parts.exponent);
}

double number_of_decimal(std::string_view text) {
  const Parts parts = parts_of(text);
  if (parts.special == "Infinity") return parts.negative ? -HUGE_VAL : HUGE_VAL;
  if (!parts.valid || !parts.special.empty()) return std::nan("");
  const std::string plain =
      (parts.negative ? "-" : "") + parts.digits + "e" + std::to_string(parts.exponent);
  double number = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), number);
  if (read.ec == std::errc::result_out_of_range) return parts.exponent > 0 ? HUGE_VAL : 0.0;
  return number;
}

}  // namespace grader
