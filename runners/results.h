// What goes into a jail with a test suite, and how its results are read. The harnesses
// (harness/common/results.js, harness/common/results.py) write the same lines.
//
// The results file is in reach of the student's code: its name and the key that seals its lines
// come from the run's secret, the key travels on standard input only, and each line is
// "<seal> <json>\n" with seal = first 32 digits of sha256(key + sha256(key + " " + n + " " +
// json)). A line that is not sealed, or comes out of order, shows that somebody else wrote.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runners/runner.h"

namespace grader::runners {

// Absolute path in the jail, for Command::collect.
std::string results_path(const std::string& secret);

// The text for standard input: one JSON object.
std::string request_text(const SuiteRequest& request);

// Starts a harness, which gets the request and writes the results.
sandbox::Command harness_command(const Environment& environment, const SuiteRequest& request,
                                 std::vector<std::string> argv);

// The files of the request in their order. Total: anything may stand in the outcome.
SuiteRun read_results(const SuiteRequest& request, const sandbox::Outcome& outcome);

// Why something could not be loaded, as a harness says it; nullopt: that is no such object.
std::optional<LoadFailure> read_failure(std::string_view json);

}  // namespace grader::runners
