// What a view of a report shows and in which order, before any markup: the same for the page, the
// comment and the terminal.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/report.h"
#include "grader/report/words.h"

namespace grader::report {

// A status as people see it: an idea is what a check of tier improve found, a deduction what takes
// points off.
enum class Shown { Pass, Partial, Fail, NotStarted, Skipped, NeedsReview, Error, Idea, Deduction };
Shown shown(Status status);
bool asks_back(Shown shown);           // something was found that the check's question is about
std::string_view key_of(Shown shown);  // "pass", ..., "idea": shapes, colours, catalogue ids

// How much a view may hold. Each step of shrunk() is smaller; what is cut is counted.
struct Caps {
  std::size_t tasks = 1000;
  std::size_t checks = 200;     // of a task
  std::size_t findings = 5;     // of a check
  std::size_t ideas = 3;        // of a task, in the open
  std::size_t more_ideas = 20;  // of a task, folded
  std::size_t cases = 3;        // of a check, with values
  std::size_t case_names = 30;  // of a check, folded
  std::size_t remarks = 30;
  std::size_t text = 600;  // characters of a text from outside
  bool excerpts = true;
};
Caps shrunk(const Caps& caps, int step);  // steps 0 (as given) to kLastShrink
inline constexpr int kLastShrink = 4;

// Findings of one check that say the same.
struct FindingView {
  const Finding* first = nullptr;
  std::vector<int> also_lines;  // at most 10
  std::int64_t more = 0;        // places beyond those
  bool said = false;            // the check's own sentence is the same: only the place is new
};

struct CheckView {
  const CheckResult* result = nullptr;
  Shown shown = Shown::Error;
  std::string anchor;  // safe as an id in a page
  std::vector<FindingView> findings;
  std::int64_t findings_more = 0;
  std::vector<const CaseResult*> cases;       // not passed, to be shown in full
  std::vector<const CaseResult*> more_cases;  // not passed, by name
  std::int64_t cases_cut = 0;                 // not passed, only counted
};

// One remark without points.
struct IdeaView {
  const CheckResult* check = nullptr;
  FindingView finding;  // `first` may be null: the check speaks for itself
};

struct TaskView {
  const TaskResult* result = nullptr;
  std::string anchor;
  bool in_focus = false;
  std::vector<CheckView> checks;  // not passed first, then passed
  std::int64_t checks_cut = 0;
  std::vector<IdeaView> ideas, more_ideas;
  std::int64_t ideas_cut = 0;
  bool in_process = false;  // some check that gave a verdict ran together with the student's code
};

struct FocusView {
  const FocusItem* item = nullptr;
  const TaskView* task = nullptr;
  const CheckView* check = nullptr;
};

// What works: a check that passed.
struct PraiseView {
  const TaskResult* task = nullptr;
  const CheckResult* check = nullptr;
};

// How many checks were made in which way.
struct HowCounts {
  std::int64_t isolated = 0, black_box = 0, statically = 0, in_process = 0, human = 0, not_yet = 0;
};

struct View {
  explicit View(const Report& of, const Caps& caps);
  View(const View&) = delete;  // FocusView points into tasks
  View& operator=(const View&) = delete;

  const Report& report;
  std::vector<TaskView> tasks;  // mandatory, then extra
  std::int64_t tasks_cut = 0;
  std::vector<FocusView> focus;
  std::deque<CheckView> focus_ideas;              // those of `focus` that stand among the ideas
  std::vector<const TaskView*> not_started;       // not in focus
  std::vector<PraiseView> praise;                 // at most three
  std::int64_t started = 0, done = 0, total = 0;  // exercises: tasks with points
  bool all_done = false;                          // also what has no points
  std::int64_t reviews = 0, errors = 0;           // checks
  Points review_points, error_points;
  HowCounts how;
  std::string pull_request;  // its number, where the submission is one

 private:
  void count_tasks();
  bool add_idea(const FocusItem& item, const TaskView& task, const Caps& caps);
};

// The sentence of a check: its message, else what its status says.
Spans sentence_of(const Words& words, const CheckResult& check, Shown shown);
// What its first finding says beyond that; empty where it says nothing more.
Spans detail_of(const Words& words, const CheckView& check, const Spans& said);

// Whether it found what takes points off, also where there are none to take yet.
bool takes_off(const CheckResult& check);
// What it takes off, for what, and how the points come back; empty where nothing is taken.
Spans deduction_of(const Words& words, const CheckResult& check);
// "-0.5 points"; empty where nothing is taken.
Spans points_off_of(const Words& words, const CheckResult& check);
// "3 points", or "up to 8 points" where checks with points wait for this one; empty for none.
Spans focus_points_of(const Words& words, const Report& report, const FocusItem& item);

// "7 of 10 points", "4 points still open", "+3 extra points"; empty for a check without points.
Spans points_of(const Words& words, Group group, Status status, Points points, Points possible,
                Points open);

// The sentences under the title of the report: what is there, then how far the goal is.
std::vector<Spans> lead_of(const Words& words, const View& view);
std::vector<Spans> open_points_of(const Words& words, const View& view);  // empty: none are open

// What a tool said itself, in its own lines, at most 300 characters in all; nothing where the
// sentence quotes it. Each is one visible line.
std::vector<std::string> original_of(const Words& words, const Message& message);

// The word before the name of a case: what was tried, or what a person looked at.
const char* case_name_of(const CheckResult& check);

// "9 and 14", for findings that say the same; empty where there are none.
Spans also_of(const Words& words, const FindingView& finding);
Spans hidden_cases_of(const Words& words, const HiddenCases& hidden);
std::vector<Spans> how_of(const Words& words, const HowCounts& how);

// "count-words.js".
std::string_view file_name(std::string_view path);

// `path` as seen from the folder of a task (of its file, where its path is one).
std::string_view path_in_task(std::string_view path, std::string_view task_path);

}  // namespace grader::report
