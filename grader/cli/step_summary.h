// The summary of a job on GitHub.
#pragma once

#include "grader/base/result.h"
#include "grader/report/render.h"

namespace grader::cli {

// Appends the comment for a pull request to the file that GITHUB_STEP_SUMMARY names, which GitHub
// shows on the page of the run. Without that variable nothing is written.
Result<void> append_step_summary(const Report& report, const report::RenderOptions& options);

}  // namespace grader::cli
