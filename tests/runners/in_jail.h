// Runs suites in real jails on the real environments (fixture `layers`).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::testing {

struct JailRun {
  runners::SuiteRun suite;
  sandbox::Outcome outcome;
};

using Files = std::map<std::string, std::string>;  // path in the submission -> content

// For suites that end by themselves: a busy machine must not look like a hang.
inline sandbox::Limits patient_limits() {
  sandbox::Limits limits;
  limits.wall = std::chrono::seconds(90);
  limits.cpu = std::chrono::seconds(60);
  return limits;
}

// Fails the test that calls it where the jail or the environment is not to be had.
JailRun run_in_jail(const std::string& environment, const std::string& framework,
                    const Files& files, const std::vector<std::string>& test_files,
                    runners::Mode mode = runners::Mode::Run, const std::string& settings = "",
                    const sandbox::Limits& limits = patient_limits(),
                    const runners::SuiteBuild& build = {}, const runners::SuiteTool& tool = {});

// "sum > adds: passed" for each test, "file: kind message (file:line:column)" for what did not
// load, "file: not finished", "inconsistent: why".
std::vector<std::string> lines_of_run(const runners::SuiteRun& run);

}  // namespace grader::testing
