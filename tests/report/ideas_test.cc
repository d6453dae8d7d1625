// An idea in a comment: the rubric's question, or what was found; and what comes next, and what is
// praised, where nothing gives points.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/html.h"
#include "grader/report/markdown.h"
#include "grader/report/text.h"

namespace grader::report {
namespace {

using ::testing::HasSubstr;

Report review(const std::string& ask) {
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
  return report;
}

std::string comment(const std::string& ask) {
  return render_markdown(review(ask), {});
}

// With the idea as what comes next.
Report next() {
  Report report = review("Which line is hard to read?");
  report.focus.push_back({"tea", "reads-well", {}, {}});
  return report;
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

TEST(Ideas, AreNextInASummaryWhereNothingGivesPoints) {
  EXPECT_THAT(render_text(next(), {}), HasSubstr("The next thing\n"
                                                 " 1. The code is easy to read\n"
                                                 "    Tea\n"
                                                 "    What does this name hold?\n"
                                                 "      tea.js:5\n"
                                                 "    ? Which line is hard to read?\n"));
}

TEST(Ideas, AreNextInACommentWhereNothingGivesPoints) {
  const std::string all = render_markdown(next(), {});
  EXPECT_THAT(all, HasSubstr("### The next thing\n\n"
                             "1. **The code is easy to read** \xC2\xB7 Tea\n\n"
                             "   What does this name hold? `tea.js:5`\n\n"
                             "   Which line is hard to read?\n"));
  EXPECT_THAT(all, HasSubstr("- **Idea, no points**: The code is easy to read. "));
}

TEST(Ideas, AreNextOnThePageAndStayAmongTheIdeas) {
  const std::string page = render_html(next(), {});
  EXPECT_THAT(page, HasSubstr("<h3>The code is easy to read</h3>"));
  EXPECT_THAT(page, HasSubstr("<h5>The code is easy to read</h5>"));
  EXPECT_THAT(page, HasSubstr("href=\"#e-tea\""));
}

TEST(Ideas, StandInALineWithoutItsTabs) {
  Report report = next();
  Finding& finding = report.tasks[0].checks[0].findings[0];
  finding.excerpt = Excerpt{};
  finding.excerpt->first_line = 5;
  finding.excerpt->lines = {"\t\tif (tea ==\tmilk) {"};
  EXPECT_THAT(render_text(report, {}), HasSubstr("      tea.js:5: if (tea == milk) {\n"));
}

// What is read first shows the most.
TEST(Ideas, AreOfEachRuleOneBeforeASecondOneOfAny) {
  Report report = next();
  CheckResult& idea = report.tasks[0].checks[0];
  idea.findings.clear();
  const auto found = [&](const char* rule, const char* path) {
    Finding finding;
    finding.rule = rule;
    finding.path = path;
    finding.line = 1;
    finding.message = {"sample.x", {}, rule};
    idea.findings.push_back(finding);
  };
  found("one", "a.js");
  found("one", "b.js");
  found("two", "a.js");
  EXPECT_THAT(render_text(report, {}), HasSubstr("    one\n      a.js:1\n    two\n      a.js:1\n"
                                                 "    one\n      b.js:1\n"));
}

TEST(Ideas, AreSomethingToDo) {
  Report report = next();
  CheckResult talk;
  talk.id = "talk";
  talk.title = "A talk";
  talk.status = Status::NeedsReview;
  report.tasks[0].checks.push_back(talk);
  const std::string text = render_text(report, {});
  EXPECT_THAT(text, HasSubstr("A mentor reads one part.\n"));
  report.focus.clear();
  EXPECT_THAT(render_text(report, {}),
              HasSubstr("A mentor reads one part. Nothing is lost, and there is nothing to do.\n"));
}

TEST(Ideas, ArePraisedWhereTheRubricHasWordsForIt) {
  Report report = review("");
  CheckResult& idea = report.tasks[0].checks[0];
  idea.status = Status::Pass;
  idea.findings.clear();
  EXPECT_THAT(render_html(report, {}), HasSubstr("The project is found and can be read."));
  idea.praise = "The code reads well.";
  EXPECT_THAT(render_html(report, {}), HasSubstr("The code reads well."));
}

TEST(Ideas, ArePraisedAfterWorkThatGivesPoints) {
  Report report = review("");
  report.result.points_possible = {300};
  CheckResult& idea = report.tasks[0].checks[0];
  idea.status = Status::Pass;
  idea.findings.clear();
  idea.praise = "The code reads well.";
  CheckResult works;
  works.id = "works";
  works.title = "The tea is ready in time";
  works.status = Status::Pass;
  works.points = works.points_possible = {300};
  report.tasks[0].checks.push_back(works);
  const std::string page = render_html(report, {});
  EXPECT_LT(page.find("The tea is ready in time"), page.find("The code reads well."));
}

}  // namespace
}  // namespace grader::report
