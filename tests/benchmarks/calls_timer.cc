// Times, in turns, ten calls of a student's function, and the same Node in a jail that does
// nothing.
//
//   calls_timer LAYERS RUNS
//
// Prints what it saw as jail_timer does.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "grader/base/places.h"
#include "grader/engine/execute_calls.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "calls_timer: %s\n", why.c_str());
  std::exit(1);
}

template <class Action>
double milliseconds_of(Action action) {
  const Clock::time_point start = Clock::now();
  action();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

Batch ten_calls() {
  Batch batch;
  batch.environment = "node";
  batch.calls.emplace();
  batch.calls->module = "week-2/bmi.js";
  batch.calls->functions = {"calculateBMI"};
  for (int i = 0; i < 10; ++i) {
    runners::Ask ask;
    ask.name = "calculateBMI";
    ask.arguments.items = {Value::number_of(60 + i), Value::number_of(1.7)};
    batch.calls->calls.push_back({{std::move(ask)}});
  }
  return batch;
}

int measure(const std::filesystem::path& layers, int runs) {
  const std::filesystem::path data = data_directory();
  const Result<runners::Environment> environment =
      runners::find_environment({data / "environments", data / "harness", layers}, "node");
  if (!environment) give_up(to_text(environment.error()));
  Result<std::unique_ptr<sandbox::Launcher>> launcher =
      sandbox::create_launcher(sandbox::probe_host(), {});
  if (!launcher) give_up(to_text(launcher.error()));
  const std::map<std::string, std::string> files = {
      {"week-2/bmi.js", "module.exports = { calculateBMI: (w, h) => w / (h * h) };\n"}};
  const grader::testing::MemoryTree submission(files);
  ExecuteTools tools;
  tools.launcher = launcher->get();
  tools.environment = [&](const std::string&) { return *environment; };
  const Batch batch = ten_calls();

  sandbox::Command nothing;
  nothing.argv = {environment->interpreter, "-e", "0"};
  nothing.environment = environment->variables;
  nothing.mounts = environment->mounts;

  std::vector<double> jailed, called;
  for (int i = 0; i <= runs; ++i) {
    const double bare = milliseconds_of([&] {
      const Result<sandbox::Outcome> outcome = (*launcher)->run(nothing, {});
      if (!outcome) give_up(to_text(outcome.error()));
    });
    const double calls = milliseconds_of([&] {
      const RanBatch ran = run_calls(batch, submission, tools);
      if (ran.failed) give_up(to_text(*ran.failed));
      for (const auto& call : ran.calls.calls) {
        if (call.replies.empty()) give_up("a call has no reply");
      }
    });
    if (i == 0) continue;  // warms up
    jailed.push_back(bare);
    called.push_back(calls);
  }
  for (const auto& [name, values] : {std::pair("node-jailed", jailed), {"ten-calls", called}}) {
    std::printf("%s", name);
    for (const double value : values) std::printf(" %.3f", value);
    std::printf("\n");
  }
  return 0;
}

}  // namespace
}  // namespace grader::engine

int main(int argc, char** argv) {
  if (argc != 3 || std::atoi(argv[2]) < 1) {
    std::fprintf(stderr, "usage: calls_timer LAYERS RUNS\n");
    return 2;
  }
  return grader::engine::measure(argv[1], std::atoi(argv[2]));
}
