// What is wrong where the YAML parser gave up. It tells where it noticed, which is often a line too
// late; people are told where the mistake is, and the next step.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "grader/base/yaml_source.h"

namespace grader {

struct YamlTrouble {
  std::size_t at = 0;  // offset
  std::string message;
};

// `theirs` is what the parser said at `at`; `open_bracket` is the innermost one that is still open.
YamlTrouble yaml_trouble(const std::string& theirs, std::size_t at,
                         std::optional<std::size_t> open_bracket, const YamlSource& source);

// The text as YAML has it in quotes; long ones are cut.
std::string in_quotes(std::string_view text);

// Of a '*' that no anchor belongs to: mostly it is a glob without quotes.
std::string alias_message(const YamlSource& source, std::size_t at);

}  // namespace grader
