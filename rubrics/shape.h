// The typed description of what a rubric may hold. One table of shapes gives the loader its checks
// of types and keys, editors their JSON Schema, and `grader kinds` its text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace grader::rubrics {

enum class Type {
  Text,      // max: characters
  Literal,   // text as it is written, numbers and nothing ('') too; max: characters
  Id,        // a-z, 0-9 and '-'
  RubricId,  // ids joined by '/'
  Language,  // en, pt-BR
  Integer,   // min to max
  Points,    // decimal text with at most two decimals
  Boolean,
  Number,    // decimal, 0 or more
  Value,     // plain data: any scalar, list or map
  Duration,  // 20s, 500ms, 2m; min to max in milliseconds
  Size,      // 512MiB, 64KiB; min to max in bytes
  Path,      // in the submission or beside the rubric
  Glob,      // a path with wildcards
  Pattern,   // an RE2 expression
  Link,      // https://...
  Choice,    // one of `choices`
  List,      // of parts[0]; min: items
  Map,       // free keys, values are parts[0]; `keys` says what the keys are
  Object,    // fields
  Either,    // one of `parts`, told apart by the kind of node and the keys
  Later,     // a known key that this version does not have; `what` names it
};

struct Field;

// Of these keys at least `min` and at most `max` stand together.
struct KeyRule {
  std::vector<std::string> keys;
  int min = 0;
  int max = 1;
};

struct Shape {
  Type type = Type::Text;
  std::string what;  // Object and Either: "a task"; Later: "the kind 'calls'"
  std::int64_t min = 0, max = 0;
  bool said = false;  // Text: words for people, which a translation may give in another language
  std::vector<std::string> choices;
  std::vector<Field> fields;
  std::vector<Shape> parts;
  Type keys = Type::Text;      // Map
  std::vector<KeyRule> rules;  // Object
  std::string tag;             // Object in an Either: meant where this key is; empty: otherwise
  std::string definition;      // Object: its name in the JSON Schema where it is used twice
};

struct Field {
  std::string name;
  Shape shape;
  std::string about;     // for people, a few words
  std::string fallback;  // the default, as text; empty: none
  bool required = false;
};

Shape text(std::int64_t max_characters = 200);
Shape said_text(std::int64_t max_characters);  // text for people
Shape scalar(Type type);
Shape integer(std::int64_t min, std::int64_t max);
Shape choice(std::vector<std::string> choices);
Shape list_of(Shape item, std::int64_t min_items = 1);
Shape map_of(Type keys, Shape value);
Shape either(std::string what, std::vector<Shape> parts);
Shape later(std::string what);

// "list of globs", "text", "blocking or improve": how `grader kinds` names the type.
std::string describe(const Shape& shape);

}  // namespace grader::rubrics
