// How points came about, for authors and mentors: pure.
#pragma once

#include <string>

#include "grader/engine/kept_back.h"
#include "grader/model/report.h"
#include "rubrics/rubric.h"

namespace grader::engine {

// Task by task and check by check: what was possible, what was counted, what was lost and why, and
// how the sum follows. Texts of the report's messages are filled in. Without `rubric` (a stored
// report) the rules that the report does not hold are left out: weights, `score`.
// `kept_back`: for the rubric's author, what students do not see.
std::string explain_points(const Report& report, const rubrics::Rubric* rubric,
                           const KeptBack& kept_back = {});

}  // namespace grader::engine
