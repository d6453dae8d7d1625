// What tools say of the submission's files: all such checks at once, by one reviewer.
#pragma once

#include "grader/engine/execute.h"

namespace grader::engine {

// `base`: what the students started from; null: nothing.
RanBatch run_review(const Batch& batch, const Tree& submission, const Tree* base,
                    const ExecuteTools& tools);

}  // namespace grader::engine
