// Starting the grader-jailer program.
#pragma once

#include <string>

#include <sys/types.h>

#include "grader/base/result.h"

namespace grader::sandbox {

// `jailer` is its path; it gets `control` as 3 and `lock` as 4 (-1: none), a session of its own, no
// environment and no other descriptor.
Result<pid_t> spawn_jailer(const std::string& jailer, int control, int lock);

}  // namespace grader::sandbox
