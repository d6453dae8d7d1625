// Pages and comments stay small, whatever a report holds, and say what they cut.
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/report_json.h"
#include "grader/report/html.h"
#include "grader/report/markdown.h"
#include "grader/report/render.h"
#include "grader/report/text.h"
#include "tests/support/report_schema.h"

namespace grader::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Report report_of(int tasks, int checks, int findings, int cases, const std::string& text) {
  Report report;
  report.sandbox.level = "full";
  report.rubric.title = "Week 2";
  report.rubric.language = "en";
  for (int t = 0; t < tasks; ++t) {
    TaskResult task;
    task.id = "t" + std::to_string(t);
    task.title = text;
    task.status = Status::Fail;
    for (int c = 0; c < checks; ++c) {
      CheckResult check;
      check.id = "c" + std::to_string(c);
      check.title = check.ask = check.why = text;
      check.status = Status::Fail;
      check.points_possible = {100};
      for (int f = 0; f < findings; ++f) {
        Finding finding;
        finding.rule = "rule" + std::to_string(f);
        finding.path = text;
        finding.line = finding.end_line = 1;
        finding.message = {"sample.x", {}, text};
        finding.excerpt = Excerpt{1, {text}};
        check.findings.push_back(finding);
      }
      for (int i = 0; i < cases; ++i) {
        CaseResult one;
        one.id = std::to_string(i);
        one.name = one.expected.emplace(text);
        one.actual = text + "x";
        one.status = Status::Fail;
        check.cases.push_back(one);
      }
      task.checks.push_back(check);
    }
    report.tasks.push_back(task);
  }
  report.focus = {{"t0", "c0", {100}, {}}};
  return report;
}

// Not a matcher: it would print the page.
bool says_what_is_cut(const std::string& view) {
  return view.find("This page is shortened.") != std::string::npos ||
         view.find("more checks are not shown here") != std::string::npos;
}

TEST(Budget, ASmallReportIsNotCut) {
  const Report report = report_of(3, 3, 1, 2, "A short text.");
  EXPECT_FALSE(says_what_is_cut(render_html(report, {})));
  EXPECT_FALSE(says_what_is_cut(render_markdown(report, {})));
}

struct Size {
  const char* name;
  int tasks, checks, findings, cases;
  std::string text;
};

class BudgetSizes : public ::testing::TestWithParam<Size> {};

TEST_P(BudgetSizes, AreKept) {
  const Size& size = GetParam();
  const Report report = report_of(size.tasks, size.checks, size.findings, size.cases, size.text);
  const std::string page = render_html(report, {});
  EXPECT_LE(page.size(), kMaxPageBytes);
  EXPECT_TRUE(says_what_is_cut(page));
  const std::string comment = render_markdown(report, {});
  EXPECT_LE(comment.size(), kMaxCommentBytes);
  EXPECT_TRUE(says_what_is_cut(comment));
  EXPECT_LE(render_text(report, {}).size(), std::size_t{1} << 20);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BudgetSizes,
    ::testing::Values(Size{"ManyTasks", 1200, 1, 1, 1, "text"},
                      Size{"ManyChecks", 2, 1200, 1, 1, "text"},
                      Size{"ManyFindings", 30, 10, 30, 1, "Some longer text in a finding."},
                      Size{"ManyCases", 30, 10, 1, 50, "Some longer text in a case."},
                      Size{"LongTexts", 6, 4, 3, 3, std::string(20'000, '<')},
                      Size{"HiddenCharacters", 8, 8, 4, 4, std::string(3'000, '\x01')}),
    [](const auto& row) { return row.param.name; });

TEST(Budget, CountsTheExercisesThatAreCut) {
  const std::string page = render_html(report_of(1200, 1, 1, 1, "text"), {});
  EXPECT_NE(page.find("1140 more exercises are not shown here."), std::string::npos);
  EXPECT_NE(
      page.find("This page is shortened. The file <code>report.json</code> holds everything."),
      std::string::npos);
}

TEST(Budget, OneMebibyteOfTextIsInert) {
  std::string text = "</style><script>alert(1)</script>\xE2\x80\xAE";
  while (text.size() < (1U << 20)) text += text;
  const Report report = report_of(1, 1, 1, 1, text);
  const std::string page = render_html(report, {});
  EXPECT_LE(page.size(), kMaxPageBytes);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_LE(render_markdown(report, {}).size(), kMaxCommentBytes);
  EXPECT_TRUE(testing::ValidatesAsReport(report_to_json(report)));
}

TEST(Text, LinesFitTheWidth) {
  const Report report =
      report_of(2, 2, 1, 1, "Some words and averyveryverylongwordthatdoesnotfitintooneline here");
  for (const int width : {60, 80, 120}) {
    RenderOptions options;
    options.width = width;
    const std::string text = render_text(report, options);
    std::size_t start = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos;
         end = text.find('\n', start)) {
      EXPECT_LE(display_width(text.substr(start, end - start)), static_cast<std::size_t>(width))
          << text.substr(start, end - start);
      start = end + 1;
    }
  }
}

TEST(Text, ColoursOnlyWhenAsked) {
  const Report report = report_of(1, 1, 1, 1, "text");
  EXPECT_THAT(render_text(report, {}), Not(HasSubstr("\x1B")));
  RenderOptions options;
  options.color = true;
  EXPECT_THAT(render_text(report, options), HasSubstr("\x1B[31m"));
}

TEST(Formats, AreFoundByName) {
  ASSERT_NE(find_format("md"), nullptr);
  EXPECT_EQ(find_format("md")->file_name, "report.md");
  EXPECT_EQ(find_format("pdf"), nullptr);
  std::set<std::string_view> names, files;
  for (const Format& format : all_formats()) {
    names.insert(format.name);
    files.insert(format.file_name);
  }
  EXPECT_EQ(names.size(), all_formats().size());
  EXPECT_EQ(files.size(), all_formats().size());
}

TEST(Localize, FillsInTextsAndKeepsThoseOfUnknownIds) {
  Report report = report_of(1, 1, 0, 0, "text");
  report.tasks[0].checks[0].message = {"page.moment", {{"moment", "today"}}, ""};
  report.remarks = {{"rule", "path", {"older.id", {}, "Stored words."}}};
  ASSERT_TRUE(localize(report, "en"));
  EXPECT_EQ(report.tasks[0].checks[0].message.text, "today (UTC)");
  EXPECT_EQ(report.remarks[0].message.text, "Stored words.");
  const Result<void> unknown = localize(report, "tlh");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_text(unknown.error()),
            "unknown language 'tlh'\nhint: known languages: ar, ca, en, es, fr, uk");
}

}  // namespace
}  // namespace grader::report
