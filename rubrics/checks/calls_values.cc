#include "rubrics/checks/calls_values.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "grader/base/text.h"
#include "grader/model/decimal_text.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Kind = Value::Kind;

constexpr std::int64_t kWhole = std::int64_t{1} << 53;

// Digits with an optional sign, as BigInts are written.
bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 1'000 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

Value big(std::string_view digits) {
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  Value value = Value::of(Kind::BigInt);
  value.text = (negative && digits != "0" ? "-" : "") + std::string(digits);
  return value;
}

std::optional<double> special_number(std::string_view text) {
  if (text == "NaN" || text == ".nan" || text == ".NaN" || text == ".NAN") return std::nan("");
  if (text == "-0" || text == "-0.0") return -0.0;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  for (const std::string_view word : {"Infinity", ".inf", ".Inf", ".INF"}) {
    if (text == word) return negative ? -HUGE_VAL : HUGE_VAL;
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(Language language, Mistakes& mistakes, bool given)
      : python_(language == Language::Python), given_(given), mistakes_(mistakes) {}

  Value read(const YamlNode& node) {
    switch (node.kind) {
      case YamlNode::Kind::Scalar:
        return scalar(node);
      case YamlNode::Kind::Sequence:
        return list(Kind::List, node);
      case YamlNode::Kind::Map:
        return map(node);
    }
    return {};
  }

 private:
  Value wrong(Position at, const std::string& message) {
    mistakes_.error(at, message);
    return Value::undefined();
  }

  Value scalar(const YamlNode& node) {
    if (!node.plain) return Value::text_of(node.scalar);
    if (is_null(node)) return {};
    if (const auto flag = as_bool(node)) return Value::boolean_of(*flag);
    if (const auto number = special_number(node.scalar)) return Value::number_of(*number);
    if (const auto whole = as_integer(node)) return whole_number(node, *whole);
    if (python_ && is_whole_number(node.scalar)) return big(node.scalar);
    if (const auto number = as_number(node)) return Value::number_of(*number);
    if (node.scalar == "undefined") {
      return wrong(node.position,
                   "the value is {$js: undefined}; the text is 'undefined', in quotes");
    }
    return Value::text_of(node.scalar);
  }

  Value whole_number(const YamlNode& node, std::int64_t number) {
    if (number >= -kWhole && number <= kWhole) {
      return Value::number_of(static_cast<double>(number));
    }
    if (python_) return big(std::to_string(number));
    return wrong(
        node.position,
        "JavaScript's numbers are exact up to 9007199254740992; a larger one is {$bigint: \"" +
            std::to_string(number) + "\"}");
  }

  Value list(Kind kind, const YamlNode& node) {
    Value value = Value::of(kind);
    above_.push_back(kind);
    for (const YamlNode& item : node.items) value.items.push_back(read(item));
    above_.pop_back();
    return value;
  }

  Value map(const YamlNode& node) {
    for (const YamlEntry& entry : node.entries) {
      if (entry.key.starts_with('$')) return tagged(node, entry);
    }
    Value object = Value::of(Kind::Object);
    above_.push_back(Kind::Object);
    for (const YamlEntry& entry : node.entries) {
      object.keys.push_back(entry.key);
      object.items.push_back(read(entry.value));
    }
    above_.pop_back();
    return object;
  }

  Value tagged(const YamlNode& node, const YamlEntry& entry) {
    const std::string& tag = entry.key;
    std::vector<std::string> known = {"$js", "$bigint", "$date", "$map", "$set", "$error", "$up"};
    if (python_) known.insert(known.end(), {"$tuple", "$bytes", "$decimal"});
    if (!python_) known.insert(known.end(), {"$regexp", "$typed"});
    if (given_) known.emplace_back("$function");
    if (std::find(known.begin(), known.end(), tag) == known.end()) {
      const std::string near = suggestion(tag, known);
      return wrong(entry.key_position,
                   "there is no value '" + visible(tag, 60) + "' in " +
                       (python_ ? "Python" : "JavaScript") +
                       (near.empty() ? "; there are " + enumerated(known) : near));
    }
    if (node.entries.size() > 1) {
      return wrong(node.entries[1].key_position, "'" + tag + "' stands alone in its map");
    }
    const YamlNode& content = entry.value;
    if (tag == "$js") return js(content);
    if (tag == "$bigint") return bigint(content);
    if (tag == "$date") return date(content);
    if (tag == "$regexp") return regexp(content);
    if (tag == "$typed") return typed(content);
    if (tag == "$error") return error(content);
    if (tag == "$up") return enclosing(content);
    if (tag == "$bytes") return bytes(content);
    if (tag == "$decimal") return decimal(content);
    if (tag == "$function") return function(content);
    if (content.kind != YamlNode::Kind::Sequence) {
      return wrong(content.position, "expected a list, found " + found_instead(content));
    }
    if (tag == "$set") return list(Kind::Set, content);
    if (tag == "$tuple") return list(Kind::Tuple, content);
    return pairs(content);
  }

  Value js(const YamlNode& content) {
    const std::string word = read_text(&content);
    if (word == "undefined" && !python_) return Value::undefined();
    const auto number = special_number(word);
    if (number && !word.starts_with('.')) return Value::number_of(*number);
    return wrong(content.position, python_ ? "expected NaN, -0, Infinity or -Infinity"
                                           : "expected undefined, NaN, -0, Infinity or -Infinity");
  }

  Value bigint(const YamlNode& content) {
    const std::string digits = read_text(&content);
    if (!is_whole_number(digits)) {
      return wrong(content.position, "expected digits in quotes, found " + found_instead(content));
    }
    Value value = big(digits);
    // There is one kind of whole numbers there.
    if (python_ && digits.size() < 15) value = Value::number_of(std::stod(digits));
    return value;
  }

  Value date(const YamlNode& content) {
    const auto time = time_from_text(read_text(&content));
    if (!time) {
      return wrong(content.position, "expected a date such as 2026-11-23 or 2026-11-23T17:30:00Z");
    }
    Value value = Value::of(Kind::Date);
    value.number = *time;
    if (!python_) return value;
    const std::string_view text = content.scalar;
    const bool zoned = text.ends_with('Z') || text.find_first_of("+-", 10) != text.npos;
    value.text = text.size() == 10 ? kDay : zoned ? kInstant : kLocal;
    return value;
  }

  Value regexp(const YamlNode& content) {
    Value value = Value::of(Kind::RegExp);
    value.text = read_text(&content);
    if (is_regexp(value.text)) return value;
    return wrong(content.position, "expected a regular expression such as /ab+/i");
  }

  // {Uint8Array: [1, 2]}
  Value typed(const YamlNode& content) {
    const auto types = typed_arrays();
    if (content.kind != YamlNode::Kind::Map || content.entries.size() != 1) {
      return wrong(content.position, "expected a typed array such as {Uint8Array: [1, 2]}");
    }
    const YamlEntry& entry = content.entries.front();
    if (std::find(types.begin(), types.end(), entry.key) == types.end()) {
      const std::vector<std::string> names(types.begin(), types.end());
      const std::string near = suggestion(entry.key, names);
      return wrong(entry.key_position,
                   "there is no typed array '" + visible(entry.key, 60) + "'" +
                       (near.empty() ? "; there are " + enumerated(names) : near));
    }
    if (entry.value.kind != YamlNode::Kind::Sequence) {
      return wrong(entry.value.position, "expected a list, found " + found_instead(entry.value));
    }
    Value value = list(Kind::Typed, entry.value);
    value.text = entry.key;
    const Kind number = entry.key.starts_with("Big") ? Kind::BigInt : Kind::Number;
    for (const Value& item : value.items) {
      if (item.kind == number) continue;
      return wrong(entry.value.position,
                   entry.key + (number == Kind::Number ? " holds numbers"
                                                       : " holds values such as {$bigint: \"1\"}"));
    }
    return value;
  }

  // {type: RangeError, message: too small}, or the type alone
  Value error(const YamlNode& content) {
    Value value = Value::of(Kind::Error);
    if (content.kind == YamlNode::Kind::Scalar) {
      value.keys.push_back(content.scalar);
      return value;
    }
    if (!only_keys(content, "an error", {"type", "message"})) return Value::undefined();
    if (const YamlNode* type = content.find("type")) value.keys.push_back(read_text(type));
    if (const YamlNode* message = content.find("message")) {
      value.items.push_back(Value::text_of(read_text(message)));
    }
    return value;
  }

  Value enclosing(const YamlNode& content) {
    const auto levels = as_integer(content);
    const auto around = static_cast<std::int64_t>(above_.size());
    if (!levels || *levels < 1 || *levels > around) {
      return wrong(content.position,
                   around == 0 ? "'$up' names the list or map around it; there is none here"
                               : "expected a number of levels, 1 to " + std::to_string(around));
    }
    const Kind kind = above_[static_cast<std::size_t>(around - *levels)];
    if (python_ && (kind == Kind::Tuple || kind == Kind::Set)) {
      return wrong(content.position, "a tuple or a set cannot hold itself");
    }
    Value value = Value::of(Kind::Enclosing);
    value.number = static_cast<double>(*levels);
    return value;
  }

  Value bytes(const YamlNode& content) {
    Value value = Value::of(Kind::Bytes);
    if (content.kind == YamlNode::Kind::Scalar) {
      value.text = content.scalar;
      return value;
    }
    for (const YamlNode& item : content.items) {
      const auto byte = as_integer(item);
      if (!byte || *byte < 0 || *byte > 255) {
        return wrong(item.position, "expected a byte, 0 to 255, found " + found_instead(item));
      }
      value.text += static_cast<char>(*byte);
    }
    if (content.kind == YamlNode::Kind::Sequence) return value;
    return wrong(content.position, "expected a text or a list of bytes, found a map");
  }

  Value decimal(const YamlNode& content) {
    Value value = Value::of(Kind::Decimal);
    value.text = read_text(&content);
    if (is_decimal(value.text)) return value;
    return wrong(content.position,
                 "expected a decimal number in quotes, found " + found_instead(content));
  }

  // A name, or {name, returns, ...}: see harness/calls/callbacks.js.
  Value function(const YamlNode& content) {
    Value value = Value::of(Kind::Function);
    value.text = "callback";
    if (content.kind == YamlNode::Kind::Scalar) {
      value.text = content.scalar;
      return value;
    }
    if (!only_keys(content, "a function",
                   {"name", "returns", "returns_each", "returns_for", "throws", "async"})) {
      return Value::undefined();
    }
    const YamlEntry* gives = nullptr;
    for (const YamlEntry& entry : content.entries) {
      if (entry.key == "name") {
        value.text = read_text(&entry.value);
        continue;
      }
      const bool async = entry.key == "async";
      if (!async && gives != nullptr) {
        return wrong(entry.key_position,
                     "'" + gives->key + "' and '" + entry.key + "' cannot stand together");
      }
      if (!async) gives = &entry;
      value.keys.push_back(entry.key);
      value.items.push_back(async ? Value::boolean_of(read_flag(&entry.value))
                                  : Reader(language(), mistakes_, false).read(entry.value));
      if (entry.key.starts_with("returns_") && !is_table(value.items.back(), entry)) {
        return Value::undefined();
      }
    }
    return value;
  }

  Language language() const { return python_ ? Language::Python : Language::JavaScript; }

  bool is_table(const Value& value, const YamlEntry& entry) {
    const bool pairs = entry.key == "returns_for";
    const auto is_pair = [](const Value& item) {
      return item.kind == Kind::List && item.items.size() == 2;
    };
    if (value.kind == Kind::List &&
        (!pairs || std::all_of(value.items.begin(), value.items.end(), is_pair))) {
      return true;
    }
    mistakes_.error(entry.value.position,
                    pairs ? "expected a list of pairs [first argument, what it gives]"
                          : "expected a list: what each call gives");
    return false;
  }

  bool only_keys(const YamlNode& node, const std::string& what,
                 const std::vector<std::string>& known) {
    if (node.kind != YamlNode::Kind::Map) {
      mistakes_.error(node.position,
                      "expected " + what + " as a map, found " + found_instead(node));
      return false;
    }
    for (const YamlEntry& entry : node.entries) {
      if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
      const std::string near = suggestion(entry.key, known);
      mistakes_.error(entry.key_position,
                      "unknown key '" + visible(entry.key, 60) + "'" +
                          (near.empty() ? "; " + what + " has " + enumerated(known) : near));
      return false;
    }
    return true;
  }

  Value pairs(const YamlNode& content) {
    Value map = Value::of(Kind::Map);
    bool texts = true;
    above_.push_back(Kind::Map);
    for (const YamlNode& pair : content.items) {
      if (pair.kind != YamlNode::Kind::Sequence || pair.items.size() != 2) {
        return wrong(pair.position, "expected a pair [key, value], found " + found_instead(pair));
      }
      for (const YamlNode& part : pair.items) map.items.push_back(read(part));
      texts = texts && map.items[map.items.size() - 2].kind == Kind::Text;
    }
    above_.pop_back();
    if (!python_ || !texts) return map;
    // A dict whose keys are all texts is an object wherever it comes from.
    Value object = Value::of(Kind::Object);
    for (std::size_t i = 0; i < map.items.size(); i += 2) {
      object.keys.push_back(map.items[i].text);
      object.items.push_back(std::move(map.items[i + 1]));
    }
    return object;
  }

  bool python_;
  bool given_;
  std::vector<Kind> above_ = {};  // what the value stands in
  Mistakes& mistakes_;
};

// Takes `count` digits, and what must stand before them.
std::optional<int> take_digits(std::string_view& text, std::string_view before, std::size_t count) {
  if (!text.starts_with(before) || text.size() < before.size() + count) return std::nullopt;
  int number = 0;
  for (const char c : text.substr(before.size(), count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  text.remove_prefix(before.size() + count);
  return number;
}

// "Z", "+01:00" or nothing, in minutes east.
std::optional<int> take_zone(std::string_view text) {
  if (text.empty() || text == "Z") return 0;
  const bool west = text.starts_with('-');
  const auto hours = take_digits(text, west ? "-" : "+", 2);
  const auto minutes = hours ? take_digits(text, ":", 2) : std::nullopt;
  if (!minutes || !text.empty() || *hours > 14 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

Value read_value(const YamlNode& node, Language language, Mistakes& mistakes, bool given) {
  return Reader(language, mistakes, given).read(node);
}

std::optional<double> time_from_text(std::string_view text) {
  const auto year = take_digits(text, "", 4);
  const auto month = year ? take_digits(text, "-", 2) : std::nullopt;
  const auto day = month ? take_digits(text, "-", 2) : std::nullopt;
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  double milliseconds = static_cast<double>(days.count()) * 86'400'000;
  if (text.empty()) return milliseconds;
  const auto hour = take_digits(text, "T", 2);
  const auto minute = hour ? take_digits(text, ":", 2) : std::nullopt;
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  milliseconds += *hour * 3'600'000.0 + *minute * 60'000.0;
  if (text.starts_with(':')) {
    const auto second = take_digits(text, ":", 2);
    if (!second || *second > 59) return std::nullopt;
    milliseconds += *second * 1'000.0;
    if (const auto fraction = take_digits(text, ".", 3)) milliseconds += *fraction;
  }
  const auto zone = take_zone(text);
  if (!zone) return std::nullopt;
  return milliseconds - *zone * 60'000.0;
}

}  // namespace grader::rubrics
