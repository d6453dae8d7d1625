#include "grader/engine/explain_points.h"

#include <gtest/gtest.h>

#include "grader/engine/score.h"
#include "rubrics/load.h"

namespace grader::engine {
namespace {

constexpr const char* kRubric = R"(rubric: js1/week-2
version: 1
title: Week 2
pass: 70
tasks:
  - id: shared
    title: Shared out
    points: 10
    checks:
      - {id: a, title: A, files: {required: [a]}}
      - {id: b, title: B, files: {required: [b]}}
      - {id: c, title: C, files: {required: [c]}}
      - {id: d, title: D, tier: improve, deduct: {each: 0.5, at_most: 1}, files: {forbidden: [d]}}
  - id: parts
    title: Parts
    checks:
      - id: block
        title: Two of three
        points: 3
        any: 2
        checks:
          - {id: x, title: X, files: {required: [x]}}
          - {id: y, title: Y, files: {required: [y]}}
          - {id: z, title: Z, files: {required: [z]}}
      - {id: all, title: All, points: 2, score: all, files: {required: [p, q]}}
      - {id: later, title: Later, points: 1, needs: [all], files: {required: [r]}}
      - {id: award, title: Award, points: 4, tests: {from: submission, files: ["*.js"]}}
      - {id: talk, title: Talk, points: 5, manual: {prompt: Talk}}
      - {id: ours, title: Ours, points: 1, files: {required: [s]}}
  - id: more
    title: More
    group: extra
    points: 2
    checks: [{id: m, title: M, points: 2, manual: {prompt: Look}}]
)";

CheckResult& result(TaskResult& task, const std::string& id) {
  for (CheckResult& check : task.checks) {
    if (check.id == id) return check;
  }
  return task.checks.front();
}

struct Graded {
  rubrics::Rubric rubric;
  Report report;
};

// As the engine scores it, from statuses and points that a test says.
Graded graded() {
  rubrics::LoadedRubric loaded = rubrics::load_rubric_text(kRubric, "/nowhere/rubric.yaml");
  Graded made{std::move(*loaded.rubric), {}};
  for (const rubrics::Task& spec : made.rubric.tasks) {
    TaskResult task;
    task.id = spec.id;
    task.group = spec.group;
    task.points_possible = spec.points;
    for (const rubrics::CheckSpec& check : spec.checks) {
      CheckResult one;
      one.id = check.id;
      one.kind = check.kind;
      one.tier = check.tier;
      one.status = Status::Pass;
      one.points = one.points_possible = check.points;
      task.checks.push_back(one);
    }
    made.report.tasks.push_back(task);
  }
  return made;
}

void score(Graded& made) {
  for (std::size_t i = 0; i < made.report.tasks.size(); ++i) {
    score_task(made.rubric.tasks[i], made.report.tasks[i]);
  }
  made.report.result = score_report(made.report.tasks, made.rubric.pass);
}

Graded mixed() {
  Graded made = graded();
  TaskResult& shared = made.report.tasks[0];
  CheckResult& b = result(shared, "b");
  b.status = Status::Partial;
  b.share = Share{2, 3};
  b.points = share_of(b.points_possible, 2, 3);
  b.message.text = "2 of 3 are there.";
  CheckResult& d = result(shared, "d");
  d.status = Status::Fail;
  d.message.text = "Some things do not belong here.";
  for (int i = 0; i < 7; ++i) {
    Finding finding;
    finding.path = "d.js";
    finding.line = i + 1;
    finding.in_template = i == 0;
    finding.message.text = "Not this.";
    d.findings.push_back(finding);
  }
  TaskResult& parts = made.report.tasks[1];
  for (const char* id : {"y", "z"}) result(parts, id).status = Status::Fail;
  CheckResult& all = result(parts, "all");
  all.status = Status::Fail;
  all.points = {};
  all.message.text = "1 of 2 is there.";
  CheckResult& later = result(parts, "later");
  later.status = Status::Skipped;
  later.points = {};
  later.waits_for = {"parts/all"};
  CheckResult& award = result(parts, "award");
  award.status = Status::Partial;
  award.points = {100};
  CaseResult failed;
  failed.name = "large";
  failed.status = Status::Fail;
  failed.cause = Cause::WrongResult;
  award.cases = {failed};
  award.cases_hidden = HiddenCases{4, 1};
  CheckResult& talk = result(parts, "talk");
  talk.status = Status::NeedsReview;
  talk.points = {};
  CheckResult& ours = result(parts, "ours");
  ours.status = Status::Error;
  ours.points = {};
  CheckResult& more = result(made.report.tasks[2], "m");
  more.status = Status::Partial;
  more.points = {150};
  more.review = Review{{150}, "Well told."};
  score(made);
  return made;
}

TEST(ExplainPoints, SaysWhatWasCountedLostAndLeftOpen) {
  const Graded made = mixed();
  EXPECT_EQ(explain_points(made.report, &made.rubric), R"(How the points came about

shared: 7.89 of 10 points
  10 points are shared out by weight, 3 in all:
    a: 10 x 1 / 3 = 3.34 (with the hundredth that was left over: the largest remainder gets it)
    b: 10 x 1 / 3 = 3.33 (rounded down)
    c: 10 x 1 / 3 = 3.33 (rounded down)
  a: 3.34 of 3.34 points, passed
  b: 2.22 of 3.33 points, 2 of 3 things that count alike
    3.33 x 2 / 3 = 2.22
    lost 1.11: 2 of 3 are there.
  c: 3.33 of 3.33 points, passed
  d: no points, not passed
    Some things do not belong here.
    - d.js:2: Not this.
    - d.js:3: Not this.
    - d.js:4: Not this.
    - d.js:5: Not this.
    - d.js:6: Not this.
    - and 1 more
    takes 0.5 for each finding, at most 1: 6 findings, 1
  1 point taken off for findings, never below zero

parts: 2.5 of 16 points
  block: 1.5 of 3 points: 1 of 3 checks passed, and any 2 are enough
    3 x 1 / 2 = 1.5
    x: counts for the block, passed
    y: counts for the block, not passed
    z: counts for the block, not passed
  all: 0 of 2 points, not passed
    all or nothing (score: all)
    lost 2: 1 of 2 is there.
  later: 0 of 1 point, waits for parts/all, and earns nothing until then
  award: 1 of 4 points, passed in part: the points of what passed (award)
    lost 3
    - large: fail, wrong_result
    - hidden: 1 of 4 passed
  talk: 0 of 5 points, open until a person decides
  ours: 0 of 1 point, open: it could not be judged, and that is not the student's fault

more: 1.5 of 2 points, extra: they count on top
  m: 1.5 of 2 points, given by a person
    lost 0.5
    a person wrote: Well told.

sum: 7.89 + 2.5 + 1.5 = 11.89 of 26 points (extra tasks are not in the 26)
percent: 11.89 x 100 / 26, rounded down and at most 100: 45 %
open: 6 points may still be given
to pass: 18.2 points (70 % of 26, rounded up), 6.31 missing
)");
}

TEST(ExplainPoints, TheAuthorSeesWhatStudentsDoNot) {
  const Graded made = mixed();
  CaseResult one{"case-1", "add(1, 2)", Status::Fail, Cause::WrongResult, "3", "4", {}};
  CaseResult two{"case-2", "add()", Status::Fail, Cause::Crashed, {}, {}, {}};
  two.message.text = "The program ends here.";
  const std::string text = explain_points(made.report, &made.rubric, {{"parts/award", {one, two}}});
  EXPECT_NE(text.find("    - hidden: 1 of 4 passed\n"
                      "    not shown to students:\n"
                      "    - add(1, 2), expected '3', came '4'\n"
                      "    - add(): The program ends here.\n"),
            std::string::npos)
      << text;
}

TEST(ExplainPoints, AStoredReportTellsWhatItHolds) {
  const std::string text = explain_points(mixed().report, nullptr);
  EXPECT_EQ(text.find("weight"), std::string::npos);
  EXPECT_NE(text.find("    takes 0.5 for each finding, at most 1: 6 findings, 1\n"),
            std::string::npos);
  EXPECT_NE(text.find("  1 point taken off for findings, never below zero\n"), std::string::npos);
  EXPECT_NE(text.find("    3.33 x 2 / 3 = 2.22\n"), std::string::npos);
  EXPECT_NE(text.find("to pass: 18.2 points, 6.31 missing\n"), std::string::npos) << text;
}

TEST(ExplainPoints, AGoalThatIsReachedOrOpenIsSaidSo) {
  Graded made = graded();
  score(made);
  EXPECT_NE(explain_points(made.report, nullptr).find("to pass: 18.2 points, reached\n"),
            std::string::npos);
  for (CheckResult& check : made.report.tasks[0].checks) {
    check.status = Status::NeedsReview;
    check.points = {};
  }
  score(made);
  EXPECT_NE(explain_points(made.report, nullptr)
                .find("to pass: 18.2 points, 0.2 missing, and the open points could bring them\n"),
            std::string::npos)
      << explain_points(made.report, nullptr);
}

}  // namespace
}  // namespace grader::engine
