// Pages in a browser: one jail and one browser for all checks of a batch.
#pragma once

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "grader/engine/plan.h"
#include "runners/environment.h"

namespace grader::engine {

RanBatch run_page(const Batch& batch, const Tree& submission, const ExecuteTools& tools);

// Whether the environment has a browser.
Result<void> has_browser(const runners::Environment& environment);

// A mistake of the rubric where apps cannot be built there.
Result<void> can_build_apps(const runners::Environment& environment);

}  // namespace grader::engine
