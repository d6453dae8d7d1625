// Resident reviewers (runners/reviewer.h): one for each that reads at the same time. One is
// replaced after so many requests, and after anything odd.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/resident.h"
#include "runners/environment.h"
#include "runners/reviewer.h"
#include "sandbox/launcher.h"

namespace grader::engine {

// Not safe to call from several threads.
class Reviewer {
 public:
  explicit Reviewer(std::unique_ptr<Resident> jail) : jail_(std::move(jail)) {}

  // The request's `run` is ours to set. False: it is gone.
  bool ask(runners::ReviewRequest request);

  // Its next word on the request; `patience` is for that one word.
  struct Said {
    std::optional<runners::ReviewRow> row;
    bool late = false;  // there is none: it did not come in time; else the reviewer is gone
  };
  Said next(std::chrono::milliseconds patience);

  // After Said without a row: how its jail ended.
  const Result<sandbox::Outcome>& end() { return jail_->end(); }

  bool was_ready() const { return ready_; }
  bool read_for_others() const { return run_ > 1; }
  bool is_good() const;

 private:
  std::unique_ptr<Resident> jail_;
  int run_ = 0;
  bool ready_ = false;
  bool good_ = true;
};

// Safe to call from several threads.
class Reviewers {
 public:
  // `launcher` is for the reviewers' jails alone, a slot for each that is taken at the same time.
  explicit Reviewers(std::unique_ptr<sandbox::Launcher> launcher)
      : launcher_(std::move(launcher)) {}

  Result<std::unique_ptr<Reviewer>> take(const runners::Environment& environment);
  // One that is not good ends here.
  void give_back(std::unique_ptr<Reviewer> reviewer);

 private:
  const std::unique_ptr<sandbox::Launcher> launcher_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reviewer>> idle_;
};

}  // namespace grader::engine
