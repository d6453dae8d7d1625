// What the tests of `grader rubric test` cannot bring about without a jail.
#include "grader/engine/prove.h"

#include <gtest/gtest.h>

#include "grader/engine/overlay_tree.h"
#include "grader/engine/plan.h"
#include "tests/engine/rubric_fixture.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::check;
using testing::task;

CheckResult result(std::string id, Status status, std::int64_t points, std::int64_t possible) {
  CheckResult made;
  made.id = std::move(id);
  made.kind = "tests";
  made.status = status;
  made.points = {points};
  made.points_possible = {possible};
  return made;
}

Report report_of(std::vector<CheckResult> checks, std::vector<BlockResult> blocks = {}) {
  Report report;
  report.tasks.emplace_back();
  report.tasks[0].id = "a";
  report.tasks[0].blocks = std::move(blocks);
  report.tasks[0].checks = std::move(checks);
  for (const CheckResult& one : report.tasks[0].checks) {
    report.result.points += one.points;
    report.result.points_possible += one.points_possible;
  }
  for (const BlockResult& one : report.tasks[0].blocks) report.result.points += one.points;
  return report;
}

struct Fixture {
  rubrics::Rubric rubric;
  rubrics::Proofs proofs;
  std::vector<ProofRun> runs;

  explicit Fixture(rubrics::Task one) {
    rubric.tasks = {std::move(one)};
    proofs.templates.resize(1);
    proofs.solutions.resize(1);
    proofs.solutions[0].kind = rubrics::ProofKind::Solution;
    proofs.solutions[0].name = "solution";
    proofs.templates[0].kind = rubrics::ProofKind::Template;
    proofs.templates[0].name = "template";
    proofs.templates[0].points = Points{};
  }
  void solution(std::vector<Report> reports) {
    runs.push_back({&proofs.solutions[0], std::move(reports)});
  }
  void start(Report report) { runs.push_back({&proofs.templates[0], {std::move(report)}}); }

  std::string told() const {
    std::string text;
    for (const Fault& fault : prove(rubric, proofs, runs).faults) {
      text += fault.what + " " + fault.proof + " " + fault.subject + " " + fault.message + "\n";
    }
    return text;
  }
};

TEST(Prove, AFlakyCheckIsNamedWithTheWaysThatItCameOut) {
  Fixture fixture(task("a", {check("one", 400), check("two", 400)}));
  Report steady =
      report_of({result("one", Status::Pass, 400, 400), result("two", Status::Pass, 400, 400)});
  Report other =
      report_of({result("one", Status::Partial, 200, 400), result("two", Status::Pass, 400, 400)});
  fixture.solution({steady, other, steady});
  fixture.start(
      report_of({result("one", Status::Fail, 0, 400), result("two", Status::Fail, 0, 400)}));
  EXPECT_EQ(fixture.told(),
            "flaky solution a/one comes out differently in 3 runs: 2 x pass, 1 x partial with 2 "
            "points\n");
}

TEST(Prove, CasesThatChangeAreFlakyToo) {
  Fixture fixture(task("a", {check("one", 400)}));
  Report first = report_of({result("one", Status::Pass, 400, 400)});
  first.tasks[0].checks[0].cases.push_back({"x", "x", Status::Pass, {}, {}, {}, {}});
  Report second = first;
  second.tasks[0].checks[0].cases[0].status = Status::Fail;
  fixture.solution({first, second});
  fixture.start(report_of({result("one", Status::Fail, 0, 400)}));
  EXPECT_EQ(fixture.told(),
            "flaky solution a/one comes out differently in 2 runs: 2 x pass, each time with other "
            "cases\n");
}

TEST(Prove, WhatTheGraderCouldNotJudgeIsNoFaultOfTheRubric) {
  Fixture fixture(task("a", {check("one", 400)}));
  fixture.solution({report_of({result("one", Status::Error, 0, 400)})});
  fixture.start(report_of({result("one", Status::Fail, 0, 400)}));
  EXPECT_EQ(fixture.told(), "never_passes  a/one passes in no proof (it does not in template)\n");
}

TEST(Prove, ABlockOfWhichEnoughPassedLosesNothing) {
  rubrics::Task one = task("a", {check("x", 0), check("y", 0)});
  one.blocks.push_back({"block", "Block", {600}, 1});
  for (rubrics::CheckSpec& spec : one.checks) spec.block = 0;
  Fixture fixture(one);
  const BlockResult full{"block", "Block", 1, {600}, {600}, {"x", "y"}};
  fixture.solution(
      {report_of({result("x", Status::Pass, 0, 0), result("y", Status::Fail, 0, 0)}, {full})});
  BlockResult none = full;
  none.points = {};
  Report untouched =
      report_of({result("x", Status::Fail, 0, 0), result("y", Status::Pass, 0, 0)}, {full});
  fixture.start(untouched);
  EXPECT_EQ(fixture.told(),
            "template_earns template  earns 6 of 0 points before anything is done: a/block gives "
            "6\n");
}

TEST(Prove, PointsThatAreTakenOffTheSolutionAreNamed) {
  Fixture fixture(task("a", {check("one", 400)}));
  CheckResult untidy = result("one", Status::Pass, 400, 400);
  untidy.message = {"text.all_good", {}, "All is as asked."};
  untidy.deduction = Deduction{{50}, {}, 1, {50}};
  fixture.solution({report_of({untidy})});
  fixture.start(report_of({result("one", Status::Fail, 0, 400)}));
  EXPECT_EQ(fixture.told(),
            "solution_loses solution a/one takes 0.5 points off: \"All is as asked.\"\n");
}

TEST(Prove, WhatAFrameworkOrACompilerSaidStandsInTheFault) {
  Fixture fixture(task("a", {check("one", 400)}));
  CheckResult failed = result("one", Status::Fail, 0, 400);
  failed.message = {"tests.none_pass", {}, "No test works yet."};
  CaseResult failing{"x", "adds", Status::Fail, {}, {}, {}, {}};
  failing.message = {"tests.case_failed_saying", {{"original", "expct is not defined"}}, "No."};
  failed.cases = {{"w", "works", Status::Pass, {}, {}, {}, {}}, failing};
  CheckResult built = failed;
  built.cases.clear();
  built.message.params["original"] = "gcc: nothere.c: No such file";
  CheckResult stops = built;
  stops.findings.emplace_back();
  stops.findings[0].path = "a.c";
  stops.findings[0].line = 3;
  stops.findings[0].message = {"program.compiler_stops", {{"original", "expected ';'"}}, "Here."};
  CheckResult same = stops;
  same.findings[0].message = same.message;
  const auto said = [&](const CheckResult& check) {
    Fixture one = fixture;
    one.solution({report_of({check})});
    const std::vector<Fault> faults = prove(one.rubric, one.proofs, one.runs).faults;
    return faults.empty() ? "" : faults[0].message;
  };
  const std::string start = "fails, 0 of 4 points: \"No test works yet.\"";
  EXPECT_EQ(said(failed), start + " (case 'adds', original message \"expct is not defined\")");
  EXPECT_EQ(said(built), start + " (original message \"gcc: nothere.c: No such file\")");
  EXPECT_EQ(said(stops), start + " (a.c:3: \"Here.\", original message \"expected ';'\")");
  EXPECT_EQ(said(same), start + " (a.c:3, original message \"gcc: nothere.c: No such file\")");
}

TEST(Prove, TheAuthorReadsWhichHiddenCaseFailed) {
  Fixture fixture(task("a", {check("one", 400)}));
  CheckResult failed = result("one", Status::Partial, 200, 400);
  failed.message = {"calls.some_work", {}, "2 of 4 work."};
  failed.cases_hidden = HiddenCases{3, 1};
  const auto kept = [](const std::string& id, std::optional<std::string> expected,
                       std::optional<std::string> actual) {
    CaseResult one{id, "add(1, " + id + ")", Status::Fail, Cause::WrongResult, {}, {}, {}};
    one.expected = std::move(expected);
    one.actual = std::move(actual);
    one.message = {"calls.ended", {}, "The program ends here."};
    return one;
  };
  const auto said = [&](const CheckResult& check, std::vector<CaseResult> cases) {
    Fixture one = fixture;
    one.solution({report_of({check})});
    one.runs[0].kept_back["a/one"] = std::move(cases);
    return prove(one.rubric, one.proofs, one.runs).faults.at(0).message;
  };
  const std::string start = "passes in part, 2 of 4 points: \"2 of 4 work.\"";
  EXPECT_EQ(
      said(failed, {kept("2", "3", "4"), kept("5", "6", "7")}),
      start + "; hidden from students: case 'add(1, 2)', expected '3', came '4'; also 'add(1, 5)'");
  EXPECT_EQ(said(failed, {kept("2", std::nullopt, std::nullopt)}),
            start + "; hidden from students: case 'add(1, 2)', \"The program ends here.\"");
  // A case that is shown by its name is told with its values, once.
  failed.cases = {{"2", "about two", Status::Fail, {}, {}, {}, {}}};
  EXPECT_EQ(said(failed, {kept("2", "3", "4")}),
            start + " (case 'add(1, 2)', expected '3', came '4')");
  EXPECT_EQ(said(failed, {kept("5", "6", "7")}),
            start +
                " (case 'about two'); hidden from students: case 'add(1, 5)', expected '6', "
                "came '7'");
}

TEST(Prove, EveryCaseThatDoesNotHoldIsNamed) {
  Fixture fixture(task("a", {check("one", 400)}));
  CheckResult failed = result("one", Status::Fail, 0, 400);
  failed.message = {"page.some_hold", {}, "1 of 8 things holds."};
  for (const char* name : {"nav", "h1", "title", "form", "button", "links", "console", "widths"}) {
    failed.cases.push_back({name, name, Status::Fail, {}, {}, {}, {}});
  }
  failed.cases[0].status = Status::Pass;
  const auto said = [&](const CheckResult& check) {
    Fixture one = fixture;
    one.solution({report_of({check})});
    return prove(one.rubric, one.proofs, one.runs).faults.at(0);
  };
  const std::string start = "fails, 0 of 4 points: \"1 of 8 things holds.\"";
  EXPECT_EQ(said(failed).message, start +
                                      " (case 'h1'; also 'title', 'form', 'button', 'links', "
                                      "'console' and 1 more)");
  EXPECT_EQ(said(failed).hint,
            "is it the solution or the check that is wrong? --explain says how the points came "
            "about");
  failed.cases.resize(3);
  failed.findings.emplace_back();
  failed.findings[0].path = "index.html";
  failed.findings[0].message = {"page.console", {}, "The console says this."};
  EXPECT_EQ(said(failed).message,
            start + " (index.html: \"The console says this.\"; cases 'h1', 'title')");
}

TEST(Prove, TheHintNamesTheProofsAndWhichTemplate) {
  Fixture fixture(task("a", {check("one", 400)}));
  fixture.proofs.file = "/course/week-1.proofs.yaml";
  fixture.start(report_of({result("one", Status::Pass, 400, 400)}));
  const auto hint = [](const Fixture& one) {
    return prove(one.rubric, one.proofs, one.runs).faults.at(0).hint;
  };
  const std::string start =
      "whoever changes one space has these points: let such a check need another one, or say in "
      "week-1.proofs.yaml: ";
  EXPECT_EQ(hint(fixture), start + "template: {points: 4}");
  fixture.proofs.templates.resize(2);
  fixture.proofs.templates[0].name = "template old";
  fixture.runs[0].proof = &fixture.proofs.templates[0];
  EXPECT_EQ(hint(fixture), start + "points: 4 at 'template old'");
}

TEST(Prove, AnExtraTaskMayBeLeftOutOfTheSolution) {
  rubrics::Task extra = task("a", {check("one", 400)});
  extra.group = Group::Extra;
  Fixture fixture(extra);
  Report left_out = report_of({result("one", Status::Fail, 0, 400)});
  left_out.tasks[0].group = Group::Extra;
  fixture.solution({left_out});
  EXPECT_EQ(fixture.told(), "never_passes  a/one passes in no proof (it does not in solution)\n");
}

TEST(Prove, ABuggyVersionThatNoTestsNoticeIsNamed) {
  Fixture fixture(task("a", {check("own", 200)}));
  const auto with = [](Status status, std::vector<Status> versions) {
    CheckResult made = result("own", status, status == Status::Pass ? 200 : 100, 200);
    made.cases.push_back({"a.test.js > a", "a", Status::Fail, {}, {}, {}, {}});
    for (const Status one : versions) {
      made.cases.push_back(
          {"version " + std::to_string(made.cases.size()), "And zero?", one, {}, {}, {}, {}});
    }
    return report_of({made});
  };
  fixture.solution({with(Status::Pass, {Status::Pass, Status::Fail})});
  fixture.start(with(Status::Partial, {Status::Fail, Status::Fail}));
  fixture.proofs.templates[0].points = Points{100};
  const RubricProof proof = prove(fixture.rubric, fixture.proofs, fixture.runs);
  ASSERT_EQ(proof.faults.size(), 1U);
  EXPECT_EQ(proof.faults[0].what, "never_noticed");
  EXPECT_EQ(proof.faults[0].subject, "a/own");
  EXPECT_EQ(proof.faults[0].message, "buggy version 2 ('And zero?') is noticed in no proof");
  EXPECT_EQ(proof.faults[0].hint,
            "does it do what the good version does? Let a proof's tests notice it, or take it out");
}

TEST(Prove, TheNoteForTheAuthorIsTheHint) {
  Fixture fixture(task("a", {check("one", 400)}));
  Report unsure = report_of({result("one", Status::NeedsReview, 0, 400)});
  unsure.run.notes = {"E-7Q2K a/one: no file 'x.test.js' in the template; look at 'files'"};
  fixture.solution({unsure});
  const RubricProof made = prove(fixture.rubric, fixture.proofs, fixture.runs);
  ASSERT_FALSE(made.faults.empty());
  EXPECT_EQ(made.faults[0].what, "asks_a_person");
  EXPECT_EQ(made.faults[0].hint, "no file 'x.test.js' in the template; look at 'files'");
}

TEST(Plan, JudgesTheUntouchedTemplateOnlyWhenAsked) {
  rubrics::Rubric rubric;
  rubric.tasks = {task("a", {check("one", 100)}, "a.js")};
  source::Submission submission;
  const std::map<std::string, std::string> files{{"a.js", "x"}};
  submission.tree = std::make_unique<MemoryTree>(files);
  submission.base = std::make_unique<MemoryTree>(files);
  PlanOptions options;
  EXPECT_TRUE(make_plan(rubric, submission, options)->checks[0].not_started);
  options.untouched_counts = true;
  EXPECT_FALSE(make_plan(rubric, submission, options)->checks[0].not_started);
  submission.tree = std::make_unique<MemoryTree>();
  submission.base = std::make_unique<MemoryTree>();
  EXPECT_TRUE(make_plan(rubric, submission, options)->checks[0].not_started) << "nothing is there";
}

TEST(Overlay, FilesThatLieOverWin) {
  const MemoryTree under({{"a.js", "old"}, {"b/c.js", "kept"}, {"d", "a file"}, {"e/f", "gone"}});
  const OverlayTree tree(std::make_unique<MemoryTree>(MemoryTree(
                             {{"a.js", "new"}, {"d/x.js", "in a folder"}, {"e", "a file now"}})),
                         under);
  std::string all;
  for (const TreeEntry& entry : tree.entries()) {
    all += entry.path + "=" + *tree.read(entry) + "\n";
  }
  EXPECT_EQ(all, "a.js=new\nb/c.js=kept\nd/x.js=in a folder\ne=a file now\n");
}

}  // namespace
}  // namespace grader::engine
