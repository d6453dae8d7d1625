// The strict YAML reader: a bounded, plain tree with positions. Rubrics, environments,
// configuration and marks are read through it; what the keys mean is decided elsewhere.
//
// Refused, each with its place: anchors, aliases, tags, several documents, duplicate keys, keys
// that are not scalars, files over 256 KiB, more than 10,000 nodes, nesting over 64 levels,
// invalid UTF-8. Scalars stay text here; `plain` tells whether YAML 1.2's core schema applies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grader/base/result.h"

namespace grader {

// 1-based; columns count characters (Unicode code points).
struct Position {
  int line = 0;
  int column = 0;
};

struct YamlNode;

struct YamlEntry;

// "title: Week #1": what stands after " #" is a comment, and was perhaps meant as text. One that
// begins with "# " was not.
struct YamlComment {
  Position position;  // of its '#'
  std::string text;   // to the end of the line
};

struct YamlNode {
  enum class Kind { Scalar, Sequence, Map };
  Kind kind = Kind::Scalar;
  Position position;
  bool plain = false;                  // Scalar: unquoted, not a block scalar
  std::string scalar;                  // Scalar
  std::vector<YamlNode> items;         // Sequence
  std::vector<YamlEntry> entries;      // Map, in the order of the file
  std::optional<YamlComment> comment;  // right after a plain scalar, or in place of one

  // The value of `key`, or null. Only for a Map.
  const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  Position key_position;
  YamlNode value;
};

// One mistake in a file that a person wrote.
struct Diagnostic {
  enum class Severity { Error, Warning };
  Severity severity = Severity::Error;
  std::string file;
  Position position;    // line 0: the file as a whole
  std::string message;  // "unknown key 'fils', did you mean 'files'?"
  std::string source;   // the line of the file, for the caret; may be empty
};

// "week-2.yaml:9:7: unknown key ..." then the line and a caret under the column (long lines are
// cut around it, control characters made visible). Warnings say "warning: " before the message.
// No final newline.
std::string to_text(const Diagnostic& diagnostic);

// Either a tree or at least one diagnostic. `file` is the name that messages use.
struct YamlDocument {
  std::optional<YamlNode> root;
  std::vector<Diagnostic> diagnostics;
};
YamlDocument parse_yaml(std::string_view text, const std::string& file);

// YAML 1.2 core schema, on plain scalars only; nullopt where the scalar is not of that type.
bool is_null(const YamlNode& node);  // empty, ~, null, Null, NULL
std::optional<bool> as_bool(const YamlNode& node);
std::optional<std::int64_t> as_integer(const YamlNode& node);  // decimal, 0x, 0o
std::optional<double> as_number(const YamlNode& node);         // finite only

}  // namespace grader
