// The system calls that no student's program needs: denied, or said to be missing.
#pragma once

#include <vector>

#include <linux/filter.h>

#include "grader/base/result.h"

namespace grader::sandbox::jailer {

// Default is to allow: lists of allowed calls break with each libc and Node. Built once for a
// slot, installed in every jail.
//   - clone3 is ENOSYS, because its flags cannot be looked at; clone may not make namespaces
//   - sockets: unix, inet, inet6, and netlink's protocol 0 (interface lists); nothing else
//   - limits of other processes, and RLIMIT_CORE, cannot be set
//   - calls newer than this list are ENOSYS; calls of foreign architectures kill
Result<std::vector<sock_filter>> make_filter();

// For the calling thread and what it starts; needs no_new_privs.
Result<void> install_filter(const std::vector<sock_filter>& filter);

}  // namespace grader::sandbox::jailer
