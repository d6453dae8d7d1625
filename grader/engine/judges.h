// Resident judges: programs of ours in jails of their own (runners/judge.h) that stay warm for the
// next test file. One is replaced once its pipes are used up, and after anything odd.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "grader/engine/resident.h"
#include "runners/environment.h"
#include "runners/judge.h"
#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::engine {

// One judge. Not safe to call from several threads.
class Judge {
 public:
  // Returns before it is up: the first run waits for it. `launcher` outlives it.
  // command.processor is of both jails: see processor().
  static Result<std::unique_ptr<Judge>> start(sandbox::Launcher& launcher,
                                              sandbox::Command command);
  // The ends of a pipe that nobody had: for one submission's jail.
  struct Pipe {
    int number = 0;  // for JudgeRequest::pipe
    Fd frames, bell;
  };
  std::optional<Pipe> take_pipe();

  // What it said of one file, as far as it came.
  struct Ran {
    std::vector<runners::TestRun> listed;
    std::map<int, runners::JudgeTest> tests;  // by place in `listed`
    runners::JudgeEnd end;
    // There is no end: it did not come before the deadline, or the judge is gone. It is of no more
    // use then.
    enum class Lost { No, Late, Gone } lost = Lost::No;
  };
  Ran run(const runners::JudgeRequest& request, std::chrono::steady_clock::time_point deadline);

  // After Lost::Gone: an Error where its jail could not be run at all; else it ended in there.
  Result<void> ended_by_itself();

  // Where its submissions' jails run, too: the two take turns, and to wake somebody on another
  // processor takes longer than most answers. -1: anywhere.
  int processor() const { return processor_; }

  // Not for anybody else after this: what it runs now is not the rubric's.
  void use_up() { good_ = false; }

  // Whether it can be kept for somebody else.
  bool is_good() const { return good_ && next_pipe_ < pipes_.size(); }

 private:
  Judge() = default;
  Ran read(const runners::JudgeRequest& request, std::chrono::steady_clock::time_point deadline);

  std::vector<runners::JudgePipe> pipes_;
  std::size_t next_pipe_ = 0;
  std::unique_ptr<Resident> jail_;
  int processor_ = -1;
  bool ready_ = false;
  bool good_ = true;
};

// Those that nobody uses now. Safe to call from several threads.
class Judges {
 public:
  // `launcher` is for the judges' jails alone: each holds one of its slots for as long as it lives.
  // `most`: so many slots it has, more than judges are ever taken at the same time. `processors`:
  // those that they share, by the kernel's numbers; none: any.
  Judges(std::unique_ptr<sandbox::Launcher> launcher, int most, std::vector<int> processors = {})
      : launcher_(std::move(launcher)), most_(most), processors_(std::move(processors)) {}

  Result<std::unique_ptr<Judge>> take(const runners::Environment& environment,
                                      const std::string& framework, const runners::TwoJails& how);
  // One that nobody had before, and that nobody gets after: for tests that are not the rubric's.
  Result<std::unique_ptr<Judge>> take_fresh(const runners::Environment& environment,
                                            const runners::TwoJails& how);
  // One that is not good ends here.
  void give_back(const runners::Environment& environment, const std::string& framework,
                 std::unique_ptr<Judge> judge);

 private:
  Result<std::unique_ptr<Judge>> start(const runners::Environment& environment,
                                       const runners::TwoJails& how, int processor);
  // An idle one that is to make room, and is not counted any more; null where there is room.
  std::unique_ptr<Judge> make_room();
  // One more that is taken, on the processor that has fewest of them.
  int count_one();
  void forget(int processor);

  const std::unique_ptr<sandbox::Launcher> launcher_;
  const int most_;
  const std::vector<int> processors_;
  std::mutex mutex_;
  int alive_ = 0;
  std::map<int, int> alive_on_;  // processor, or -1 -> judges
  std::map<int, int> busy_on_;  // likewise, those that are taken: their submissions slow each other
  std::map<std::string, std::vector<std::unique_ptr<Judge>>> idle_;
};

}  // namespace grader::engine
