// Observations about a tree as remarks that a student reads.
#pragma once

#include <vector>

#include "grader/model/report.h"
#include "grader/source/inventory.h"

namespace grader::source {

inline constexpr std::size_t kMaxRemarksOfARule = 20;

// In the order of Rule, then of the tree. What the template has too is not the student's and is
// left out. After kMaxRemarksOfARule of one rule, one remark without a path counts the others.
std::vector<SubmissionRemark> remarks_of(const std::vector<Observation>& of_submission,
                                         const std::vector<Observation>& of_template);

}  // namespace grader::source
