#include "grader/model/value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "grader/base/clock.h"
#include "grader/base/text.h"

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

// The shortest text that is this number.
std::string digits_of(double number) {
  std::array<char, 40> room{};
  const bool plain = number == 0 || (std::abs(number) >= 1e-6 && std::abs(number) < 1e21);
  const auto end = std::to_chars(room.data(), room.data() + room.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return {room.data(), end.ptr};
}

bool is_name(std::string_view key) {
  return !key.empty() && !(key[0] >= '0' && key[0] <= '9') &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '$';
         });
}

class Writer {
 public:
  Writer(Language language, std::size_t room)
      : python_(language == Language::Python), room_(room) {}

  void write(const Value& value) {
    if (text_.size() > room_) return;
    switch (value.kind) {
      case Kind::Null:
        text_ += python_ ? "None" : "null";
        break;
      case Kind::Undefined:
        text_ += "undefined";
        break;
      case Kind::Boolean:
        text_ += value.boolean ? (python_ ? "True" : "true") : (python_ ? "False" : "false");
        break;
      case Kind::Number:
        number(value.number);
        break;
      case Kind::BigInt:
        text_ += value.text + (python_ ? "" : "n");
        break;
      case Kind::Text:
        quoted(value.text);
        break;
      case Kind::List:
        list("[", value.items, "]");
        break;
      case Kind::Tuple:
        list("(", value.items, value.items.size() == 1 ? ",)" : ")");
        break;
      case Kind::Set:
        if (python_) {
          list(value.items.empty() ? "set(" : "{", value.items, value.items.empty() ? ")" : "}");
        } else {
          list("Set {", value.items, "}");
        }
        break;
      case Kind::Object:
        object(value);
        break;
      case Kind::Map:
        map(value);
        break;
      case Kind::Date:
        text_ += std::isnan(value.number) ? "Invalid Date" : "Date " + instant(value.number);
        break;
      case Kind::Other:
        text_ += "<" + value.text + ">";
        break;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  void number(double number) {
    if (std::isnan(number)) {
      text_ += python_ ? "nan" : "NaN";
    } else if (std::isinf(number)) {
      text_ += std::string(number < 0 ? "-" : "") + (python_ ? "inf" : "Infinity");
    } else {
      text_ += digits_of(number);
    }
  }

  void quoted(std::string_view text) {
    text_ += '"';
    for (const char c : text.substr(0, room_ + 4)) {
      if (c == '\n') {
        text_ += "\\n";
      } else if (c == '\t') {
        text_ += "\\t";
      } else if (c == '\r') {
        text_ += "\\r";
      } else {
        if (c == '"' || c == '\\') text_ += '\\';
        text_ += c;
      }
    }
    text_ += '"';
  }

  void list(const char* open, const std::vector<Value>& items, const char* close) {
    text_ += open;
    for (std::size_t i = 0; i < items.size() && text_.size() <= room_; ++i) {
      if (i > 0) text_ += ", ";
      write(items[i]);
    }
    text_ += close;
  }

  void object(const Value& value) {
    if (!value.text.empty()) text_ += value.text + " ";
    text_ += "{";
    for (std::size_t i = 0; i < value.keys.size() && text_.size() <= room_; ++i) {
      if (i > 0) text_ += ", ";
      if (!python_ && is_name(value.keys[i])) {
        text_ += value.keys[i];
      } else {
        quoted(value.keys[i]);
      }
      text_ += ": ";
      write(value.items[i]);
    }
    text_ += "}";
  }

  void map(const Value& value) {
    text_ += python_ ? "{" : "Map {";
    for (std::size_t i = 0; i + 1 < value.items.size() && text_.size() <= room_; i += 2) {
      if (i > 0) text_ += ", ";
      write(value.items[i]);
      text_ += python_ ? ": " : " => ";
      write(value.items[i + 1]);
    }
    text_ += "}";
  }

  static std::string instant(double milliseconds) {
    // rfc3339_utc() holds the years to four digits.
    const double seconds = std::clamp(std::floor(milliseconds / 1000), -1e15, 1e15);
    return rfc3339_utc(static_cast<std::int64_t>(seconds));
  }

  bool python_;
  std::size_t room_;
  std::string text_;
};

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
      return same_number(expected.number, actual.number, 0);
    case Kind::BigInt:
    case Kind::Text:
      return expected.text == actual.text;
    case Kind::List:
    case Kind::Tuple:
      return std::equal(expected.items.begin(), expected.items.end(), actual.items.begin(),
                        actual.items.end(),
                        [&](const Value& a, const Value& b) { return equals(a, b, within); });
    case Kind::Object:
      return same_fields(expected, actual, within);
    case Kind::Map:
      return same_in_any_order(expected.items, actual.items, 2, within);
    case Kind::Set:
      return same_in_any_order(expected.items, actual.items, 1, within);
    case Kind::Other:
      return false;
  }
  return false;
}

std::string to_text(const Value& value, Language language, std::size_t max_characters) {
  Writer writer(language, 4 * max_characters);
  writer.write(value);
  return visible(writer.take(), max_characters);
}

}  // namespace grader
