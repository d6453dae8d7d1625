// Building test files before they run, where their framework does so.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "runners/environment.h"
#include "runners/runner.h"
#include "sandbox/build_folder.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// Puts the submission's files, and ours, into a command.
using LayOut = std::function<void(sandbox::Command&)>;

// What a build brought. The folder must live as long as jails see it.
struct BuiltSuite {
  std::optional<sandbox::BuildFolder> folder;  // null: this framework builds nothing
  std::optional<sandbox::Mount> mount;         // for the commands that run
  SuiteRun run;                                // finished here: those that do not build, and why
  sandbox::Outcome outcome;                    // of the jail
};

// The limits of time are those of the request for each of its files.
Result<BuiltSuite> build_suite(const Runner& runner, const Environment& environment,
                               const SuiteRequest& request, const LayOut& lay_out,
                               sandbox::Launcher& launcher);

struct RanSuite {
  SuiteRun suite;
  sandbox::Outcome outcome;  // of the last jail
};

// Both, where nothing is to be run again: for self-tests.
Result<RanSuite> build_and_run(const Runner& runner, const Environment& environment,
                               const SuiteRequest& request, const LayOut& lay_out,
                               sandbox::Launcher& launcher);

}  // namespace grader::runners
