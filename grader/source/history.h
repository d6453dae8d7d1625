// The template of a submission as history tells it.
#pragma once

#include <string>

#include "grader/base/result.h"
#include "grader/source/repository.h"

namespace grader::source {

// The merge base of `head` and `tip` (commits), `branch` being tip's name for messages.
//
// A head that was merged already has itself as merge base. Then the merge commit that brought it
// in is looked for on the branch's first parents, and the base is the merge base with that
// commit's first parent. Where there is none (fast-forward, or the head is an older state of the
// branch) it is an Error of Blame::Usage that asks for --base.
struct MergeBase {
  std::string base;  // commit
  std::string side;  // the commit of the branch that it was worked out with: what is reachable from
                     // it is not the student's
};
Result<MergeBase> template_by_merge_base(const Repository& repository, const std::string& head,
                                         const std::string& tip, const std::string& branch);

}  // namespace grader::source
