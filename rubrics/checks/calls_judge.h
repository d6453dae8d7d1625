// The verdict on calls that were made: each with what it should give.
#pragma once

#include <vector>

#include "rubrics/checks/calls_rules.h"

namespace grader::rubrics {

// The order in which the cases are called: those that are shown, then the hidden ones.
std::vector<std::size_t> order_of_calls(const std::vector<CallCase>& cases);

Judgement judge_calls(const CallsRules& rules, const CheckView& view,
                      const CallsEvidence& evidence);

}  // namespace grader::rubrics
