// The whole grader: submission -> snapshot -> plan -> execution -> evidence -> verdict -> report.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/report.h"
#include "grader/source/source.h"
#include "rubrics/rubric.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::engine {

struct GradeOptions {
  std::vector<std::string> tasks;  // only these; empty: all
  int jobs = 2;
  bool weak_sandbox = false;
  sandbox::Limits default_limits;
  sandbox::Limits maximum_limits;
};

// The world, as the engine sees it; tests hand in fakes.
struct Tools {
  std::function<Result<source::Submission>(const source::SubmissionRequest&)> fetch;
  std::function<Result<runners::Environment>(const std::string& name)> environment;
  // Called at most once, and only where something must run.
  std::function<Result<sandbox::Launcher*>()> launcher;
  std::function<sandbox::HostReport()> host;
  std::function<void(const std::string& line)> progress;
  // Called with each state of the report: first an incomplete one, last the final one.
  std::function<Result<void>(const Report&)> save;
  std::filesystem::path manifests;  // cache of listed tests
  const std::atomic<bool>* interrupted = nullptr;
};

Result<Report> grade(const source::SubmissionRequest& request, const rubrics::Rubric& rubric,
                     const GradeOptions& options, const Tools& tools);

}  // namespace grader::engine
