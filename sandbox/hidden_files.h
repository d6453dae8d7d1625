// Files that have no name any more and still take room, because a process holds them.
#pragma once

#include <vector>

#include <sys/types.h>

namespace grader::sandbox {

// Whether one of `processes` holds such a file of the file system `device`: open, mapped, or on its
// way through a socket (then of any file system). What cannot be looked at holds nothing.
bool hold_hidden_files(const std::vector<pid_t>& processes, dev_t device);

}  // namespace grader::sandbox
