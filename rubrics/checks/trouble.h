// How a jail ended, as a cause and in words for students.
#pragma once

#include "grader/model/message.h"
#include "grader/model/verdict.h"
#include "sandbox/launcher.h"

namespace grader::rubrics {

// Why a program ended that did not end as it should: resources first, they explain the rest. A
// program that exited is ExitedEarly.
Cause cause_of(const sandbox::Outcome& outcome);

// Which limit was met, with the question that helps. Only for causes that are limits.
Message limit_message(Cause cause, const sandbox::Limits& limits);
bool is_limit(Cause cause);

}  // namespace grader::rubrics
