// One reply to one call, against what the call should give.
#pragma once

#include <optional>

#include "rubrics/checks/calls_rules.h"

namespace grader::rubrics {

// What is wrong; nullopt: nothing. The result has no id and no name.
std::optional<CaseResult> mistake_in(const CallRule& rule, const runners::Ask& ask,
                                     const runners::Reply& reply, const CheckView& view,
                                     Language language);

// "TypeError: x is not a function (week-2/bmi.js:3)"
std::string words_of(const runners::Threw& threw, const CheckView& view);

}  // namespace grader::rubrics
