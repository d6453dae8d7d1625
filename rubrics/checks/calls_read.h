// The table of calls, out of a rubric.
#pragma once

#include "rubrics/checks/calls_rules.h"
#include "rubrics/checks/kinds.h"

namespace grader::rubrics {

inline constexpr std::size_t kMaxCaseName = 120;  // characters

CallsRules read_calls(const CheckMaker& maker);

}  // namespace grader::rubrics
