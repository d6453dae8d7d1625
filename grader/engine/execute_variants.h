// The submission's own tests, run on good and buggy versions of what they test.
//
// A version stands on the template, with the tests and nothing else of the submission: none of the
// student's code runs beside it that could read it. Each run has jails that nobody had before and
// nobody gets after, in an order that nobody knows, so a test can tell a version by what it does
// and by nothing else.
#pragma once

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "grader/engine/plan.h"
#include "runners/environment.h"
#include "runners/runner.h"

namespace grader::engine {

// Beside what was run, what it took.
struct RanAllVariants {
  RanVariants variants;
  sandbox::Usage usage;
  std::int64_t jails = 0;
};

// Whose tests they are: the student's, as above; or the rubric's, which may use judges that are
// warm.
enum class VariantTests { Students, Rubrics };

// `batch` has variants.
Result<RanAllVariants> run_variants(const Batch& batch, const Tree& submission, const Tree* base,
                                    const runners::Runner& runner,
                                    const runners::Environment& environment,
                                    const ExecuteTools& tools,
                                    VariantTests whose = VariantTests::Students);

}  // namespace grader::engine
