// Starts our own programs in a test, with what they wrote.
#pragma once

#include <string>
#include <vector>

namespace grader::testing {

struct ShellOutcome {
  int exit_code = -1;  // -1: ended by a signal
  std::string output;  // stdout and stderr together
};

// argv[0] is a path or is looked up in PATH.
ShellOutcome run(const std::vector<std::string>& argv);

}  // namespace grader::testing
