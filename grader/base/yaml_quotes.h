// Where quotes and comments of a YAML text begin, for telling mistakes: a quote that nobody closes
// is noticed at the next one, which may be lines below.
#pragma once

#include <cstddef>
#include <optional>

#include "grader/base/yaml_source.h"

namespace grader {

// The quote that opens the text which ends right before `at` (spaces are passed by), where it
// opens on an earlier line.
std::optional<std::size_t> opened_above(const YamlSource& source, std::size_t at);

// The first " #word" after `from` and before the line of `to`: it begins a comment, and a text was
// meant. "# word" is a comment that was meant.
std::optional<std::size_t> comment_by_accident(const YamlSource& source, std::size_t from,
                                               std::size_t to);

}  // namespace grader
