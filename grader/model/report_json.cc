#include "grader/model/report_json.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/model/json_text.h"
#include "grader/model/report_json_fields.h"

namespace grader {
namespace {

using Json = nlohmann::ordered_json;

// What a value of each enumeration is called in messages, and how it is read.
struct EnumNames {
  static const char* name(Status) { return "status"; }
  static const char* name(Cause) { return "cause"; }
  static const char* name(Assurance) { return "assurance"; }
  static const char* name(Tier) { return "tier"; }
  static const char* name(Group) { return "group"; }
  static const char* name(Label) { return "label"; }
  static const char* name(Completeness) { return "status"; }
  static auto read(Status, std::string_view text) { return status_from_text(text); }
  static auto read(Cause, std::string_view text) { return cause_from_text(text); }
  static auto read(Assurance, std::string_view text) { return assurance_from_text(text); }
  static auto read(Tier, std::string_view text) { return tier_from_text(text); }
  static auto read(Group, std::string_view text) { return group_from_text(text); }
  static auto read(Label, std::string_view text) { return label_from_text(text); }
  static auto read(Completeness, std::string_view text) { return completeness_from_text(text); }
};

// ---- writing ----

template <class T>
bool is_empty(const T& value) {
  if constexpr (requires { value.empty(); }) {
    return value.empty();
  } else {
    return value == T{};
  }
}
template <class T>
bool is_empty(const std::optional<T>& value) {
  return !value.has_value();
}

class Writer {
 public:
  template <class T>
  using Ref = const T&;

  explicit Writer(Json& object) : object_(object) { object_ = Json::object(); }

  template <class T>
  void required(const char* key, const T& value) {
    object_[key] = json_of(value);
  }
  template <class T>
  void optional(const char* key, const T& value) {
    if (!is_empty(value)) required(key, value);
  }
  template <class T>
  void constant(const char* key, const T& value) {
    object_[key] = value;
  }
  void nullable(const char* key, const std::optional<bool>& value) {
    object_[key] = value ? Json(*value) : Json(nullptr);
  }
  template <class Inner>
  void object(const char* key, Inner inner) {
    Json value;
    Writer writer(value);
    inner(writer);
    object_[key] = std::move(value);
  }

 private:
  template <class T>
  static Json json_of(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      return to_text(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
      return value;
    } else {
      Json object;
      Writer writer(object);
      fields(writer, value);
      return object;
    }
  }
  static Json json_of(const std::string& value) { return value; }
  static Json json_of(Points value) {
    if (value.hundredths % 100 == 0) return value.hundredths / 100;
    return static_cast<double>(value.hundredths) / 100.0;  // printed as its shortest decimal
  }
  static Json json_of(const MessageParam& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    return std::get<std::string>(value);
  }
  template <class T>
  static Json json_of(const std::optional<T>& value) {
    return json_of(*value);
  }
  template <class T>
  static Json json_of(const std::vector<T>& values) {
    Json array = Json::array();
    for (const T& value : values) array.push_back(json_of(value));
    return array;
  }
  template <class T>
  static Json json_of(const std::map<std::string, T>& values) {
    Json object = Json::object();
    for (const auto& [key, value] : values) object[key] = json_of(value);
    return object;
  }

  Json& object_;
};

// ---- reading ----

// The first mistake of a document; later ones are not looked for.
struct Mistake {
  std::string place;  // a JSON pointer
  std::string message;
};

std::string pointer_to(const std::string& parent, std::string_view key) {
  std::string pointer = parent + "/";
  for (const char c : visible(key, 100)) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

class Reader {
 public:
  template <class T>
  using Ref = T&;

  Reader(const Json& object, std::string place, std::optional<Mistake>& mistake)
      : object_(object), place_(std::move(place)), mistake_(mistake) {
    if (!object_.is_object()) fail(place_, "expected an object");
  }

  template <class T>
  void required(const char* key, T& value) {
    if (const Json* json = take(key, true)) read(*json, pointer_to(place_, key), value);
  }
  template <class T>
  void optional(const char* key, T& value) {
    if (const Json* json = take(key, false)) read(*json, pointer_to(place_, key), value);
  }
  template <class T>
  void constant(const char* key, const T& value) {
    const Json* json = take(key, true);
    if (json != nullptr && *json != Json(value)) {
      fail(pointer_to(place_, key), "expected " + Json(value).dump());
    }
  }
  void nullable(const char* key, std::optional<bool>& value) {
    const Json* json = take(key, true);
    if (json != nullptr && !json->is_null()) {
      value.emplace();
      read(*json, pointer_to(place_, key), *value);
    }
  }
  template <class Inner>
  void object(const char* key, Inner inner) {
    const Json* json = take(key, true);
    if (json == nullptr) return;
    Reader reader(*json, pointer_to(place_, key), mistake_);
    inner(reader);
    reader.finish();
  }

  // Call last: what was not asked for is a mistake.
  void finish() {
    if (mistake_ || seen_.size() == object_.size()) return;
    for (const auto& item : object_.items()) {
      if (seen_.count(item.key()) == 0) {
        return fail(place_, "unknown key '" + visible(item.key(), 60) + "'");
      }
    }
  }

 private:
  const Json* take(const char* key, bool required) {
    if (mistake_) return nullptr;
    const auto found = object_.find(key);
    if (found == object_.end()) {
      if (required) fail(place_, std::string("the key '") + key + "' is missing");
      return nullptr;
    }
    seen_.insert(key);
    return &*found;
  }

  void fail(const std::string& place, std::string message) {
    if (!mistake_) mistake_ = Mistake{place, std::move(message)};
  }

  template <class T>
  void read(const Json& json, const std::string& place, T& value) {
    if constexpr (std::is_enum_v<T>) {
      std::string text;
      read(json, place, text);
      if (mistake_) return;
      const std::optional<T> known = EnumNames::read(T{}, text);
      if (!known || (std::is_same_v<T, Cause> && text.empty())) {
        return fail(
            place, std::string("unknown ") + EnumNames::name(T{}) + " '" + visible(text, 60) + "'");
      }
      value = *known;
    } else if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return fail(place, "expected true or false");
      value = json.get<bool>();
    } else if constexpr (std::is_integral_v<T>) {
      if (!json.is_number_integer()) return fail(place, "expected a whole number");
      const bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                                                  : std::in_range<T>(json.get<std::int64_t>());
      if (!fits) return fail(place, "the number is out of range");
      value = json.get<T>();
    } else {
      Reader reader(json, place, mistake_);
      fields(reader, value);
      reader.finish();
    }
  }
  void read(const Json& json, const std::string& place, std::string& value) {
    if (!json.is_string()) return fail(place, "expected text");
    value = json.get<std::string>();
  }
  void read(const Json& json, const std::string& place, Points& value) {
    if (!json.is_number()) return fail(place, "expected a number");
    const double hundredths = json.get<double>() * 100.0;
    // Beyond this a double no longer tells hundredths apart.
    if (!(std::abs(hundredths) <= 1e12)) return fail(place, "the number is out of range");
    const double whole = std::round(hundredths);
    if (std::abs(hundredths - whole) > 1e-4) return fail(place, "expected at most two decimals");
    if (whole < 0) return fail(place, "points cannot be below 0");
    value = {static_cast<std::int64_t>(whole)};
  }
  void read(const Json& json, const std::string& place, MessageParam& value) {
    if (json.is_string()) {
      value = json.get<std::string>();
    } else {
      std::int64_t number = 0;
      if (!json.is_number_integer()) return fail(place, "expected text or a whole number");
      read(json, place, number);
      value = number;
    }
  }
  template <class T>
  void read(const Json& json, const std::string& place, std::optional<T>& value) {
    read(json, place, value.emplace());
  }
  template <class T>
  void read(const Json& json, const std::string& place, std::vector<T>& values) {
    if (!json.is_array()) return fail(place, "expected a list");
    values.clear();
    values.reserve(json.size());
    for (std::size_t i = 0; i < json.size() && !mistake_; ++i) {
      read(json[i], pointer_to(place, std::to_string(i)), values.emplace_back());
    }
  }
  template <class T>
  void read(const Json& json, const std::string& place, std::map<std::string, T>& values) {
    if (!json.is_object()) return fail(place, "expected an object");
    values.clear();
    for (const auto& item : json.items()) {
      if (mistake_) return;
      read(item.value(), pointer_to(place, item.key()), values[item.key()]);
    }
  }

  const Json& object_;
  std::string place_;
  std::optional<Mistake>& mistake_;
  std::set<std::string> seen_;
};

// nlohmann_json keeps the last of several equal keys; here they are a mistake. A pass of its own,
// since the callback of Json::parse takes quadratic time.
class Scan : public nlohmann::json_sax<Json> {
 public:
  std::optional<std::string> twice;      // the first key that does
  std::optional<std::size_t> broken_at;  // byte, from 1
  bool too_large = false;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(std::int64_t) override { return true; }
  bool number_unsigned(std::uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(Json::binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    open_.emplace_back();
    return true;
  }
  bool end_object() override {
    open_.pop_back();
    return true;
  }
  bool key(std::string& key) override {
    if (!open_.back().insert(key).second && !twice) twice = key;
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const Json::exception& error) override {
    if (error.id == 406) {
      too_large = true;
    } else {
      broken_at = byte;
    }
    return false;
  }

 private:
  std::vector<std::set<std::string>> open_;
};

std::string line_and_column(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return std::to_string(line) + ":" + std::to_string(before.size() - line_start + 1);
}

Error not_a_report(std::string message, std::string where) {
  Error error = usage_error(std::move(message), "expected a report.json of version 1");
  error.where = std::move(where);
  return error;
}

}  // namespace

std::string report_to_json(const Report& report) {
  Json document;
  Writer writer(document);
  fields(writer, report);
  return with_escaped_hidden(document.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

Result<Report> report_from_json(std::string_view text) {
  Scan scan;
  Json::sax_parse(text, &scan);
  if (scan.broken_at) return not_a_report("not JSON", line_and_column(text, *scan.broken_at));
  if (scan.too_large) return not_a_report("a number is too large", "");
  if (scan.twice) {
    return not_a_report("the key '" + visible(*scan.twice, 60) + "' occurs twice", "");
  }
  const Json document = Json::parse(text, nullptr, false);
  Report report;
  std::optional<Mistake> mistake;
  Reader reader(document, "", mistake);
  fields(reader, report);
  reader.finish();
  if (mistake) return not_a_report(mistake->message, mistake->place);
  return report;
}

}  // namespace grader
