#include "grader/engine/execute_program.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "tests/engine/fakes.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::FakeLauncher;
using testing::prints;

runners::Environment environment() {
  runners::Environment environment;
  environment.manifest.name = "node";
  environment.interpreter = "/toolchain/bin/node";
  environment.variables = {{"PATH", "/toolchain/bin:/usr/bin"}};
  return environment;
}

class ExecuteProgramTest : public ::testing::Test {
 protected:
  RanBatch run() {
    ExecuteTools tools;
    tools.launcher = &launcher_;
    tools.environment = [](const std::string&) { return environment(); };
    Batch batch;
    batch.environment = "node";
    batch.program = plan_;
    return run_program(batch, submission_, tools);
  }

  FakeLauncher launcher_;
  MemoryTree submission_{{{"week/a.js", "code"}, {"week/in.txt", "student's"}}};
  rubrics::ProgramPlan plan_{{}, {{{"node", "a.js", "1"}, "in\n", {}, {}}}, "week"};
};

TEST_F(ExecuteProgramTest, EachStartHasAJailWithTheSubmission) {
  plan_.starts.push_back({{"node", "a.js"}, "", {{"week/in.txt", "ours"}}, {"week/out.txt"}});
  launcher_.answer = [](const sandbox::Command& command) { return prints(command.argv.back()); };
  const RanBatch ran = run();
  ASSERT_FALSE(ran.failed) << to_text(*ran.failed);
  ASSERT_EQ(ran.program.starts.size(), 2u);
  EXPECT_EQ(ran.program.starts[0].standard_output.head, "1");
  const sandbox::Command& first = launcher_.commands[0];
  EXPECT_EQ(first.argv, (std::vector<std::string>{"/toolchain/bin/node", "a.js", "1"}));
  EXPECT_EQ(first.working_directory, "/submission/week");
  EXPECT_EQ(first.standard_input, "in\n");
  ASSERT_EQ(first.files.size(), 2u);
  const sandbox::Command& second = launcher_.commands[1];
  EXPECT_EQ(second.collect, std::vector<std::string>{"/submission/week/out.txt"});
  ASSERT_EQ(second.files.size(), 2u);
  EXPECT_EQ(second.files[1].path, "/submission/week/in.txt");
  EXPECT_EQ(std::get<std::string>(second.files[1].content), "ours");
}

TEST_F(ExecuteProgramTest, WhatWasBuiltIsThereAndGoneAfterwards) {
  plan_.build = rubrics::ProgramStart{{"g++", "-o", "/build/x", "a.cc"}, "", {}, {}};
  plan_.starts[0].argv = {"/build/x"};
  run();
  ASSERT_EQ(launcher_.commands.size(), 2u);
  ASSERT_TRUE(launcher_.commands[0].writable_folder);
  EXPECT_EQ(launcher_.commands[0].argv[0], "/usr/bin/g++");
  EXPECT_EQ(launcher_.commands[0].writable_folder->target, "/build");
  const std::string folder = launcher_.commands[0].writable_folder->source;
  ASSERT_EQ(launcher_.commands[1].mounts.size(), 1u);
  EXPECT_EQ(launcher_.commands[1].mounts[0].source, folder);
  EXPECT_FALSE(launcher_.commands[1].writable_folder);
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(ExecuteProgramTest, AfterABuildThatFailedNothingIsStarted) {
  plan_.build = rubrics::ProgramStart{{"g++", "a.cc"}, "", {}, {}};
  launcher_.answer = [](const auto&) { return prints("", sandbox::Exited{1}); };
  const RanBatch ran = run();
  EXPECT_TRUE(ran.program.build);
  EXPECT_TRUE(ran.program.starts.empty());
  EXPECT_EQ(ran.jails, 1);
}

TEST_F(ExecuteProgramTest, AfterTwoStartsWithoutEndTheRestIsNotStarted) {
  plan_.starts.assign(5, plan_.starts[0]);
  launcher_.answer = [&](const auto&) {
    const std::size_t count = launcher_.commands.size();
    return prints("", count % 2 == 0 ? sandbox::Ending(sandbox::LimitHit{sandbox::Limit::Cpu})
                                     : sandbox::Ending(sandbox::Exited{0}));
  };
  EXPECT_EQ(run().program.starts.size(), 4u);
}

TEST_F(ExecuteProgramTest, AProgramOfTheSubmissionHasItsPathThere) {
  plan_.starts[0].argv = {"./run.sh"};
  run();
  EXPECT_EQ(launcher_.commands[0].argv[0], "/submission/week/run.sh");
}

TEST_F(ExecuteProgramTest, AnUnknownProgramIsTheRubricsTrouble) {
  plan_.starts[0].argv = {"no-such-program"};
  const Result<void> found = find_programs(plan_, environment());
  ASSERT_FALSE(found);
  EXPECT_EQ(to_text(found.error()),
            "the environment 'node' has no program 'no-such-program'\n"
            "hint: name another one with 'environment', or a program that it has");
  EXPECT_EQ(found.error().blame, Blame::Rubric);
  EXPECT_EQ(to_text(*run().failed), to_text(found.error()));
}

}  // namespace
}  // namespace grader::engine
