#include "sandbox/jailer_process.h"

#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader::sandbox {
namespace {

// Descriptors of ours that the file actions below cannot overwrite.
Fd raised(int fd) {
  return Fd(::fcntl(fd, F_DUPFD_CLOEXEC, 10));
}

}  // namespace

Result<pid_t> spawn_jailer(const std::string& jailer, int control, int lock) {
  const Fd control_source = raised(control), lock_source = raised(lock);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, control_source.get(), 3);
  if (lock >= 0) ::posix_spawn_file_actions_adddup2(&actions, lock_source.get(), 4);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setsigdefault(&attributes, &all);
  // A session of its own: Ctrl-C is for the engine, which ends the slots in order.
  ::posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  char* argv[] = {const_cast<char*>(jailer.c_str()), nullptr};
  char* environment[] = {nullptr};
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, jailer.c_str(), &actions, &attributes, argv, environment);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    Error error = system_error("cannot start the jailer", failed, jailer);
    error.hint = "is the installation complete? GRADER_LIBEXEC_DIR can name its folder";
    return error;
  }
  return pid;
}

}  // namespace grader::sandbox
