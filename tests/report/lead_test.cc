// What a report says first: how much of the work is begun and done.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/markdown.h"

namespace grader::report {
namespace {

using ::testing::HasSubstr;

TaskResult task(const char* id, Status status, int points) {
  TaskResult made;
  made.id = made.title = id;
  made.status = status;
  made.points_possible = Points{points * 100};
  return made;
}

std::string comment(std::vector<TaskResult> tasks) {
  Report report;
  report.tasks = std::move(tasks);
  report.result.status = Completeness::Complete;
  return render_markdown(report, {});
}

TEST(Lead, ExercisesAreThoseWithPoints) {
  EXPECT_THAT(comment({task("a", Status::Pass, 5), task("b", Status::Fail, 5),
                       task("handed-in", Status::Pass, 0)}),
              HasSubstr("\n2 of 2 exercises are started. 1 exercise is done.\n"));
}

TEST(Lead, WhatHasNoPointsStartsNothing) {
  EXPECT_THAT(comment({task("a", Status::NotStarted, 5), task("handed-in", Status::Pass, 0)}),
              HasSubstr("\nThe project is found and can be read. The first step is below.\n"));
}

TEST(Lead, AllIsDoneWhereNothingIsLeft) {
  EXPECT_THAT(comment({task("a", Status::Pass, 5), task("b", Status::Pass, 5),
                       task("handed-in", Status::Pass, 0)}),
              HasSubstr("\nAll 2 exercises are done.\n"));
  EXPECT_THAT(comment({task("a", Status::Pass, 5), task("handed-in", Status::Fail, 0)}),
              HasSubstr("\nThe exercise is started. 1 exercise is done.\n"));
}

TEST(Lead, WithoutPointsEverythingIsAnExercise) {
  EXPECT_THAT(comment({task("a", Status::Pass, 0), task("b", Status::Fail, 0)}),
              HasSubstr("\n2 of 2 exercises are started. 1 exercise is done.\n"));
}

}  // namespace
}  // namespace grader::report
