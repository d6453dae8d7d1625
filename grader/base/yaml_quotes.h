// Where quotes, brackets and comments of a YAML text begin, for telling mistakes: a quote that
// nobody closes is noticed at the next one, which may be lines below.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "grader/base/yaml_source.h"

namespace grader {

// The quote that opens the text which ends right before `at` (spaces are passed by), where it
// opens on an earlier line.
std::optional<std::size_t> opened_above(const YamlSource& source, std::size_t at);

// The innermost bracket that is open at `at`: the parser may not have come to telling of it.
std::optional<std::size_t> bracket_around(const YamlSource& source, std::size_t at);

// The first " #word" after `from` and before the line of `to`: it begins a comment, and a text was
// meant. "# word" is a comment that was meant.
std::optional<std::size_t> comment_by_accident(const YamlSource& source, std::size_t from,
                                               std::size_t to);

// The "#word" that ends the plain text `scalar` at `at`, in the same line. `at` of an empty one:
// its key.
std::optional<std::size_t> comment_after(const YamlSource& source, std::size_t at,
                                         std::string_view scalar);

}  // namespace grader
