// Suites that a tool of the rubric runs.
#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using Names = std::vector<std::string>;

std::string mistakes_of(const std::string& settings) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        tests: " +
                  settings + "\n"),
      "rubric.yaml");
  std::string text;
  for (const Diagnostic& one : loaded.diagnostics) text += one.message + "\n";
  return text;
}

TEST(TestsTool, IsRunOnceWithWhatTheRubricSays) {
  const testing::MemoryTree base({{"week-2/run.sh", "x"}, {"week-2/tests/a.txt", "y"}});
  const CheckView view{&base, &base, "week-2", ""};
  const Result<CheckPlan> plan =
      check_of(
          "tests: {from: template, framework: junit-xml, files: [run.sh, tests], run: [sh, run.sh, "
          "7], results: out.xml, expect: [adds, adds, 'a > b']}")
          ->plan(view);
  ASSERT_TRUE(plan && plan->suite);
  EXPECT_EQ(plan->suite->framework, "junit-xml");
  EXPECT_EQ(plan->suite->files, Names{"week-2/run.sh"});
  EXPECT_EQ(plan->suite->laid.size(), 2u);
  EXPECT_EQ(plan->suite->tool.argv, (Names{"sh", "run.sh", "7"}));
  EXPECT_EQ(plan->suite->tool.folder, "week-2");
  EXPECT_EQ(plan->suite->tool.results, "out.xml");
  EXPECT_EQ(plan->suite->tool.expect, (Names{"adds", "adds", "a > b"}));
}

TEST(TestsTool, MistakesAreTold) {
  EXPECT_EQ(mistakes_of("{from: template, framework: tap, files: [a.t], run: [prove]}"), "");
  EXPECT_EQ(mistakes_of("{from: template, framework: tap, files: [a.t]}"),
            "'framework: tap' needs 'run'\n");
  EXPECT_EQ(mistakes_of("{from: template, framework: junit-xml, files: [a.t], run: [x]}"),
            "'framework: junit-xml' needs 'results'\n");
  EXPECT_EQ(
      mistakes_of("{from: template, framework: tap, files: [a.t], run: [x], results: a/b.tap}"),
      "a name such as junit.xml; the tool writes it into /results/\n");
  EXPECT_EQ(mistakes_of("{from: submission, framework: tap, files: [a.t], run: [x]}"),
            "the tests of a tool are the template's or the rubric's\n");
  EXPECT_EQ(mistakes_of("{from: template, files: [a.js], run: [x], expect: [a]}"),
            "'run' is for 'framework: junit-xml' and 'framework: tap'\n"
            "'expect' is for 'framework: junit-xml' and 'framework: tap'\n");
}

}  // namespace
}  // namespace grader::rubrics
