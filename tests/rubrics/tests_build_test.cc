// Suites of a compiled language: what is built with them, and what is said where that fails.
#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::FileRun;
using runners::LoadFailure;
using testing::MemoryTree;

constexpr const char* kTest = "#include <gtest/gtest.h>\nTEST(A, B) {}\n";

const MemoryTree& base() {
  static const MemoryTree tree({{"week-2/sum_test.cc", kTest},
                                {"week-2/helper.cc", "int helper();"},
                                {"week-2/sum.h", "int sum(int, int);"}});
  return tree;
}

const MemoryTree& mine() {
  static const MemoryTree tree({{"week-1/other.cc", ""},
                                {"week-2/helper.cc", "changed"},
                                {"week-2/main.cc", "int main() {}"},
                                {"week-2/notes.md", ""},
                                {"week-2/own_test.cc", kTest},
                                {"week-2/src/sum.c", ""},
                                {"week-2/sum.cpp", ""},
                                {"week-2/sum_test.cc", "changed"}});
  return tree;
}

runners::SuiteBuild build_of(const std::string& settings) {
  const CheckView view{&mine(), &base(), "week-2", ""};
  const Result<CheckPlan> plan = check_of("tests: " + settings)->plan(view);
  EXPECT_TRUE(plan && plan->suite);
  if (!plan || !plan->suite) return {};
  EXPECT_EQ(plan->suite->framework, "googletest");
  return plan->suite->build;
}

using Names = std::vector<std::string>;

TEST(TestsBuild, TheSourcesAreTheTasksCodeWithoutTests) {
  const runners::SuiteBuild build = build_of("{from: template, files: [sum_test.cc]}");
  EXPECT_EQ(build.folder, "week-2");
  EXPECT_EQ(build.sources,
            (Names{"week-2/helper.cc", "week-2/main.cc", "week-2/src/sum.c", "week-2/sum.cpp"}));
  EXPECT_EQ(build.linked, Names{});
  EXPECT_EQ(build.ours, Names{"week-2/sum_test.cc"});
}

TEST(TestsBuild, WhatIsLaidIsLinkedWithTheTestsInstead) {
  const runners::SuiteBuild build = build_of(
      "{from: template, files: [sum_test.cc], with: [helper.cc, sum.h], flags: [-std=c++17]}");
  EXPECT_EQ(build.sources, (Names{"week-2/main.cc", "week-2/src/sum.c", "week-2/sum.cpp"}));
  EXPECT_EQ(build.linked, Names{"week-2/helper.cc"});
  EXPECT_EQ(build.flags, Names{"-std=c++17"});
  EXPECT_EQ(build.ours, (Names{"week-2/sum_test.cc", "week-2/helper.cc", "week-2/sum.h"}));
}

TEST(TestsBuild, TheRubricNamesTheSources) {
  EXPECT_EQ(
      build_of("{from: template, files: [sum_test.cc], sources: ['src/*', notes.md]}").sources,
      Names{"week-2/src/sum.c"});
}

TEST(TestsBuild, ATaskThatIsAFileIsItsOnlySource) {
  const LoadedRubric loaded = load_rubric_text(
      std::string(kRubricHead) +
          "tasks:\n  - id: sum\n    title: Sum\n    path: week-2/sum.cpp\n    checks:\n"
          "      - id: one\n        title: One\n        points: 1\n"
          "        tests: {from: template, files: [sum_test.cc]}\n",
      "rubric.yaml");
  ASSERT_TRUE(loaded.rubric);
  const CheckView view{&mine(), &base(), "week-2", ""};
  const Result<CheckPlan> plan = loaded.rubric->tasks[0].checks[0].check->plan(view);
  ASSERT_TRUE(plan && plan->suite);
  EXPECT_EQ(plan->suite->build.sources, Names{"week-2/sum.cpp"});
}

TEST(TestsBuild, ACMakeProjectIsOneTestFile) {
  const MemoryTree project({{"week-2/CMakeLists.txt", "x"}, {"week-2/sum_test.cc", kTest}});
  const CheckView view{&mine(), &project, "week-2", ""};
  const Result<CheckPlan> plan =
      check_of(
          "tests: {from: template, files: [CMakeLists.txt], with: [sum_test.cc], flags: [-O2]}")
          ->plan(view);
  ASSERT_TRUE(plan && plan->suite);
  EXPECT_EQ(plan->suite->framework, "ctest");
  EXPECT_EQ(plan->suite->files, Names{"week-2/CMakeLists.txt"});
  EXPECT_EQ(plan->suite->build.flags, Names{"-O2"});
  EXPECT_EQ(plan->suite->build.ours, (Names{"week-2/CMakeLists.txt", "week-2/sum_test.cc"}));
}

TEST(TestsBuild, OtherFrameworksHaveNoSources) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        tests: {from: "
                  "template, framework: jest, files: [a.js], sources: [a.cc], flags: [-O2]}\n"),
      "rubric.yaml");
  EXPECT_EQ(loaded.diagnostics.size(), 2u);
  EXPECT_NE(
      to_text(to_error(loaded, "rubric.yaml")).find("'sources' is for 'framework: googletest'"),
      std::string::npos);
}

std::string judged(const std::string& settings, LoadFailure failure, bool may_quote = true) {
  SuiteEvidence suite;
  FileRun run;
  run.file = "week-2/sum_test.cc";
  run.finished = true;
  run.failure = std::move(failure);
  suite.files = {run};
  suite.expected = {
      std::vector<runners::TestRun>{{{run.file, "A > B", 0}, runners::TestState::Passed, ""}}};
  suite.causes = {Cause::None};
  suite.lacking = {{}};
  suite.laid = {run.file};
  suite.may_quote = may_quote;
  CheckInput input;
  input.view = {&mine(), &base(), "week-2", ""};
  input.suite = &suite;
  return told(check_of("tests: " + settings)->judge(input));
}

constexpr const char* kOpen = "{from: template, files: [sum_test.cc]}";
constexpr const char* kHidden = "{from: template, files: [sum_test.cc], hidden: true}";
using Kind = LoadFailure::Kind;

TEST(TestsBuild, ACompilerErrorHasItsPlace) {
  EXPECT_EQ(judged(kOpen, {Kind::NotBuilt, "expected ';'", "", "week-2/main.cc", 1, 8}),
            "fail (not_loadable): tests.not_built_at line=1 original=expected ';' "
            "path=week-2/main.cc\n"
            "  loads week-2/main.cc:1:8 tests.not_built_at line=1 original=expected ';' "
            "path=week-2/main.cc\n"
            "  fail week-2/sum_test.cc > A > B (not_loadable) tests.case_missing\n");
}

TEST(TestsBuild, ANameThatIsMissingIsNamedWhereTheTestsAreNotSecret) {
  const LoadFailure missing{
      Kind::NotBuilt, "undefined reference to 'sum(int, int)'", "sum(int, int)", "", 0, 0};
  EXPECT_EQ(judged(kOpen, missing),
            "fail (not_loadable): tests.missing_name name=sum(int, int) "
            "original=undefined reference to 'sum(int, int)' path=week-2/sum_test.cc\n"
            "  fail week-2/sum_test.cc > A > B (not_loadable) tests.case_missing\n");
  EXPECT_EQ(judged(kHidden, missing, false),
            "fail (not_loadable): tests.not_built path=week-2\n  hidden 0/1\n");
}

TEST(TestsBuild, AHeaderThatTheTemplateHasIsAskedFor) {
  EXPECT_EQ(judged(kOpen, {Kind::MissingFile, "sum.h: No such file or directory", "sum.h",
                           "week-2/sum_test.cc", 2, 10})
                .substr(0, 56),
            "fail (not_loadable): tests.asked_file file=week-2/sum.h\n");
}

}  // namespace
}  // namespace grader::rubrics
