#include "grader/model/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "grader/model/decimal_text.h"

namespace grader {
namespace {

using Kind = Value::Kind;

bool same_number(double expected, double actual, double within) {
  if (std::isnan(expected) || std::isnan(actual)) return std::isnan(expected) == std::isnan(actual);
  if (expected == 0 && std::signbit(expected)) return actual == 0 && std::signbit(actual);
  if (expected == actual) return true;
  if (std::isinf(expected) || std::isinf(actual) || within <= 0) return false;
  // The bound itself holds: 23.35 is within 0.05 of 23.4, whatever binary fractions say.
  const double room = within + 1e-12 * std::max(std::abs(expected), within);
  return std::abs(expected - actual) <= room;
}

// Each of `expected` has a partner of its own in `actual`. `step`: values that belong together.
bool same_in_any_order(const std::vector<Value>& expected, const std::vector<Value>& actual,
                       std::size_t step, double within) {
  if (expected.size() != actual.size()) return false;
  std::vector<bool> taken(actual.size() / step);
  for (std::size_t i = 0; i + step <= expected.size(); i += step) {
    std::size_t partner = 0;
    for (; partner < taken.size(); ++partner) {
      if (taken[partner]) continue;
      bool same = true;
      for (std::size_t k = 0; k < step && same; ++k) {
        same = equals(expected[i + k], actual[partner * step + k], within);
      }
      if (same) break;
    }
    if (partner == taken.size()) return false;
    taken[partner] = true;
  }
  return true;
}

using Fields = std::vector<std::pair<std::string_view, const Value*>>;

Fields fields_of(const Value& object) {
  Fields fields;
  for (std::size_t i = 0; i < object.keys.size() && i < object.items.size(); ++i) {
    if (object.items[i].kind != Kind::Undefined)
      fields.emplace_back(object.keys[i], &object.items[i]);
  }
  std::sort(fields.begin(), fields.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return fields;
}

bool same_fields(const Value& expected, const Value& actual, double within) {
  const Fields wanted = fields_of(expected), there = fields_of(actual);
  return std::equal(wanted.begin(), wanted.end(), there.begin(), there.end(),
                    [&](const auto& a, const auto& b) {
                      return a.first == b.first && equals(*a.second, *b.second, within);
                    });
}

bool same_error(const Value& expected, const Value& actual) {
  const bool of_class =
      expected.keys.empty() ||
      std::find(actual.keys.begin(), actual.keys.end(), expected.keys.front()) != actual.keys.end();
  return of_class && (expected.items.empty() ||
                      (!actual.items.empty() && expected.items[0].text == actual.items[0].text));
}

bool same_decimal(const Value& expected, const Value& actual, double within) {
  if (comparable_decimal(expected.text) == comparable_decimal(actual.text)) return true;
  return within > 0 &&
         same_number(number_of_decimal(expected.text), number_of_decimal(actual.text), within);
}

}  // namespace

Value Value::boolean_of(bool is) {
  Value value;
  value.kind = Kind::Boolean;
  value.boolean = is;
  return value;
}

Value Value::number_of(double number) {
  Value value;
  value.kind = Kind::Number;
  value.number = number;
  return value;
}

Value Value::text_of(std::string text) {
  Value value;
  value.kind = Kind::Text;
  value.text = std::move(text);
  return value;
}

Value Value::of(Kind kind, std::vector<Value> items) {
  Value value;
  value.kind = kind;
  value.items = std::move(items);
  return value;
}

Value Value::object_of(std::vector<std::string> keys, std::vector<Value> values) {
  Value value = of(Kind::Object, std::move(values));
  value.keys = std::move(keys);
  return value;
}

std::span<const std::string_view> typed_arrays() {
  static constexpr std::array<std::string_view, 13> kTypes = {
      "Int8Array",     "Uint8Array",     "Uint8ClampedArray", "Int16Array",   "Uint16Array",
      "Int32Array",    "Uint32Array",    "Float16Array",      "Float32Array", "Float64Array",
      "BigInt64Array", "BigUint64Array", "ArrayBuffer"};
  return kTypes;
}

bool is_regexp(std::string_view text) {
  constexpr std::size_t kMaxText = 10'000;
  const std::size_t end = text.rfind('/');
  if (text.size() > kMaxText || !text.starts_with('/') || end < 2) return false;
  const std::string_view flags = text.substr(end + 1);
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (std::string_view("dgimsuvy").find(flags[i]) == std::string_view::npos ||
        flags.find(flags[i], i + 1) != std::string_view::npos) {
      return false;
    }
  }
  return true;
}

bool equals(const Value& expected, const Value& actual, double within) {
  if (expected.kind != actual.kind) return false;
  switch (expected.kind) {
    case Kind::Null:
    case Kind::Undefined:
      return true;
    case Kind::Boolean:
      return expected.boolean == actual.boolean;
    case Kind::Number:
      return same_number(expected.number, actual.number, within);
    case Kind::Date:
      return expected.text == actual.text && same_number(expected.number, actual.number, 0);
    case Kind::Enclosing:
      return expected.number == actual.number;
    case Kind::BigInt:
    case Kind::Text:
    case Kind::RegExp:
    case Kind::Bytes:
      return expected.text == actual.text;
    case Kind::Decimal:
      return same_decimal(expected, actual, within);
    case Kind::Error:
      return same_error(expected, actual);
    case Kind::List:
    case Kind::Tuple:
    case Kind::Typed:
      if (expected.kind == Kind::Typed && expected.text != actual.text) return false;
      return std::equal(expected.items.begin(), expected.items.end(), actual.items.begin(),
                        actual.items.end(),
                        [&](const Value& a, const Value& b) { return equals(a, b, within); });
    case Kind::Object:
      return same_fields(expected, actual, within);
    case Kind::Map:
      return same_in_any_order(expected.items, actual.items, 2, within);
    case Kind::Set:
      return same_in_any_order(expected.items, actual.items, 1, within);
    case Kind::Function:
    case Kind::Other:
      return false;
  }
  return false;
}

}  // namespace grader
