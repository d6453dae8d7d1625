// Scoring: pure, in integer hundredths.
#pragma once

#include <optional>
#include <vector>

#include "grader/model/report.h"
#include "rubrics/check.h"
#include "rubrics/rubric.h"

namespace grader::engine {

// What a judgement is worth for a check of `possible` points.
Points points_for(const rubrics::Judgement& judgement, Points possible);

// Fills in blocks, deductions, points and status of a task whose checks are judged.
void score_task(const rubrics::Task& spec, TaskResult& task);

// Points, percent, passed and label of the whole. `pass` is in percent; 0: the rubric names none.
ReportResult score_report(const std::vector<TaskResult>& tasks, int pass);

// The three checks that matter most next: those that other checks wait for first, then by points
// lost, then those that cost nothing and are no ideas; ideas only where nothing gives points. Work
// that was not started comes only where fewer than three started things are left. What waits for a
// check, at first or second hand, and for nothing else is among the points that it loses.
std::vector<FocusItem> choose_focus(const std::vector<TaskResult>& tasks);

// `--fail-under percent`: what the exit code says.
enum class Verdict { Reached, CannotBeReached, UndecidedByPerson, UndecidedByError };
Verdict compare(const Report& report, int fail_under_percent);

}  // namespace grader::engine
