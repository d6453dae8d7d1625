// Mistakes of a rubric that only linters and ast-grep can find.
#pragma once

#include <optional>
#include <string>

#include "grader/base/error.h"
#include "grader/engine/grade.h"
#include "rubrics/rubric.h"

namespace grader::cli {

struct ToolMistakes {
  std::optional<Error> mistakes;  // all of them, as loading a rubric tells its own
  std::optional<Error> not_seen;  // why nobody could look
};

// `file` as the user named the rubric. Where it says nothing to these tools, none is started.
ToolMistakes find_tool_mistakes(const rubrics::Rubric& rubric, const std::string& file,
                                const engine::Tools& tools);

}  // namespace grader::cli
