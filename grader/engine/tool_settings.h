// What a rubric says to linters and in patterns of code, as these tools see it.
#pragma once

#include <vector>

#include "grader/base/result.h"
#include "grader/engine/reviewers.h"
#include "rubrics/check.h"
#include "rubrics/rubric.h"

namespace grader::engine {

// What its author wrote, check by check; what we ship is not among it.
std::vector<rubrics::ToolSettings> tool_settings(const rubrics::Rubric& rubric);

// What the tools do not take of it, in the order of the file. No file of a submission is read.
Result<std::vector<rubrics::RubricMistake>> wrong_settings(
    const std::vector<rubrics::ToolSettings>& settings, Reviewers& reviewers,
    const runners::Environment& environment);

}  // namespace grader::engine
