// The judgement of a `git` check.
#pragma once

#include "rubrics/check.h"
#include "rubrics/checks/git_rules.h"

namespace grader::rubrics {

// What is not known (no history, no pull request, a history beyond every limit) is never a fail: a
// person is asked, and the note names the next step for who runs the grader.
Judgement judge_git(const GitRules& rules, const CheckView& view);

}  // namespace grader::rubrics
