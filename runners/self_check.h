// Whether the runners of a layer do what they promise, seen in jails on it.
#pragma once

#include <string>
#include <vector>

#include "grader/base/result.h"
#include "runners/environment.h"
#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// What came out differently from what the self-test expects, a line each; empty: all as it should.
std::vector<std::string> differences(const SelfTest& test, const SuiteRun& run);

// Runs and lists the self-test of each framework of the environment. An Error names the first
// framework that did not do as it should, and what it said.
Result<void> check_runners(const Environment& environment, sandbox::Launcher& launcher);

}  // namespace grader::runners
