// Tests that are judged from outside the student's jail: a program of ours, the judge, holds the
// framework and the tests in a jail of its own, and asks the submission's code in another one.
// Nothing that the student's code does can write a result, since results come from the judge alone.
//
// The judge stays and runs one test file after another (harness/judge/main.js says how it talks to
// us). This file only knows its words; grader/engine/judges.h starts it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "runners/runner.h"

namespace grader::runners {

// Each submission's jail takes one of the judge's pipes, which are made when it starts.
inline constexpr int kJudgePipes = 60;

// Has us as descriptor 3, and of pipe k the judge's ends as 4 + 2k and 5 + 2k.
sandbox::Command judge_command(const Environment& environment, const TwoJails& how);

// Serves the submission, whose files are the caller's to add. Has its ends of a pipe as 3 and 4.
// `closed`: what it serves is not to be looked into (TwoJails::closed).
sandbox::Command student_command(const Environment& environment, const TwoJails& how,
                                 bool closed = false);

// One pipe: a blocking pair of sockets for messages, and one for bells.
struct JudgePipe {
  Fd judge, judge_bell;
  Fd student, student_bell;

  static Result<JudgePipe> open();
};

// One test file.
struct JudgeRequest {
  int run = 0;       // names it in the answers
  std::string file;  // in the submission
  std::map<std::string, std::string>
      files;              // of the rubric's side: place in the submission -> content
  std::string settings;   // SuiteRun::settings
  std::vector<int> skip;  // tests that have run already, by their place in the file
  int pipe = 0;
  std::chrono::milliseconds patience{5'000};  // for one answer of the submission
};

std::string to_text(const JudgeRequest& request);

// Why the judge has no answer of the submission's jail any more.
enum class JudgeGone {
  Closed,  // it ended
  Late,    // it did not answer in time
  Broken   // it broke the rules of the pipe
};

// What the judge says.
struct JudgeReady {};
struct JudgeListed {
  std::vector<TestRun> tests;  // Passed stands for "is to run"
};
struct JudgeTest {
  int index = 0;  // into JudgeListed::tests
  TestState state = TestState::Failed;
  std::string message;
  Place place;
  std::optional<std::string> expected, actual;
  bool late = false;                // a promise or callback did not come in the test's own time
  std::optional<JudgeGone> gone{};  // the test was not judged to its end
};
struct JudgeEnd {
  bool clean = false;                  // the submission's jail is as good as new
  std::optional<LoadFailure> failure;  // the test file could not be loaded
  std::optional<std::string> refused;  // why its tests cannot be judged from outside
  bool theirs = false;  // `refused` is the submission's doing: the tests alone could be
  std::optional<JudgeGone> gone;
  std::string violation;              // JudgeGone::Broken: which rule
  std::optional<std::string> broken;  // our own fault, for the operator
};
struct JudgeRow {
  int run = 0;
  std::variant<JudgeReady, JudgeListed, JudgeTest, JudgeEnd> what;
};

// nullopt: these are no words of a judge.
std::optional<JudgeRow> read_judge_row(std::string_view text, const std::string& file);

}  // namespace grader::runners
