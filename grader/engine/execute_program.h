// Programs of the submission: built once, then started for each case in a jail of its own.
#pragma once

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "runners/environment.h"

namespace grader::engine {

RanBatch run_program(const Batch& batch, const Tree& submission, const ExecuteTools& tools);

// Whether the environment has the programs that the plan names; else an Error for the author.
Result<void> find_programs(const rubrics::ProgramPlan& plan,
                           const runners::Environment& environment);

// The same for a tool that runs tests.
Result<void> find_tool(const runners::SuiteTool& tool, const runners::Environment& environment);

}  // namespace grader::engine
