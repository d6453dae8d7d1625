// Fakes at the border: a runner and a launcher that replay what a test says.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::engine::testing {

// Records what it is asked to run; `answer` says how it went.
class FakeLauncher final : public sandbox::Launcher {
 public:
  std::function<Result<sandbox::Outcome>(const sandbox::Command&)> answer =
      [](const sandbox::Command&) { return sandbox::Outcome{}; };

  Result<sandbox::Outcome> run(const sandbox::Command& command, const sandbox::Limits&) override {
    const std::lock_guard lock(mutex_);
    commands.push_back(command);
    return answer(command);
  }
  void interrupt() override { interrupted = true; }

  std::vector<sandbox::Command> commands;
  bool interrupted = false;

 private:
  std::mutex mutex_;
};

// A framework whose command is its mode and test files, and whose results are lines
// "file passed-test" on stdout; a file without a line was not finished. "!" is an inconsistency.
class FakeRunner final : public runners::Runner {
 public:
  std::string_view name() const override { return "jest"; }
  bool recognises(std::string_view, std::string_view, std::string_view) const override {
    return true;
  }
  sandbox::Command command(const runners::Environment&,
                           const runners::SuiteRequest& request) const override {
    sandbox::Command made;
    made.argv = {request.mode == runners::Mode::List ? "list" : "run"};
    made.argv.insert(made.argv.end(), request.files.begin(), request.files.end());
    made.environment["SETTINGS"] = request.settings;
    return made;
  }
  std::optional<sandbox::Command> build_command(
      const runners::Environment&, const runners::SuiteRequest& request) const override {
    if (request.build.sources.empty()) return std::nullopt;
    sandbox::Command made;
    made.argv = {"build"};
    made.argv.insert(made.argv.end(), request.files.begin(), request.files.end());
    return made;
  }
  runners::SuiteRun read(const runners::SuiteRequest& request,
                         const sandbox::Outcome& outcome) const override {
    runners::SuiteRun run;
    const std::string& text = outcome.standard_output.head;
    run.inconsistent = text.find('!') != std::string::npos;
    if (request.mode == runners::Mode::List) run.settings = "listed";
    for (const std::string& file : request.files) {
      runners::FileRun one;
      one.file = file;
      const std::size_t at = text.find(file + " ");
      if (at != std::string::npos) {
        one.finished = true;
        const std::size_t from = at + file.size() + 1;
        one.tests.push_back({{file, text.substr(from, text.find('\n', from) - from), 0},
                             runners::TestState::Passed,
                             ""});
      }
      run.files.push_back(std::move(one));
    }
    return run;
  }
  runners::SelfTest self_test() const override { return {}; }
};

inline const runners::Runner* find_fake_runner(std::string_view name) {
  static const FakeRunner runner;
  return name == "jest" ? &runner : nullptr;
}

inline sandbox::Outcome prints(std::string text, sandbox::Ending ending = sandbox::Exited{0}) {
  sandbox::Outcome outcome;
  outcome.ending = ending;
  outcome.standard_output.head = std::move(text);
  return outcome;
}

}  // namespace grader::engine::testing
