// Processes that want to be there after the end (class 10).
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;

[[noreturn]] void stay() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
  for (;;) ::pause();
}

int new_session(const Args&) {
  if (::fork() == 0) {
    ::setsid();
    stay();
  }
  return 0;
}

int double_fork(const Args&) {
  if (::fork() == 0) {
    ::setsid();
    if (::fork() == 0) stay();
    ::_exit(0);
  }
  ::wait(nullptr);
  return 0;
}

int adopts_orphans(const Args&) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
  return double_fork({});
}

int stopped_child(const Args&) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    ::raise(SIGSTOP);
    stay();
  }
  ::waitpid(child, nullptr, WUNTRACED);
  return 0;
}

// Nothing of its command line is left to know it by.
int nameless_child(const Args&) {
  if (::fork() == 0) {
    ::setsid();
    ::prctl(PR_SET_NAME, "kworker/0:1", 0, 0, 0);
    for (int fd = 0; fd < 256; ++fd) ::close(fd);
    stay();
  }
  return 0;
}

int many_sessions(const Args&) {
  for (int i = 0; i < 20; ++i) {
    if (::fork() == 0) {
      ::setsid();
      if (i % 2 == 0) ::setpgid(0, 0);
      stay();
    }
  }
  return 0;
}

// Main ends well; what it left goes on to change the results and to print.
int late_writer(const Args&) {
  const int fd = ::open("/results/r", O_WRONLY | O_CREAT, 0644);
  if (::write(fd, "honest\n", 7) != 7) return 1;
  int ready[2];
  if (::pipe(ready) != 0) return 1;
  if (::fork() == 0) {
    ::setsid();
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    // Only once the main process is gone, and for as long as we live.
    while (::getppid() != 1) ::usleep(100);
    for (int i = 0; i < 100'000; ++i) {
      ::usleep(200'000);
      if (::pwrite(fd, "forged\n", 7, 0) != 7 || ::write(1, "forged\n", 7) != 7) ::_exit(1);
    }
  }
  char byte = 0;
  return ::read(ready[0], &byte, 1) == 1 ? 0 : 1;
}

// A thread outlives the main thread of its process.
int exec_away(const Args& args) {
  if (::fork() == 0) {
    ::setsid();
    ::execl("/proc/self/exe", "x", "sleep", args.empty() ? "" : args[0].c_str(), nullptr);
  }
  return 0;
}

int kills_init(const Args&) {
  for (int number = 1; number < NSIG; ++number) {
    if (number != SIGCHLD) ::kill(1, number);
  }
  ::kill(-1, SIGCONT);
  return ::kill(1, 0) == 0 || ::getppid() == 1 ? 0 : 1;
}

}  // namespace

const std::vector<Program> kOutliving = {
    {"new-session", new_session},       {"double-fork", double_fork},
    {"adopts-orphans", adopts_orphans}, {"stopped-child", stopped_child},
    {"nameless-child", nameless_child}, {"many-sessions", many_sessions},
    {"late-writer", late_writer},       {"exec-away", exec_away},
    {"kills-init", kills_init},
};

}  // namespace grader::attacks
