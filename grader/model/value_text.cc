// Values as people of a language write them.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "grader/base/clock.h"
#include "grader/base/text.h"
#include "grader/model/value.h"

namespace grader {
namespace {

using Kind = Value::Kind;

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
        date(value);
        break;
      case Kind::RegExp:
        text_ += value.text;
        break;
      case Kind::Typed:
        text_ += value.text + " ";
        list("[", value.items, "]");
        break;
      case Kind::Error:
        error(value);
        break;
      case Kind::Bytes:
        bytes(value.text);
        break;
      case Kind::Decimal:
        text_ += "Decimal(\"" + value.text + "\")";
        break;
      case Kind::Enclosing:
        text_ += "<circular>";
        break;
      case Kind::Function:
        text_ += value.text;
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

  // RangeError("too small"); what is not asked for is left out.
  void error(const Value& value) {
    text_ += value.keys.empty() ? (python_ ? "Exception" : "Error") : value.keys.front();
    text_ += "(";
    if (!value.items.empty()) quoted(value.items.front().text);
    text_ += ")";
  }

  void bytes(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    text_ += "b\"";
    for (const char c : bytes.substr(0, room_ + 4)) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        text_ += {'\\', c};
      } else if (byte >= 0x20 && byte < 0x7F) {
        text_ += c;
      } else {
        text_ += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
      }
    }
    text_ += '"';
  }

  void date(const Value& value) {
    if (std::isnan(value.number)) {
      text_ += "Invalid Date";
      return;
    }
    std::string text = instant(value.number);
    if (value.text == kDay) text.resize(std::min<std::size_t>(text.size(), 10));
    if (value.text == kLocal && text.ends_with('Z')) text.pop_back();
    text_ += (value.text == kDay               ? "date "
              : python_ && !value.text.empty() ? "datetime "
                                               : "Date ") +
             text;
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

std::string to_text(const Value& value, Language language, std::size_t max_characters) {
  Writer writer(language, 4 * max_characters);
  writer.write(value);
  return visible(writer.take(), max_characters);
}

}  // namespace grader
