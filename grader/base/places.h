// Where things lie on this machine.
#pragma once

#include <filesystem>

namespace grader {

// What is installed with the program, found from its own place: <program>/../share/grader holds
// environments/, harness/ and messages/; <program>/../libexec/grader holds helper programs. The
// build tree has the same shape. GRADER_DATA_DIR and GRADER_LIBEXEC_DIR override.
std::filesystem::path data_directory();
std::filesystem::path libexec_directory();

// $XDG_CACHE_HOME/grader, else ~/.cache/grader; likewise state (~/.local/state) and configuration
// (~/.config). Not created. Without HOME: the home of the user database.
std::filesystem::path cache_directory();
std::filesystem::path state_directory();
std::filesystem::path config_directory();

}  // namespace grader
