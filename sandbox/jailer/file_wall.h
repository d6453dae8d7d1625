// The second wall around files: Landlock, which holds by itself where the mount namespace would
// not. It knows the jail's own folders by identity, not by name: outside of the jail's root nothing
// can be opened, and only the writable places can be written to. With Linux 6.12 also: no signals
// and no abstract sockets beyond the jail. TCP is left to the network namespace, since Landlock
// knows ports only, and a jail's own servers need any.
#pragma once

#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"

namespace grader::sandbox::jailer {

// `root` is the jail's root folder, `writable` its writable folders, `devices` files that may be
// written to. An empty descriptor where the kernel has no Landlock of use (before Linux 5.19 it
// forbids moving files between folders).
Result<Fd> make_file_wall(int root, const std::vector<int>& writable,
                          const std::vector<int>& devices);

// For the calling process and what it starts; needs no_new_privs.
Result<void> raise_file_wall(const Fd& wall);

}  // namespace grader::sandbox::jailer
