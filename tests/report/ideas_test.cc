// An idea in a comment: the rubric's question, or what was found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/markdown.h"

namespace grader::report {
namespace {

using ::testing::HasSubstr;

std::string comment(const std::string& ask) {
  CheckResult check;
  check.id = "reads-well";
  check.title = "The code is easy to read";
  check.tier = Tier::Improve;
  check.status = Status::Partial;
  check.ask = ask;
  Finding finding;
  finding.path = "tea.js";
  finding.line = 5;
  finding.message = {"sample.x", {}, "What does this name hold?"};
  check.findings.push_back(finding);
  TaskResult task;
  task.id = "tea";
  task.title = "Tea";
  task.status = Status::Pass;
  task.checks.push_back(check);
  Report report;
  report.tasks.push_back(task);
  return render_markdown(report, {});
}

TEST(Ideas, SayWhatWasFoundWhereTheRubricAsksNothing) {
  EXPECT_THAT(comment(""), HasSubstr("- **Idea, no points**: The code is easy to read. "
                                     "What does this name hold? `tea.js:5`"));
}

TEST(Ideas, AskWhatTheRubricAsks) {
  EXPECT_THAT(comment("Which line is hard to read?"),
              HasSubstr("- **Idea, no points**: The code is easy to read. "
                        "Which line is hard to read? `tea.js:5`"));
}

}  // namespace
}  // namespace grader::report
