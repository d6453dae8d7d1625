#include "grader/engine/score.h"

#include <gtest/gtest.h>

#include "tests/engine/rubric_fixture.h"

namespace grader::engine {
namespace {

using testing::check;
using testing::says;

// A task result as the judge hands it over: one status and points for each check.
struct Given {
  Status status;
  std::int64_t points = 0;
};

TaskResult judged(const rubrics::Task& spec, std::vector<Given> given) {
  TaskResult task;
  task.id = spec.id;
  task.group = spec.group;
  task.points_possible = spec.points;
  for (std::size_t i = 0; i < spec.checks.size(); ++i) {
    CheckResult result;
    result.id = spec.checks[i].id;
    result.tier = spec.checks[i].tier;
    result.status = given[i].status;
    result.points = {given[i].points};
    result.points_possible = spec.checks[i].points;
    task.checks.push_back(std::move(result));
  }
  score_task(spec, task);
  return task;
}

TEST(PointsFor, PassIsAllPartialIsAShareTheRestIsNothing) {
  EXPECT_EQ(points_for(says(Status::Pass), Points{700}), Points{700});
  EXPECT_EQ(points_for(says(Status::Partial, 2, 3), Points{1000}), Points{666});
  EXPECT_EQ(points_for(says(Status::Partial, 0, 0), Points{1000}), Points{0});
  for (const Status status :
       {Status::Fail, Status::NotStarted, Status::Skipped, Status::NeedsReview, Status::Error}) {
    EXPECT_EQ(points_for(says(status, 1, 1), Points{700}), Points{0});
  }
}

TEST(PointsFor, AwardedPointsStayWithinTheCheck) {
  rubrics::Judgement judgement = says(Status::Partial);
  judgement.awarded = Points{900};
  EXPECT_EQ(points_for(judgement, Points{700}), Points{700});
  judgement.awarded = Points{-1};
  EXPECT_EQ(points_for(judgement, Points{700}), Points{0});
  judgement.awarded = Points{250};
  EXPECT_EQ(points_for(judgement, Points{700}), Points{250});
}

TEST(ScoreTask, AddsUpAndSaysWhatIsOpen) {
  const rubrics::Task spec =
      testing::task("t", {check("a", 300), check("b", 500), check("c", 200)});
  const TaskResult task =
      judged(spec, {{Status::Pass, 300}, {Status::NeedsReview}, {Status::Error}});
  EXPECT_EQ(task.points, Points{300});
  EXPECT_EQ(task.points_open, Points{700});
  EXPECT_EQ(task.status, Status::Error);
}

struct StatusRow {
  const char* name;
  std::vector<Status> checks;
  Status task;
};

class TaskStatus : public ::testing::TestWithParam<StatusRow> {};

TEST_P(TaskStatus, FollowsFromItsChecks) {
  std::vector<rubrics::CheckSpec> checks;
  std::vector<Given> given;
  for (std::size_t i = 0; i < GetParam().checks.size(); ++i) {
    checks.push_back(check("c" + std::to_string(i), 100));
    const Status status = GetParam().checks[i];
    given.push_back({status, status == Status::Pass ? 100 : status == Status::Partial ? 50 : 0});
  }
  EXPECT_EQ(judged(testing::task("t", checks), given).status, GetParam().task);
}

INSTANTIATE_TEST_SUITE_P(
    All, TaskStatus,
    ::testing::Values(
        StatusRow{"Pass", {Status::Pass, Status::Pass}, Status::Pass},
        StatusRow{"Partial", {Status::Pass, Status::Fail}, Status::Partial},
        StatusRow{"PartOfOne", {Status::Partial, Status::Fail}, Status::Partial},
        StatusRow{"Fail", {Status::Fail, Status::Skipped}, Status::Fail},
        StatusRow{"NotStarted", {Status::NotStarted, Status::NotStarted}, Status::NotStarted},
        StatusRow{"Review", {Status::Pass, Status::NeedsReview}, Status::NeedsReview},
        StatusRow{"ReviewAndFail", {Status::Fail, Status::NeedsReview}, Status::Fail},
        StatusRow{"Error", {Status::Pass, Status::Error}, Status::Error}),
    [](const auto& row) { return row.param.name; });

TEST(ScoreTask, IdeasAloneDoNotHoldATaskBack) {
  rubrics::Task spec = testing::task("t", {check("a", 0)});
  spec.checks[0].tier = Tier::Improve;
  EXPECT_EQ(judged(spec, {{Status::Pass}}).status, Status::Pass);
  EXPECT_EQ(judged(spec, {{Status::Fail}}).status, Status::Pass);
  EXPECT_EQ(judged(spec, {{Status::NotStarted}}).status, Status::NotStarted);
}

TEST(ScoreTask, ABlockIsWorthItsPassedOverAny) {
  rubrics::Task spec = testing::task("t", {check("a", 0), check("b", 0), check("c", 0)});
  for (rubrics::CheckSpec& c : spec.checks) c.block = 0;
  spec.blocks = {{"demos", "Demos", {600}, 2}};
  spec.points = {600};
  TaskResult one = judged(spec, {{Status::Pass}, {Status::Fail}, {Status::Fail}});
  EXPECT_EQ(one.points, Points{300});
  EXPECT_EQ(one.status, Status::Partial);
  TaskResult two = judged(spec, {{Status::Pass}, {Status::Fail}, {Status::Pass}});
  EXPECT_EQ(two.points, Points{600});
  EXPECT_EQ(two.status, Status::Pass);
  TaskResult open = judged(spec, {{Status::Pass}, {Status::Error}, {Status::Error}});
  EXPECT_EQ(open.points, Points{300});
  EXPECT_EQ(open.points_open, Points{300});
  EXPECT_EQ(open.blocks.at(0).checks, (std::vector<std::string>{"a", "b", "c"}));
}

TEST(ScoreTask, DeductionsStopAtTheirCapAndAtZero) {
  rubrics::Task spec = testing::task("t", {check("works", 300), check("style", 0)});
  spec.checks[1].deduct_each = Points{50};
  spec.checks[1].deduct_at_most = Points{200};
  TaskResult task = judged(spec, {{Status::Pass, 300}, {Status::Fail}});
  task.checks[1].findings.resize(3);
  task.checks[1].findings[0].in_template = true;
  score_task(spec, task);
  EXPECT_EQ(task.deducted, Points{100});
  EXPECT_EQ(task.points, Points{200});
  ASSERT_TRUE(task.checks[1].deduction);
  EXPECT_EQ(task.checks[1].deduction->findings, 2);
  EXPECT_EQ(task.checks[1].deduction->points, Points{100});
  EXPECT_FALSE(task.checks[0].deduction);
  task.checks[1].findings.resize(30);
  score_task(spec, task);
  EXPECT_EQ(task.deducted, Points{200});
  spec.checks[1].deduct_at_most.reset();
  score_task(spec, task);
  EXPECT_EQ(task.points, Points{0});
  EXPECT_EQ(task.checks[1].deduction->points, Points{300});
}

TEST(ScoreTask, WhatTakesPointsOffIsNotDone) {
  rubrics::Task spec =
      testing::task("t", {check("works", 300), check("style", 0), check("names", 0)});
  for (const std::size_t i : {1, 2}) {
    spec.checks[i].tier = Tier::Improve;
    spec.checks[i].deduct_each = Points{200};
  }
  TaskResult task = judged(spec, {{Status::Pass, 300}, {Status::Pass}, {Status::Pass}});
  EXPECT_EQ(task.status, Status::Pass);
  for (const std::size_t i : {1, 2}) {
    task.checks[i].status = Status::Fail;
    task.checks[i].findings.resize(1);
  }
  score_task(spec, task);
  EXPECT_EQ(task.status, Status::Partial);
  EXPECT_EQ(task.checks[1].deduction->points, Points{200});
  EXPECT_EQ(task.checks[2].deduction->points, Points{100}) << "there is no more";
  EXPECT_EQ(task.points, Points{});
}

TaskResult plain_task(Group group, Status status, std::int64_t points, std::int64_t possible,
                      std::int64_t open = 0) {
  TaskResult task;
  task.group = group;
  task.status = status;
  task.points = {points};
  task.points_possible = {possible};
  task.points_open = {open};
  CheckResult only;
  only.status = status;
  only.points = task.points;
  only.points_possible = task.points_possible;
  task.checks.push_back(only);
  return task;
}

TEST(ScoreReport, ExtraPointsHelpButAreNotAskedFor) {
  const ReportResult result =
      score_report({plain_task(Group::Mandatory, Status::Partial, 600, 1000),
                    plain_task(Group::Extra, Status::Pass, 100, 100)},
                   70);
  EXPECT_EQ(result.points, Points{700});
  EXPECT_EQ(result.points_possible, Points{1000});
  EXPECT_EQ(result.percent, 70);
  EXPECT_EQ(result.passed, true);
  EXPECT_EQ(result.label, Label::Complete);
}

TEST(ScoreReport, PercentIsCappedAtAHundred) {
  const ReportResult result = score_report({plain_task(Group::Mandatory, Status::Pass, 1000, 1000),
                                            plain_task(Group::Extra, Status::Pass, 500, 500)},
                                           70);
  EXPECT_EQ(result.percent, 100);
}

TEST(ScoreReport, PassIsComparedInIntegers) {
  // 69.99 of 100 points show as 69 % and do not pass at 70.
  const ReportResult below =
      score_report({plain_task(Group::Mandatory, Status::Partial, 6999, 10000)}, 70);
  EXPECT_EQ(below.percent, 69);
  EXPECT_EQ(below.passed, false);
  EXPECT_EQ(below.label, Label::OnTheWay);
  EXPECT_EQ(score_report({plain_task(Group::Mandatory, Status::Partial, 7000, 10000)}, 70).passed,
            true);
}

TEST(ScoreReport, OpenPointsLeaveItUndecided) {
  const ReportResult result =
      score_report({plain_task(Group::Mandatory, Status::NeedsReview, 500, 1000, 500)}, 70);
  EXPECT_EQ(result.passed, std::nullopt);
  EXPECT_EQ(result.label, Label::Open);
  EXPECT_EQ(result.status, Completeness::Complete);
}

TEST(ScoreReport, OurErrorMakesItIncomplete) {
  const ReportResult result =
      score_report({plain_task(Group::Mandatory, Status::Error, 0, 1000, 1000)}, 70);
  EXPECT_EQ(result.status, Completeness::Incomplete);
  EXPECT_EQ(result.passed, std::nullopt);
}

TEST(ScoreReport, NothingStartedIsItsOwnLabel) {
  EXPECT_EQ(score_report({plain_task(Group::Mandatory, Status::NotStarted, 0, 1000)}, 70).label,
            Label::NotStarted);
}

TEST(ScoreReport, ATaskWorthNothingIsNoStart) {
  EXPECT_EQ(score_report({plain_task(Group::Mandatory, Status::NotStarted, 0, 1000),
                          plain_task(Group::Mandatory, Status::Pass, 0, 0)},
                         70)
                .label,
            Label::NotStarted);
}

TEST(Compare, TellsWhatTheExitCodeSays) {
  Report report;
  const auto with = [&](Status status, std::int64_t points, std::int64_t open) {
    report.tasks = {plain_task(Group::Mandatory, status, points, 1000, open)};
    report.result = score_report(report.tasks, 0);
    return compare(report, 70);
  };
  EXPECT_EQ(with(Status::Partial, 700, 0), Verdict::Reached);
  EXPECT_EQ(with(Status::Partial, 699, 0), Verdict::CannotBeReached);
  EXPECT_EQ(with(Status::NeedsReview, 0, 1000), Verdict::UndecidedByPerson);
  EXPECT_EQ(with(Status::NeedsReview, 0, 100), Verdict::CannotBeReached);
  EXPECT_EQ(with(Status::Error, 0, 1000), Verdict::UndecidedByError);
}

TEST(Focus, WhatOthersWaitForComesFirstWithTheirPoints) {
  TaskResult big = plain_task(Group::Mandatory, Status::Fail, 0, 900);
  big.id = "big";
  big.checks[0].id = "one";
  TaskResult chain = plain_task(Group::Mandatory, Status::Fail, 0, 100);
  chain.id = "chain";
  chain.checks[0].id = "loads";
  CheckResult waiting;
  waiting.id = "works";
  waiting.status = Status::Skipped;
  waiting.points_possible = {500};
  waiting.waits_for = {"chain/loads"};
  chain.checks.push_back(waiting);
  const std::vector<FocusItem> focus = choose_focus({big, chain});
  ASSERT_EQ(focus.size(), 2u);
  EXPECT_EQ(focus[0].check, "loads");
  EXPECT_EQ(focus[0].points_lost, Points{600});
  EXPECT_EQ(focus[0].blocks, std::vector<std::string>{"chain/works"});
  EXPECT_EQ(focus[1].check, "one");
}

TEST(Focus, StartedWorkComesBeforeWorkNotStarted) {
  std::vector<TaskResult> tasks;
  for (int i = 0; i < 4; ++i) {
    const bool started = i > 0;
    tasks.push_back(plain_task(Group::Mandatory, started ? Status::Fail : Status::NotStarted, 0,
                               started ? 100 + i : 5000));
    tasks.back().id = "t" + std::to_string(i);
  }
  const std::vector<FocusItem> focus = choose_focus(tasks);
  ASSERT_EQ(focus.size(), 3u);
  EXPECT_EQ(focus[0].task, "t3");
  EXPECT_EQ(focus[2].task, "t1");
  tasks.erase(tasks.begin() + 1);
  EXPECT_EQ(choose_focus(tasks).back().task, "t0");
}

// Checks of one task, each with its status and points, and what it waits for.
struct Waiting {
  const char* id;
  Status status;
  std::int64_t points;
  std::vector<std::string> waits_for = {};
};

TaskResult waiting_task(const std::string& id, const std::vector<Waiting>& checks) {
  TaskResult task;
  task.id = id;
  for (const Waiting& one : checks) {
    CheckResult check;
    check.id = one.id;
    check.status = one.status;
    check.points_possible = {one.points};
    check.waits_for = one.waits_for;
    task.points_possible += check.points_possible;
    task.checks.push_back(check);
  }
  return task;
}

std::string told(const std::vector<FocusItem>& focus) {
  std::string text;
  for (const FocusItem& item : focus) {
    text += item.task + "/" + item.check + " " + to_text(item.points_lost);
    for (const std::string& id : item.blocks) text += " " + id;
    text += "\n";
  }
  return text;
}

TEST(Focus, WhatWaitsBehindASecondCheckIsPromisedToo) {
  EXPECT_EQ(told(choose_focus({waiting_task("t", {{"a", Status::Fail, 100},
                                                  {"b", Status::Skipped, 200, {"t/a"}},
                                                  {"c", Status::Skipped, 400, {"t/b"}}}),
                               waiting_task("u", {{"d", Status::Skipped, 800, {"t/c"}}})})),
            "t/a 15 t/b t/c u/d\n");
}

TEST(Focus, WhatWaitsForTwoIsPromisedByNeither) {
  EXPECT_EQ(told(choose_focus({waiting_task("t", {{"a", Status::Fail, 100},
                                                  {"b", Status::Fail, 200},
                                                  {"c", Status::Skipped, 400, {"t/a", "t/b"}},
                                                  {"d", Status::Skipped, 800, {"t/b"}}})})),
            "t/b 10 t/c t/d\nt/a 1 t/c\n");
}

TEST(Focus, AnIdeaThatOthersWaitForIsUrgent) {
  TaskResult task =
      waiting_task("t", {{"idea", Status::Fail, 0}, {"b", Status::Skipped, 200, {"t/idea"}}});
  task.checks[0].tier = Tier::Improve;
  EXPECT_EQ(told(choose_focus({task})), "t/idea 2 t/b\n");
}

TEST(Focus, WorkThatWaitsForAnotherExerciseIsNotTheFirstToStart) {
  EXPECT_EQ(
      told(choose_focus(
          {waiting_task("t", {{"a", Status::NotStarted, 100}, {"b", Status::NotStarted, 200}}),
           waiting_task("u", {{"c", Status::NotStarted, 400, {"t/a"}}, {"d", Status::Pass, 0}})})),
      "t/a 7 u/c\n");
}

TEST(Focus, ABlockPromisesNoMoreThanItHas) {
  TaskResult task = waiting_task("t", {{"a", Status::Fail, 100},
                                       {"x", Status::Skipped, 0, {"t/a"}},
                                       {"y", Status::Skipped, 0, {"t/a"}},
                                       {"z", Status::Skipped, 0, {"t/a"}}});
  task.blocks = {{"demos", "Demos", 2, {}, {600}, {"x", "y", "z"}}};
  EXPECT_EQ(told(choose_focus({task})), "t/a 7 t/x t/y t/z\n");
  task.checks[1].status = Status::Pass;
  task.checks[1].waits_for.clear();
  task.blocks[0].points = {300};
  EXPECT_EQ(told(choose_focus({task})), "t/a 4 t/y t/z\n");
}

TEST(Focus, APointThatIsTakenOffCanComeBack) {
  TaskResult task = waiting_task("t", {{"a", Status::Pass, 300}, {"style", Status::Fail, 0}});
  task.checks[0].points = {300};
  task.checks[1].tier = Tier::Improve;
  task.checks[1].deduction = Deduction{{50}, {}, 2, {100}};
  EXPECT_EQ(told(choose_focus({task})), "t/style 1\n");
  task.checks[1].deduction->points = {};
  EXPECT_EQ(told(choose_focus({task})), "");
}

TEST(Focus, ExtraWorkAndIdeasAreNotUrgent) {
  TaskResult extra = plain_task(Group::Extra, Status::Fail, 0, 100);
  TaskResult idea = plain_task(Group::Mandatory, Status::Fail, 0, 0);
  idea.checks[0].tier = Tier::Improve;
  EXPECT_TRUE(choose_focus({extra, idea}).empty());
}

TEST(Focus, WhatCostsNothingAndIsNoIdeaComesAfterPoints) {
  TaskResult task = waiting_task(
      "t",
      {{"style", Status::Fail, 0}, {"secrets", Status::Fail, 0}, {"works", Status::Fail, 100}});
  task.checks[0].tier = Tier::Improve;
  EXPECT_EQ(told(choose_focus({task})), "t/works 1\nt/secrets 0\n");
}

TEST(Focus, WhereNothingGivesPointsIdeasComeAfterWhatIsMeantToBeSeen) {
  TaskResult task = waiting_task("t", {{"style", Status::Partial, 0},
                                       {"secrets", Status::Fail, 0},
                                       {"prints", Status::Fail, 0},
                                       {"traps", Status::Fail, 0},
                                       {"there", Status::Pass, 0}});
  for (const std::size_t idea : {0U, 2U, 3U}) task.checks[idea].tier = Tier::Improve;
  EXPECT_EQ(told(choose_focus({task})), "t/secrets 0\nt/style 0\nt/prints 0\n");
}

TEST(Focus, WhatABlockNoLongerNeedsIsNotNext) {
  TaskResult task = waiting_task("t", {{"x", Status::Pass, 0}, {"y", Status::Fail, 0}});
  task.blocks = {{"demos", "Demos", 1, {}, {600}, {"x", "y"}}};
  task.blocks[0].points = {600};
  EXPECT_EQ(told(choose_focus({task})), "");
}

}  // namespace
}  // namespace grader::engine
