// A runner knows one test framework: what to run, and what its output means. It starts nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/verdict.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// A test is known by its file, its full name and its ordinal among equal names (from 0).
struct TestId {
  std::string file;  // in the submission, relative
  std::string name;  // "describe > describe > test", parts joined by " > "
  int ordinal = 0;

  friend auto operator<=>(const TestId&, const TestId&) = default;
};

enum class TestState { Passed, Failed, Skipped, Todo };

// A line of the submission; `file` is empty where none is known.
struct Place {
  std::string file;
  int line = 0;    // 1-based
  int column = 0;  // 0 unknown

  bool operator==(const Place&) const = default;
};

struct TestRun {
  TestId id;
  TestState state = TestState::Failed;
  std::string message;        // the framework's first lines; no ANSI sequences, at most 4 KiB
  Place place = {};           // where in the submission the error came through
  Cause cause = Cause::None;  // why it failed, where that is no wrong result
  // Of a comparison that failed, as literals of the language; made safe like `message`.
  std::optional<std::string> expected = {}, actual = {};
  // Listed: the framework may name it after a value that the submission makes, so that only its
  // place among the tests of its function is known.
  bool by_place = false;
};

// Why a test file gave no tests.
struct LoadFailure {
  // NotBuilt: what a compiler or linker says; `subject` is a name that it misses, if that is it.
  enum class Kind { Syntax, MissingPackage, MissingFile, Thrown, Empty, Other, NotBuilt };
  Kind kind = Kind::Other;
  std::string message;  // the tool's own first line, at most 300 characters
  std::string subject;  // the package or file that is missing; the unexpected token
  std::string file;     // where, in the submission; empty if unknown
  int line = 0;         // 1-based; 0 unknown
  int column = 0;
};

// One test file as it went.
struct FileRun {
  std::string file;
  bool finished = false;  // the framework reported this file to its end
  std::optional<LoadFailure> failure;
  std::vector<TestRun> tests;  // in the order of the file
  // Only from Mode::List: modules that are not in the listed tree, by who asks for them.
  std::vector<LoadFailure> lacking = {};
  // Only from Mode::List: why these tests cannot be judged from outside the student's jail; empty:
  // they can, as far as they say themselves.
  std::string together = {};
};

// What came back from one jail. Files that the framework never finished have finished == false:
// a file that ends the process takes the ones after it along, so ask again for those.
struct SuiteRun {
  std::vector<FileRun> files;  // in the order asked for
  // Only from Mode::List: how the listed tree wants its tests run (a test environment, set-up
  // files), for SuiteRequest::settings. Bounded JSON of our own shape; may be empty.
  std::string settings;
  // Only from Mode::List: files that `settings` refers to, relative to the submission. Where tests
  // of one tree run on another (a template's on a student's), they are laid over it as well.
  std::vector<std::string> support;
  bool inconsistent = false;  // exit, results and canaries do not agree: somebody wrote the results
  std::string inconsistency;  // why, for the operator
};

enum class Mode {
  Run,  // run the tests
  // Load the test files and name the tests, running none: for the manifest. The tree around them
  // is the template's (its own configuration is read, what does not load there is replaced by inert
  // stubs), never a student's. States: Passed stands for "is to run", Skipped and Todo as written.
  List,
};

// How test files of a compiled language are built. All paths are in the submission.
struct SuiteBuild {
  std::string folder;                // of the task: where headers are looked for too
  std::vector<std::string> sources;  // of the submission, that the tests are linked with
  std::vector<std::string> linked;   // of the rubric's side, linked with each test file
  std::vector<std::string> flags;    // for the compiler, from the rubric
  std::vector<std::string> ours;     // all that does not come from the student

  bool operator==(const SuiteBuild&) const = default;
};

// A tool of the rubric's that runs tests and tells how they went in a format of its own.
struct SuiteTool {
  std::vector<std::string> argv;    // empty: the framework is no such tool
  std::string folder;               // where it starts, in the submission
  std::string results;              // a name below /results; empty: its standard output
  std::vector<std::string> expect;  // names of tests; empty: those of a run over the template

  bool operator==(const SuiteTool&) const = default;
};

struct SuiteRequest {
  std::vector<std::string> files;  // test files, relative to the submission
  Mode mode = Mode::Run;
  std::string secret;  // 32 hex digits, fresh for each run: names of results and canaries
  // Mode::Run: what the List run over the template gave as SuiteRun::settings. Empty: guessed from
  // the test files alone. Nothing in the submission configures a runner.
  std::string settings;
  SuiteBuild build = {};
  SuiteTool tool = {};
  sandbox::Limits limits = {};  // of the jail, for runners that give each test a part of it
};

// A tiny suite that `grader doctor` and `environment build` run: files and what must come out.
struct SelfTest {
  std::vector<sandbox::JailFile> files;
  std::vector<std::string> test_files;
  std::vector<TestRun> expected;  // messages are not compared
  SuiteBuild build = {};
};

// The two programs of a framework whose tests are judged from outside the student's jail: see
// judge.h.
struct TwoJails {
  std::vector<std::string> judge;    // argv; an empty first word is the interpreter
  std::vector<std::string> student;  // likewise
  // As `student`, for code that is not the student's and that the tests, which are, must not look
  // into. Empty: `student` will do.
  std::vector<std::string> closed = {};
};

// Work that is done once for a layer, in a jail on it: `command` writes the one file that it
// collects, which every later jail sees as /harness/prepared/<target>.
struct Preparation {
  sandbox::Command command;
  std::string target;
};

class Runner {
 public:
  virtual ~Runner() = default;

  virtual std::string_view name() const = 0;  // "jest", "node-test", "googletest"

  // Whether `test_file`, with this content, and the project's package.json (may be empty) look
  // like this framework's: for `framework: auto`.
  virtual bool recognises(std::string_view test_file, std::string_view content,
                          std::string_view package_json) const = 0;

  // Whether it runs a tool that the rubric names (SuiteRequest::tool), in any environment.
  virtual bool runs_a_tool() const { return false; }

  // The command without the submission's files, which the caller adds (files, mounts and
  // environment of the layer are set; so is what to collect).
  virtual sandbox::Command command(const Environment& environment,
                                   const SuiteRequest& request) const = 0;

  // For Mode::Run of compiled languages: what builds the suites before that, in a jail of its own
  // with a writable /build that the command's jail sees read-only. Its outcome is read as the
  // other's: the files with a result are done, because they do not build. See build_suite.h.
  virtual std::optional<sandbox::Command> build_command(const Environment&,
                                                        const SuiteRequest&) const {
    return std::nullopt;
  }

  // What an outcome of that command means. Total: hostile results give unfinished files.
  virtual SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const = 0;

  virtual SelfTest self_test() const = 0;

  // What is made once for a layer.
  virtual std::vector<Preparation> preparations(const Environment&) const { return {}; }

  // nullopt: tests of this framework always share a process with the code that they test.
  virtual std::optional<TwoJails> two_jails() const { return std::nullopt; }
};

// Every runner, in the order in which `auto` asks them.
std::span<const Runner* const> all_runners();
const Runner* find_runner(std::string_view name);  // null where there is none

// Fresh for each run, from the system's random source.
std::string make_secret();

}  // namespace grader::runners
