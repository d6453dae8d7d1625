// Plain data as student code and rubrics exchange it: what a function is given and gives back.
// Values cross between jails as JSON (value_json.h) and are compared here, on the judge's side.
#pragma once

#include <string>
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
    Date,   // `number`: milliseconds since 1970; NaN: no date
    Other,  // what is not plain data; `text` says what: "function", "promise", "circular"
  };

  Kind kind = Kind::Null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<Value> items;       // List, Tuple, Set, Map; Object: the values
  std::vector<std::string> keys;  // Object

  static Value undefined() { return of(Kind::Undefined); }
  static Value boolean_of(bool is);
  static Value number_of(double number);
  static Value text_of(std::string text);
  static Value of(Kind kind, std::vector<Value> items = {});
  static Value object_of(std::vector<std::string> keys, std::vector<Value> values);
};

// Whether `actual` is what the rubric expects. Numbers may differ by `within`, at any depth; an
// expected 0 accepts -0, an expected -0 only itself; NaN is NaN; a field that is undefined is as
// good as none; the order of fields, of a Map's and a Set's entries does not count. What is not
// plain data equals nothing.
bool equals(const Value& expected, const Value& actual, double within = 0);

// As people of that language write it, on one line: [1, 'two'], {a: undefined}, (1, None). Safe to
// show (see visible()), cut with "..." after `max_characters`.
std::string to_text(const Value& value, Language language, std::size_t max_characters = 300);

}  // namespace grader
