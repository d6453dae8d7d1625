#include "runners/self_check.h"

#include <algorithm>
#include <utility>

#include "grader/base/text.h"
#include "runners/build_suite.h"

namespace grader::runners {
namespace {

std::string word(TestState state) {
  switch (state) {
    case TestState::Passed:
      return "passed";
    case TestState::Failed:
      return "failed";
    case TestState::Skipped:
      return "skipped";
    case TestState::Todo:
      return "todo";
  }
  return "";
}

std::string shown(const TestId& id) {
  return id.file + ": " + id.name + " #" + std::to_string(id.ordinal);
}

// The last line of what the process complained about.
std::string last_words(const sandbox::Outcome& outcome) {
  const sandbox::Capture& error = outcome.standard_error;
  const std::string text = error.head + error.tail;
  for (const std::string_view line : lines_of(text)) {
    if (line.find("rror") != std::string_view::npos) return visible(line, 200);
  }
  return "";
}

SelfTest listed(SelfTest test) {
  for (TestRun& one : test.expected) {
    if (one.state == TestState::Failed) one.state = TestState::Passed;  // "is to run"
  }
  return test;
}

Result<void> check(const Runner& runner, const Environment& environment, const SelfTest& test,
                   Mode mode, sandbox::Launcher& launcher) {
  SuiteRequest request;
  request.files = test.test_files;
  request.mode = mode;
  request.secret = make_secret();
  request.build = test.build;
  const auto lay_out = [&](sandbox::Command& command) {
    command.files.insert(command.files.end(), test.files.begin(), test.files.end());
  };
  Result<RanSuite> ran = build_and_run(runner, environment, request, lay_out, launcher);
  if (!ran) return std::move(ran).error();
  const std::vector<std::string> lines = differences(test, ran->suite);
  if (lines.empty()) return {};
  const std::string said = last_words(ran->outcome);
  return grader_error("the self-test of " + std::string(runner.name()) + " in environment '" +
                          environment.manifest.name + "' went wrong: " + lines.front() +
                          (said.empty() ? "" : " (" + said + ")"),
                      "", "grader doctor says whether jails work on this host");
}

}  // namespace

std::vector<std::string> differences(const SelfTest& test, const SuiteRun& run) {
  std::vector<std::string> lines;
  if (run.inconsistent) lines.push_back(run.inconsistency);
  std::vector<TestRun> seen;
  for (const FileRun& file : run.files) {
    if (!file.finished) lines.push_back(file.file + " was not finished");
    if (file.failure) lines.push_back(file.file + " did not load: " + file.failure->message);
    seen.insert(seen.end(), file.tests.begin(), file.tests.end());
  }
  for (const TestRun& expected : test.expected) {
    const auto found = std::find_if(seen.begin(), seen.end(),
                                    [&](const TestRun& one) { return one.id == expected.id; });
    if (found == seen.end()) {
      lines.push_back(shown(expected.id) + " is missing");
    } else if (found->state != expected.state) {
      lines.push_back(shown(expected.id) + " is " + word(found->state) + ", not " +
                      word(expected.state));
    }
  }
  if (lines.empty() && seen.size() != test.expected.size()) {
    lines.push_back("there are more tests than expected");
  }
  return lines;
}

Result<void> check_runners(const Environment& environment, sandbox::Launcher& launcher) {
  for (const std::string& name : environment.manifest.frameworks) {
    const Runner* runner = find_runner(name);
    if (runner == nullptr) {
      return grader_error("environment '" + environment.manifest.name +
                          "' names an unknown framework '" + visible(name, 60) + "'");
    }
    const SelfTest test = runner->self_test();
    Result<void> ran = check(*runner, environment, test, Mode::Run, launcher);
    if (!ran) return ran;
    Result<void> named = check(*runner, environment, listed(test), Mode::List, launcher);
    if (!named) return named;
  }
  return {};
}

}  // namespace grader::runners
