// Whether all that was said could be written.
#pragma once

#include <optional>

#include "grader/cli/command.h"

namespace grader::cli {

// As the shell reports a program that SIGPIPE ended: whoever read has read enough.
inline constexpr int kReaderGone = 141;

// nullopt: all is written. Otherwise the exit code: 4, which is told on `err`, or quietly the one
// above.
std::optional<int> stdout_trouble(Streams& streams);

}  // namespace grader::cli
