// Verdicts: what a check found, as plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/message.h"
#include "grader/model/points.h"

namespace grader {

enum class Status {
  Pass,
  Partial,
  Fail,         // the submission does not do what the rubric asks
  NotStarted,   // the files are still the template's
  Skipped,      // not judged, because a check it needs did not pass
  NeedsReview,  // a person is asked
  Error,        // not judged, because the grader failed; never costs the student
};

// Why a check or a case failed. None where it did not.
enum class Cause {
  None,
  WrongResult,
  ExitedEarly,
  MissingResult,
  NotLoadable,
  MissingPackage,
  Crashed,
  TimeoutCpu,
  TimeoutWall,
  MemoryLimit,
  ProcessLimit,
  OutputLimit,
  DiskLimit,
  Tampering,
  InvalidSubmission,
};

// How sure a verdict is; see docs/report.md.
enum class Assurance { Isolated, BlackBox, Static, InProcess, Human };

enum class Tier { Blocking, Improve };

std::string_view to_text(Status);  // "pass", "not_started", ... as in the report
std::string_view to_text(Cause);   // "wrong_result", ...; "" for None
std::string_view to_text(Assurance);
std::string_view to_text(Tier);
std::optional<Status> status_from_text(std::string_view);
std::optional<Cause> cause_from_text(std::string_view);
std::optional<Assurance> assurance_from_text(std::string_view);
std::optional<Tier> tier_from_text(std::string_view);

// Lines of a file around a place.
struct Excerpt {
  int first_line = 1;
  std::vector<std::string> lines;  // valid UTF-8, each capped at 500 bytes
};

// What a tool would write instead of what stands from here to there. Lines and columns as those of
// a finding; all are known.
struct Fix {
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;
  std::string text;  // valid UTF-8; empty: nothing
};

// A remark at a place in a file. Lines and columns are 1-based, columns count characters, the end
// column is exclusive; 0 means unknown.
struct Finding {
  std::string rule;
  Tier tier = Tier::Blocking;
  std::string path;
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;
  Message message;
  std::optional<Message> why;  // why one asks, and how to look at it
  std::optional<Excerpt> excerpt;
  bool in_template = false;     // was there before the student came: free, and not shown
  std::optional<Fix> fix = {};  // for tools that can apply it; people are shown the question
};

// One example or one test.
struct CaseResult {
  std::string id;    // stable within its check
  std::string name;  // what people see
  Status status = Status::Error;
  Cause cause = Cause::None;
  std::optional<std::string> expected;
  std::optional<std::string> actual;
  Message message;
};

struct Evidence {
  std::string kind;        // "console", "difference", "picture"
  std::string media_type;  // "text/plain"
  std::string path;        // below the report's folder
  std::string sha256;
  std::string title;
  // What is to be written there; null: it is there already. No part of report.json.
  std::shared_ptr<const std::string> content = nullptr;
};

// Cases that the report must not show: only how many, and how many passed.
struct HiddenCases {
  std::int64_t total = 0;
  std::int64_t passed = 0;
};

// So many of the things that count alike were as they should be.
struct Share {
  std::int64_t earned = 0;
  std::int64_t of = 1;
};

// Points that a check takes off its exercise, for each thing that it found.
struct Deduction {
  Points each;
  std::optional<Points> at_most;
  std::int64_t findings = 0;  // that are not the template's
  Points points;              // taken off: never more than the exercise has
};

// What a person gave and wrote.
struct Review {
  Points points;
  std::string text;  // valid UTF-8; may be empty
};

struct CheckResult {
  std::string id;
  std::string kind;
  std::string title;
  Tier tier = Tier::Blocking;
  Status status = Status::Error;
  Cause cause = Cause::None;
  Assurance assurance = Assurance::Static;
  std::string in_process_because;  // for authors and mentors, English; only where tests could else
                                   // have been judged from another jail
  Points points;
  Points points_possible;
  Message message;
  std::string ask, why, learn, praise;  // from the rubric; empty: none
  std::vector<std::string> waits_for;   // ids of checks ("task/check"); only for Skipped
  std::vector<Finding> findings;
  std::vector<CaseResult> cases;     // in the order of the rubric or of the test file
  std::int64_t cases_not_shown = 0;  // cut because there were too many
  std::optional<HiddenCases> cases_hidden;
  std::optional<Share> share;          // what partial points were computed from; none: named points
  std::optional<Deduction> deduction;  // of a check that takes points off, also where it took none
  std::optional<Review> review;
  std::vector<Evidence> evidence;
};

enum class Group { Mandatory, Extra };
std::string_view to_text(Group);
std::optional<Group> group_from_text(std::string_view);

// Checks that count together: points times min(passed, any) / any.
struct BlockResult {
  std::string id;
  std::string title;
  std::int64_t any = 0;
  Points points;
  Points points_possible;
  std::vector<std::string> checks;  // ids, in the order of the rubric
};

struct TaskResult {
  std::string id;
  std::string title;
  std::string path;
  Group group = Group::Mandatory;
  Status status = Status::Error;
  Points points;
  Points points_possible;
  Points points_open;  // may still be given: needs_review and error
  Points deducted;     // taken off by its checks; already out of `points`
  std::string first_step;
  std::vector<BlockResult> blocks;
  std::vector<CheckResult> checks;  // points and points_possible are 0 for those in a block
};

}  // namespace grader
