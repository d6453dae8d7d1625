// `variants`: what the student's tests notice, from runs that are written here.
#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/runners/scratch.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::FileRun;
using runners::LoadFailure;
using runners::TestRun;
using runners::TestState;
using testing::MemoryTree;

const std::string kFile = "week-2/sum.test.js";

// "a b- c?": a passes, b fails, c is skipped.
FileRun file_run(const std::string& words) {
  FileRun run;
  run.file = kFile;
  run.finished = true;
  std::size_t at = 0;
  while (at < words.size()) {
    std::size_t end = words.find(' ', at);
    if (end == std::string::npos) end = words.size();
    std::string name = words.substr(at, end - at);
    TestState state = TestState::Passed;
    if (name.back() == '-') state = TestState::Failed;
    if (name.back() == '?') state = TestState::Skipped;
    if (state != TestState::Passed) name.pop_back();
    run.tests.push_back({{kFile, name, 0}, state, ""});
    at = end + 1;
  }
  return run;
}

VariantRun variant(const std::string& words, Cause cause = Cause::None) {
  VariantRun run;
  run.files = {file_run(words)};
  run.files.front().finished = cause == Cause::None;
  run.causes = {cause};
  run.apart = true;
  return run;
}

// `own`: with the student's own code.
SuiteEvidence evidence(const std::string& own, std::vector<std::vector<VariantRun>> good,
                       std::vector<VariantRun> buggy) {
  SuiteEvidence all;
  all.files = {file_run(own)};
  all.expected.emplace_back();
  all.causes = {Cause::None};
  all.apart = {false};
  all.may_quote = true;
  all.variants = VariantsEvidence{std::move(good), std::move(buggy)};
  return all;
}

std::vector<VariantRun> twice(const std::string& words) {
  return {variant(words), variant(words)};
}

class TestsVariants : public ::testing::Test {
 protected:
  TestsVariants() {
    for (const char* name : {"good", "one", "two"}) {
      folder_.write(std::string(name) + ".js", name);
    }
  }

  std::shared_ptr<const Check> check(const std::string& settings) const {
    const LoadedRubric loaded = load_rubric_text(
        rubric_with("      - id: own\n        title: Own\n        points: 4\n        " + settings +
                    "\n"),
        folder_.path() / "rubric.yaml");
    if (!loaded.rubric) {
      ADD_FAILURE() << to_text(to_error(loaded, "rubric.yaml"));
      return nullptr;
    }
    return loaded.rubric->tasks[0].checks[0].check;
  }

  Judgement judge(const SuiteEvidence& evidence, const std::string& more = "at_least: 2") {
    const auto made = check(
        "tests: {from: submission, files: [sum.test.js], " + more +
        ", variants: {of: sum.js, good: [good.js], buggy: [{file: one.js, missed: 'And zero?'}, "
        "{file: two.js, missed: 'And two?'}]}}");
    CheckInput input;
    input.view = {&tree_, &tree_, "week-2", folder_.path().string()};
    input.suite = &evidence;
    return made->judge(input);
  }

  grader::testing::Scratch folder_;
  MemoryTree tree_{{{kFile, "test('a')"}, {"week-2/sum.js", "mine"}}};
};

TEST_F(TestsVariants, AllAreNoticed) {
  const Judgement judgement =
      judge(evidence("a b", {twice("a b")}, {variant("a- b"), variant("a b-")}));
  EXPECT_EQ(told(judgement),
            "pass: tests.variants_all count=2\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  pass version 1\n"
            "  pass version 2\n");
  EXPECT_EQ(judgement.assurance, Assurance::Isolated);
  EXPECT_EQ(judgement.cases[2].name, "And zero?");
}

TEST_F(TestsVariants, TheShareOfThoseThatAreNoticed) {
  EXPECT_EQ(told(judge(evidence("a b", {twice("a b")}, {variant("a b"), variant("a b-")}))),
            "partial 1/2 (wrong_result): tests.variants_some count=2 passed=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  fail version 1 (wrong_result) tests.case_variant_missed\n"
            "  pass version 2\n");
  EXPECT_EQ(told(judge(evidence("a b", {twice("a b")}, {variant("a b"), variant("a b")}))),
            "fail (wrong_result): tests.variants_none count=2\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  fail version 1 (wrong_result) tests.case_variant_missed\n"
            "  fail version 2 (wrong_result) tests.case_variant_missed\n");
}

// It fails with every version: that notices nothing.
TEST_F(TestsVariants, ATestThatRightCodeDoesNotPassCountsForNothing) {
  EXPECT_EQ(
      told(judge(evidence("a b c", {twice("a b c-")}, {variant("a b- c-"), variant("a b c-")}))),
      "partial 2/6 (wrong_result): tests.some_pass count=3 passed=2\n"
      "  pass week-2/sum.test.js > a\n"
      "  pass week-2/sum.test.js > b\n"
      "  fail week-2/sum.test.js > c (wrong_result) tests.case_not_asked_for\n"
      "  pass version 1\n"
      "  fail version 2 (wrong_result) tests.case_variant_missed\n");
}

TEST_F(TestsVariants, EveryGoodVersionHasToPass) {
  EXPECT_EQ(told(judge(evidence("a b", {twice("a b"), twice("a b-")},
                                {variant("a b-"), variant("a- b-")}))),
            "partial 1/4 (wrong_result): tests.some_pass count=2 passed=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  fail week-2/sum.test.js > b (wrong_result) tests.case_not_asked_for\n"
            "  fail version 1 (wrong_result) tests.case_variant_missed\n"
            "  pass version 2\n");
}

// A right test may show that the student's own code is not right yet.
TEST_F(TestsVariants, ATestThatFailsWithTheStudentsOwnCodeCanNotice) {
  EXPECT_EQ(told(judge(evidence("a b-", {twice("a b")}, {variant("a b-"), variant("a b-")}))),
            "partial 2/4 (wrong_result): tests.some_pass count=2 passed=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  fail week-2/sum.test.js > b (wrong_result) tests.case_failed\n"
            "  pass version 1\n"
            "  pass version 2\n");
}

TEST_F(TestsVariants, FewerTestsThanAskedForAreAFactor) {
  EXPECT_EQ(told(judge(evidence("a", {twice("a")}, {variant("a-"), variant("a")}))),
            "partial 1/4 (missing_result): tests.too_few_own count=1 min=2\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass version 1\n"
            "  fail version 2 (wrong_result) tests.case_variant_missed\n");
}

TEST_F(TestsVariants, AnEndingThatGoodVersionsDoNotHaveIsNoticed) {
  EXPECT_EQ(
      told(judge(evidence("a b", {twice("a b")}, {variant("a b", Cause::Crashed), variant("a")}))),
      "pass: tests.variants_all count=2\n"
      "  pass week-2/sum.test.js > a\n"
      "  pass week-2/sum.test.js > b\n"
      "  pass version 1\n"
      "  pass version 2\n");
}

TEST_F(TestsVariants, AnEndingThatGoodVersionsHaveTooIsNot) {
  const auto ends = [] { return variant("a b", Cause::ExitedEarly); };
  EXPECT_EQ(told(judge(evidence("a b", {{ends(), ends()}}, {ends(), variant("a b-")}))),
            "partial 1/2 (wrong_result): tests.variants_some count=2 passed=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  fail version 1 (wrong_result) tests.case_variant_missed\n"
            "  pass version 2\n");
}

// Many tests that fail by chance would notice everything.
TEST_F(TestsVariants, WhatDependsOnChanceIsForAPerson) {
  EXPECT_EQ(told(judge(evidence("a b", {{variant("a b"), variant("a b-")}},
                                {variant("a- b"), variant("a- b")}))),
            "needs_review: tests.variants_unsteady\n"
            "  pass week-2/sum.test.js > a\n"
            "  fail week-2/sum.test.js > b (wrong_result) tests.case_not_asked_for\n");
}

TEST_F(TestsVariants, WhatWasSkippedIsNoTest) {
  EXPECT_EQ(told(judge(evidence("a b c?", {twice("a b c?")}, {variant("a- b"), variant("a b-")}))),
            "pass: tests.variants_all count=2\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  pass version 1\n"
            "  pass version 2\n");
}

TEST_F(TestsVariants, AllOrNothing) {
  EXPECT_EQ(told(judge(evidence("a b", {twice("a b")}, {variant("a b"), variant("a b-")}),
                       "at_least: 2, score: all")),
            "fail (wrong_result): tests.variants_some count=2 passed=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  fail version 1 (wrong_result) tests.case_variant_missed\n"
            "  pass version 2\n");
}

TEST_F(TestsVariants, TamperingEarnsNothing) {
  SuiteEvidence run = evidence("a b", {twice("a b")}, {variant("a b-"), variant("a b-")});
  run.variants->buggy[0].tampered = true;
  EXPECT_EQ(told(judge(run)), "fail (tampering): tests.tampering\n");
}

TEST_F(TestsVariants, AGoodVersionThatCannotBeReadIsTheAuthorsToMend) {
  SuiteEvidence run = evidence("a b", {twice("")}, {variant("a b-"), variant("a b-")});
  LoadFailure failure;
  failure.kind = LoadFailure::Kind::Syntax;
  failure.message = "Unexpected token ')'";
  failure.file = "week-2/sum.js";
  failure.line = 3;
  run.variants->good[0][0].files[0].failure = failure;
  const Judgement judgement = judge(run);
  EXPECT_EQ(told(judgement), "needs_review: tests.cannot_start\n");
  ASSERT_TRUE(judgement.note);
  EXPECT_EQ(judgement.note->message,
            "the good version 'good.js' cannot be read at line 3: Unexpected token ')'");
}

TEST_F(TestsVariants, NoTestsYet) {
  EXPECT_EQ(told(judge(evidence("", {}, {}))),
            "fail (missing_result): tests.no_own_tests_yet min=2\n");
  EXPECT_EQ(told(judge(evidence("", {}, {}), "assurance: isolated")),
            "fail (missing_result): tests.no_own_tests_yet min=1\n");
}

TEST_F(TestsVariants, WhereOneProcessIsNotEnough) {
  SuiteEvidence run = evidence("a b", {twice("a b")}, {variant("a b-"), variant("a b-")});
  run.variants->buggy[1].apart = false;
  run.variants->together = "the tests use child_process";
  const Judgement judgement = judge(run);
  EXPECT_EQ(judgement.assurance, Assurance::InProcess);
  EXPECT_EQ(judgement.in_process_because, "the tests use child_process");
  EXPECT_EQ(told(judge(run, "assurance: isolated")), "needs_review: tests.not_isolated\n");
}

TEST_F(TestsVariants, MutantsCountAsVersionsDo) {
  SuiteEvidence run = evidence("a b", {twice("a b")}, {variant("a b-")});
  const auto with = [&](std::vector<VariantRun> mutants) {
    run.variants->mutants = std::move(mutants);
    const auto made = check(
        "tests: {from: submission, files: [sum.test.js], variants: {of: sum.js, good: [good.js], "
        "buggy: [{file: one.js, missed: 'And zero?'}], mutants: {at_most: 2, tests: [two.js]}}}");
    CheckInput input;
    input.view = {&tree_, &tree_, "week-2", folder_.path().string()};
    input.suite = &run;
    return made->judge(input);
  };
  EXPECT_EQ(told(with({variant("a- b"), variant("a b")})),
            "partial 2/3 (wrong_result): tests.variants_some count=3 passed=2\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  pass version 1\n"
            "  partial mutants (wrong_result) tests.case_mutants count=2 passed=1\n");
  EXPECT_EQ(told(with({variant("a- b"), variant("a- b")})),
            "pass: tests.variants_all count=3\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  pass version 1\n"
            "  pass mutants tests.case_mutants count=2 passed=2\n");
  const Judgement none = with({});
  EXPECT_EQ(told(none),
            "pass: tests.variants_all count=1\n"
            "  pass week-2/sum.test.js > a\n"
            "  pass week-2/sum.test.js > b\n"
            "  pass version 1\n");
  ASSERT_TRUE(none.note);
  EXPECT_EQ(none.note->message,
            "no mutant counts: none is noticed by the tests that 'mutants' names");
}

TEST_F(TestsVariants, ThePlanHoldsTheTestsAndTheVersionsAndNothingElse) {
  const auto made = check(
      "tests: {from: submission, files: ['*.js', '*.json'], variants: {of: sum.js, good: "
      "[good.js], "
      "buggy: [{file: one.js, missed: 'And zero?'}]}}");
  tree_.add("week-2/helper.js", "help");
  tree_.add("week-2/jest.config.js", "module.exports = {}");
  tree_.add("week-2/package.json", "{}");
  tree_.add("week-2/years.json", "[]");
  CheckView view{&tree_, &tree_, "week-2", folder_.path().string()};
  const auto plan = made->plan(view);
  ASSERT_TRUE(plan && plan->suite && plan->suite->variants);
  const VariantsPlan& variants = *plan->suite->variants;
  EXPECT_EQ(variants.of, "week-2/sum.js");
  EXPECT_EQ(variants.good, std::vector<std::string>{"good"});
  EXPECT_EQ(variants.buggy, std::vector<std::string>{"one"});
  std::vector<std::string> paths;
  for (const LaidFile& file : variants.tests) paths.push_back(file.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"week-2/helper.js", kFile, "week-2/years.json"}));
  EXPECT_EQ(made->assets(), (std::vector<std::string>{"good.js", "one.js"}));
}

}  // namespace
}  // namespace grader::rubrics
