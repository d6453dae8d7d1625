// Theory of operation. The slot clones us into fresh namespaces, with all rights in the slot's user
// namespace and none outside. We build the file system at once, then wait for the engine: it writes
// the files meanwhile. When the program comes we fork: the child gives up everything and becomes
// the student's program, we give up everything and reap. We are as weak as the student then, but
// out of reach: PID 1 takes no signals from inside, and is not dumpable.
//
// Nobody may outlive us: when we die the kernel kills all others of the pid namespace first.
#include "sandbox/jailer/init.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/jailer/file_wall.h"
#include "sandbox/jailer/filter.h"
#include "sandbox/jailer/mounts.h"
#include "sandbox/jailer/network.h"
#include "sandbox/jailer/privileges.h"
#include "sandbox/jailer/root.h"

namespace grader::sandbox::jailer {
namespace {

[[noreturn]] void refuse(int channel, const Error& error) {
  std::string text = error.where.empty() ? error.message : error.where + ": " + error.message;
  if (!error.hint.empty()) text += " (" + error.hint + ")";
  send_packet(channel, encode(Refused{text, 0, false}));
  ::_exit(1);
}

// When memory runs out the program is killed first, then init, which frees what nobody is attached
// to, and never the slot. Nobody changes that later: /proc is read-only then.
Result<void> volunteer_for_the_oom_killer(std::string_view score) {
  const Fd file(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  if (!file ||
      ::write(file.get(), score.data(), score.size()) != static_cast<ssize_t>(score.size())) {
    return system_error("cannot set oom_score_adj", errno);
  }
  return {};
}

// Ours that are needed until the program starts.
struct Kept {
  int status = -1;
  Fd wall;
};

// The descriptors of the packet become 0, 1, 2, ...; all others go when the program starts.
Result<Kept> set_up_descriptors(const Packet& packet, int status, const Fd& wall) {
  // First all out of the way: the numbers that come may be those that are wanted.
  const int above = std::max(64, static_cast<int>(packet.fds.size()));
  std::vector<int> moved;
  for (const Fd& fd : packet.fds) moved.push_back(::fcntl(fd.get(), F_DUPFD_CLOEXEC, above));
  Kept kept{::fcntl(status, F_DUPFD_CLOEXEC, above), {}};
  if (wall) kept.wall = Fd(::fcntl(wall.get(), F_DUPFD_CLOEXEC, above));
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (kept.status < 0 || ::dup2(moved[i], static_cast<int>(i)) < 0) {
      return system_error("cannot set up the descriptors", errno);
    }
  }
  ::close_range(static_cast<unsigned>(moved.size()), ~0u, CLOSE_RANGE_CLOEXEC);
  return kept;
}

// What the grader or its parent ignores or blocks would be inherited by the program.
void reset_signals() {
  // Not by sigaction(): the C library keeps two signals to itself, and they may be ignored too.
  constexpr std::size_t kKernelSetBytes = 8;
  const std::uint64_t by_default[4] = {};  // the kernel's struct sigaction: SIG_DFL, nothing else
  for (int number = 1; number < NSIG; ++number) {
    ::syscall(SYS_rt_sigaction, number, by_default, nullptr, kKernelSetBytes);
  }
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

// Speed is all that is lost where it cannot be.
void stay_on(int processor) {
  if (processor < 0 || processor >= CPU_SETSIZE) return;
  cpu_set_t only;
  CPU_ZERO(&only);
  CPU_SET(static_cast<std::size_t>(processor), &only);
  (void)::sched_setaffinity(0, sizeof only, &only);
}

// The child's half: everything up to execve, in an order that leaves no right unused by mistake.
Result<void> become_weak(const Jail& jail, const Fd& wall, const Program& program) {
  reset_signals();
  if (Result<void> done = volunteer_for_the_oom_killer("1000"); !done) return done;
  if (Result<void> done = make_read_only("/proc"); !done) return done;
  if (::setsid() < 0) return system_error("cannot start a session", errno);
  stay_on(program.processor);
  if (Result<void> done = set_resource_limits(program); !done) return done;
  if (Result<void> done = drop_privileges(jail.id); !done) return done;
  if (::chdir(program.working_directory.c_str()) != 0) {
    return system_error("cannot enter the working directory", errno, program.working_directory);
  }
  ::umask(0022);
  if (Result<void> done = raise_file_wall(wall); !done) return done;
  return install_filter(*jail.filter);
}

[[noreturn]] void run_program(const Jail& jail, const Fd& wall, const Program& program,
                              const Packet& packet, int status) {
  const Result<Kept> kept = set_up_descriptors(packet, status, wall);
  if (kept) status = kept->status;
  Result<void> weak = kept ? become_weak(jail, kept->wall, program) : kept.error();
  Refused refused;
  if (weak) {
    std::vector<char*> argv, environment;
    for (const std::string& text : program.argv) argv.push_back(const_cast<char*>(text.c_str()));
    for (const std::string& text : program.environment) {
      environment.push_back(const_cast<char*>(text.c_str()));
    }
    argv.push_back(nullptr);
    environment.push_back(nullptr);
    ::execve(argv[0], argv.data(), environment.data());
    refused = {"cannot start " + program.argv[0], errno, true};
  } else {
    refused = {weak.error().where.empty() ? weak.error().message
                                          : weak.error().where + ": " + weak.error().message,
               0, false};
  }
  send_packet(status, encode(refused));
  ::_exit(127);
}

// Until we are killed, or the engine hangs up: a slot that died may have done so before our
// PDEATHSIG was set.
[[noreturn]] void reap(int channel, pid_t main_process) {
  sigset_t children;
  ::sigemptyset(&children);
  ::sigaddset(&children, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &children, nullptr);
  const int signals = ::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) ::_exit(1);
  for (;;) {
    int status = 0;
    for (pid_t ended = 1; ended > 0;) {
      ended = ::waitpid(-1, &status, __WALL | WNOHANG);
      if (ended == main_process) send_packet(channel, encode_ended(status));
    }
    pollfd waits[2] = {{signals, POLLIN, 0}, {channel, 0, 0}};
    ::poll(waits, 2, -1);
    if (waits[1].revents != 0) ::_exit(0);
    signalfd_siginfo ignored;
    while (::read(signals, &ignored, sizeof ignored) > 0) {
    }
  }
}

}  // namespace

void run_init(Jail jail) {
  const int channel = jail.channel.get();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::setsid();
  if (::sethostname("jail", 4) != 0) refuse(channel, system_error("cannot set the name", errno));
  if (jail.own_network) {
    if (Result<void> up = raise_loopback(); !up) refuse(channel, up.error());
  }
  Result<EnteredRoot> root = enter_root(jail.root, jail.places, jail.mounts, jail.writable);
  if (!root) refuse(channel, root.error());
  jail.places.clear();
  if (Result<void> done = volunteer_for_the_oom_killer("999"); !done) refuse(channel, done.error());

  const std::optional<Packet> packet = receive_packet(channel);
  if (!packet) ::_exit(0);
  const std::optional<Program> program = decode_program(packet->bytes);
  if (!program || packet->fds.size() < 3) {
    refuse(channel, grader_error("the jail was given no program"));
  }
  if (Result<void> done = finish_root(root->late, *program); !done) {
    refuse(channel, done.error());
  }
  root->late.clear();

  SocketPair exec = make_socket_pair();
  const pid_t main_process = exec.ours ? ::fork() : -1;
  if (main_process < 0) refuse(channel, system_error("cannot start a process in the jail", errno));
  if (main_process == 0) run_program(jail, root->wall, *program, *packet, exec.theirs.get());
  exec.theirs.reset();

  if (Result<void> weak = drop_privileges(jail.id); !weak) refuse(channel, weak.error());
  // Changing ids resets both.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  // Nothing comes when execve succeeded: it closed the other end.
  const std::optional<Packet> refused = receive_packet(exec.ours.get());
  send_packet(channel, refused ? refused->bytes : encode(Verb::Started));
  // The pipes' writing ends would otherwise stay open here.
  ::close_range(0, static_cast<unsigned>(channel) - 1, 0);
  ::close_range(static_cast<unsigned>(channel) + 1, ~0u, 0);
  reap(channel, main_process);
}

}  // namespace grader::sandbox::jailer
