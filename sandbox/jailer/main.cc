// grader-jailer: one slot. Started by the engine with a socket as descriptor 3, it makes one jail
// after another and outlives the engine only to clean up. Not for people: it has no options.
//
// One thread, so that clone is simple and PDEATHSIG of the jails means the death of the slot. All
// waiting is in one poll: for the engine's word and for the jail's end.
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/jailer/filter.h"
#include "sandbox/jailer/init.h"
#include "sandbox/jailer/mounts.h"
#include "sandbox/jailer/network.h"
#include "sandbox/jailer/slot_setup.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {
namespace {

constexpr int kEngine = 3;

class Slot {
 public:
  Slot(SlotSetup setup, std::vector<Fd> namespaces)
      : setup_(std::move(setup)), namespaces_(std::move(namespaces)) {}

  Result<void> start() {
    Result<std::vector<sock_filter>> filter = make_filter();
    if (!filter) return filter.error();
    filter_ = std::move(*filter);
    Result<unsigned> student_id = set_up_slot(setup_, namespaces_);
    if (!student_id) return student_id.error();
    student_id_ = *student_id;
    own_networks_ = namespaces_.empty();
    namespaces_.clear();
    if (!setup_.clone_into.empty()) {
      cgroup_ = Fd(::open(setup_.clone_into.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
      if (!cgroup_) return system_error("cannot open the cgroup", errno, setup_.clone_into);
    }
    return {};
  }

  // Until the engine has no more work, or is gone.
  void serve() {
    for (;;) {
      pollfd waits[2] = {{kEngine, POLLIN, 0}, {init_fd_.get(), POLLIN, 0}};
      if (::poll(waits, init_fd_ ? 2 : 1, -1) < 0) continue;
      if (init_fd_ && waits[1].revents != 0) {
        reap();
        send_packet(kEngine, encode(Verb::Gone));
      }
      if (waits[0].revents == 0) continue;
      const std::optional<Packet> packet = receive_packet(kEngine);
      const Verb verb = packet ? verb_of(packet->bytes) : Verb::None;
      if (verb == Verb::Prepare && !init_fd_) {
        if (Result<void> made = prepare(packet->bytes); !made) {
          send_packet(kEngine, encode_failed(to_text(made.error())));
        }
      } else if (verb == Verb::Kill) {
        kill_jail();
      } else {
        kill_jail();
        reap();
        if (verb != Verb::Quit) remove_cgroups(setup_);
        return;
      }
    }
  }

 private:
  Result<void> prepare(const std::string& bytes) {
    std::optional<Prepare> wanted = decode_prepare(bytes);
    if (!wanted) return grader_error("the slot did not understand the engine");
    Jail jail;
    jail.root = setup_.root;
    jail.mounts = std::move(wanted->mounts);
    jail.writable = std::move(wanted->writable);
    jail.own_network = own_networks_;
    jail.id = student_id_;
    jail.filter = &filter_;
    for (const PlaceSize& size : wanted->places) {
      Result<Fd> place = make_tmpfs(size.bytes, size.inodes);
      if (!place) return place.error();
      jail.places.push_back(std::move(*place));
    }
    SocketPair channel = make_socket_pair();
    if (!channel.ours) return system_error("cannot make a socket", errno);
    jail.channel = std::move(channel.theirs);

    clone_args how{};
    how.flags =
        CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_PIDFD;
    if (own_networks_) how.flags |= CLONE_NEWNET;
    how.exit_signal = SIGCHLD;
    int pidfd = -1;
    how.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    if (cgroup_) {
      how.flags |= CLONE_INTO_CGROUP;
      how.cgroup = static_cast<std::uint64_t>(cgroup_.get());
    }
    const long pid = ::syscall(SYS_clone3, &how, sizeof how);
    if (pid < 0) return system_error("cannot make a jail (clone3)", errno);
    if (pid == 0) {
      ::close(kEngine);
      ::close(kLock);
      channel.ours.reset();
      run_init(std::move(jail));
    }
    init_ = static_cast<pid_t>(pid);
    init_fd_ = Fd(pidfd);
    std::vector<int> fds;
    for (const Fd& place : jail.places) fds.push_back(place.get());
    fds.push_back(channel.ours.get());
    send_packet(kEngine, encode(Verb::Prepared), fds);
    return {};
  }

  void kill_jail() {
    if (init_fd_) ::kill(init_, SIGKILL);
  }

  // Once init is reaped its whole pid namespace is: the kernel waits for that before.
  void reap() {
    if (!init_fd_) return;
    while (::waitpid(init_, nullptr, 0) < 0 && errno == EINTR) {
    }
    init_fd_.reset();
  }

  static constexpr int kLock = 4;  // held for as long as the slot lives

  SlotSetup setup_;
  std::vector<Fd> namespaces_;
  bool own_networks_ = true;
  unsigned student_id_ = kInsideId;
  std::vector<sock_filter> filter_;
  Fd cgroup_;
  Fd init_fd_;
  pid_t init_ = 0;
};

int run() {
  std::optional<Packet> packet = receive_packet(kEngine);
  if (packet && verb_of(packet->bytes) == Verb::MakeNetwork) {
    const std::optional<MakeNetwork> wish = decode_make_network(packet->bytes);
    if (!wish) return 2;
    Result<void> made = make_network(*wish, kEngine);
    if (!made) send_packet(kEngine, encode_failed(to_text(made.error())));
    return made ? 0 : 1;
  }
  std::optional<SlotSetup> setup = packet ? decode_slot_setup(packet->bytes) : std::nullopt;
  if (!setup) return 2;
  Slot slot(*setup, std::move(packet->fds));
  if (Result<void> started = slot.start(); !started) {
    send_packet(kEngine, encode_failed(to_text(started.error())));
    receive_packet(kEngine);  // the engine hangs up when it has read that
    remove_cgroups(*setup);
    return 1;
  }
  send_packet(kEngine, encode(Verb::Ready));
  slot.serve();
  return 0;
}

}  // namespace
}  // namespace grader::sandbox::jailer

int main() {
  return grader::sandbox::jailer::run();
}
