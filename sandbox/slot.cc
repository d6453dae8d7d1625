#include "sandbox/slot.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string_view>

#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/jailer_process.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStartPatience{20'000};
constexpr milliseconds kEndPatience{10'000};

}  // namespace

Result<std::unique_ptr<Slot>> Slot::start(const std::string& jailer, const CgroupParents& cgroups,
                                          const std::vector<Fd>& network) {
  Result<std::filesystem::path> run = run_directory();
  if (!run) return run.error();
  Result<SlotLease> lease = SlotLease::take(*run);
  if (!lease) return lease.error();
  std::unique_ptr<Slot> slot(new Slot(std::move(*lease)));

  const std::string name = std::to_string(::getpid()) + "-" + std::to_string(slot->lease_.number());
  // Before they are made: whoever is killed in between leaves nothing unknown.
  slot->lease_.record(slot_folders(cgroups, name));
  Result<SlotCgroup> cgroup = SlotCgroup::create(cgroups, name);
  if (!cgroup) return cgroup.error();
  slot->cgroup_ = std::move(*cgroup);
  if (::geteuid() == 0) slot->student_id_ = kFirstStudentId + slot->lease_.number();

  SocketPair pair = make_socket_pair();
  if (!pair.ours) return system_error("cannot make a socket", errno);
  slot->control_ = std::move(pair.ours);
  Result<pid_t> pid = spawn_jailer(jailer, pair.theirs.get(), slot->lease_.fd());
  if (!pid) return pid.error();
  slot->pid_ = *pid;

  SlotSetup setup;
  setup.outside_id = slot->student_id_;
  setup.root = (*run / "root").string();
  setup.join = slot->cgroup_.join();
  setup.clone_into = slot->cgroup_.clone_into();
  setup.leave = slot->cgroup_.leave();
  setup.folders = slot->cgroup_.folders();
  std::vector<int> namespaces;
  namespaces.reserve(network.size());
  for (const Fd& fd : network) namespaces.push_back(fd.get());
  send_packet(slot->control_.get(), encode(setup),
              namespaces);  // a failure shows when it does not answer
  return slot;
}

Slot::~Slot() {
  if (pid_ > 0) {
    send_packet(control_.get(), encode(Verb::Quit));
    control_.reset();
    // It kills its jail first; that is quick, and if it is not, the lease stays taken by it.
    const auto deadline = std::chrono::steady_clock::now() + kEndPatience;
    while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) return;
      ::poll(nullptr, 0, 1);
    }
  }
  // What cannot be removed stays written down: the next one to take this number looks again, and
  // takes another number if it has to.
  if (cgroup_.remove()) lease_.record({});
}

Result<Packet> Slot::receive(milliseconds patience) {
  pollfd wait{control_.get(), POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&wait, 1, static_cast<int>(patience.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready == 0) return grader_error("the jailer does not answer");
  std::optional<Packet> packet = receive_packet(control_.get());
  if (!packet) return grader_error("the jailer ended unexpectedly");
  if (verb_of(packet->bytes) == Verb::Failed) {
    constexpr std::string_view kHint = "\nhint: ";  // as to_text() of an Error says it
    const std::string said = decode_failed(packet->bytes);
    const std::size_t hint = said.find(kHint);
    if (hint == std::string::npos) return grader_error(said);
    return grader_error(said.substr(0, hint), "", said.substr(hint + kHint.size()));
  }
  return std::move(*packet);
}

Result<void> Slot::await_ready() {
  if (ready_) return {};
  Result<Packet> ready = receive(kStartPatience);
  if (!ready) return ready.error();
  if (verb_of(ready->bytes) != Verb::Ready) return grader_error("the jailer did not get ready");
  ready_ = true;
  return {};
}

std::vector<Slot::Identity> Slot::identify(const std::vector<Mount>& mounts) {
  std::vector<Identity> identities;
  for (const Mount& mount : mounts) {
    struct stat facts {};
    if (::stat(mount.source.c_str(), &facts) != 0) facts = {};
    identities.emplace_back(facts.st_dev, facts.st_ino);
  }
  return identities;
}

void Slot::prepare_ahead(Prepare prepare) {
  if (ahead_) return;
  std::vector<Identity> sources = identify(prepare.mounts);
  // Where the slot is gone the next prepare() will say so.
  if (!send_packet(control_.get(), encode(prepare))) return;
  ahead_ = {std::move(prepare), std::move(sources)};
}

bool Slot::is_ahead_for(const Prepare& prepare) const {
  if (!ahead_) return false;
  const Prepare& there = ahead_->prepare;
  for (std::size_t i = 0; i < kPlaceCount; ++i) {
    if (prepare.places[i].bytes > there.places[i].bytes ||
        prepare.places[i].inodes > there.places[i].inodes) {
      return false;
    }
  }
  return prepare.mounts == there.mounts && prepare.writable.empty() &&
         identify(prepare.mounts) == ahead_->sources;
}

Result<PreparedJail> Slot::prepare(const Prepare& prepare) {
  if (Result<void> ready = await_ready(); !ready) return ready.error();
  if (ahead_) {
    const bool fits = is_ahead_for(prepare);
    ahead_.reset();
    Result<PreparedJail> jail = receive_jail();
    pollfd died{control_.get(), POLLIN, 0};
    if (jail && fits && ::poll(&died, 1, 0) == 0) return jail;
    // Where there is none the slot told why, and goes on.
    if (jail) {
      if (Result<void> cleared = clear(); !cleared) return cleared.error();
    }
  }
  if (!send_packet(control_.get(), encode(prepare))) {
    return grader_error("the jailer ended unexpectedly");
  }
  return receive_jail();
}

Result<PreparedJail> Slot::receive_jail() {
  Result<Packet> packet = receive(kStartPatience);
  if (!packet) return packet.error();
  if (verb_of(packet->bytes) != Verb::Prepared || packet->fds.size() != kPlaceCount + 1) {
    return grader_error("the jailer did not prepare a jail");
  }
  PreparedJail jail;
  jail.channel = std::move(packet->fds.back());
  packet->fds.pop_back();
  jail.places = std::move(packet->fds);
  return jail;
}

bool Slot::is_gone() const {
  pollfd wait{control_.get(), 0, 0};
  return ::poll(&wait, 1, 0) == 1;
}

Result<void> Slot::clear() {
  if (!send_packet(control_.get(), encode(Verb::Kill))) {
    return grader_error("the jailer ended unexpectedly");
  }
  Result<Packet> packet = receive(kEndPatience);
  if (!packet) return packet.error();
  if (verb_of(packet->bytes) != Verb::Gone) return grader_error("the jailer did not end its jail");
  return {};
}

Result<void> Slot::end_jail() {
  if (Result<void> cleared = clear(); !cleared) return cleared;
  if (!cgroup_.is_empty_but_for(pid_)) {
    return grader_error("a jail could not be emptied", "",
                        "its processes are stuck in the kernel; the slot is out of use");
  }
  return {};
}

}  // namespace grader::sandbox
