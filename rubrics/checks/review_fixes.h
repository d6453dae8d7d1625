// Which of the fixes that tools propose fit a file, and each other.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "grader/model/verdict.h"

namespace grader::rubrics {

// In bytes.
struct FixSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// nullopt: it is not between characters of `text`, or changes nothing. Lines end with "\n".
std::optional<FixSpan> span_of(const Fix& fix, std::string_view text);

// They overlap or touch: two tools that put a semicolon behind a line put two.
bool collide(FixSpan a, FixSpan b);

// It touches a line that is the template's. `given`: whether each line is.
bool touches_given(const Fix& fix, const std::vector<bool>& given);

}  // namespace grader::rubrics
