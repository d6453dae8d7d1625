#include "grader/engine/judge.h"

#include <gtest/gtest.h>

#include "tests/engine/rubric_fixture.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using testing::check;
using testing::says;
using testing::suite;

source::Submission submission(std::map<std::string, std::string> files,
                              std::map<std::string, std::string> base = {}) {
  source::Submission made;
  if (files.empty()) files["README.md"] = "1";  // of nothing, nothing is judged
  made.tree = std::make_unique<MemoryTree>(files);
  if (!base.empty()) made.base = std::make_unique<MemoryTree>(base);
  return made;
}

rubrics::Rubric rubric(std::vector<rubrics::Task> tasks) {
  rubrics::Rubric made;
  made.tasks = std::move(tasks);
  return made;
}

Plan plan(const rubrics::Rubric& of, const source::Submission& for_whom) {
  Result<Plan> made = make_plan(of, for_whom, {});
  EXPECT_TRUE(made);
  return std::move(*made);
}

TEST(Judge, WhatWaitsForAFailedCheckIsSkippedAndEarnsNothing) {
  rubrics::CheckSpec second = check("second", 500);
  second.needs = {"t/first"};
  const rubrics::Rubric r =
      rubric({testing::task("t", {check("first", 100, says(Status::Partial, 1, 2)), second})});
  const source::Submission s = submission({});
  const std::vector<TaskResult> tasks = judge(r, plan(r, s), {});
  EXPECT_EQ(tasks[0].checks[0].points, Points{50});
  EXPECT_EQ(tasks[0].checks[1].status, Status::Skipped);
  EXPECT_EQ(tasks[0].checks[1].message.id, "engine.waits");
  EXPECT_EQ(tasks[0].checks[1].waits_for, std::vector<std::string>{"t/first"});
  EXPECT_EQ(tasks[0].points, Points{50});
}

TEST(Judge, AFileThatCannotBeReadIsToldOnceByChecksThatPass) {
  const auto reads = [](const char* id, Status status, int line) {
    rubrics::Judgement judgement = says(status);
    Finding finding;
    finding.path = "tea.js";
    finding.line = line;
    finding.message = {"review.no_code", {}, ""};
    judgement.findings = {finding};
    return check(id, 100, judgement);
  };
  const rubrics::Rubric r =
      rubric({testing::task("t", {reads("first", Status::Pass, 2), reads("second", Status::Pass, 2),
                                  reads("other-line", Status::Pass, 3)}),
              testing::task("u", {reads("third", Status::Fail, 3)})});
  const source::Submission s = submission({});
  const std::vector<TaskResult> tasks = judge(r, plan(r, s), {});
  EXPECT_EQ(tasks[0].checks[0].findings.size(), 1U);
  EXPECT_EQ(tasks[0].checks[1].findings.size(), 0U);
  EXPECT_EQ(tasks[0].checks[2].findings.size(), 0U) << "the one that fails says it";
  EXPECT_EQ(tasks[1].checks[0].findings.size(), 1U);
}

TEST(Judge, WhatWaitsForUsOrForAPersonStaysOpen) {
  rubrics::CheckSpec after_error = check("after-error", 100);
  after_error.needs = {"t/error"};
  rubrics::CheckSpec after_review = check("after-review", 200);
  after_review.needs = {"t/review"};
  const rubrics::Rubric r = rubric({testing::task(
      "t", {check("error", 10, says(Status::Error)), check("review", 20, says(Status::NeedsReview)),
            after_error, after_review})});
  const source::Submission s = submission({});
  const TaskResult task = judge(r, plan(r, s), {}).at(0);
  EXPECT_EQ(task.checks[2].status, Status::Error);
  EXPECT_EQ(task.checks[3].status, Status::NeedsReview);
  EXPECT_EQ(task.points_open, Points{330});
}

TEST(Judge, ANeedMayStandLaterInTheRubric) {
  rubrics::CheckSpec first = check("first", 100);
  first.needs = {"b/last"};
  const rubrics::Rubric r =
      rubric({testing::task("a", {first}), testing::task("b", {check("last", 100)})});
  const source::Submission s = submission({});
  EXPECT_EQ(judge(r, plan(r, s), {}).at(0).checks[0].status, Status::Pass);
}

TEST(Judge, AnUntouchedTaskIsNotStartedWhateverItsChecksSay) {
  const rubrics::Rubric r = rubric({testing::task("t", {check("a", 100)}, "week/a.js")});
  const source::Submission same = submission({{"week/a.js", "1"}}, {{"week/a.js", "1"}});
  const TaskResult untouched = judge(r, plan(r, same), {}).at(0);
  EXPECT_EQ(untouched.status, Status::NotStarted);
  EXPECT_EQ(untouched.points, Points{0});
  EXPECT_EQ(untouched.checks[0].message.id, "engine.not_started");
  const source::Submission changed = submission({{"week/a.js", "2"}}, {{"week/a.js", "1"}});
  EXPECT_EQ(judge(r, plan(r, changed), {}).at(0).status, Status::Pass);
}

TEST(Judge, WorkThatIsToBeMadeFromNothingIsNotStartedUntilItIsThere) {
  const rubrics::Rubric r = rubric({testing::task("t", {check("a", 100)}, "new.js")});
  const source::Submission missing = submission({{"x", ""}}, {{"x", ""}});
  EXPECT_EQ(judge(r, plan(r, missing), {}).at(0).status, Status::NotStarted);
  const source::Submission deleted = submission({{"x", ""}}, {{"x", ""}, {"new.js", "1"}});
  const TaskResult gone = judge(r, plan(r, deleted), {}).at(0);
  EXPECT_EQ(gone.status, Status::Fail);
  EXPECT_EQ(gone.points, Points{0});
  EXPECT_EQ(gone.checks[0].message.id, "engine.nothing_there");
}

TEST(Judge, AFolderWithoutAnythingOfTheTemplateIsNotStarted) {
  const rubrics::Rubric r = rubric({testing::task("t", {check("a", 100)}, "new.js")});
  const source::Submission elsewhere =
      submission({{"deep/new.js", "2"}}, {{"x", ""}, {"new.js", "1"}});
  const TaskResult task = judge(r, plan(r, elsewhere), {}).at(0);
  EXPECT_EQ(task.status, Status::NotStarted);
  EXPECT_EQ(task.checks[0].message.id, "engine.nothing_there");
}

TEST(Judge, OfNothingNothingIsEarned) {
  const rubrics::Rubric r = rubric(
      {testing::task("whole", {check("a", 100)}), testing::task("t", {check("a", 100)}, "t")});
  source::Submission nothing;
  nothing.tree = std::make_unique<MemoryTree>(std::map<std::string, std::string>{});
  for (const TaskResult& task : judge(r, plan(r, nothing), {})) {
    EXPECT_EQ(task.status, Status::NotStarted) << task.id;
    EXPECT_EQ(task.points, Points{0}) << task.id;
    EXPECT_EQ(task.checks[0].message.id, "engine.nothing_there") << task.id;
  }
}

TEST(Judge, WithoutATemplateNothingIsNotStarted) {
  const rubrics::Rubric r = rubric({testing::task("t", {check("a", 100)}, "a.js")});
  const source::Submission s = submission({{"a.js", "1"}});
  EXPECT_EQ(judge(r, plan(r, s), {}).at(0).status, Status::Pass);
}

TEST(Judge, ASuiteThatDidNotRunIsOurError) {
  const rubrics::Rubric r =
      rubric({testing::task("t", {check("a", 100, says(Status::Pass), suite("a.test.js"))})});
  const source::Submission s = submission({{"a.test.js", ""}});
  const Plan p = plan(r, s);
  EXPECT_EQ(judge(r, p, {}).at(0).checks[0].status, Status::Error);
  Evidence failed;
  failed[0].failed = grader_error("the disk is full");
  const CheckResult result = judge(r, p, failed).at(0).checks[0];
  EXPECT_EQ(result.status, Status::Error);
  EXPECT_EQ(std::get<std::string>(result.message.params.at("code")),
            note_code(grader_error("the disk is full")));
  Evidence ran;
  ran[0].evidence.emplace();
  EXPECT_EQ(judge(r, p, ran).at(0).checks[0].status, Status::Pass);
}

// Says which time it is asked, as earned points.
class CountingCheck final : public rubrics::Check {
 public:
  rubrics::Judgement judge(const rubrics::CheckInput&) const override {
    return says(Status::Partial, ++asked_, 10);
  }

 private:
  mutable int asked_ = 0;
};

TEST(Judge, ChecksThatOnlyReadAreAskedOnceInAGrading) {
  rubrics::CheckSpec counting = check("a", 1000);
  counting.check = std::make_shared<CountingCheck>();
  const rubrics::Rubric r = rubric({testing::task("t", {counting})});
  const source::Submission s = submission({});
  const Plan p = plan(r, s);
  ReadJudgements read;
  EXPECT_EQ(judge(r, p, {}, &read).at(0).points, Points{100});
  EXPECT_EQ(judge(r, p, {}, &read).at(0).points, Points{100});
  EXPECT_EQ(judge(r, p, {}).at(0).points, Points{200});
}

TEST(SuitesWorthRunning, LeaveOutWhatIsAlreadyDecided) {
  rubrics::CheckSpec after_fail = check("after", 100, says(Status::Pass), suite("a.test.js"));
  after_fail.needs = {"t/fails"};
  const rubrics::Rubric r =
      rubric({testing::task("t", {check("fails", 10, says(Status::Fail)), after_fail,
                                  check("free", 100, says(Status::Pass), suite("b.test.js"))})});
  const source::Submission s = submission({{"a.test.js", ""}, {"b.test.js", ""}});
  EXPECT_EQ(worth_running(r, plan(r, s)), std::vector<std::size_t>{2});
}

TEST(JudgeReading, SaysTheSameOnAnyNumberOfThreads) {
  std::vector<rubrics::CheckSpec> checks;
  for (int i = 0; i < 20; ++i) {
    checks.push_back(check("c" + std::to_string(i), 100, says(Status::Partial, i, 20)));
  }
  checks.push_back(check("suite", 100, says(Status::Pass), suite("a.test.js")));
  const rubrics::Rubric r = rubric({testing::task("t", checks)});
  const source::Submission s = submission({{"a.test.js", ""}});
  const Plan p = plan(r, s);
  for (const int jobs : {1, 2, 7}) {
    const ReadJudgements read = judge_reading(p, jobs);
    ASSERT_EQ(read.size(), 20u);
    for (const auto& [index, judgement] : read) {
      EXPECT_EQ(judgement.earned, static_cast<std::int64_t>(index));
    }
  }
  EXPECT_TRUE(judge_reading(Plan{}, 2).empty());
}

TEST(NoteCode, IsTheSameForTheSameError) {
  const std::string code = note_code(grader_error("a"));
  EXPECT_EQ(code, note_code(grader_error("a")));
  EXPECT_NE(code, note_code(grader_error("b")));
  EXPECT_EQ(code.size(), 6u);
}

class JudgeMarks : public ::testing::Test {
 protected:
  // The task with these checks, judged with these marks.
  TaskResult judged(std::vector<rubrics::CheckSpec> checks,
                    std::map<std::string, rubrics::CheckMark> marks) {
    const rubrics::Rubric r = rubric({testing::task("t", std::move(checks))});
    const source::Submission s = submission({});
    PlanOptions options;
    options.marks.emplace();
    options.marks->checks = std::move(marks);
    Result<Plan> made = make_plan(r, s, options);
    EXPECT_TRUE(made);
    return judge(r, *made, {}).at(0);
  }
  static rubrics::CheckMark mark(std::int64_t earned, std::int64_t of, std::string remark = "") {
    rubrics::CheckMark made;
    made.earned = earned;
    made.of = of;
    made.remark = std::move(remark);
    return made;
  }
};

TEST_F(JudgeMarks, DecideWhatWaitsForAPerson) {
  const auto review = [](const char* id) { return check(id, 200, says(Status::NeedsReview)); };
  const TaskResult task = judged(
      {review("all"), review("some"), review("none"), review("open")},
      {{"t/all", mark(200, 200, "Good.")}, {"t/some", mark(50, 200)}, {"t/none", mark(0, 200)}});
  EXPECT_EQ(task.checks[0].status, Status::Pass);
  EXPECT_EQ(task.checks[0].points, Points{200});
  EXPECT_EQ(task.checks[0].assurance, Assurance::Human);
  EXPECT_EQ(task.checks[0].message.id, "manual.decided");
  ASSERT_TRUE(task.checks[0].review);
  EXPECT_EQ(task.checks[0].review->text, "Good.");
  EXPECT_EQ(task.checks[1].status, Status::Partial);
  EXPECT_EQ(task.checks[1].points, Points{50});
  EXPECT_EQ(task.checks[2].status, Status::Fail);
  EXPECT_EQ(task.checks[2].points, Points{0});
  EXPECT_EQ(task.checks[3].status, Status::NeedsReview);
  EXPECT_FALSE(task.checks[3].review);
  EXPECT_EQ(task.points, Points{250});
  EXPECT_EQ(task.points_open, Points{200});
}

TEST_F(JudgeMarks, DoNotOverruleWhatWasDecidedWithoutAPerson) {
  const TaskResult task = judged({check("a", 200, says(Status::Fail))}, {{"t/a", mark(1, 1)}});
  EXPECT_EQ(task.checks[0].status, Status::Fail);
  EXPECT_FALSE(task.checks[0].review);
}

TEST_F(JudgeMarks, DecideAManualCheckWhoseEvidenceIsMissing) {
  rubrics::CheckSpec manual = check("a", 200, says(Status::Fail));
  manual.kind = "manual";
  EXPECT_EQ(judged({manual}, {{"t/a", mark(1, 1)}}).checks[0].points, Points{200});
}

TEST_F(JudgeMarks, APersonSeesWhatAnotherCheckSaw) {
  rubrics::Judgement looked = says(Status::Fail);
  looked.exhibits = {{"picture", "image/png", "index.html", "\x89PNG"}};
  rubrics::CheckSpec read = check("read", 100, says(Status::NeedsReview));
  read.shows = {"t/looks", "other/check"};
  const TaskResult task = judged({read, check("looks", 100, looked)}, {{"t/read", mark(1, 1)}});
  ASSERT_EQ(task.checks[0].evidence.size(), 1U);
  EXPECT_EQ(task.checks[0].evidence.front().path, "evidence/t-looks-1.png");
  EXPECT_EQ(task.checks[0].status, Status::Pass);
}

TEST_F(JudgeMarks, LetGoOnWhatWaitedForThem) {
  rubrics::CheckSpec second = check("second", 300);
  second.needs = {"t/first"};
  const std::vector<rubrics::CheckSpec> checks{check("first", 100, says(Status::NeedsReview)),
                                               second};
  EXPECT_EQ(judged(checks, {{"t/first", mark(1, 1)}}).checks[1].status, Status::Pass);
  EXPECT_EQ(judged(checks, {{"t/first", mark(0, 1)}}).checks[1].status, Status::Skipped);
}

TEST_F(JudgeMarks, OfCriteriaBecomeCases) {
  rubrics::CheckMark given = mark(300, 500);
  given.criteria = {{"names", "Names", Points{300}, Points{300}, "", ""},
                    {"tests", "Tests", Points{0}, Points{100}, "None", ""},
                    {"prose", "Prose", Points{50}, Points{100}, "", "More?"},
                    {"form", "Form", Points{50}, Points{100}, "Half", "Why?"}};
  const TaskResult task = judged({check("a", 500, says(Status::NeedsReview))}, {{"t/a", given}});
  ASSERT_EQ(task.checks[0].cases.size(), 4u);
  std::string told;
  for (const CaseResult& one : task.checks[0].cases) {
    told += std::string(to_text(one.status)) + " " + one.name + " " + one.message.id + " " +
            std::get<std::string>(one.message.params.at("points")) + "\n";
  }
  EXPECT_EQ(told,
            "pass Names manual.criterion 3\n"
            "fail Tests manual.criterion_level 0\n"
            "partial Prose manual.criterion_remark 0.5\n"
            "partial Form manual.criterion_level_remark 0.5\n");
}

TEST_F(JudgeMarks, OfAnotherCommitAreRefused) {
  const rubrics::Rubric r = rubric({testing::task("t", {check("a", 100)})});
  source::Submission s = submission({});
  s.facts.commit = std::string(40, 'a');
  PlanOptions options;
  options.marks.emplace();
  options.marks->commit = std::string(40, 'b');
  const Result<Plan> plan = make_plan(r, s, options);
  ASSERT_FALSE(plan);
  EXPECT_EQ(to_text(plan.error()),
            "the marks are for commit bbbbbbbbbb, and commit aaaaaaaaaa is graded\n"
            "hint: grade that commit: --ref bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb; or take "
            "'commit' out, if they hold for this one too");
}

}  // namespace
}  // namespace grader::engine
