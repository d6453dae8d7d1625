#include "tests/runners/in_jail.h"

#include <gtest/gtest.h>

#include "runners/build_suite.h"
#include "runners/environment.h"
#include "tests/runners/test_layers.h"

namespace grader::testing {
namespace {

sandbox::Launcher* launcher() {
  static const auto made =
      sandbox::create_launcher(sandbox::probe_host(), sandbox::LauncherOptions{});
  if (!made) {
    ADD_FAILURE() << to_text(made.error());
    return nullptr;
  }
  return made->get();
}

std::string word(runners::TestState state) {
  switch (state) {
    case runners::TestState::Passed:
      return "passed";
    case runners::TestState::Failed:
      return "failed";
    case runners::TestState::Skipped:
      return "skipped";
    case runners::TestState::Todo:
      return "todo";
  }
  return "";
}

std::string word(runners::LoadFailure::Kind kind) {
  using Kind = runners::LoadFailure::Kind;
  switch (kind) {
    case Kind::Syntax:
      return "syntax";
    case Kind::MissingPackage:
      return "missing package";
    case Kind::MissingFile:
      return "missing file";
    case Kind::Thrown:
      return "thrown";
    case Kind::Empty:
      return "empty";
    case Kind::NotBuilt:
      return "not built";
    case Kind::Other:
      return "other";
  }
  return "";
}

}  // namespace

JailRun run_in_jail(const std::string& environment, const std::string& framework,
                    const Files& files, const std::vector<std::string>& test_files,
                    runners::Mode mode, const std::string& settings, const sandbox::Limits& limits,
                    const runners::SuiteBuild& build, const runners::SuiteTool& tool) {
  const Result<runners::Environment> found = runners::find_environment(real_places(), environment);
  if (!found) {
    ADD_FAILURE() << to_text(found.error());
    return {};
  }
  const runners::Runner* runner = runners::find_runner(framework);
  if (runner == nullptr || launcher() == nullptr) {
    ADD_FAILURE() << "no runner " << framework << " or no jail";
    return {};
  }
  runners::SuiteRequest request;
  request.files = test_files;
  request.mode = mode;
  request.secret = runners::make_secret();
  request.settings = settings;
  request.build = build;
  request.tool = tool;
  request.limits = limits;
  const auto lay_out = [&](sandbox::Command& command) {
    for (const auto& [path, content] : files) {
      command.files.push_back({"/submission/" + path, content, false, false});
    }
  };
  Result<runners::RanSuite> ran =
      runners::build_and_run(*runner, *found, request, lay_out, *launcher());
  if (!ran) {
    ADD_FAILURE() << to_text(ran.error());
    return {};
  }
  return {std::move(ran->suite), std::move(ran->outcome)};
}

std::vector<std::string> lines_of_run(const runners::SuiteRun& run) {
  std::vector<std::string> lines;
  for (const runners::FileRun& file : run.files) {
    if (!file.finished) lines.push_back(file.file + ": not finished");
    if (file.failure) {
      const runners::LoadFailure& failure = *file.failure;
      lines.push_back(file.file + ": " + word(failure.kind) + ": " + failure.message + " (" +
                      failure.file + ":" + std::to_string(failure.line) + ":" +
                      std::to_string(failure.column) + ")");
    }
    for (const runners::TestRun& test : file.tests) {
      lines.push_back(test.id.name + ": " + word(test.state) + (test.by_place ? ", by place" : ""));
    }
  }
  if (run.inconsistent) lines.push_back("inconsistent: " + run.inconsistency);
  return lines;
}

}  // namespace grader::testing
