// What holds after every attack on a jail, whatever it was:
//   1. it got through with nothing: what it may say and hand out is what the case allows, and who
//      listens on a wire to it hears whole words or its end
//   2. there is an outcome, at most two seconds after the wall limit, and its ending is the one
//      that fits
//   3. no process, cgroup, mount, file, port or descriptor is left
//   4. no marker is in what came out: of the host's files, its environment, another submission
//   5. the next honest program on the same slot has the same outcome as alone
//   6. it is an outcome and not an error
// Whole submissions have the same six, about their reports: whole_program_test.cc.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sandbox/launcher.h"
#include "sandbox/loopback_listener.h"
#include "tests/attacks/case.h"
#include "tests/examples/scratch.h"

namespace grader::attacks {

// What of this machine a jail could leave a trace on. Equal before and after.
struct Traces {
  std::size_t descriptors = 0;     // of ours
  std::vector<std::string> slots;  // descriptors, mounts and children of each slot
  std::size_t slots_with_a_jail = 0;
  std::vector<std::string> cgroups;   // ours, with the number of processes in each
  std::vector<std::string> students;  // processes, files, sockets and memory of students' ids
  std::string mounts;                 // ours
  bool operator==(const Traces&) const = default;
};

// One slot with markers and listeners around it, for a whole test program.
class Grounds {
 public:
  // Null where the host cannot isolate (why is printed).
  static Grounds* shared();

  // Runs the attack and asserts all six.
  void run(const Case& attack);

 private:
  explicit Grounds(std::unique_ptr<sandbox::Launcher> launcher);
  sandbox::Command filled_in(sandbox::Command command) const;
  sandbox::Outcome run_honest();
  Traces traces() const;
  // Once the blank jail for the next run stands.
  Traces settled_traces() const;

  testing::Scratch scratch_;
  std::string secret_;
  std::string word_;
  sandbox::LoopbackListener port_;
  Fd socket_;
  std::unique_ptr<sandbox::Launcher> launcher_;
  sandbox::Outcome honest_;
  // Between two looks that must be the same: slow hosts take longer to set the next jail up.
  std::chrono::milliseconds look_again_{5};
};

}  // namespace grader::attacks
