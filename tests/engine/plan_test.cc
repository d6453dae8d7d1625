#include "grader/engine/plan.h"

#include <gtest/gtest.h>

#include "grader/engine/execute.h"
#include "tests/engine/rubric_fixture.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::check;
using testing::says;
using testing::suite;

struct World {
  rubrics::Rubric rubric;
  source::Submission submission;

  World(std::vector<rubrics::Task> tasks, std::map<std::string, std::string> files,
        std::map<std::string, std::string> base = {}) {
    rubric.tasks = std::move(tasks);
    if (files.empty()) files["README.md"] = "1";  // of nothing, nothing is planned
    submission.tree = std::make_unique<MemoryTree>(files);
    if (!base.empty()) submission.base = std::make_unique<MemoryTree>(base);
  }
  Plan plan(PlanOptions options = {}) const {
    Result<Plan> made = make_plan(rubric, submission, options);
    EXPECT_TRUE(made);
    return std::move(*made);
  }
};

rubrics::Task suites(std::vector<rubrics::CheckPlan> plans) {
  std::vector<rubrics::CheckSpec> checks;
  for (rubrics::CheckPlan& plan : plans) {
    checks.push_back(check("c" + std::to_string(checks.size()), 100, says(Status::Pass), plan));
  }
  return testing::task("t", checks);
}

TEST(Plan, APathThatIsNowhereIsNamedWithWhatIsNear) {
  const auto task = [](const char* path) { return testing::task("t", {check("a", 100)}, path); };
  const World typo({task("week-2/bmi.js")}, {{"week2/bmi.js", "2"}}, {{"week2/bmi.js", "1"}});
  const Plan plan = typo.plan();
  ASSERT_EQ(plan.unknown_paths.size(), 1u);
  EXPECT_EQ(to_text(plan.unknown_paths[0], true),
            "task 't': the path 'week-2/bmi.js' is neither in the template nor in the submission, "
            "did you mean 'week2/bmi.js'?");
  EXPECT_TRUE(World({task("a")}, {{"b", "1"}}, {{"a", "1"}}).plan().unknown_paths.empty());
  EXPECT_TRUE(World({task("a")}, {{"a/b", "1"}}).plan().unknown_paths.empty());
}

TEST(Plan, SuitesThatAgreeShareAJail) {
  const World world({suites({suite("a.test.js", "1"), suite("b.test.js", "2")})}, {});
  const Plan plan = world.plan();
  ASSERT_EQ(plan.batches.size(), 1u);
  EXPECT_EQ(plan.batches[0].files, (std::vector<std::string>{"a.test.js", "b.test.js"}));
  EXPECT_EQ(plan.batches[0].environment, "node");
}

TEST(Plan, TheSameFileWithTwoContentsNeedsTwoJails) {
  const World world({suites({suite("a.test.js", "the template's"), suite("a.test.js")})},
                    {{"a.test.js", "the student's"}});
  EXPECT_EQ(world.plan().batches.size(), 2u);
}

TEST(Plan, SecretSuitesShareNoJailWithOthers) {
  rubrics::CheckPlan secret = suite("b.test.js", "2");
  secret.suite->secret = true;
  const World world({suites({suite("a.test.js", "1"), secret})}, {});
  EXPECT_EQ(world.plan().batches.size(), 2u);
}

TEST(Plan, FrameworksDoNotMix) {
  const World world({suites({suite("a.test.js", "1"), suite("a_test.py", "1", "pytest")})}, {});
  const Plan plan = world.plan();
  ASSERT_EQ(plan.batches.size(), 2u);
  EXPECT_EQ(plan.batches[1].environment, "python");
}

TEST(Plan, OtherLimitsAreAnotherJail) {
  World world({suites({suite("a.test.js", "1"), suite("b.test.js", "2")})}, {});
  world.rubric.tasks[0].checks[1].limits.wall_ms = 1000;
  const Plan plan = world.plan({{}, sandbox::Limits{}, sandbox::Limits{}});
  EXPECT_EQ(plan.batches.size(), 2u);
}

TEST(Plan, TheEnvironmentIsChosenByTheTemplateNotTheStudent) {
  World world({suites({suite("a.test.js", "1")})}, {{"package.json", "vitest"}},
              {{"package.json", "jest ^29"}});
  world.rubric.environment = {{"package.json", "vitest", "node-vitest"},
                              {"package.json", "^29", "node-jest-29"},
                              {"", "", "node"}};
  EXPECT_EQ(world.plan().batches[0].environment, "node-jest-29");
  world.rubric.tasks[0].environment = {{"", "", "own"}};
  EXPECT_EQ(world.plan().batches[0].environment, "own");
}

TEST(Plan, AnUntouchedTaskRunsNothing) {
  rubrics::Task task = suites({suite("a.test.js", "1")});
  task.path = "a.js";
  const World world({task}, {{"a.js", "1"}}, {{"a.js", "1"}});
  EXPECT_TRUE(world.plan().batches.empty());
  EXPECT_EQ(show_plan(world.plan()),
            "t  not started: nothing will run\n"
            "  c0  files\n"
            "1 checks, 0 test files in 0 jails\n");
}

TEST(Plan, SaysOnHowManyVersionsOwnTestsRun) {
  rubrics::CheckPlan own = suite("a.test.js");
  own.suite->variants = {"a.js", {"good"}, {"one", "two"}, {}};
  const auto told = [&] { return show_plan(World({suites({own})}, {{"a.js", "y"}}).plan()); };
  EXPECT_NE(told().find("a.test.js, also with 3 versions of a.js\n"), std::string::npos);
  own.suite->variants->mutants = 1;
  EXPECT_NE(told().find("a.test.js, also with 3 versions of a.js and 1 mutant\n"),
            std::string::npos);
}

TEST(Plan, AnUnknownTaskIsAUsageErrorWithASuggestion) {
  const World world({testing::task("bmi", {check("a", 100)})}, {});
  const Result<Plan> plan = make_plan(world.rubric, world.submission, {{"bmj"}, {}, {}});
  ASSERT_FALSE(plan);
  EXPECT_EQ(to_text(plan.error()), "the rubric has no task 'bmj'\nhint: did you mean 'bmi'?");
  EXPECT_EQ(plan.error().blame, Blame::Usage);
}

TEST(Plan, OnlySelectedTasksArePlanned) {
  const World world({testing::task("a", {check("x", 1)}), testing::task("b", {check("x", 1)})}, {});
  const Plan plan = world.plan({{"b"}, {}, {}});
  ASSERT_EQ(plan.checks.size(), 1u);
  EXPECT_EQ(plan.checks[0].id, "b/x");
}

TEST(JailFiles, AreTheWholeTreeWhereItFits) {
  const MemoryTree tree({{"a/b.js", "1"}, {"c.js", "2"}});
  EXPECT_EQ(jail_files(tree, {"a/b.js"}, 100).size(), 2u);
}

TEST(JailFiles, AreTheNeededFoldersWhereItDoesNot) {
  const MemoryTree tree({{"a/b.js", "1"}, {"big/x", std::string(200, 'x')}, {"c.js", "2"}});
  const auto files = jail_files(tree, {"a/b.test.js"}, 100);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].path, "/submission/a/b.js");
  EXPECT_EQ(files[1].path, "/submission/c.js");
}

TEST(Plan, MetadataOfAnotherCommitIsRefused) {
  World world({testing::task("t", {check("a", 100)})}, {});
  world.submission.facts.commit = std::string(40, 'a');
  PlanOptions options;
  options.metadata.emplace();
  options.metadata->commit = std::string(40, 'b');
  const Result<Plan> plan = make_plan(world.rubric, world.submission, options);
  ASSERT_FALSE(plan);
  EXPECT_EQ(to_text(plan.error()),
            "the metadata is about commit bbbbbbbbbb, and commit aaaaaaaaaa is graded\n"
            "hint: grade that commit: --ref bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb; or give the "
            "metadata of this one");
  EXPECT_EQ(plan.error().blame, Blame::Usage);
  options.metadata->commit = std::string(40, 'a');
  const Result<Plan> fits = make_plan(world.rubric, world.submission, options);
  ASSERT_TRUE(fits);
  EXPECT_EQ(fits->checks[0].view.metadata, &*options.metadata);
}

}  // namespace
}  // namespace grader::engine
