#include "grader/model/value_json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/model/decimal_text.h"

namespace grader {
namespace {

using Json = nlohmann::json;
using Kind = Value::Kind;

constexpr std::size_t kMaxDigits = 10'000;  // of a BigInt
constexpr std::size_t kMaxName = 80;        // characters; of classes and of what is not plain
constexpr std::size_t kMaxClasses = 20;     // of one error

// Each value may take two levels of JSON (a tag and what is in it), a Map's pair three.
constexpr int kMaxJsonDepth = 3 * kMaxValueDepth + 3;

Json tagged(const char* tag, Json content) {
  Json object = Json::object();
  object[tag] = std::move(content);
  return object;
}

Json json_of(const Value& value);

Json list_of(const std::vector<Value>& items) {
  Json list = Json::array();
  for (const Value& item : items) list.push_back(json_of(item));
  return list;
}

Json json_of_number(double number) {
  if (std::isnan(number)) return tagged("$js", "NaN");
  if (std::isinf(number)) return tagged("$js", number > 0 ? "Infinity" : "-Infinity");
  if (number == 0 && std::signbit(number)) return tagged("$js", "-0");
  // Whole numbers without ".0": in Python they are of another type.
  if (std::abs(number) <= 9007199254740992.0 && std::floor(number) == number) {
    return static_cast<std::int64_t>(number);
  }
  return number;
}

Json json_of_object(const Value& value) {
  Json fields = Json::object();
  bool escaped = !value.text.empty();
  for (std::size_t i = 0; i < value.keys.size() && i < value.items.size(); ++i) {
    escaped = escaped || value.keys[i].starts_with('$');
    fields[value.keys[i]] = json_of(value.items[i]);
  }
  if (!escaped) return fields;
  return tagged("$object", {{"class", value.text}, {"fields", std::move(fields)}});
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return hex;
}

std::optional<std::string> bytes_of(std::string_view hex) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

Json json_of(const Value& value) {
  switch (value.kind) {
    case Kind::Null:
      return nullptr;
    case Kind::Undefined:
      return tagged("$js", "undefined");
    case Kind::Boolean:
      return value.boolean;
    case Kind::Number:
      return json_of_number(value.number);
    case Kind::BigInt:
      return tagged("$bigint", value.text);
    case Kind::Text:
      return value.text;
    case Kind::List:
      return list_of(value.items);
    case Kind::Tuple:
      return tagged("$tuple", list_of(value.items));
    case Kind::Set:
      return tagged("$set", list_of(value.items));
    case Kind::Object:
      return json_of_object(value);
    case Kind::Map: {
      Json pairs = Json::array();
      for (std::size_t i = 0; i + 1 < value.items.size(); i += 2) {
        pairs.push_back(Json::array({json_of(value.items[i]), json_of(value.items[i + 1])}));
      }
      return tagged("$map", std::move(pairs));
    }
    case Kind::Date:
      if (!value.text.empty()) return tagged("$datetime", {value.text, value.number});
      return tagged("$date", std::isnan(value.number) ? Json() : Json(value.number));
    case Kind::RegExp:
      return tagged("$regexp", value.text);
    case Kind::Typed:
      return tagged("$typed", {{"type", value.text}, {"items", list_of(value.items)}});
    case Kind::Error:
      return tagged("$error", {{"types", value.keys},
                               {"message", value.items.empty() ? "" : value.items[0].text}});
    case Kind::Bytes:
      return tagged("$bytes", hex_of(value.text));
    case Kind::Decimal:
      return tagged("$decimal", value.text);
    case Kind::Enclosing:
      return tagged("$up", static_cast<std::int64_t>(value.number));
    case Kind::Function: {
      Json function = {{"name", value.text}};
      for (std::size_t i = 0; i < value.keys.size() && i < value.items.size(); ++i) {
        function[value.keys[i]] = json_of(value.items[i]);
      }
      return tagged("$function", std::move(function));
    }
    case Kind::Other:
      return tagged("$other", value.text);
  }
  return nullptr;
}

bool is_digits(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= kMaxDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

class Decoder {
 public:
  std::optional<Value> value(const Json& json, int depth = 0) {
    if (depth > kMaxValueDepth || ++count_ > kMaxValues) return std::nullopt;
    switch (json.type()) {
      case Json::value_t::null:
        return Value{};
      case Json::value_t::boolean:
        return Value::boolean_of(json.get<bool>());
      case Json::value_t::string:
        return Value::text_of(json.get<std::string>());
      case Json::value_t::array:
        return list(Kind::List, json, depth);
      case Json::value_t::object:
        return object(json, depth);
      default:
        if (json.is_number()) return Value::number_of(json.get<double>());
        return std::nullopt;
    }
  }

 private:
  std::optional<Value> list(Kind kind, const Json& json, int depth) {
    if (!json.is_array()) return std::nullopt;
    Value list = Value::of(kind);
    for (const Json& item : json) {
      std::optional<Value> one = value(item, depth + 1);
      if (!one) return std::nullopt;
      list.items.push_back(*std::move(one));
    }
    return list;
  }

  std::optional<Value> object(const Json& json, int depth) {
    if (json.size() == 1 && json.begin().key().starts_with('$')) {
      return with_tag(json.begin().key(), json.begin().value(), depth);
    }
    return fields("", json, depth);
  }

  std::optional<Value> fields(std::string name, const Json& json, int depth) {
    if (!json.is_object()) return std::nullopt;
    Value object = Value::of(Kind::Object);
    object.text = std::move(name);
    for (const auto& [key, item] : json.items()) {
      std::optional<Value> one = value(item, depth + 1);
      if (!one) return std::nullopt;
      object.keys.push_back(key);
      object.items.push_back(*std::move(one));
    }
    return object;
  }

  std::optional<Value> with_tag(const std::string& tag, const Json& content, int depth) {
    if (tag == "$tuple") return list(Kind::Tuple, content, depth);
    if (tag == "$set") return list(Kind::Set, content, depth);
    if (tag == "$map") return map(content, depth);
    if (tag == "$date") return date(content);
    if (tag == "$datetime") return datetime(content);
    if (tag == "$up") return enclosing(content, depth);
    if (tag == "$typed") return typed(content, depth);
    if (tag == "$error") return error(content);
    if (tag == "$object") {
      if (!content.is_object() || content.size() != 2 || !content.contains("class") ||
          !content.contains("fields") || !content["class"].is_string()) {
        return std::nullopt;
      }
      return fields(visible(content["class"].get<std::string>(), kMaxName), content["fields"],
                    depth);
    }
    if (!content.is_string()) return std::nullopt;
    const std::string& text = content.get_ref<const std::string&>();
    if (tag == "$js") return special(text);
    Value value;
    if (tag == "$bigint" && is_digits(text)) {
      value = Value::of(Kind::BigInt);
      value.text = text;
      return value;
    }
    if (tag == "$other") {
      value = Value::of(Kind::Other);
      value.text = visible(text, kMaxName);
      return value;
    }
    if (tag == "$bytes") {
      std::optional<std::string> bytes = bytes_of(text);
      if (!bytes) return std::nullopt;
      value = Value::of(Kind::Bytes);
      value.text = *std::move(bytes);
      return value;
    }
    if ((tag == "$regexp" && is_regexp(text)) || (tag == "$decimal" && is_decimal(text))) {
      value = Value::of(tag == "$regexp" ? Kind::RegExp : Kind::Decimal);
      value.text = text;
      return value;
    }
    return std::nullopt;
  }

  static std::optional<Value> special(const std::string& word) {
    if (word == "undefined") return Value::undefined();
    if (word == "NaN") return Value::number_of(std::nan(""));
    if (word == "-0") return Value::number_of(-0.0);
    if (word == "Infinity") return Value::number_of(HUGE_VAL);
    if (word == "-Infinity") return Value::number_of(-HUGE_VAL);
    return std::nullopt;
  }

  static std::optional<Value> date(const Json& content) {
    if (!content.is_number() && !content.is_null()) return std::nullopt;
    Value value = Value::of(Kind::Date);
    value.number = content.is_null() ? std::nan("") : content.get<double>();
    return value;
  }

  static std::optional<Value> datetime(const Json& content) {
    if (!content.is_array() || content.size() != 2 || !content[1].is_number()) return std::nullopt;
    for (const char* kind : {kDay, kLocal, kInstant}) {
      if (content[0] != kind) continue;
      Value value = Value::of(Kind::Date);
      value.text = kind;
      value.number = content[1].get<double>();
      return value;
    }
    return std::nullopt;
  }

  static std::optional<Value> enclosing(const Json& content, int depth) {
    if (!content.is_number_unsigned()) return std::nullopt;
    const auto levels = content.get<std::uint64_t>();
    if (levels < 1 || levels > static_cast<std::uint64_t>(depth)) return std::nullopt;
    Value value = Value::of(Kind::Enclosing);
    value.number = static_cast<double>(levels);
    return value;
  }

  static bool has_exactly(const Json& content, const char* first, const char* second) {
    return content.is_object() && content.size() == 2 && content.contains(first) &&
           content.contains(second);
  }

  std::optional<Value> typed(const Json& content, int depth) {
    if (!has_exactly(content, "type", "items") || !content["type"].is_string()) return std::nullopt;
    std::optional<Value> typed = list(Kind::Typed, content["items"], depth);
    if (!typed) return std::nullopt;
    typed->text = content["type"].get<std::string>();
    const auto types = typed_arrays();
    if (std::find(types.begin(), types.end(), typed->text) == types.end()) return std::nullopt;
    for (const Value& item : typed->items) {
      if (item.kind != Kind::Number && item.kind != Kind::BigInt) return std::nullopt;
    }
    return typed;
  }

  static std::optional<Value> error(const Json& content) {
    if (!has_exactly(content, "types", "message") || !content["types"].is_array() ||
        content["types"].size() > kMaxClasses || !content["message"].is_string()) {
      return std::nullopt;
    }
    Value error = Value::of(Kind::Error);
    for (const Json& type : content["types"]) {
      if (!type.is_string()) return std::nullopt;
      error.keys.push_back(visible(type.get<std::string>(), kMaxName));
    }
    error.items.push_back(Value::text_of(content["message"].get<std::string>()));
    return error;
  }

  std::optional<Value> map(const Json& content, int depth) {
    if (!content.is_array()) return std::nullopt;
    Value map = Value::of(Kind::Map);
    for (const Json& pair : content) {
      if (!pair.is_array() || pair.size() != 2) return std::nullopt;
      for (const Json& part : pair) {
        std::optional<Value> one = value(part, depth + 1);
        if (!one) return std::nullopt;
        map.items.push_back(*std::move(one));
      }
    }
    return map;
  }

  std::size_t count_ = 0;
};

}  // namespace

std::string to_json(const Value& value) {
  return json_of(value).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Value> value_from_json(std::string_view text) {
  bool deep = false;
  const auto shallow = [&](int depth, Json::parse_event_t, Json&) {
    deep = deep || depth > kMaxJsonDepth;
    return depth <= kMaxJsonDepth;
  };
  const Json json = Json::parse(text, shallow, false);
  if (deep || json.is_discarded()) return std::nullopt;
  return Decoder().value(json);
}

}  // namespace grader
