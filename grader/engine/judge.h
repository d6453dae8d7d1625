// From evidence to the report: pure. Same evidence, same report.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/engine/plan.h"
#include "grader/model/report.h"
#include "rubrics/check.h"
#include "rubrics/rubric.h"

namespace grader::engine {

// What is known of a check that needs something to run.
struct RunState {
  // One of these:
  std::optional<rubrics::SuiteEvidence> evidence;
  std::optional<rubrics::ProgramEvidence> program;
  std::optional<rubrics::CallsEvidence> calls;
  std::optional<rubrics::PageEvidence> page;
  std::optional<rubrics::ReviewEvidence> review;
  std::optional<Error> failed;  // the grader could not run it

  bool ran() const { return evidence || program || calls || page || review; }
};

// What a check judges. Points to `view` and `state`.
rubrics::CheckInput input_of(const rubrics::CheckView& view, const RunState& state);

// By index into Plan::checks. A check that runs something and is not here has not run yet.
using Evidence = std::map<std::size_t, RunState>;

// What checks said that need nothing to run, by index into Plan::checks. They say the same each
// time and may have read every file, so one grading asks them once. For one plan only.
using ReadJudgements = std::map<std::size_t, rubrics::Judgement>;

// Asks all of them, on up to `jobs` threads; the answers do not depend on it.
ReadJudgements judge_reading(const Plan& plan, int jobs);

// Judges every check of the plan, in the rubric's order and after what it needs, and scores.
std::vector<TaskResult> judge(const rubrics::Rubric& rubric, const Plan& plan,
                              const Evidence& evidence, ReadJudgements* read = nullptr);

// The indices of checks that still have to run: what they need may pass.
std::vector<std::size_t> worth_running(const rubrics::Rubric& rubric, const Plan& plan,
                                       ReadJudgements* read = nullptr);

// A short code for an operator's note, the same for the same error: "E-7Q2K".
std::string note_code(const Error& error);

}  // namespace grader::engine
