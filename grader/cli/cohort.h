// Many submissions by one rubric, several at the same time, each with a report of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/report.h"
#include "grader/source/source.h"

namespace grader::cli {

struct CohortMember {
  std::string name;    // of its folder: "pull-7", or that of the submission's folder
  std::string ref;     // empty: the folder as it is
  std::string commit;  // that the ref names now; empty: not known
  source::SubmissionRequest request;
};

struct CohortResult {
  std::optional<Report> report;
  std::optional<Error> error;  // why there is none
  bool kept = false;           // the report of an earlier run still holds
};

// Who is to be graded: the refs of one local repository, or each place as it is. An Error where two
// would have one name.
Result<std::vector<CohortMember>> list_members(const std::vector<std::string>& places,
                                               const std::vector<std::string>& refs,
                                               const source::BaseRequest& base);

// The complete report in `folder`, where it is about this commit, rubric, engine and these marks
// (their digest; empty: none).
std::optional<Report> kept_report(const std::filesystem::path& folder, const CohortMember& member,
                                  const std::string& rubric_digest, const std::string& marks);

// Calls `grade` for each member, `jobs` at the same time, in their order; `done` as each ends, one
// at a time. Where `stop()` says so no more are begun, and their results stay empty.
std::vector<CohortResult> run_cohort_members(
    std::size_t count, int jobs, const std::function<CohortResult(std::size_t)>& grade,
    const std::function<void(std::size_t, const CohortResult&)>& done,
    const std::function<bool()>& stop);

// cohort.json: who has which result, for programs.
std::string cohort_to_json(const RubricFacts& rubric, const std::vector<CohortMember>& members,
                           const std::vector<CohortResult>& results);

// One line a member with the points that are still open, then a sentence: "4 submissions: 1
// complete, 2 on the way, 1 not graded".
std::string cohort_to_text(const std::vector<CohortMember>& members,
                           const std::vector<CohortResult>& results);

}  // namespace grader::cli
