// What the formats of others are told, and what they are not.
#include "grader/report/annotations.h"

#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/text.h"
#include "grader/report/ctrf.h"
#include "grader/report/github.h"
#include "grader/report/junit.h"
#include "grader/report/rdjson.h"
#include "grader/report/render.h"
#include "grader/report/sarif.h"
#include "grader/report/text.h"

namespace grader::report {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

Message said(const std::string& text) {
  return {"sample.of_a_test", {}, text};
}

Finding finding_at(const std::string& path, int line, int column = 0, int end_column = 0) {
  Finding finding;
  finding.rule = "no-var";
  finding.path = path;
  finding.line = line;
  finding.column = column;
  if (end_column > 0) {
    finding.end_line = line;
    finding.end_column = end_column;
  }
  finding.message = said("This name can be used everywhere.");
  return finding;
}

// One task with one check.
Report report_with(CheckResult check) {
  Report report;
  report.rubric = {"js1/week-2", 4, "", "Week 2", "en"};
  report.engine_version = "0.1.0";
  report.result.status = Completeness::Complete;
  report.result.points_possible = {1000};
  report.run.graded_at = "2026-11-23T12:26:00Z";
  TaskResult task;
  task.id = "shop";
  task.title = "Shopping list";
  task.path = "week-2/shop.js";
  task.status = check.status;
  task.points_possible = {1000};
  task.checks.push_back(std::move(check));
  report.tasks.push_back(std::move(task));
  return report;
}

CheckResult check_that(Status status) {
  CheckResult check;
  check.id = "names";
  check.kind = "text";
  check.title = "Names say what they hold";
  check.status = status;
  check.points_possible = {1000};
  check.message = said("Not all names do.");
  return check;
}

std::vector<Annotation> annotated(const Report& report) {
  static const Words words = Words::in("en");
  return annotations_of(words, report, std::numeric_limits<std::size_t>::max());
}

TEST(Annotations, AreTheFindingsOfTheStudent) {
  CheckResult check = check_that(Status::Fail);
  check.ask = "What does `x` hold?";
  check.findings = {finding_at("a b/é.js", 3), finding_at("a b/é.js", 9)};
  check.findings[0].in_template = true;
  const Report report = report_with(check);
  const std::vector<Annotation> all = annotated(report);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].rule, "shop/names/no-var");
  EXPECT_EQ(all[0].path, "a b/é.js");
  EXPECT_EQ(all[0].finding->line, 9);
  EXPECT_EQ(all[0].title, "Names say what they hold");
  EXPECT_THAT(all[0].message,
              ElementsAre("This name can be used everywhere.", "What does x hold?"));
}

TEST(Annotations, ACheckWithoutFindingsStandsAtItsTask) {
  const Report report = report_with(check_that(Status::Partial));
  const std::vector<Annotation> all = annotated(report);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].level, Level::Warning);
  EXPECT_EQ(all[0].path, "week-2/shop.js");
  EXPECT_THAT(all[0].message, ElementsAre("Not all names do."));
}

TEST(Annotations, TheLevelSaysWhatItCosts) {
  const auto level = [](Status status, Tier tier) {
    CheckResult check = check_that(status);
    check.tier = tier;
    check.findings = {finding_at("a.js", 1)};
    const Report report = report_with(check);
    return annotated(report).at(0).level;
  };
  EXPECT_EQ(level(Status::Fail, Tier::Blocking), Level::Error);
  EXPECT_EQ(level(Status::Partial, Tier::Blocking), Level::Warning);
  EXPECT_EQ(level(Status::Pass, Tier::Blocking), Level::Note);
  EXPECT_EQ(level(Status::NeedsReview, Tier::Blocking), Level::Note);
  EXPECT_EQ(level(Status::Fail, Tier::Improve), Level::Note);
}

TEST(Annotations, NothingIsMarkedWhereNothingWasJudged) {
  for (const Status status : {Status::NotStarted, Status::Skipped, Status::Error}) {
    CheckResult check = check_that(status);
    check.findings = {finding_at("a.js", 1)};
    const Report report = report_with(check);
    EXPECT_TRUE(annotated(report).empty()) << to_text(status);
  }
  const Report report = report_with(check_that(Status::Pass));
  EXPECT_TRUE(annotated(report).empty());
}

TEST(Annotations, HiddenCasesAreOnlyCounted) {
  CheckResult check = check_that(Status::Fail);
  check.cases_hidden = HiddenCases{3, 1};
  const Report report = report_with(check);
  EXPECT_THAT(annotated(report).at(0).message,
              ElementsAre("Not all names do.",
                          "2 of 3 examples that are not shown do not work yet. They try the same "
                          "thing with other values. Which values were not tried yet?"));
}

TEST(Annotations, ThreeExamplesAreTold) {
  CheckResult check = check_that(Status::Fail);
  for (int i = 0; i < 5; ++i) {
    CaseResult one;
    one.name = "f(" + std::to_string(i) + ")";
    one.status = i == 0 ? Status::Pass : Status::Fail;
    one.expected = "1";
    one.actual = "2";
    check.cases.push_back(one);
  }
  check.cases[2].expected.reset();
  check.cases[2].message = said("It has no answer.");
  const Report report = report_with(check);
  EXPECT_THAT(
      annotated(report).at(0).message,
      ElementsAre("Not all names do.", "Example: f(1)", "  Should give back: 1", "  Gives back: 2",
                  "Example: f(2)", "  It has no answer.", "Example: f(3)", "  Should give back: 1",
                  "  Gives back: 2", "1 more example is not listed here."));
}

TEST(Annotations, WhatAToolSaidStandsBelowInItsLines) {
  CheckResult check = check_that(Status::Fail);
  check.message.params["original"] = std::string("not this");
  check.findings = {finding_at("a.js", 1)};
  check.findings[0].message.params["original"] =
      std::string("Unexpected var.\n::error::x\x1B[31m\xE2\x80\xAE\n") + std::string(400, 'x');
  const Report report = report_with(check);
  EXPECT_THAT(
      annotated(report).at(0).message,
      ElementsAre("This name can be used everywhere.", "  Original message: Unexpected var.",
                  "    : :error::x<U+202E>", "    " + std::string(267, 'x') + "..."));
}

TEST(Annotations, APathThatLeavesIsNone) {
  for (const char* path : {"/etc/passwd", "../x", "a/../../x", "a//b", "./a", ".."}) {
    CheckResult check = check_that(Status::Fail);
    check.findings = {finding_at(path, 1)};
    const Report report = report_with(check);
    EXPECT_EQ(annotated(report).at(0).path, "") << path;
    EXPECT_THAT(render_rdjson(report, {}), HasSubstr("\"diagnostics\": []")) << path;
    EXPECT_THAT(render_sarif(report, {}), HasSubstr("\"toolExecutionNotifications\"")) << path;
    EXPECT_THAT(render_github(report, {}), Not(HasSubstr("file="))) << path;
  }
}

TEST(Sarif, PathsAreRelativeReferences) {
  EXPECT_EQ(uri_of_path("a b/caf\xC3\xA9.js"), "a%20b/caf%C3%A9.js");
  EXPECT_EQ(uri_of_path("javascript:alert(1)"), "javascript%3Aalert%281%29");
  EXPECT_EQ(uri_of_path("a?b#c%0A\n\xE2\x80\xAE"), "a%3Fb%23c%250A%0A%E2%80%AE");
}

TEST(Sarif, HoldsNoMoreThanIsShown) {
  CheckResult check = check_that(Status::Fail);
  for (int i = 0; i < 6000; ++i) check.findings.push_back(finding_at("a.js", i + 1));
  for (Finding& finding : check.findings) finding.message = said(std::string(2000, '<'));
  const std::string sarif = render_sarif(report_with(check), {});
  EXPECT_THAT(sarif, HasSubstr("\"startLine\": 5000\n"));
  EXPECT_THAT(sarif, Not(HasSubstr("\"startLine\": 5001\n")));
  EXPECT_LT(sarif.size(), std::size_t{10} << 20);
}

TEST(Rdjson, ColumnsCountBytes) {
  Finding finding = finding_at("a.js", 3, 3, 5);
  finding.excerpt =
      Excerpt{2, {"x", "a\xF0\x90\x90\x80z\xC3\xA9", "\xEF\xBF\xBDz", std::string(500, 'x')}};
  EXPECT_EQ(byte_column(finding, 3, 1), 1U);
  EXPECT_EQ(byte_column(finding, 3, 2), 2U);
  EXPECT_EQ(byte_column(finding, 3, 3), 6U);
  EXPECT_EQ(byte_column(finding, 3, 5), 9U);              // behind the last one
  EXPECT_EQ(byte_column(finding, 3, 6), std::nullopt);    // further than that
  EXPECT_EQ(byte_column(finding, 4, 2), std::nullopt);    // what bytes it was is not known
  EXPECT_EQ(byte_column(finding, 5, 501), std::nullopt);  // the line may go on
  EXPECT_EQ(byte_column(finding, 1, 1), std::nullopt);    // not in the excerpt
  EXPECT_EQ(byte_column(finding, 3, 0), std::nullopt);    // not known
  CheckResult check = check_that(Status::Fail);
  check.findings = {finding};
  EXPECT_THAT(render_rdjson(report_with(check), {}),
              HasSubstr("\"start\": {\n            \"line\": 3,\n            \"column\": 6\n"
                        "          },\n          \"end\": {\n            \"line\": 3,\n"
                        "            \"column\": 9\n"));
}

// ---- what a tool would write instead ----

Report with_fix(const Fix& fix) {
  CheckResult check = check_that(Status::Fail);
  Finding finding = finding_at("a b.js", 2, 1, 4);
  finding.excerpt = Excerpt{1, {"x", "var \xC3\xA9 = 1", "y"}};
  finding.fix = fix;
  check.findings = {finding};
  return report_with(check);
}

// The lines of JSON without what stands before each.
std::string flat(const std::string& json) {
  std::string text;
  for (const std::string_view line : lines_of(json)) text += trim(line);
  return text;
}

TEST(Sarif, AFixDeletesARegionAndInsertsAText) {
  EXPECT_THAT(
      flat(render_sarif(with_fix({2, 5, 2, 6, "e\n"}), {})),
      HasSubstr(R"("fixes": [{"artifactChanges": [{"artifactLocation": {"uri": "a%20b.js"},)"
                R"("replacements": [{"deletedRegion": {"startLine": 2,"startColumn": 5,)"
                R"("endLine": 2,"endColumn": 6},"insertedContent": {"text": "e\n"}}]}]}])"));
  EXPECT_THAT(flat(render_sarif(with_fix({2, 10, 2, 10, ";"}), {})),
              HasSubstr(R"("startColumn": 10,"endLine": 2,"endColumn": 10},)"));
}

TEST(Rdjson, AFixIsASuggestionInBytes) {
  EXPECT_THAT(flat(render_rdjson(with_fix({2, 5, 2, 6, "e"}), {})),
              HasSubstr(R"("suggestions": [{"range": {"start": {"line": 2,"column": 5},)"
                        R"("end": {"line": 2,"column": 7}},"text": "e"}])"));
  EXPECT_THAT(flat(render_rdjson(with_fix({2, 1, 7, 1, ""}), {})),
              HasSubstr(R"("start": {"line": 2,"column": 1},"end": {"line": 7,"column": 1}},)"));
  // How long that line is, the excerpt does not say.
  EXPECT_THAT(render_rdjson(with_fix({2, 1, 7, 2, ""}), {}), Not(HasSubstr("suggestions")));
}

TEST(Annotations, AFixAtNoPlaceIsNone) {
  for (const Fix& fix : {Fix{0, 1, 2, 4, "x"}, Fix{2, 0, 2, 4, "x"}, Fix{2, 1, 2, 0, "x"},
                         Fix{2, 4, 2, 1, "x"}, Fix{2, 1, 1, 4, "x"}, Fix{2, 1, -2, 4, "x"}}) {
    EXPECT_THAT(render_sarif(with_fix(fix), {}), Not(HasSubstr("fixes")));
    EXPECT_THAT(render_rdjson(with_fix(fix), {}), Not(HasSubstr("suggestions")));
  }
}

TEST(Annotations, FixesOfAllChecksCanBeApplied) {
  Report report = with_fix({2, 1, 2, 4, "let"});
  for (const Fix& fix : {Fix{2, 3, 2, 5, "x"}, Fix{2, 4, 2, 4, ";"}, Fix{1, 1, 3, 1, ""},
                         Fix{2, 5, 2, 6, "e"}, Fix{1, 2, 1, 2, ";"}}) {
    report.tasks[0].checks.push_back(with_fix(fix).tasks[0].checks[0]);
  }
  std::vector<std::string> texts;
  for (const Annotation& one : annotated(report)) {
    texts.push_back(one.fix == nullptr ? "none" : one.fix->text);
  }
  EXPECT_THAT(texts, ElementsAre("let", "none", "none", "none", "e", ";"));
}

TEST(Annotations, WhatAFixHidesIsAnEscape) {
  const Fix fix{2, 1, 2, 4, "\xE2\x80\xAE\x1B[2J\n::error::x ###[error]y \\##vso[z] ##x"};
  for (const std::string& json :
       {render_sarif(with_fix(fix), {}), render_rdjson(with_fix(fix), {})}) {
    EXPECT_THAT(
        json,
        HasSubstr(R"("text": "\u202e\u001b[2J\n::error::x #\u0023#[error]y \\\u0023#vso[z] ##x")"));
  }
}

// People are asked; the answer is theirs to find.
TEST(Annotations, AFixIsNotShownToPeople) {
  const Report report = with_fix({2, 1, 2, 4, "the-answer"});
  for (const Format& format : all_formats()) {
    const std::string view = format.render(report, {});
    const bool told = format.name == "sarif" || format.name == "rdjson" || format.name == "json";
    EXPECT_EQ(view.find("the-answer") != std::string::npos, told) << format.name;
  }
}

TEST(Github, EscapesAsTheRunnerReads) {
  EXPECT_EQ(workflow_data("50%\r\na: b, c"), "50%25%0D%0Aa: b, c");
  EXPECT_EQ(workflow_property("50%\r\na: b, c"), "50%25%0D%0Aa%3A b%2C c");
}

TEST(Github, CommandsOfTheStudentAreText) {
  CheckResult check = check_that(Status::Fail);
  check.title = "T::set-output name=x::y";
  check.findings = {
      finding_at("a,b:%0A::set-output name=x::y\n\xE2\x80\xAE]]>\"'\xFF.js", 3, 1, 4)};
  check.findings[0].message = said("::stop-commands::x ##[add-mask]y %0A::error::z");
  EXPECT_EQ(render_github(report_with(check), {}),
            "::notice title=Week 2::Open: 0 of 10 points\n"
            "::error file=a%2Cb%3A%250A%3A%3Aset-output name=x%3A%3Ay<U+000A><U+202E>]]>\"'"
            "\xEF\xBF\xBD.js,line=3,col=1,endColumn=4,title=T%3A%3Aset-output name=x%3A%3Ay::"
            ": :stop-commands::x # #[add-mask]y %250A::error::z\n");
}

TEST(Github, ShowsTenOfAKindWhatMattersMostFirst) {
  Report report = report_with(check_that(Status::Fail));
  for (int i = 0; i < 12; ++i)
    report.tasks[0].checks[0].findings.push_back(finding_at("a.js", i + 1));
  CheckResult small = check_that(Status::Fail), idea = check_that(Status::Fail);
  small.id = "focus";
  small.points_possible = {100};
  idea.tier = Tier::Improve;
  report.tasks[0].checks.push_back(small);
  report.tasks[0].checks.push_back(idea);
  report.focus = {{"shop", "focus", {100}, {}}};
  const std::string log = render_github(report, {});
  EXPECT_THAT(log, HasSubstr("::notice title=Week 2::Open: 0 of 10 points\n"
                             "::error file=week-2/shop.js,title=Names say what they hold::Not all "
                             "names do.\n::error file=a.js,line=1,title="));
  EXPECT_THAT(log, HasSubstr("line=9,"));
  EXPECT_THAT(log, Not(HasSubstr("line=10,")));
  EXPECT_THAT(log, EndsWith("::notice file=week-2/shop.js,title=Names say what they hold::Not all "
                            "names do.\n::notice title=Week 2::3 more remarks are not shown "
                            "here.\n"));
}

TEST(Github, ColumnsGoWithOneLine) {
  CheckResult check = check_that(Status::Fail);
  check.findings = {finding_at("a.js", 3, 2)};
  check.findings[0].end_line = 5;
  check.findings[0].end_column = 1;
  EXPECT_THAT(render_github(report_with(check), {}),
              HasSubstr("::error file=a.js,line=3,endLine=5,title="));
}

TEST(Junit, FailuresAreTheStudentsAndErrorsOurs) {
  const auto rendered = [](Status status, Tier tier = Tier::Blocking) {
    CheckResult check = check_that(status);
    check.tier = tier;
    return render_junit(report_with(check), {});
  };
  EXPECT_THAT(rendered(Status::Fail),
              HasSubstr("<failure type=\"fail\" message=\"Not all names do.\">Not all names do."
                        "</failure>"));
  EXPECT_THAT(rendered(Status::Error), HasSubstr("<error type=\"error\" message=\"Not all"));
  EXPECT_THAT(rendered(Status::NeedsReview), HasSubstr("<skipped>Not all names do.</skipped>"));
  EXPECT_THAT(rendered(Status::NotStarted), HasSubstr("<skipped>"));
  EXPECT_THAT(rendered(Status::Fail, Tier::Improve),
              HasSubstr("<system-out>Not all names do.</system-out>"));
  EXPECT_THAT(rendered(Status::Pass), HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\""));
}

TEST(Junit, HoldsAnyText) {
  CheckResult check = check_that(Status::Fail);
  check.title = "]]>\"'<!--\x01\xEF\xBF\xBF\xFF";
  check.message = said("]]></failure><failure>&#0;\x1B[31m");
  EXPECT_THAT(render_junit(report_with(check), {}),
              HasSubstr("<testcase name=\"]]>&quot;'&lt;!--&lt;U+0001>\xEF\xBF\xBD\xEF\xBF\xBD\" "
                        "classname=\"shop.names\" status=\"fail\">\n"
                        "      <failure type=\"fail\" message=\"]]>&lt;/failure>&lt;failure>"
                        "&amp;#0;\">]]&gt;&lt;/failure&gt;&lt;failure&gt;&amp;#0;</failure>"));
}

TEST(Ctrf, StatusesAndPoints) {
  const auto rendered = [](Status status, Tier tier = Tier::Blocking) {
    CheckResult check = check_that(status);
    check.tier = tier;
    check.points = {250};
    return render_ctrf(report_with(check), {});
  };
  EXPECT_THAT(rendered(Status::Pass), HasSubstr("\"passed\": 1,"));
  EXPECT_THAT(rendered(Status::Partial), HasSubstr("\"failed\": 1,"));
  EXPECT_THAT(rendered(Status::Skipped), HasSubstr("\"skipped\": 1,"));
  EXPECT_THAT(rendered(Status::NotStarted), HasSubstr("\"pending\": 1,"));
  EXPECT_THAT(rendered(Status::NeedsReview), HasSubstr("\"pending\": 1,"));
  EXPECT_THAT(rendered(Status::Error), HasSubstr("\"other\": 1,"));
  EXPECT_THAT(rendered(Status::Fail, Tier::Improve), HasSubstr("\"other\": 1,"));
  EXPECT_THAT(rendered(Status::Fail), HasSubstr("\"score\": 2.5,\n          \"max_score\": 10.0,"));
  EXPECT_THAT(rendered(Status::Fail), HasSubstr("\"start\": 1795436760000,"));
}

TEST(Terminal, SaysNoCommandToALog) {
  CheckResult check = check_that(Status::Fail);
  check.title = "a ##[error]b";
  check.message = said("::add-mask::x");
  Report report = report_with(check);
  report.rubric.title = "::error::x";
  report.focus = {{"shop", "names", {1000}, {}}};
  const std::string summary = render_text(report, {});
  EXPECT_THAT(summary, HasSubstr(": :error::x\n"));
  EXPECT_THAT(summary, HasSubstr(": :add-mask::x\n"));
  EXPECT_THAT(summary, Not(HasSubstr("##[")));
  EXPECT_THAT(summary, Not(HasSubstr("\n::")));
  EXPECT_THAT(summary, Not(HasSubstr(" ::")));
}

}  // namespace
}  // namespace grader::report
