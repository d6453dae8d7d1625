// PID 1 of a jail: builds the jail around itself, starts the program, reaps, reports.
#pragma once

#include <string>
#include <vector>

#include <linux/filter.h>

#include "grader/base/fd.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

struct Jail {
  std::string root;        // the slot's template
  std::vector<Fd> places;  // detached mounts, in the order of kPlaces
  std::vector<Mount> mounts;
  std::vector<Mount> writable;
  bool own_network = true;  // else that of the slot, with loopback up
  Fd channel;               // to the engine
  unsigned id = kInsideId;  // uid and gid of the student's processes
  const std::vector<sock_filter>* filter = nullptr;
};

// Runs in the cloned process. Ends when it is killed, or when the engine went away before there
// was a program.
[[noreturn]] void run_init(Jail jail);

}  // namespace grader::sandbox::jailer
