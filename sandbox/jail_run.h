// One run of a command in a slot: files in, program watched, everything killed, results out.
#pragma once

#include "grader/base/result.h"
#include "sandbox/jail_files.h"
#include "sandbox/launcher.h"
#include "sandbox/slot.h"

namespace grader::sandbox {

// What a slot is to prepare for the command: room for its files, or more. The program gets the
// exact sizes when it starts.
Prepare make_prepare(const Command& command, const FilePlan& plan);

struct RunOptions {
  int interrupt_fd = -1;  // readable when all runs are to end
  int stop_fd = -1;       // readable when this run is over: Outcome::stopped
  // Off only for probing: a refused fork or a kill for memory then does not end the run.
  bool stop_at_first_sign = true;
  bool* started = nullptr;  // set once the program may have run
};

// After an Error the slot is of no more use; it may also be gone after an Outcome.
Result<Outcome> run_jail(Slot& slot, const Command& command, const FilePlan& plan,
                         const Limits& limits, const RunOptions& options);

}  // namespace grader::sandbox
