// The kind `tests`: what must run, and what a run means.
#include <gtest/gtest.h>

#include "rubrics/checks/tests_failure.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::FileRun;
using runners::LoadFailure;
using runners::TestRun;
using runners::TestState;
using testing::MemoryTree;

constexpr const char* kJest = "test('adds', () => { expect(1).toBe(1) })\n";
const std::string kTest = "week-2/a.test.js";

// One file of a suite with its tests, as it went.
struct Went {
  std::vector<TestRun> expected, ran;
  bool listed = true, finished = true;
  std::optional<LoadFailure> failure = {};
  Cause cause = Cause::None;
};

TestRun test(const std::string& name, TestState state = TestState::Passed, int ordinal = 0) {
  return {{kTest, name, ordinal}, state, "expected 23.4, got SECRET\n    at x.js:1"};
}

SuiteEvidence evidence_of(const Went& run) {
  SuiteEvidence evidence;
  FileRun file;
  file.file = kTest;
  file.finished = run.finished;
  file.failure = run.failure;
  file.tests = run.ran;
  evidence.files.push_back(file);
  evidence.expected.emplace_back();
  if (run.listed) evidence.expected.back() = run.expected;
  evidence.causes.push_back(run.cause);
  evidence.limits.cpu = std::chrono::milliseconds(9'500);
  evidence.may_quote = true;
  return evidence;
}

const MemoryTree& submission() {
  static const MemoryTree tree(
      {{kTest, "test('mine', () => {})"},
       {"week-2/a.js", "one\nimport x from 'lodash'\nfunction {\nfour\n"}});
  return tree;
}

Judgement judgement_of(const std::string& settings, const SuiteEvidence& evidence) {
  CheckInput input;
  input.view = {&submission(), &submission(), "week-2", ""};
  input.suite = &evidence;
  Judgement judgement = check_of("tests: " + settings)->judge(input);
  EXPECT_EQ(judgement.assurance, Assurance::InProcess);
  return judgement;
}

std::string judged(const std::string& settings, const Went& run) {
  return told(judgement_of(settings, evidence_of(run)));
}

constexpr const char* kGiven = "{from: template, files: [a.test.js]}";
constexpr const char* kOwn = "{from: submission, files: [a.test.js], at_least: 2}";

TEST(Tests, AllPass) {
  EXPECT_EQ(judged(kGiven, {{test("a"), test("b")}, {test("a"), test("b")}}),
            "pass: tests.all_pass count=2\n"
            "  pass week-2/a.test.js > a\n"
            "  pass week-2/a.test.js > b\n");
}

TEST(Tests, WhatTheRubricsSideExpectsIsWhatCounts) {
  // One fails, one is missing, one was skipped, one appears only at run time, one is a todo.
  EXPECT_EQ(
      judged(kGiven, {{test("a"), test("b"), test("c"), test("d"), test("e", TestState::Todo)},
                      {test("a"), test("b", TestState::Failed), test("c", TestState::Skipped),
                       test("new"), test("e")}}),
      "partial 1/4 (missing_result): tests.some_pass count=4 passed=1\n"
      "  pass week-2/a.test.js > a\n"
      "  fail week-2/a.test.js > b (wrong_result) tests.case_failed_saying "
      "original=expected 23.4, got SECRET\n    at x.js:1\n"
      "  fail week-2/a.test.js > c (missing_result) tests.case_skipped\n"
      "  fail week-2/a.test.js > d (missing_result) tests.case_missing\n");
}

TEST(Tests, EqualNamesAreToldApartByTheirOrder) {
  EXPECT_EQ(judged(kGiven, {{test("a"), test("a", TestState::Passed, 1)},
                            {test("a", TestState::Failed), test("a", TestState::Passed, 1)}}),
            "partial 1/2 (wrong_result): tests.some_pass count=2 passed=1\n"
            "  fail week-2/a.test.js > a (wrong_result) tests.case_failed_saying "
            "original=expected 23.4, got SECRET\n    at x.js:1\n"
            "  pass week-2/a.test.js > a #2\n");
}

TEST(Tests, WhereMoreOfANameRanThanThereAreTheWorstStandsForAll) {
  const auto with = [](TestState theirs, TestState ours) {
    return judged(kGiven, {{test("a"), test("b")},
                           {test("a", theirs), test("a", ours, 1), test("b", TestState::Passed)}});
  };
  EXPECT_EQ(with(TestState::Passed, TestState::Passed),
            "pass: tests.all_pass count=2\n"
            "  pass week-2/a.test.js > a\n"
            "  pass week-2/a.test.js > b\n");
  EXPECT_EQ(with(TestState::Passed, TestState::Failed),
            "partial 1/2 (wrong_result): tests.some_pass count=2 passed=1\n"
            "  fail week-2/a.test.js > a (wrong_result) tests.case_failed_saying "
            "original=expected 23.4, got SECRET\n    at x.js:1\n"
            "  pass week-2/a.test.js > b\n");
  EXPECT_EQ(with(TestState::Passed, TestState::Skipped),
            "partial 1/2 (missing_result): tests.some_pass count=2 passed=1\n"
            "  fail week-2/a.test.js > a (missing_result) tests.case_skipped\n"
            "  pass week-2/a.test.js > b\n");
}

TEST(Tests, NonePassAndScoreAll) {
  const Went none{{test("a"), test("b")},
                  {test("a", TestState::Failed), test("b", TestState::Failed)}};
  EXPECT_EQ(judged(kGiven, none).substr(0, 51),
            "fail (wrong_result): tests.none_pass count=2\n  fail");
  const Went half{{test("a"), test("b")}, {test("a"), test("b", TestState::Failed)}};
  EXPECT_EQ(judged("{from: template, files: [a.test.js], score: all}", half).substr(0, 5), "fail ");
  EXPECT_EQ(judged("{from: template, files: [a.test.js]}\n        score: all", half).substr(0, 5),
            "fail ");
}

struct CauseRow {
  Cause cause;
  const char* told;
};

TEST(Tests, AFileThatDidNotEndSaysWhy) {
  const CauseRow rows[] = {
      {Cause::TimeoutCpu, "timeout_cpu): limits.timeout_cpu seconds=10"},
      {Cause::TimeoutWall, "timeout_wall): limits.timeout_wall seconds=20"},
      {Cause::MemoryLimit, "memory_limit): limits.memory megabytes=512"},
      {Cause::ProcessLimit, "process_limit): limits.processes limit=128"},
      {Cause::OutputLimit, "output_limit): limits.output kilobytes=1024"},
      {Cause::DiskLimit, "disk_limit): limits.disk megabytes=64"},
      {Cause::Crashed, "crashed): tests.crashed"},
      {Cause::ExitedEarly, "exited_early): tests.exited_early"},
      {Cause::None, "missing_result): tests.exited_early"},
  };
  for (const CauseRow& row : rows) {
    Went run{{test("a")}, {}, true, false, {}, row.cause};
    const std::string text = judged(kGiven, run);
    EXPECT_EQ(text.substr(0, text.find('\n')), std::string("fail (") + row.told);
  }
}

TEST(Tests, WhatRanBeforeAnEarlyEndCountsAndTheRestDoesNot) {
  EXPECT_EQ(
      judged(kGiven, {{test("a"), test("b")}, {test("a")}, true, false, {}, Cause::TimeoutCpu}),
      "partial 1/2 (timeout_cpu): limits.timeout_cpu count=2 passed=1 seconds=10\n"
      "  pass week-2/a.test.js > a\n"
      "  fail week-2/a.test.js > b (timeout_cpu) tests.case_not_reached\n");
}

TEST(Tests, AFileThatCannotBeReadIsNamedWithItsLine) {
  Went run{{test("a")}, {}};
  run.failure =
      LoadFailure{LoadFailure::Kind::Syntax, "Unexpected token '{'", "{", "week-2/a.js", 3, 10};
  EXPECT_EQ(judged(kGiven, run),
            "fail (not_loadable): tests.not_readable_at line=3 original=Unexpected token '{' "
            "path=week-2/a.js\n"
            "  loads week-2/a.js:3:10 tests.not_readable_at line=3 original=Unexpected token '{' "
            "path=week-2/a.js\n"
            "  fail week-2/a.test.js > a (not_loadable) tests.case_missing\n");
  const Judgement judgement = judgement_of(kGiven, evidence_of(run));
  ASSERT_TRUE(judgement.findings[0].excerpt);
  EXPECT_EQ(judgement.findings[0].excerpt->lines[2], "function {");
  run.failure->kind = LoadFailure::Kind::Thrown;
  EXPECT_NE(judged(kGiven, run).find("tests.not_loadable_at line=3"), std::string::npos);
}

TEST(Tests, PythonBeginsBlocksWithAColon) {
  EXPECT_EQ(not_readable_at("week-2/a.py"), std::string("tests.not_readable_python_at"));
  EXPECT_EQ(not_readable_at("week-2/a.mjs"), std::string("tests.not_readable_at"));
}

TEST(Tests, AMissingPackageIsNamed) {
  Went run{{test("a")}, {}};
  run.failure = LoadFailure{LoadFailure::Kind::MissingPackage, "", "lodash", "week-2/a.js", 2, 1};
  EXPECT_EQ(judged(kGiven, run),
            "fail (missing_package): tests.missing_package package=lodash path=week-2/a.js\n"
            "  loads week-2/a.js:2:1 tests.missing_package package=lodash path=week-2/a.js\n"
            "  fail week-2/a.test.js > a (missing_package) tests.case_missing\n");
  run.failure->kind = LoadFailure::Kind::MissingFile;
  run.failure->subject = "./b.js";
  EXPECT_NE(judged(kGiven, run).find("tests.missing_file file=./b.js"), std::string::npos);
}

TEST(Tests, LoadsAsksOnlyWhetherFilesCanBeRead) {
  const std::string settings = "{from: template, files: [a.test.js], score: loads}";
  EXPECT_EQ(judged(settings, {{test("a")}, {test("a", TestState::Failed)}}),
            "pass: tests.loads count=1\n");
  Went run{{test("a")}, {}};
  run.failure = LoadFailure{LoadFailure::Kind::Syntax, "", "", "week-2/a.js", 3, 10};
  EXPECT_EQ(judged(settings, run),
            "fail (not_loadable): tests.not_readable_at line=3 path=week-2/a.js\n"
            "  loads week-2/a.js:3:10 tests.not_readable_at line=3 path=week-2/a.js\n");
  EXPECT_EQ(judged(settings, {{test("a")}, {}, true, false, {}, Cause::TimeoutCpu}),
            "pass: tests.loads count=1\n")
      << "what goes on and on has been read";
  EXPECT_EQ(judged(settings, {{test("a")}, {}, true, false, {}, Cause::MemoryLimit}).substr(0, 19),
            "fail (memory_limit)");
}

TEST(Tests, AnEmptySuiteOfOursIsForAPerson) {
  EXPECT_EQ(judged(kGiven, {{}, {test("new")}}), "needs_review: tests.nothing_to_count\n");
  EXPECT_EQ(judged(kGiven, {{test("a", TestState::Todo)}, {}}),
            "needs_review: tests.nothing_to_count\n");
}

TEST(Tests, WhatCouldNotBeListedIsEvidenceForAPersonOnly) {
  EXPECT_EQ(judged(kGiven, {{}, {test("a"), test("b", TestState::Failed)}, false}).substr(0, 51),
            "needs_review: tests.not_listed count=2 passed=1\n  p");
  EXPECT_EQ(judged(kGiven, {{}, {test("b", TestState::Failed)}, false}).substr(0, 22),
            "fail (wrong_result): t");
  EXPECT_EQ(judged(kGiven, {{}, {}, false, false, {}, Cause::Crashed}),
            "fail (crashed): tests.crashed\n");
}

TEST(Tests, ATestThatTheSubmissionsValuesNameIsKnownByItsPlace) {
  TestRun first = test("adds[shelf0]"), second = test("adds[shelf1]");
  first.by_place = second.by_place = true;
  EXPECT_EQ(judged(kGiven, {{first, second, test("adds[3]")},
                            {test("adds[Tall]"), test("adds[3]"),
                             test("adds[Low]", TestState::Failed), test("more[Low]")}}),
            "partial 2/3 (wrong_result): tests.some_pass count=3 passed=2\n"
            "  pass week-2/a.test.js > adds[shelf0]\n"
            "  fail week-2/a.test.js > adds[shelf1] (wrong_result) tests.case_failed_saying "
            "original=expected 23.4, got SECRET\n    at x.js:1\n"
            "  pass week-2/a.test.js > adds[3]\n");
  EXPECT_EQ(judged(kGiven, {{first, second}, {test("adds[shelf1]"), test("more[1]")}}),
            "partial 1/2 (missing_result): tests.some_pass count=2 passed=1\n"
            "  fail week-2/a.test.js > adds[shelf0] (missing_result) tests.case_missing\n"
            "  pass week-2/a.test.js > adds[shelf1]\n")
      << "each test is taken once, and none of another function";
  EXPECT_EQ(judged(kGiven, {{test("adds[1]")}, {test("adds[2]")}}),
            "fail (missing_result): tests.none_pass count=1\n"
            "  fail week-2/a.test.js > adds[1] (missing_result) tests.case_missing\n")
      << "where the name is known, it has to be that one";
}

TEST(Tests, TamperingEarnsNothingAndShowsNothing) {
  SuiteEvidence evidence = evidence_of({{test("a")}, {test("a")}});
  evidence.tampered = true;
  EXPECT_EQ(told(judgement_of(kGiven, evidence)), "fail (tampering): tests.tampering\n");
  evidence.violation = "this is no value";
  EXPECT_EQ(to_text(*judgement_of(kGiven, evidence).note),
            "the code broke a rule of the pipe to its judge: this is no value");
}

TEST(Tests, WhatASubmissionKeepsFromBeingJudgedIsForAPerson) {
  SuiteEvidence evidence = evidence_of({{test("a")}, {test("a")}});
  evidence.unjudged = "an object became another kind";
  const Judgement judgement = judgement_of(kGiven, evidence);
  EXPECT_EQ(told(judgement), "needs_review: tests.unjudged\n");
  EXPECT_EQ(
      to_text(*judgement.note),
      "what the submission gives cannot be judged from another jail: an object became another "
      "kind\nhint: where an honest solution does the same, say 'assurance: in_process'");
  evidence.unjudged = "a value is too large to cross";
  EXPECT_EQ(told(judgement_of(kGiven, evidence)), "needs_review: tests.unjudged_size\n");
}

TEST(Tests, HiddenTestsShowOnlyHowMany) {
  const Went run{{test("a"), test("b")}, {test("a"), test("b", TestState::Failed)}};
  EXPECT_EQ(judged("{from: template, files: [a.test.js], hidden: true}", run),
            "partial 1/2 (wrong_result): tests.some_pass count=2 passed=1\n  hidden 1/2\n");
}

TEST(Tests, TheAuthorAloneIsToldOfHiddenTests) {
  Went run{{test("a"), test("b"), test("c"), test("d")},
           {test("a"), test("b", TestState::Failed), test("c", TestState::Failed)}};
  run.ran[1].expected = "3";
  run.ran[1].actual = "4";
  run.ran[2].message = "expct is not defined";
  const Judgement judgement =
      judgement_of("{from: template, files: [a.test.js], hidden: true}", evidence_of(run));
  EXPECT_TRUE(judgement.cases.empty());
  EXPECT_EQ(told_author(judgement),
            "fail week-2/a.test.js > b 'b' expected 3 came 4 tests.case_failed\n"
            "fail week-2/a.test.js > c 'c' tests.case_failed original=expct is not defined\n"
            "fail week-2/a.test.js > d 'd' tests.case_missing\n");
}

TEST(Tests, NothingOfASecretSuiteCanBeCarriedOut) {
  const std::string settings = "{from: template, files: [a.test.js], hidden: true}";
  Went run{{test("a")}, {}};
  run.failure =
      LoadFailure{LoadFailure::Kind::Thrown, "Error: SECRET", "SECRET", "week-2/a.js", 3, 1};
  EXPECT_EQ(judged(settings, run),
            "fail (not_loadable): tests.not_loadable_at line=3 path=week-2/a.js\n"
            "  loads week-2/a.js:3:1 tests.not_loadable_at line=3 path=week-2/a.js\n"
            "  hidden 0/1\n");
  run.failure = LoadFailure{LoadFailure::Kind::MissingPackage, "", "SECRET", "SECRET", 3, 1};
  EXPECT_EQ(judged(settings, run),
            "fail (missing_package): tests.not_loadable path=week-2\n  hidden 0/1\n");
  run.failure->file = "week-2/a.js";
  run.failure->subject = "lodash";  // stands in the file
  EXPECT_NE(judged(settings, run).find("package=lodash"), std::string::npos);
}

TEST(Tests, BesideASecretSuiteNothingIsQuoted) {
  SuiteEvidence evidence = evidence_of({{test("a")}, {test("a", TestState::Failed)}});
  evidence.may_quote = false;
  EXPECT_EQ(told(judgement_of(kGiven, evidence)),
            "fail (wrong_result): tests.none_pass count=1\n"
            "  fail week-2/a.test.js > a (wrong_result) tests.case_failed\n");
  evidence = evidence_of({{}, {test("mine"), test("SECRET")}, false});
  evidence.may_quote = false;
  EXPECT_EQ(told(judgement_of(kOwn, evidence)),
            "pass: tests.all_pass count=2\n  pass week-2/a.test.js > mine\n");
}

TEST(Tests, OwnTestsCountAsReported) {
  EXPECT_EQ(judged(kOwn, {{}, {test("a"), test("b"), test("c", TestState::Todo)}, false}),
            "pass: tests.all_pass count=2\n"
            "  pass week-2/a.test.js > a\n  pass week-2/a.test.js > b\n");
  EXPECT_EQ(judged(kOwn, {{}, {test("a")}, false}),
            "partial 1/2 (missing_result): tests.too_few_own count=1 min=2\n"
            "  pass week-2/a.test.js > a\n");
  EXPECT_EQ(judged(kOwn, {{}, {}, false}), "fail (missing_result): tests.no_own_tests_yet min=2\n");
  EXPECT_EQ(
      judged(kOwn, {{}, {test("a"), test("b"), test("c", TestState::Failed)}, false}).substr(0, 60),
      "partial 2/3 (wrong_result): tests.some_pass count=3 passed=2");
  EXPECT_EQ(judged(kOwn, {{}, {test("a"), test("b")}, false, false, {}, Cause::TimeoutWall})
                .substr(0, 64),
            "partial 2/3 (timeout_wall): limits.timeout_wall count=2 passed=2");
}

TEST(Tests, AwardsGivePointsByName) {
  const std::string settings =
      "{from: template, files: [a.test.js], award: [{match: small, points: 1}, "
      "{match: large, points: 3}]}";
  const std::vector<TestRun> tests{test("small 1"), test("small 2"), test("large"), test("other")};
  EXPECT_EQ(judged(settings, {tests, {test("small 1"), test("large")}}).substr(0, 57),
            "partial 3.5 (missing_result): tests.some_pass count=4 pas");
  EXPECT_EQ(
      judged(settings, {tests, {test("small 1"), test("small 2"), test("large")}}).substr(0, 23),
      "pass: tests.awards_all\n");
  EXPECT_EQ(judged(settings, {tests, {test("other")}}).substr(0, 6), "fail (");
  EXPECT_EQ(judged(settings, {{test("small")}, {test("small")}}).substr(0, 41),
            "needs_review: tests.award_without_tests\n ");
}

TEST(Tests, AHundredCasesAreShownAndThoseThatFailComeFirst) {
  Went run;
  for (int i = 0; i < 150; ++i) {
    run.expected.push_back(test("t" + std::to_string(i)));
    run.ran.push_back(
        test("t" + std::to_string(i), i == 149 ? TestState::Failed : TestState::Passed));
  }
  const Judgement judgement = judgement_of(kGiven, evidence_of(run));
  EXPECT_EQ(judgement.cases.size(), 100u);
  EXPECT_EQ(judgement.cases_not_shown, 50);
  EXPECT_EQ(judgement.cases.back().name, "t149");
  EXPECT_EQ(judgement.earned, 149);
}

CheckPlan plan_of(const std::string& settings, const MemoryTree& mine, const MemoryTree* base) {
  const CheckView view{&mine, base, "week-2", GRADER_TESTS_DIR "/rubrics/golden/good/full"};
  const Result<CheckPlan> plan = check_of("tests: " + settings)->plan(view);
  EXPECT_TRUE(plan);
  return plan ? *plan : CheckPlan{};
}

TEST(TestsPlan, TakesTheTemplatesFilesWhateverTheStudentDid) {
  const MemoryTree base = memory_tree({{"week-2/a.test.js", kJest},
                                       {"week-2/b.test.js", kJest},
                                       {"week-2/data.json", "[]"},
                                       {"week-2/a.js", "x"}});
  const MemoryTree mine(
      {{"week-2/a.test.js", "test.only('cheat', () => {})"}, {"week-2/new.test.js", kJest}});
  const CheckPlan plan =
      plan_of("{from: template, files: ['*.test.js'], with: [data.json]}", mine, &base);
  ASSERT_TRUE(plan.suite);
  EXPECT_EQ(plan.suite->framework, "jest");
  EXPECT_EQ(plan.suite->files, (std::vector<std::string>{"week-2/a.test.js", "week-2/b.test.js"}));
  ASSERT_EQ(plan.suite->laid.size(), 3u);
  EXPECT_EQ(plan.suite->laid[0].content, kJest);
  EXPECT_EQ(plan.suite->laid[2].path, "week-2/data.json");
  EXPECT_TRUE(plan.suite->expects_manifest);
  EXPECT_FALSE(plan.suite->secret);
}

TEST(TestsPlan, OwnTestsStayWhereTheyAre) {
  const MemoryTree mine = memory_tree({{"week-2/a.test.js", kJest}});
  const CheckPlan plan = plan_of(kOwn, mine, nullptr);
  ASSERT_TRUE(plan.suite);
  EXPECT_TRUE(plan.suite->laid.empty());
  EXPECT_FALSE(plan.suite->expects_manifest);
}

TEST(TestsPlan, HiddenAndNamedFramework) {
  const MemoryTree base = memory_tree({{"week-2/x.js", "assert(1)"}});
  const CheckPlan plan =
      plan_of("{from: template, files: [x.js], framework: node-test, hidden: true}", base, &base);
  ASSERT_TRUE(plan.suite);
  EXPECT_EQ(plan.suite->framework, "node-test");
  EXPECT_TRUE(plan.suite->secret);
}

TEST(TestsPlan, WithoutTestsThereIsNothingToRunAndTheReasonIsKept) {
  const MemoryTree mine = memory_tree({{"week-2/a.js", "x"}});
  const auto both = [&](const std::string& settings, const MemoryTree* base) {
    const CheckPlan plan = plan_of(settings, mine, base);
    EXPECT_FALSE(plan.suite);
    CheckInput input;
    input.view = {&mine, base, "week-2", ""};
    return told(check_of("tests: " + settings)->judge(input));
  };
  EXPECT_EQ(both(kGiven, &mine), "needs_review: tests.no_given_tests path=week-2/a.test.js\n");
  EXPECT_EQ(both(kGiven, nullptr), "needs_review: tests.no_template path=week-2/a.test.js\n");
  EXPECT_EQ(both(kOwn, &mine), "fail (missing_result): tests.no_own_tests path=week-2/a.test.js\n");
  EXPECT_EQ(both("{from: template, files: [a.js]}", &mine),
            "needs_review: tests.unknown_framework path=week-2/a.js\n");
}

TEST(TestsPlan, AMistypedTestFileIsToldToTheAuthor) {
  const MemoryTree mine = memory_tree({{"week-2/a.test.js", "x"}});
  const auto note_of = [&](const std::string& settings) {
    CheckInput input;
    input.view = {&mine, &mine, "week-2", ""};
    const Judgement judgement = check_of("tests: " + settings)->judge(input);
    return judgement.note ? to_text(*judgement.note) : "";
  };
  EXPECT_EQ(note_of("{from: template, files: [a.tests.js]}"),
            "no file of the template is 'week-2/a.tests.js'\n"
            "hint: did you mean 'week-2/a.test.js'?");
  EXPECT_EQ(note_of("{from: template, files: [week-2/a.test.js]}"),
            "no file of the template is 'week-2/week-2/a.test.js'\n"
            "hint: write '/week-2/a.test.js'; a path without '/' begins in the task's folder, "
            "week-2/");
  EXPECT_EQ(note_of("{from: template, files: [q/*.mjs]}"),
            "no file of the template is 'week-2/q/*.mjs'");
}

}  // namespace
}  // namespace grader::rubrics
