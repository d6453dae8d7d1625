// Suites that a judge runs from outside the student's jail.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/execute.h"
#include "grader/engine/judges.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::engine {

// What a batch's files need beside the batch itself.
struct ApartRequest {
  const Batch& batch;
  std::vector<std::string> files;             // test files, in the submission
  std::map<std::string, std::string> ours;    // for the judge: place in the submission -> content
  std::vector<sandbox::JailFile> submission;  // for the student's jail
  std::string settings;                       // SuiteRun::settings
  // The tests are the student's, and what they test is the rubric's: the judge is for them alone,
  // and they cannot look into that code.
  bool own_tests = false;
};

struct RanApart {
  std::map<std::string, RanFile> files;
  // Files whose tests turned out not to be judged from outside, and why.
  std::map<std::string, std::string> together;
  sandbox::Usage usage;
  std::int64_t jails = 0;
};

// One jail for the submission serves all files; where a test ends it, or does not come back, the
// file's other tests get a fresh one.
Result<RanApart> run_apart(const ApartRequest& request, const runners::Environment& environment,
                           const runners::TwoJails& how, const ExecuteTools& tools);

}  // namespace grader::engine
