#include "sandbox/jailer/slot_setup.h"

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/jailer/network.h"
#include "sandbox/jailer/root.h"

namespace grader::sandbox::jailer {
namespace {

bool write_to(const std::string& path, const std::string& text) {
  const Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file && ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

Result<void> enter_with_one_id(unsigned inside_uid, unsigned inside_gid) {
  const std::string uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
  if (::unshare(CLONE_NEWUSER) != 0) return system_error("cannot make a user namespace", errno);
  if (!write_to("/proc/self/uid_map", std::to_string(inside_uid) + " " + uid + " 1\n") ||
      !write_to("/proc/self/setgroups", "deny") ||
      !write_to("/proc/self/gid_map", std::to_string(inside_gid) + " " + gid + " 1\n")) {
    return system_error("cannot map ids into the user namespace", errno);
  }
  return {};
}

Result<unsigned> enter_as_student() {
  if (Result<void> entered = enter_with_one_id(kInsideId, kInsideId); !entered) {
    return entered.error();
  }
  return kInsideId;
}

// Only somebody outside may map two ids: a child that stays there.
Result<unsigned> enter_with_two_ids(std::uint64_t outside_id) {
  const std::string self = "/proc/" + std::to_string(::getpid());
  const std::string map =
      "0 0 1\n" + std::to_string(kInsideId) + " " + std::to_string(outside_id) + " 1\n";
  SocketPair pair = make_socket_pair();
  const pid_t helper = pair.ours ? ::fork() : -1;
  if (helper < 0) return system_error("cannot start a process", errno);
  if (helper == 0) {
    pair.ours.reset();
    if (!receive_packet(pair.theirs.get())) ::_exit(1);
    ::_exit(write_to(self + "/uid_map", map) && write_to(self + "/gid_map", map) ? 0 : errno);
  }
  const bool made = ::unshare(CLONE_NEWUSER) == 0;
  const int failure = errno;
  if (made) send_packet(pair.ours.get(), "now");
  pair.ours.reset();
  int status = 0;
  while (::waitpid(helper, &status, 0) < 0 && errno == EINTR) {
  }
  // We are root: a jail without this wall still has all others.
  if (!made && (failure == EPERM || failure == ENOSPC)) return static_cast<unsigned>(outside_id);
  if (!made) return system_error("cannot make a user namespace", failure);
  if (status != 0) {
    return system_error("cannot map ids into the user namespace", WEXITSTATUS(status));
  }
  return kInsideId;
}

}  // namespace

Result<void> enter_user_namespace_as_ourselves() {
  return enter_with_one_id(::geteuid(), ::getegid());
}

Result<unsigned> set_up_slot(const SlotSetup& setup, const std::vector<Fd>& namespaces) {
  for (const std::string& procs : setup.join) {
    if (!write_to(procs, "0")) return system_error("cannot enter a cgroup", errno, procs);
  }
  // When memory runs out in the cgroup it is the student's processes that go, not the slot.
  write_to("/proc/self/oom_score_adj", "-1000");
  if (!namespaces.empty()) {
    if (Result<void> inside = enter_network(namespaces); !inside) return inside.error();
  }
  Result<unsigned> entered =
      setup.outside_id == 0 ? enter_as_student() : enter_with_two_ids(setup.outside_id);
  if (!entered) return entered;
  if (::unshare(CLONE_NEWNS) != 0 ||
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return system_error("cannot make a mount namespace", errno);
  }
  if (Result<void> made = make_template(setup.root, *entered); !made) return made.error();
  // A page fault in a full cgroup would stop us. Best effort: without the right to, it is unlikely.
  ::mlockall(MCL_CURRENT);
  return entered;
}

void remove_cgroups(const SlotSetup& setup) {
  for (const std::string& procs : setup.leave) write_to(procs, "0");
  for (const std::string& folder : setup.folders) ::rmdir(folder.c_str());
}

}  // namespace grader::sandbox::jailer
