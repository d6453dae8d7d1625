// Suites of a test run apart from the submission, as rows: what is laid where, and what must come
// out.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "grader/engine/execute_apart.h"
#include "grader/engine/judges.h"
#include "tests/runners/scratch.h"
#include "tests/runners/test_layers.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {

using grader::testing::MemoryTree;
using grader::testing::real_places;

inline std::unique_ptr<sandbox::Launcher> make_launcher(int slots, bool lazy) {
  sandbox::LauncherOptions options;
  options.slots = slots;
  options.lazy = lazy;
  options.ahead = false;
  auto made = sandbox::create_launcher(sandbox::probe_host(), options);
  if (!made) {
    ADD_FAILURE() << to_text(made.error());
    return nullptr;
  }
  return std::move(*made);
}

// One of each for all tests of the program: judges are reused as they are in a grading.
struct World {
  std::unique_ptr<sandbox::Launcher> launcher = make_launcher(1, false);
  Judges judges{make_launcher(4, true), 4};
  grader::testing::Scratch manifests;  // what was listed once
};

inline World& world() {
  static World all;
  return all;
}

struct ApartRow {
  std::string name;
  std::string environment, framework;
  std::map<std::string, std::string> submission;
  std::map<std::string, std::string> laid;  // test files, and what is laid beside them
  std::vector<std::string> files;           // test files
  std::vector<std::string> lines;           // what must come out
  std::chrono::milliseconds wall{40'000};
};
inline void PrintTo(const ApartRow& row, std::ostream* out) {
  *out << row.name;
}

inline std::string word(const runners::TestRun& test) {
  if (test.state == runners::TestState::Passed) return "passed";
  if (test.state == runners::TestState::Skipped) return "skipped";
  if (test.state == runners::TestState::Todo) return "todo";
  return test.cause == Cause::None ? "failed: " + test.message.substr(0, test.message.find('\n'))
                                   : std::string(to_text(test.cause));
}

inline std::vector<std::string> told(const RanBatch& ran, const std::vector<std::string>& files) {
  std::vector<std::string> lines;
  if (ran.failed) lines.push_back("error: " + to_text(*ran.failed));
  for (const std::string& file : files) {
    if (const auto why = ran.together.find(file); why != ran.together.end()) {
      lines.push_back(file + " together: " + why->second);
      continue;
    }
    const auto found = ran.files.find(file);
    if (found == ran.files.end()) {
      lines.push_back(file + ": nothing");
      continue;
    }
    const RanFile& one = found->second;
    if (!one.apart) lines.push_back(file + " shared a jail");
    if (one.tampered) {
      lines.push_back(file + ": tampered" + (one.violation.empty() ? "" : ": " + one.violation));
    }
    if (!one.unjudged.empty()) lines.push_back(file + " unjudged: " + one.unjudged);
    if (one.run.failure) {
      lines.push_back(file + ": " + one.run.failure->message + " (" + one.run.failure->file + ":" +
                      std::to_string(one.run.failure->line) + ")");
    }
    for (const runners::TestRun& test : one.run.tests) {
      lines.push_back(test.id.name + ": " + word(test));
    }
    if (one.cause != Cause::None)
      lines.push_back(file + " ended: " + std::string(to_text(one.cause)));
  }
  return lines;
}

inline RanBatch run(const ApartRow& row, Judges& judges = world().judges) {
  Batch batch;
  batch.framework = row.framework;
  batch.environment = row.environment;
  batch.files = row.files;
  batch.laid = row.laid;
  batch.limits.wall = row.wall;
  batch.limits.cpu = row.wall;
  MemoryTree base, submission;
  for (const auto& [path, content] : row.laid) base.add(path, content);
  for (const auto& [path, content] : row.submission) submission.add(path, content);
  ExecuteTools tools;
  tools.launcher = world().launcher.get();
  tools.judges = &judges;
  tools.manifests = world().manifests.path();
  tools.environment = [](const std::string& name) {
    return runners::find_environment(real_places(), name);
  };
  RanBatch ran;
  execute({batch}, submission, &base, tools,
          [&](std::size_t, RanBatch done) { ran = std::move(done); });
  return ran;
}

}  // namespace grader::engine
