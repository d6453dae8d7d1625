#include "grader/model/report_json.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/report_schema.h"

namespace grader {
namespace {

using ::testing::HasSubstr;

Message message(const char* id) {
  return {id, {{"name", "bmi"}, {"count", std::int64_t{3}}}, "Text."};
}

// Every member holds something else than its empty value.
Report full_report() {
  Report r;
  r.submission = {"https://example.org/course.git",
                  "pull/7/head",
                  std::string(40, 'a'),
                  std::string(40, 'b'),
                  std::string(40, 'c'),
                  "2026-11-23T12:00:00Z"};
  r.rubric = {"js1/week-2", 4, "sha256:00", "JS1, week 2", "en"};
  r.engine_version = "0.1.0";
  r.environments = {{"node", "sha256:11"}};
  r.sandbox = {"weak", {{"network", "holds"}, {"memory", "missing"}}, {"memory"}};
  r.result = {Completeness::Complete, {725}, {200}, {1000}, {700}, 72, true, Label::Complete};
  r.remarks = {{"node_modules_committed", "node_modules", message("submission.x")}};
  r.focus = {{"bmi", "computes", {175}, {"bmi/given"}}};
  r.marks = "sha256:02";
  TaskResult task;
  task.id = "bmi";
  task.title = "Body mass index";
  task.path = "week-2/bmi.js";
  task.group = Group::Extra;
  task.status = Status::Partial;
  task.points = {725};
  task.points_possible = {1000};
  task.points_open = {200};
  task.deducted = {50};
  task.first_step = "Open the file.";
  task.blocks = {{"any", "Any two", 2, {100}, {200}, {"computes"}}};
  CheckResult check;
  check.id = "computes";
  check.kind = "tests";
  check.title = "It computes";
  check.tier = Tier::Improve;
  check.status = Status::Skipped;
  check.cause = Cause::WrongResult;
  check.assurance = Assurance::InProcess;
  check.points = {725};
  check.points_possible = {1000};
  check.message = message("tests.some_fail");
  check.ask = "What?";
  check.why = "Because.";
  check.learn = "https://example.org/learn";
  check.praise = "Clear names.";
  check.waits_for = {"bmi/loads"};
  check.findings = {{"no-var", Tier::Improve, "bmi.js", 2, 3, 4, 5, message("text.x"),
                     Message{"review.no_var_why", {}, "Because."}, Excerpt{1, {"a", "b"}}, true,
                     Fix{2, 3, 4, 5, "let\n"}}};
  check.cases = {{"1", "adds", Status::Fail, Cause::Crashed, "5", "6", message("tests.y")}};
  check.cases_not_shown = 9;
  check.cases_hidden = HiddenCases{3, 1};
  check.share = Share{2, 5};
  check.deduction = Deduction{{50}, Points{200}, 3, {150}};
  check.review = Review{Points{250}, "Good to read."};
  check.evidence = {{"console", "text/plain", "evidence/1.txt", "00", "Output"}};
  task.checks = {check};
  r.tasks = {task};
  r.run = {"2026-11-23T12:00:05Z", "host", {{"fetch", 12}}, 1 << 20, 300, 1, 2, {"note"}};
  return r;
}

std::string mistake_in(std::string json, const std::string& from, const std::string& to) {
  const std::size_t at = json.find(from);
  if (at == std::string::npos) return "the test's text is not in the report";
  json.replace(at, from.size(), to);
  const Result<Report> read = report_from_json(json);
  return read ? "" : to_text(read.error());
}

TEST(ReportJson, ReadsBackWhatItWrites) {
  const std::string json = report_to_json(full_report());
  const Result<Report> read = report_from_json(json);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(report_to_json(*read), json);
  EXPECT_EQ(read->tasks[0].checks[0].cause, Cause::WrongResult);
  EXPECT_EQ(read->tasks[0].checks[0].findings[0].end_column, 5);
  ASSERT_TRUE(read->tasks[0].checks[0].findings[0].fix);
  EXPECT_EQ(read->tasks[0].checks[0].findings[0].fix->end_line, 4);
  EXPECT_EQ(read->tasks[0].checks[0].findings[0].fix->text, "let\n");
  EXPECT_EQ(read->run.cache_misses, 2);
  EXPECT_EQ(read->tasks[0].checks[0].deduction->findings, 3);
  EXPECT_EQ(read->tasks[0].checks[0].deduction->at_most, Points{200});
  EXPECT_EQ(read->marks, "sha256:02");
}

TEST(ReportJson, FollowsThePublishedSchema) {
  EXPECT_TRUE(testing::ValidatesAsReport(report_to_json(full_report())));
  Report nothing_was_run;
  nothing_was_run.sandbox.level = "none";
  EXPECT_TRUE(testing::ValidatesAsReport(report_to_json(nothing_was_run)));
}

TEST(ReportJson, TheSchemaRefusesUnknownKeys) {
  std::string json = report_to_json(full_report());
  json.replace(json.find("\"focus\""), 7, "\"fokus\"");
  EXPECT_FALSE(testing::ValidatesAsReport(json));
}

TEST(ReportJson, AnEmptyReportIsReadBackToo) {
  const std::string json = report_to_json(Report{});
  const Result<Report> read = report_from_json(json);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(report_to_json(*read), json);
  EXPECT_FALSE(read->result.passed.has_value());
}

TEST(ReportJson, KeysStandInTheOrderOfTheManual) {
  const std::string json = report_to_json(full_report());
  std::size_t before = 0;
  for (const char* key : {"\"format\"", "\"version\"", "\"submission\"", "\"rubric\"", "\"engine\"",
                          "\"environments\"", "\"sandbox\"", "\"result\"", "\"remarks\"",
                          "\"focus\"", "\"tasks\"", "\"run\""}) {
    const std::size_t at = json.find(std::string("\n  ") + key);
    ASSERT_NE(at, std::string::npos) << key;
    EXPECT_GT(at, before) << key;
    before = at;
  }
  EXPECT_EQ(json.back(), '\n');
}

TEST(ReportJson, PointsAreTheShortestDecimal) {
  Report report;
  report.result.points = {725};
  report.result.points_open = {1000};
  report.result.points_possible = {-29};
  const std::string json = report_to_json(report);
  EXPECT_THAT(json, HasSubstr("\"points\": 7.25,"));
  EXPECT_THAT(json, HasSubstr("\"points_open\": 10,"));
  EXPECT_THAT(json, HasSubstr("\"points_possible\": -0.29,"));
}

TEST(ReportJson, EveryNumberOfHundredthsSurvives) {
  Report report;
  for (std::int64_t i = 0; i < 20'000; ++i) report.focus.push_back({"t", "c", {i}, {}});
  for (const std::int64_t big : {99'999'999'999, 12'345'678'901}) {
    report.focus.push_back({"t", "c", {big}, {}});
  }
  const std::string json = report_to_json(report);
  const Result<Report> read = report_from_json(json);
  ASSERT_TRUE(read) << to_text(read.error());
  ASSERT_EQ(read->focus.size(), report.focus.size());
  std::size_t at = 0;
  for (std::size_t i = 0; i < report.focus.size(); ++i) {
    const Points points = report.focus[i].points_lost;
    ASSERT_EQ(read->focus[i].points_lost, points);
    const std::string line = "\"points_lost\": " + to_text(points) + "\n";
    at = json.find("\"points_lost\"", at + 1);
    ASSERT_EQ(json.compare(at, line.size(), line), 0) << line;
  }
}

TEST(ReportJson, TextBecomesValidUtf8) {
  Report report;
  report.rubric.title = "caf\xE9";
  EXPECT_THAT(report_to_json(report), HasSubstr("\"caf\xEF\xBF\xBD\""));
}

TEST(ReportJson, WhatHidesOnAScreenIsEscaped) {
  Report report;
  report.rubric.title = "a\x1B[2J \xC2\x9B \xE2\x80\xAE \xF3\xA0\x81\x81 \x7F \xC3\xA9 \xD8\xB9";
  const std::string json = report_to_json(report);
  EXPECT_THAT(json, HasSubstr(R"("a\u001b[2J \u009b \u202e \udb40\udc41 \u007f )"
                              "\xC3\xA9 \xD8\xB9\""));
  const Result<Report> read = report_from_json(json);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rubric.title, report.rubric.title);
}

struct Mistaken {
  const char* name;
  const char* from;
  const char* to;
  const char* message;
};

class ReportJsonMistakes : public ::testing::TestWithParam<Mistaken> {};

TEST_P(ReportJsonMistakes, NameTheirPlace) {
  const Mistaken& row = GetParam();
  EXPECT_EQ(mistake_in(report_to_json(full_report()), row.from, row.to),
            std::string(row.message) + "\nhint: expected a report.json of version 1");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ReportJsonMistakes,
    ::testing::Values(
        Mistaken{"Status", "\"partial\"", "\"passt\"", "/tasks/0/status: unknown status 'passt'"},
        Mistaken{"EmptyCause", "\"wrong_result\"", "\"\"",
                 "/tasks/0/checks/0/cause: unknown cause ''"},
        Mistaken{"Format", "grader-report", "other", "/format: expected \"grader-report\""},
        Mistaken{"Version", "\"version\": 1", "\"version\": 2", "/version: expected 1"},
        Mistaken{"Missing", "\"percent\": 72,", "", "/result: the key 'percent' is missing"},
        Mistaken{"Unknown", "\"percent\"", "\"x\": 1, \"percent\"", "/result: unknown key 'x'"},
        Mistaken{"Twice", "\"percent\"", "\"percent\": 1, \"percent\"",
                 "the key 'percent' occurs twice"},
        Mistaken{"Text", "\"JS1, week 2\"", "7", "/rubric/title: expected text"},
        Mistaken{"Whole", "\"percent\": 72", "\"percent\": 72.5",
                 "/result/percent: expected a whole number"},
        Mistaken{"Range", "\"percent\": 72", "\"percent\": 7200000000",
                 "/result/percent: the number is out of range"},
        Mistaken{"Hundredths", "\"points\": 7.25", "\"points\": 7.255",
                 "/result/points: expected at most two decimals"},
        Mistaken{"Endless", "\"points\": 7.25", "\"points\": 1e300",
                 "/result/points: the number is out of range"},
        Mistaken{"Bool", "\"passed\": true", "\"passed\": 1",
                 "/result/passed: expected true or false"},
        Mistaken{"List", "\"degraded\": [", "\"degraded\": 1, \"unused\": [",
                 "/sandbox/degraded: expected a list"},
        Mistaken{"Object", "\"guards\": {", "\"guards\": [], \"unused\": {",
                 "/sandbox/guards: expected an object"},
        Mistaken{"Param", "\"count\": 3", "\"count\": 3.5",
                 "/remarks/0/message/params/count: expected text or a whole number"},
        Mistaken{"Syntax", "{\n  \"format\"", "{\n  format", "2:4: not JSON"},
        Mistaken{"TooLarge", "\"percent\": 72", "\"percent\": 1e999", "a number is too large"}),
    [](const auto& row) { return row.param.name; });

TEST(ReportJson, DeepNestingIsAnErrorAndNotACrash) {
  const Result<Report> read = report_from_json(std::string(200'000, '['));
  ASSERT_FALSE(read);
  EXPECT_THAT(to_text(read.error()), HasSubstr("not JSON"));
}

}  // namespace
}  // namespace grader
