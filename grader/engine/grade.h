// The whole grader: submission -> snapshot -> plan -> execution -> evidence -> verdict -> report.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/plan.h"
#include "grader/model/report.h"
#include "grader/source/source.h"
#include "rubrics/rubric.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::engine {

class Judges;
class Reviewers;

struct GradeOptions {
  PlanOptions plan;
  int jobs = 2;  // jails at the same time
  bool weak_sandbox = false;
};

enum class Stage { Provisional, Final };

// The world, as the engine sees it; tests hand in fakes.
struct Tools {
  std::function<Result<source::Submission>(const source::SubmissionRequest&)> fetch;
  std::function<Result<runners::Environment>(const std::string& name)> environment;
  // Called at most once, and only where something must run.
  std::function<sandbox::HostReport()> host;
  // Both are kept for further submissions, and outlive the grading.
  std::function<Result<sandbox::Launcher*>(const sandbox::HostReport&)> launcher;
  // Null, or empty: suites share a process with the code that they test.
  std::function<Result<Judges*>(const sandbox::HostReport&)> judges;
  // Where a check asks for one.
  std::function<Result<Reviewers*>(const sandbox::HostReport&)> reviewers;
  std::function<void(const std::string& line)> progress;
  // Gets every state of the report and may fill in its texts: first an incomplete one, last the
  // final one.
  std::function<Result<void>(Report&, Stage)> save;
  // For a rubric's author, who may see it: what did not pass of what students must not see. Called
  // before the final save, for each check that has some; left empty: nobody may.
  std::function<void(const std::string& check, std::vector<CaseResult> kept_back)> for_author;
  // For the author, too: what of the rubric cannot be used, with its place, as a note has it.
  std::function<void(const Error&)> rubric_mistake;
  std::filesystem::path manifests;  // cache of listed tests; empty: none is kept
  const std::atomic<bool>* interrupted = nullptr;
};

// The final report, which was saved as well. An Error where there is nothing to report: the
// submission cannot be fetched, the host cannot isolate (what could be judged was saved as an
// incomplete report), the user interrupted (likewise).
Result<Report> grade(const source::SubmissionRequest& request, const rubrics::Rubric& rubric,
                     const GradeOptions& options, const Tools& tools);

// What the rubric says of its template, as a request to the source; `base` (--base) wins over it.
source::BaseRequest base_request(const rubrics::Rubric& rubric, const std::string& base);

}  // namespace grader::engine
