#include "rubrics/checks/calls_values.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "grader/base/text.h"
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
  Reader(Language language, Mistakes& mistakes)
      : python_(language == Language::Python), mistakes_(mistakes) {}

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
    for (const YamlNode& item : node.items) value.items.push_back(read(item));
    return value;
  }

  Value map(const YamlNode& node) {
    for (const YamlEntry& entry : node.entries) {
      if (entry.key.starts_with('$')) return tagged(node, entry);
    }
    Value object = Value::of(Kind::Object);
    for (const YamlEntry& entry : node.entries) {
      object.keys.push_back(entry.key);
      object.items.push_back(read(entry.value));
    }
    return object;
  }

  Value tagged(const YamlNode& node, const YamlEntry& entry) {
    const std::string& tag = entry.key;
    std::vector<std::string> known = {"$js", "$bigint", "$map", "$set"};
    known.push_back(python_ ? "$tuple" : "$date");
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
    return value;
  }

  Value pairs(const YamlNode& content) {
    Value map = Value::of(Kind::Map);
    bool texts = true;
    for (const YamlNode& pair : content.items) {
      if (pair.kind != YamlNode::Kind::Sequence || pair.items.size() != 2) {
        return wrong(pair.position, "expected a pair [key, value], found " + found_instead(pair));
      }
      for (const YamlNode& part : pair.items) map.items.push_back(read(part));
      texts = texts && map.items[map.items.size() - 2].kind == Kind::Text;
    }
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

Value read_value(const YamlNode& node, Language language, Mistakes& mistakes) {
  return Reader(language, mistakes).read(node);
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
