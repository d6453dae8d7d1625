// --explain: how points came about, in English throughout, as all that is for authors and mentors.
#pragma once

#include <string>

#include "grader/base/result.h"
#include "grader/model/report.h"
#include "rubrics/rubric.h"

namespace grader::cli {

// `report` may have its texts in any language. Null: the rubric is not known (a stored report).
Result<std::string> explanation_of(Report report, const rubrics::Rubric* rubric);

}  // namespace grader::cli
