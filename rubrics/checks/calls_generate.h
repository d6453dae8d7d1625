// Inputs that nobody wrote down: made from a description and a seed, and made smaller where one of
// them fails. The same seed makes the same inputs on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "grader/base/yaml.h"
#include "grader/model/value.h"
#include "rubrics/mistakes.h"

namespace grader::rubrics {

struct Generator {
  enum class Kind { Integer, Number, Text, List, Choice, Record };
  Kind kind = Kind::Integer;
  std::int64_t min = -100, max = 100;  // Integer, Number
  int decimals = 2;                    // Number
  std::size_t least = 0, most = 10;    // Text: characters; List: values
  std::vector<std::string> letters;    // Text; the first is the plainest
  std::vector<Value> choices;          // Choice; likewise
  std::vector<Generator> of;           // List: of its values; Record: of its fields
  std::vector<std::string> keys;       // Record
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : engine_() % bound; }

 private:
  std::mt19937_64 engine_;
};

// `growth`, 0 to 1: how much of the room for sizes and numbers is used.
Value generate(const Generator& generator, Random& random, double growth);

// Values that it could have made too and that are smaller, the smallest first.
std::vector<Value> smaller(const Generator& generator, const Value& value);

// integer, number, text, boolean, or {integer: {min, max}}, {number: {min, max, decimals}},
// {text: {of, size}}, {list: {of, size}}, {choice: [...]}, {record: {key: generator}}. What is none
// becomes a mistake.
Generator read_generator(const YamlNode& node, Language language, Mistakes& mistakes);

}  // namespace grader::rubrics
