// How a run ended, decided from all that was seen of it.
#pragma once

#include <optional>
#include <string_view>

#include "sandbox/launcher.h"

namespace grader::sandbox {

struct Observed {
  bool out_of_memory = false;  // more was held, or the kernel killed somebody in the tree for it
  bool output_over = false;
  bool fork_refused = false;  // by the process limit, anywhere in the tree
  bool cpu_over = false;
  bool wall_over = false;
  bool place_full = false;
  bool folder_over = false;        // what was written into the writable folder
  std::optional<int> wait_status;  // of the main process; none where it did not end by itself
};

// By precedence: memory > output > processes > cpu > wall > disk > signal > exit code. A full place
// is only a reason where the program did not end well.
Ending decide_ending(const Observed& seen);

// Whether a program that ended so said that its own heap limit was reached (V8). Heuristic: the
// words can be printed by anybody, to their own loss.
bool says_heap_is_full(const Ending& ending, std::string_view standard_error);

}  // namespace grader::sandbox
