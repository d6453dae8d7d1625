// Generators, out of a rubric.
#include <algorithm>
#include <optional>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/calls_generate.h"
#include "rubrics/checks/calls_values.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Kind = Generator::Kind;

constexpr std::int64_t kMost = std::int64_t{1} << 53;
constexpr std::int64_t kMostSize = 1'000;
constexpr std::size_t kMostValues = 10'000;
constexpr int kMostDecimals = 9;
constexpr const char* kLetters =
    "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?'-";

std::vector<std::string> letters_of(std::string_view text) {
  std::vector<std::string> letters;
  while (!text.empty()) {
    const std::size_t length = first_character(text).length;
    letters.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return letters;
}

// How many values one of it can be.
std::size_t largest(const Generator& generator) {
  std::size_t inside = 0;
  for (const Generator& one : generator.of) inside += largest(one);
  if (generator.kind == Kind::List) inside *= generator.most;
  return std::min(inside, kMostValues) + 1;
}

class Reader {
 public:
  Reader(Language language, Mistakes& mistakes) : language_(language), mistakes_(mistakes) {}

  Generator read(const YamlNode& node) {
    Generator generator;
    if (node.kind == YamlNode::Kind::Scalar) {
      named(generator, node.scalar, node.position);
      return generator;
    }
    if (node.kind != YamlNode::Kind::Map || node.entries.size() != 1) {
      mistakes_.error(node.position,
                      "expected what to make as a map with one key, such as {integer: {min: 0, "
                      "max: 9}}");
      return generator;
    }
    const YamlEntry& entry = node.entries.front();
    if (!named(generator, entry.key, entry.key_position)) return generator;
    settings(generator, entry);
    return generator;
  }

 private:
  bool named(Generator& generator, const std::string& name, Position at) {
    static const std::vector<std::string> kNames = {"integer", "number", "text",  "boolean",
                                                    "list",    "choice", "record"};
    if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
      const std::string near = suggestion(name, kNames);
      mistakes_.error(at, "nothing called '" + visible(name, 60) + "' can be made" +
                              (near.empty() ? "; there are " + enumerated(kNames) : near));
      return false;
    }
    generator.letters = letters_of(kLetters);
    if (name == "number") generator.kind = Kind::Number;
    if (name == "text") generator.kind = Kind::Text;
    if (name == "list") generator.kind = Kind::List;
    if (name == "record") generator.kind = Kind::Record;
    if (name == "choice") generator.kind = Kind::Choice;
    if (name == "boolean") {
      generator.kind = Kind::Choice;
      generator.choices = {Value::boolean_of(false), Value::boolean_of(true)};
    }
    if (name == "list") generator.of.emplace_back();
    return true;
  }

  void settings(Generator& generator, const YamlEntry& entry) {
    const YamlNode& node = entry.value;
    switch (generator.kind) {
      case Kind::Integer:
        if (only(node, {"min", "max"})) range(generator, node);
        break;
      case Kind::Number:
        if (!only(node, {"min", "max", "decimals"})) break;
        range(generator, node);
        if (const YamlNode* decimals = node.find("decimals")) {
          generator.decimals = static_cast<int>(whole(*decimals, 0, kMostDecimals).value_or(2));
        }
        break;
      case Kind::Text:
        if (!only(node, {"of", "size"})) break;
        size(generator, node);
        if (const YamlNode* of = node.find("of")) {
          generator.letters = letters_of(read_text(of));
          if (generator.letters.empty()) {
            mistakes_.error(of->position, "expected the letters as a text");
            generator.letters = letters_of(kLetters);
          }
        }
        break;
      case Kind::List:
        if (!only(node, {"of", "size"})) break;
        size(generator, node);
        if (const YamlNode* of = node.find("of")) generator.of.front() = read(*of);
        if (largest(generator) > kMostValues) {
          mistakes_.error(entry.key_position, "this can be more than 10000 values");
        }
        break;
      case Kind::Choice:
        choice(generator, entry);
        break;
      case Kind::Record:
        record(generator, node);
        break;
    }
  }

  void choice(Generator& generator, const YamlEntry& entry) {
    if (entry.key == "boolean") {
      mistakes_.error(entry.value.position, "'boolean' has no settings; write it alone");
      return;
    }
    if (entry.value.kind != YamlNode::Kind::Sequence || entry.value.items.empty()) {
      mistakes_.error(entry.value.position, "expected a list of values to choose from");
      generator.choices = {Value()};
      return;
    }
    for (const YamlNode& item : entry.value.items) {
      generator.choices.push_back(read_value(item, language_, mistakes_));
    }
  }

  void record(Generator& generator, const YamlNode& node) {
    if (node.kind != YamlNode::Kind::Map) {
      mistakes_.error(node.position, "expected a map: what to make for each key");
      return;
    }
    for (const YamlEntry& field : node.entries) {
      generator.keys.push_back(field.key);
      generator.of.push_back(read(field.value));
    }
  }

  void range(Generator& generator, const YamlNode& node) {
    const YamlNode* min = node.find("min");
    const YamlNode* max = node.find("max");
    if (min != nullptr) generator.min = whole(*min, -kMost, kMost).value_or(generator.min);
    if (max != nullptr) generator.max = whole(*max, -kMost, kMost).value_or(generator.max);
    // One of them alone may be beyond what the other is else.
    if (min == nullptr) generator.min = std::min(generator.min, generator.max);
    if (max == nullptr) generator.max = std::max(generator.min, generator.max);
    if (generator.min <= generator.max) return;
    mistakes_.error(min->position, "'min' is more than 'max'");
    std::swap(generator.min, generator.max);
  }

  void size(Generator& generator, const YamlNode& node) {
    const YamlNode* size = node.find("size");
    if (size == nullptr || !only(*size, {"min", "max"})) return;
    Generator sizes;
    sizes.min = 0;
    sizes.max = 10;
    for (const auto& [key, to] : {std::pair("min", &sizes.min), std::pair("max", &sizes.max)}) {
      if (const YamlNode* given = size->find(key)) *to = whole(*given, 0, kMostSize).value_or(*to);
    }
    if (size->find("max") == nullptr) sizes.max = std::max(sizes.min, sizes.max);
    if (sizes.min > sizes.max) {
      mistakes_.error(size->position, "'min' is more than 'max'");
      std::swap(sizes.min, sizes.max);
    }
    generator.least = static_cast<std::size_t>(sizes.min);
    generator.most = static_cast<std::size_t>(sizes.max);
  }

  std::optional<std::int64_t> whole(const YamlNode& node, std::int64_t min, std::int64_t max) {
    const auto number = node.kind == YamlNode::Kind::Scalar ? as_integer(node) : std::nullopt;
    if (number && *number >= min && *number <= max) return number;
    mistakes_.error(node.position, "expected a whole number, " + std::to_string(min) + " to " +
                                       std::to_string(max) + ", found " + found_instead(node));
    return std::nullopt;
  }

  bool only(const YamlNode& node, const std::vector<std::string>& known) {
    if (node.kind != YamlNode::Kind::Map) {
      mistakes_.error(node.position, "expected a map with " + enumerated(known) + ", found " +
                                         found_instead(node));
      return false;
    }
    for (const YamlEntry& entry : node.entries) {
      if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
      const std::string near = suggestion(entry.key, known);
      mistakes_.error(entry.key_position,
                      "unknown key '" + visible(entry.key, 60) + "'" +
                          (near.empty() ? "; there are " + enumerated(known) : near));
      return false;
    }
    return true;
  }

  Language language_;
  Mistakes& mistakes_;
};

}  // namespace

Generator read_generator(const YamlNode& node, Language language, Mistakes& mistakes) {
  Generator generator = Reader(language, mistakes).read(node);
  if (generator.kind == Kind::Choice && generator.choices.empty()) {
    generator.choices = {Value()};
    if (!mistakes.any_error()) mistakes.error(node.position, "'choice' needs a list of values");
  }
  return generator;
}

}  // namespace grader::rubrics
