// Too much of time, processes, output and disk (class 9); hoarding.cc has memory.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;

void ignore_all_signals() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
}

int loop(const Args&) {
  for (volatile unsigned turn = 0;;) turn = turn + 1;
}

int sleep_for_ever(const Args&) {
  for (;;) ::pause();
}

int stop_oneself(const Args&) {
  ::raise(SIGSTOP);
  return 0;
}

// A child that stops the whole group again and again.
int stop_each_other(const Args&) {
  for (int i = 0; i < 4; ++i) {
    if (::fork() == 0) {
      ::setsid();
      ::kill(::getppid(), SIGSTOP);
      ::raise(SIGSTOP);
    }
  }
  return sleep_for_ever({});
}

int fork_bomb(const Args&) {
  ignore_all_signals();
  for (int i = 0; i < kMostProcesses; ++i) {
    if (::fork() == 0) ::setsid();
  }
  return sleep_for_ever({});
}

// Each process lives for a moment only: a new id all the time, never many at once.
int comet(const Args&) {
  ignore_all_signals();
  for (int i = 0; i < 200'000; ++i) {
    const pid_t child = ::fork();
    if (child > 0) ::_exit(0);
    if (child == 0) ::setsid();
  }
  return 1;
}

// The same below a main process that stays.
int comets(const Args& args) {
  for (int i = 0; i < 3; ++i) {
    if (::fork() == 0) comet(args);
  }
  return sleep_for_ever({});
}

int vfork_bomb(const Args&) {
  for (int i = 0; i < kMostProcesses; ++i) {
    if (::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) == 0) ::pause();
  }
  return sleep_for_ever({});
}

void* wait_in_a_thread(void*) {
  ::pause();
  return nullptr;
}

int thread_bomb(const Args&) {
  pthread_attr_t small;
  ::pthread_attr_init(&small);
  ::pthread_attr_setstacksize(&small, 65536);
  for (int i = 0; i < kMostProcesses; ++i) {
    pthread_t thread;
    ::pthread_create(&thread, &small, wait_in_a_thread, nullptr);
  }
  return sleep_for_ever({});
}

int zombies(const Args&) {
  for (int i = 0; i < kMostProcesses; ++i) {
    if (::fork() == 0) ::_exit(0);
  }
  return sleep_for_ever({});
}

int timers(const Args&) {
  for (int i = 0; i < 5'000'000; ++i) {
    timer_t timer{};
    sigevent quiet{};
    quiet.sigev_notify = SIGEV_NONE;
    if (::timer_create(CLOCK_MONOTONIC, &quiet, &timer) != 0) return 1;
  }
  return 0;
}

int print(const Args& args) {
  const bool error = !args.empty() && args[0] == "error";
  const std::string text(4096, 'x');  // one line that never ends
  for (std::size_t have = 0; have < kMostBytes; have += text.size()) {
    if (::write(error ? 2 : 1, text.data(), text.size()) < 0) return 1;
  }
  return 0;
}

// A byte at a time, for ever: the reader is to be worn out.
int dribble(const Args&) {
  for (int i = 0; i < 50'000'000; ++i) {
    if (::write(1 + i % 2, "x", 1) < 0) return 1;
  }
  return 0;
}

int fill(const Args& args) {
  const int fd = ::open((args[0] + "/fill").c_str(), O_WRONLY | O_CREAT, 0600);
  const std::string block(65536, 'x');
  for (std::size_t have = 0; have < kMostBytes; have += block.size()) {
    if (::write(fd, block.data(), block.size()) <= 0) return 1;
  }
  return 0;
}

int many_names(const Args& args) {
  const std::string kind = args[0];
  ::close(::open("/tmp/one", O_WRONLY | O_CREAT, 0600));
  for (int i = 0; i < 2'000'000; ++i) {
    const std::string name = "/tmp/" + std::to_string(i);
    int made = -1;
    if (kind == "files") {
      made = ::open(name.c_str(), O_WRONLY | O_CREAT, 0600);
      if (made >= 0) ::close(made);
    }
    if (kind == "links") made = ::link("/tmp/one", name.c_str());
    if (kind == "symlinks") made = ::symlink(std::string(3000, 'x').c_str(), name.c_str());
    if (kind == "pipes") made = ::mkfifo(name.c_str(), 0600);
    if (made < 0) return 1;
  }
  return 0;
}

int deep_folders(const Args&) {
  if (::chdir("/tmp") != 0) return 2;
  const std::string name(200, 'd');
  for (int i = 0; i < 2'000'000; ++i) {
    if (::mkdir(name.c_str(), 0700) != 0 || ::chdir(name.c_str()) != 0) return 1;
  }
  return 0;
}

int attributes(const Args&) {
  const int fd = ::open("/tmp/x", O_WRONLY | O_CREAT, 0600);
  const std::string value(60'000, 'x');
  for (int i = 0; i < 20'000; ++i) {
    if (::fsetxattr(fd, ("user.x" + std::to_string(i)).c_str(), value.data(), value.size(), 0) !=
        0) {
      return 0;  // refused, or there is no more room
    }
  }
  reached("any number of attributes");
  return 0;
}

int sparse(const Args&) {
  const int fd = ::open("/results/sparse", O_WRONLY | O_CREAT, 0600);
  return ::ftruncate(fd, off_t{1} << 40) == 0 ? 0 : 1;
}

int allocate(const Args&) {
  const int fd = ::open("/tmp/x", O_WRONLY | O_CREAT, 0600);
  return ::posix_fallocate(fd, 0, off_t{64} << 20) == 0 ? 0 : 1;
}

int priorities(const Args&) {
  sched_param first{};
  first.sched_priority = 50;
  expect_refused("real-time scheduling", ::sched_setscheduler(0, SCHED_FIFO, &first));
  expect_refused("round-robin scheduling", ::sched_setscheduler(0, SCHED_RR, &first));
  expect_refused("a better priority", ::setpriority(PRIO_PROCESS, 0, -10));
  expect_refused("real-time input and output", ::syscall(SYS_ioprio_set, 1, 0, (1 << 13) | 0));
  // Deadline scheduling: {size, policy, flags, nice, priority, runtime, deadline, period}.
  struct {
    unsigned size = 48, policy = 6;
    unsigned long long flags = 0;
    int nice = 0;
    unsigned priority = 0;
    unsigned long long runtime = 10'000'000, deadline = 30'000'000, period = 30'000'000;
  } deadline;
  expect_refused("deadline scheduling", ::syscall(SYS_sched_setattr, 0, &deadline, 0));
  for (const auto which : {RLIMIT_NPROC, RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_FSIZE}) {
    const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
    expect_refused("a higher resource limit", ::setrlimit(which, &more));
  }
  return 0;
}

}  // namespace

const std::vector<Program> kExhausting = {
    {"loop", loop},
    {"sleep", sleep_for_ever},
    {"stop-oneself", stop_oneself},
    {"stop-each-other", stop_each_other},
    {"fork-bomb", fork_bomb},
    {"comet", comet},
    {"comets", comets},
    {"vfork-bomb", vfork_bomb},
    {"thread-bomb", thread_bomb},
    {"zombies", zombies},
    {"timers", timers},
    {"print", print},
    {"dribble", dribble},
    {"fill", fill},
    {"many-names", many_names},
    {"deep-folders", deep_folders},
    {"attributes", attributes},
    {"sparse", sparse},
    {"allocate", allocate},
    {"priorities", priorities},
};

}  // namespace grader::attacks
