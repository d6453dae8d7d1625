// Ctrl-C, SIGTERM and SIGHUP: the first asks the run to end and keep what is finished, the second
// ends it.
#pragma once

#include <atomic>

namespace grader::cli {

// Set by the signal. Constant address for the life of the process.
const std::atomic<bool>& interrupted();

// From now on the signals set the flag; before, they end the process as usual (nothing is lost
// while a repository is still being fetched).
void catch_interrupts();

}  // namespace grader::cli
