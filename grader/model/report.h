// The report: all that was found, as data. Every view is rendered from it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/translation.h"
#include "grader/model/verdict.h"

namespace grader {

inline constexpr int kReportVersion = 1;

struct SubmissionFacts {
  std::string repository;   // as given, without credentials
  std::string ref;          // as given: "main", "pull/7/head"; empty for a directory
  std::string commit;       // 40 hex digits; empty for a directory
  std::string tree;         // git tree id of what was graded
  std::string base;         // commit or tree id of the template; empty: none
  std::string authored_at;  // RFC 3339, UTC; empty for a directory
};

struct RubricFacts {
  std::string id;
  std::int64_t version = 0;
  std::string digest;  // "sha256:..."
  std::string title;
  std::string language;
};

struct EnvironmentFacts {
  std::string name;
  std::string digest;  // "sha256:..."
};

struct SandboxFacts {
  std::string level;                          // "full", "weak" or "none" (nothing was run)
  std::map<std::string, std::string> guards;  // name -> "holds" or "missing"
  std::vector<std::string> degraded;          // names of missing guards
};

enum class Completeness { Complete, Incomplete };

// The label a student sees.
enum class Label { Complete, OnTheWay, Open, NotStarted };
std::string_view to_text(Label);
std::optional<Label> label_from_text(std::string_view);

struct ReportResult {
  Completeness status = Completeness::Incomplete;
  Points points;
  Points points_open;          // still to be given: needs_review and error
  Points points_possible;      // of the mandatory tasks
  Points points_to_pass;       // needed in all for the rubric's `pass`; 0: it names none
  int percent = 0;             // of points_possible, rounded down, at most 100
  std::optional<bool> passed;  // nullopt: undecided
  Label label = Label::Open;
};

// One of the three checks that matter most next.
struct FocusItem {
  std::string task;  // ids
  std::string check;
  Points points_lost;               // its own, and those of what waits for it alone
  std::vector<std::string> blocks;  // "task/check" ids that wait for this one, also through others
};

// A remark about the submission as a whole: committed node_modules, a link that leaves the tree.
struct SubmissionRemark {
  std::string rule;  // "node_modules_committed"
  std::string path;
  Message message;
};

// How this run went; the only part that may differ between two runs of the same grading.
struct RunFacts {
  std::string graded_at;  // RFC 3339, UTC
  std::string host;
  std::map<std::string, std::int64_t> durations_ms;  // "fetch", "plan", "execute", "check:task/id"
  std::int64_t peak_memory_bytes = 0;                // of all jails
  std::int64_t cpu_ms = 0;
  std::int64_t cache_hits = 0;
  std::int64_t cache_misses = 0;
  std::vector<std::string> notes;  // for the operator: reasons of `error`, retries
};

struct Report {
  SubmissionFacts submission;
  RubricFacts rubric;
  Translations translations;  // of the rubric's texts, for the tasks of this report
  std::string marks;          // digest of what a person gave: "sha256:..."; empty: nothing
  std::string engine_version;
  std::vector<EnvironmentFacts> environments;
  SandboxFacts sandbox;
  ReportResult result;
  std::vector<SubmissionRemark> remarks;
  std::vector<FocusItem> focus;
  std::vector<TaskResult> tasks;
  RunFacts run;
};

}  // namespace grader
