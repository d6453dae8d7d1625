// What will be looked at and what will be run: decided before anything runs. `grader plan` prints
// it and stops.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/source.h"
#include "rubrics/check.h"
#include "rubrics/marks.h"
#include "rubrics/rubric.h"
#include "sandbox/launcher.h"

namespace grader::engine {

struct PlannedCheck {
  const rubrics::Task* task = nullptr;
  const rubrics::CheckSpec* spec = nullptr;
  std::string id;  // "task/check"
  rubrics::CheckView view;
  rubrics::CheckPlan plan;
  std::optional<Error> failed;  // the plan could not be made, and it is our fault
  std::string environment;      // where its suite runs; empty: nothing to run
  std::string app_environment;  // where the app is built whose page it opens; empty: there is none
  sandbox::Limits limits;
  bool not_started = false;  // the task is still the template's, or nothing is there
  bool not_there = false;    // nothing is there, whether or not the template had something
  const rubrics::CheckMark* mark = nullptr;  // what a person gave; null: nothing
};

// A task's path that is neither in the template nor in the submission: probably mistyped.
struct UnknownPath {
  const rubrics::Task* task = nullptr;
  std::string near;  // a path that is there and looks like it; may be empty
};

// One worker's work: the programs or calls of one check; what tools read for all checks; or one
// jail's: pages that agree on environment, limits and app and share a browser, or suites that agree
// on framework, environment, limits, files and secrecy.
struct Batch {
  std::string framework = {};
  std::string environment = {};
  sandbox::Limits limits = {};
  std::vector<std::string> files = {};               // test files, sorted, no duplicates
  std::map<std::string, std::string> laid = {};      // path -> content, over the submission's
  bool secret = false;                               // students must not see these tests
  bool in_process = false;                           // in the student's process, as asked for
  std::vector<std::size_t> checks = {};              // indices into Plan::checks
  std::optional<rubrics::ProgramPlan> program = {};  // then there is no framework
  std::optional<rubrics::CallsPlan> calls = {};      // likewise
  std::vector<rubrics::PagePlan> pages = {};         // likewise; one for each of `checks`
  std::string app_environment = {};                  // of pages that are built
  std::vector<rubrics::ReviewPlan> reviews = {};     // likewise; one for each of `checks`
  runners::SuiteBuild build = {};
  runners::SuiteTool tool = {};
  std::optional<rubrics::VariantsPlan> variants = {};  // of a suite

  bool is_suite() const { return !program && !calls && pages.empty() && reviews.empty(); }
};

struct Plan {
  std::vector<PlannedCheck> checks;  // in the order of the rubric, selected tasks only
  std::vector<Batch> batches;
  std::shared_ptr<const rubrics::Asked> asked;  // what views of checks point to
  std::vector<UnknownPath> unknown_paths;
  rubrics::HistoryNeed history = rubrics::HistoryNeed::None;  // the most that a check asks for
};

// "task 'bmi': the path 'week-2/bmi.js' is neither in the template nor in the submission".
std::string to_text(const UnknownPath& unknown, bool has_template);

struct PlanOptions {
  std::vector<std::string> tasks;  // ids; empty: all
  sandbox::Limits default_limits;
  sandbox::Limits maximum_limits;
  std::optional<Metadata> metadata = {};     // --metadata
  std::optional<rubrics::Marks> marks = {};  // --marks
  // Judges tasks that are still the template's, as if somebody had begun them: what a rubric
  // gives for nothing shows then (`grader rubric test`).
  bool untouched_counts = false;
};

// An Error only for an unknown task id, and where metadata or marks are about another commit.
// `options` outlives the plan.
Result<Plan> make_plan(const rubrics::Rubric& rubric, const source::Submission& submission,
                       const PlanOptions& options);

// The batches for those checks of the plan that `wanted` names (by index).
std::vector<Batch> make_batches(const std::vector<PlannedCheck>& checks,
                                const std::vector<std::size_t>& wanted, const Tree& submission);

// `grader plan`: what would run, for people.
std::string show_plan(const Plan& plan);

}  // namespace grader::engine
