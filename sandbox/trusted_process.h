// Programs of our own choice (npm, node for building layers): not jailed, not for student code.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"

namespace grader::sandbox {

struct TrustedCommand {
  std::vector<std::string> argv;  // argv[0] is looked up in PATH
  std::string working_directory;
  std::map<std::string, std::string> environment;  // added to ours
  std::chrono::milliseconds timeout{600'000};
};

struct TrustedOutcome {
  int exit_code = 0;
  std::string output;  // stdout and stderr together, the last 64 KiB
};

// An Error where the program cannot be started or does not end in time.
Result<TrustedOutcome> run_trusted(const TrustedCommand& command);

}  // namespace grader::sandbox
