// What a kind of check is: it says what it needs (plain values), and reads what came back. Both
// are pure, so a check is tested by calling it.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "grader/base/result.h"
#include "grader/base/yaml.h"
#include "grader/model/history.h"
#include "grader/model/metadata.h"
#include "grader/model/tree.h"
#include "grader/model/verdict.h"
#include "rubrics/glob.h"
#include "runners/app.h"
#include "runners/page.h"
#include "runners/pipe.h"
#include "runners/reviewer.h"
#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::rubrics {

// What a rubric names as the students' work: paths of its tasks, and what its checks ask for.
struct Asked {
  std::vector<std::string> paths;  // of tasks
  std::vector<Glob> globs;         // of checks
};

// What a check may look at when it plans and judges.
struct CheckView {
  const Tree* submission = nullptr;
  const Tree* base = nullptr;    // the template; null: there is none
  std::string folder;            // of the task, in the submission; "" is the root
  std::string rubric_folder;     // on the host, for assets
  const Asked* asked = nullptr;  // what the rubric names in the submission; null: nothing
  // Only for judge(), and only where the plan asked for it; null: a plain folder has none.
  const History* history = nullptr;
  const Metadata* metadata = nullptr;  // null: none was given
  std::string branch = {};             // that the work is on; empty: not known
};

// A test file to be laid over the submission.
struct LaidFile {
  std::string path;  // in the submission
  std::string content;

  bool operator==(const LaidFile&) const = default;
};

// Good and buggy versions of a file, for the submission's own tests to tell apart.
struct VariantsPlan {
  std::string of;                        // in the submission: the file that they stand in for
  std::vector<std::string> good, buggy;  // contents
  // The submission's test files and what they need: all of it that is there in these runs.
  std::vector<LaidFile> tests;
  bool in_process = false;  // as asked for
  // So many small changes of the first good version more, of those that these tests notice.
  int mutants = 0;
  std::vector<LaidFile> mutant_tests = {};

  bool operator==(const VariantsPlan&) const = default;
};

// A test suite that must run for a check.
struct SuitePlan {
  std::string framework;           // name of a runner
  std::vector<std::string> files;  // test files, in the submission
  std::vector<LaidFile> laid;      // ours, over the submission's, read-only in the jail
  bool expects_manifest = true;    // the tests are the rubric's: list them beforehand
  // Students must not see these tests: no suite of another kind shares a jail with them.
  bool secret = false;
  bool in_process = false;         // asked for: the tests run in the student's process
  runners::SuiteTool tool = {};    // of a framework that is one
  runners::SuiteBuild build = {};  // where the framework's tests are built
  // Beside the run on the submission itself.
  std::optional<VariantsPlan> variants = {};
};

enum class HistoryNeed { None, Commits, Versions };  // Versions: of files too

// One start of a program of the submission.
struct ProgramStart {
  // argv[0]: a name that the environment's PATH knows, a path below /build, or one in the
  // submission that begins with "./".
  std::vector<std::string> argv;
  std::string standard_input;
  std::vector<LaidFile> laid;         // beside the submission's files; the program may change them
  std::vector<std::string> collects;  // files that it should write, in the submission
};

// Programs that must run for a check: each start in a jail of its own, as if it were the first.
struct ProgramPlan {
  // Runs before them. What it writes below /build is there, read-only, for each of `starts`.
  std::optional<ProgramStart> build;
  std::vector<ProgramStart> starts;
  std::string folder;  // where they start, in the submission
};

// A look at one page in a browser.
struct PagePlan {
  std::string open;                     // in the submission, or in what was built
  std::string request;                  // one JSON object, for harness/page
  std::optional<std::string> app = {};  // the folder of an app that is built before
};

struct GeneratedCalls;  // checks/calls_property.h

// Calls of functions of the submission.
struct CallsPlan {
  std::string module;                  // in the submission
  std::vector<std::string> functions;  // or classes; the first is what the check is about
  // The first ask, then those about what it gave.
  struct Call {
    std::vector<runners::Ask> asks;
    // The arguments of the only ask are made, many times.
    std::shared_ptr<const GeneratedCalls> generated = {};
  };
  // In the order in which they are made. What must not be shown comes last, so that no earlier call
  // can give it back.
  std::vector<Call> calls;
  // The rubric's own solution, which runs in a jail of its own: its place there, and its content.
  std::optional<LaidFile> reference = {};
};

// Files of the submission that tools read; none of its code runs.
struct ReviewPlan {
  struct Ask {
    std::string tool;      // as in runners::ReviewAsk
    std::string settings;  // likewise
    std::vector<std::string> files;
  };
  std::vector<Ask> asks;
};

// What the rubric's author wrote for a tool, which only the tool can check.
struct ToolSettings {
  std::string tool;                            // as in runners::ReviewAsk
  std::string settings;                        // likewise
  Position place;                              // in the rubric
  std::map<std::string, Position> rules = {};  // the places of its rules, or options
};

// Of what the rubric says, known only once a tool or a browser has seen it.
struct RubricMistake {
  Position place;
  std::string message;
};

// Named by the rubric's side; what the engine must supply before judge().
struct CheckPlan {
  std::optional<SuitePlan> suite;
  HistoryNeed history = HistoryNeed::None;
  std::optional<ProgramPlan> program;
  std::optional<CallsPlan> calls;
  std::optional<PagePlan> page;
  std::optional<ReviewPlan> review;
  // The plan could already decide: nothing to run (no test file matches, say).
  std::optional<Message> cannot;

  bool runs() const { return suite || program || calls || page || review; }
};

// The submission's tests, run once on one version of the file.
struct VariantRun {
  std::vector<runners::FileRun> files;  // in the order of the plan
  std::vector<Cause> causes;            // as in SuiteEvidence
  bool apart = false;                   // all of them from another jail than the version's
  bool tampered = false;
};

struct VariantsEvidence {
  std::vector<std::vector<VariantRun>> good;  // by version; each ran more than once
  std::vector<VariantRun> buggy;              // by version
  std::vector<VariantRun> mutants = {};
  std::string together = {};  // why they shared a jail with it; may be empty
};

// A suite as the engine ran it for this check.
struct SuiteEvidence {
  std::vector<runners::FileRun> files;  // in the order of the plan
  // For each file of the plan, the tests that the rubric's side expects; nullopt: could not be
  // listed (or not asked for).
  std::vector<std::optional<std::vector<runners::TestRun>>> expected;
  // For each file: how the jail that ran it last ended, where the file was not finished.
  std::vector<Cause> causes;  // None where finished
  // For each file: what could not be loaded over the template, where no student's code is; empty
  // where it was not listed.
  std::vector<std::vector<runners::LoadFailure>> lacking;
  std::set<std::string> laid;  // paths of SuitePlan::laid
  bool tampered = false;
  std::string violation;  // which rule of the pipe to the judge was broken; may be empty
  // For each file: a judge in another jail than the student's code ran it, so nothing of the
  // student's can have written its results.
  std::vector<bool> apart;
  std::string together;  // why not, of the first file that had to share a jail; may be empty
  std::string unjudged;  // why that judge could not, by the submission's doing; may be empty
  // No secret suite was in the same jail, so the framework's messages hold nothing that the
  // student does not have.
  bool may_quote = false;
  sandbox::Limits limits;  // for messages
  std::optional<VariantsEvidence> variants = {};
};

// Programs as the engine ran them for this check.
struct ProgramEvidence {
  std::optional<sandbox::Outcome> build;
  // In the order of the plan; none where the build failed, fewer where too many did not end.
  std::vector<sandbox::Outcome> starts;
  sandbox::Limits limits;  // for messages
};

// Calls as the engine made them for this check.
struct CallsEvidence {
  struct Call {
    // To the asks of the plan in their order; fewer where the jail ended, or where there is nothing
    // that the next ask could be about.
    std::vector<runners::Reply> replies;
    Cause cause = Cause::None;  // where the jail ended: how; None and no reply: it was not tried
    std::chrono::milliseconds late{0};  // it did not answer within so long, and was ended
    // Of one whose arguments are made:
    std::int64_t runs = 0;  // so many came to an end
    struct Broken {
      std::size_t property = 0;  // that does not hold, of GeneratedCalls
      Value arguments;           // the smallest that were found
      runners::Reply reply;
      std::optional<runners::Reply> other;  // see further_ask()
    };
    std::optional<Broken> broken = {};
    std::optional<Value> ended_with = {};  // the arguments of the run that ended the jail
  };
  // Why no call could be made; both empty: they could.
  std::optional<std::variant<runners::LoadFailure, runners::MissingFunction>> not_there;
  Cause load_cause = Cause::None;  // how the jail ended while the module was loaded
  bool broken = false;             // the student's code spoke on the pipe
  std::string reference_fails;     // why the rubric's own solution gave nothing; empty: it did
  std::vector<Call> calls;         // as many as the plan has, in its order
  sandbox::Limits limits;          // for messages
};

// A page as the engine had it looked at for this check.
struct PageEvidence {
  runners::PageSeen seen;
  sandbox::Limits limits;                         // for messages
  std::optional<runners::AppBuilt> unbuilt = {};  // why there was no page to look at
};

// What the tools said.
struct ReviewEvidence {
  struct File {
    bool read = false;          // else: no text, or too much of it; or `cause` says why
    Cause cause = Cause::None;  // how the tool ended over it
    std::vector<runners::Remark> remarks;
    std::optional<runners::Unreadable> unreadable;
  };
  struct Invalid {
    std::size_t ask = 0;
    runners::WrongSetting setting;
  };
  std::vector<std::vector<File>> asks;  // by ask of the plan, by file
  std::vector<Invalid> invalid;         // what tools do not take of their settings
  sandbox::Limits limits;               // for messages
};

struct CheckInput {
  CheckView view;
  const SuiteEvidence* suite = nullptr;  // where the plan asked for one
  const ProgramEvidence* program = nullptr;
  const CallsEvidence* calls = nullptr;
  const PageEvidence* page = nullptr;
  const ReviewEvidence* review = nullptr;
};

// What people can look at beside the verdict.
struct Exhibit {
  std::string kind;        // "picture", "outline"
  std::string media_type;  // "image/png", "image/jpeg" or "text/plain"
  std::string title;
  std::string content;
};

// What a check says. Points are a share of what the rubric gives it.
struct Judgement {
  Status status = Status::Error;
  Cause cause = Cause::None;
  Assurance assurance = Assurance::Static;
  std::string in_process_because;  // see CheckResult
  Message message;
  std::int64_t earned = 0;  // earned of `of`, used for Partial; Pass is all, others none
  std::int64_t of = 1;
  std::optional<Points> awarded;  // instead of a share: `award` names points
  std::vector<Finding> findings;
  std::vector<CaseResult> cases;
  std::int64_t cases_not_shown = 0;  // cut because there were too many
  std::optional<HiddenCases> cases_hidden;
  // What did not pass and is kept from students, with all that is known of it: for the rubric's
  // author alone. Nothing of it may come into a report.
  std::vector<CaseResult> for_author;
  std::vector<Exhibit> exhibits;
  std::optional<Error> note;  // for the rubric's author and the operator, not for the student
  std::vector<RubricMistake> mistakes;  // for the author alone; nobody loses points by them
};

// One part of what only a person can judge.
struct Level {
  std::string title;
  Points points;
};
struct Criterion {
  std::string id;
  std::string title;
  Points points;
  std::vector<Level> levels;  // in the order of the rubric; empty: any points
};

class Check {
 public:
  virtual ~Check() = default;
  virtual Result<CheckPlan> plan(const CheckView&) const { return CheckPlan{}; }
  virtual Judgement judge(const CheckInput& input) const = 0;

  // What it asks for in the submission: the students' work, and not what must not be there.
  virtual std::vector<Glob> asks_for() const { return {}; }

  // What a person gives points for, part by part; empty: for the whole.
  virtual std::vector<Criterion> criteria() const { return {}; }

  virtual std::vector<ToolSettings> tool_settings() const { return {}; }

  // Files of the rubric that the check uses, relative to the rubric's folder, sorted.
  virtual std::vector<std::string> assets() const { return {}; }
};

}  // namespace grader::rubrics
