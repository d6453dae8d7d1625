// Plain data as student code and rubrics exchange it: what a function is given and gives back.
// Values cross between jails as JSON (value_json.h) and are compared here, on the judge's side.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// Whose notation and rules: 1 and 1.0 are one number in both, but only Python has tuples.
enum class Language { JavaScript, Python };

struct Value {
  enum class Kind {
    Null,  // null, None
    Undefined,
    Boolean,
    Number,  // a double; a Python int up to 2^53
    BigInt,  // digits in `text`, '-' before; a Python int beyond 2^53
    Text,    // UTF-8
    List,
    Tuple,
    Object,  // text keys, each once; a Python dict whose keys are all texts
    Map,     // items: key, value, key, value, ...
    Set,
    Date,       // `number`: milliseconds since 1970; NaN: no date. `text`: see kDay
    RegExp,     // `text`: "/ab+/i"
    Typed,      // numbers of one type; `text`: "Uint8Array"; items: numbers or BigInts
    Error,      // keys: its class and those above it; items: its message, or nothing: any
    Bytes,      // `text`: the bytes
    Decimal,    // `text`: "1.10", see decimal_text.h
    Enclosing,  // the list, map or object that it stands in, `number` levels up: 1 is the nearest
    Function,   // what a rubric hands over; `text`: its name, keys and items: what it gives back
    Other,      // what is not plain data; `text` says what: "function", "promise"
  };

  Kind kind = Kind::Null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<Value> items;       // List, Tuple, Set, Map, Typed; Object: the values
  std::vector<std::string> keys;  // Object, Error, Function

  static Value undefined() { return of(Kind::Undefined); }
  static Value boolean_of(bool is);
  static Value number_of(double number);
  static Value text_of(std::string text);
  static Value of(Kind kind, std::vector<Value> items = {});
  static Value object_of(std::vector<std::string> keys, std::vector<Value> values);
};

// Python's three kinds of dates, as Value::text has them; JavaScript's has none.
inline constexpr const char* kDay = "date";       // without a time
inline constexpr const char* kLocal = "local";    // without a zone
inline constexpr const char* kInstant = "zoned";  // compared as what it is in UTC

// The classes of Kind::Typed: "Int8Array", ..., "ArrayBuffer".
std::span<const std::string_view> typed_arrays();

// Whether Kind::RegExp can have this text: "/ab+/i". What is between the slashes is not looked at.
bool is_regexp(std::string_view text);

// Whether `actual` is what the rubric expects. Numbers may differ by `within`, at any depth; an
// expected 0 accepts -0, an expected -0 only itself; NaN is NaN; a field that is undefined is as
// good as none; the order of fields, of a Map's and a Set's entries does not count; an error is of
// the expected class or one below it. What is shared is as good as copies. What is not plain data
// equals nothing.
bool equals(const Value& expected, const Value& actual, double within = 0);

// As people of that language write it, on one line: [1, 'two'], {a: undefined}, (1, None). Safe to
// show (see visible()), cut with "..." after `max_characters`.
std::string to_text(const Value& value, Language language, std::size_t max_characters = 300);

}  // namespace grader
