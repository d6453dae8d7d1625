// Mutants of the first good version of a batch's variants: small changes that the rubric's own
// tests notice, so that none is asked for that nobody could notice. Made once, and kept by content.
#pragma once

#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "runners/environment.h"
#include "runners/runner.h"

namespace grader::engine {

// Their texts, as many as asked for or fewer; the same each time.
Result<std::vector<std::string>> find_mutants(const Batch& batch, const Tree& submission,
                                              const Tree* base, const runners::Runner& runner,
                                              const runners::Environment& environment,
                                              const ExecuteTools& tools);

}  // namespace grader::engine
