// Calls of a student's function: the module lives in a jail, who asks and judges lives here.
#pragma once

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "runners/environment.h"

namespace grader::engine {

// One jail for all calls. A call that ends the jail is left behind, and a fresh jail goes on with
// the next one, as long as the wall time of the check lasts; then the rest is not tried.
RanBatch run_calls(const Batch& batch, const Tree& submission, const ExecuteTools& tools);

// Whether the environment speaks the module's language; else an Error for the author.
Result<void> can_call(const rubrics::CallsPlan& plan, const runners::Environment& environment);

}  // namespace grader::engine
