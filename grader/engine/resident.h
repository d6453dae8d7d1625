// A program of ours in a jail of its own that stays and is asked over a channel of frames, its
// descriptor 3.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "runners/frames.h"
#include "sandbox/launcher.h"

namespace grader::engine {

// Not safe to call from several threads.
class Resident {
 public:
  // Returns before it is up. `command.descriptors` are its further ones, from 4 on. `launcher`
  // outlives it.
  static Result<std::unique_ptr<Resident>> start(sandbox::Launcher& launcher,
                                                 sandbox::Command command);
  // Ends its jail.
  ~Resident();
  Resident(const Resident&) = delete;
  Resident& operator=(const Resident&) = delete;

  // False: it is gone.
  bool send(std::string_view text);
  runners::ReceivedFrame receive(std::size_t max_bytes,
                                 std::chrono::steady_clock::time_point deadline);

  // Ends its jail, where it has not ended yet, and says how; an Error where the jail could not be
  // run at all.
  const Result<sandbox::Outcome>& end();

 private:
  Resident() = default;

  Fd engine_, theirs_, stop_;
  std::thread jail_;
  std::optional<Result<sandbox::Outcome>> outcome_;  // of jail_, once it is joined
};

}  // namespace grader::engine
