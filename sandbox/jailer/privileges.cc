#include "sandbox/jailer/privileges.h"

#include <algorithm>
#include <cerrno>

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace grader::sandbox::jailer {

Result<void> drop_privileges(unsigned id) {
  // First, while there is still the right to do it.
  for (unsigned long capability = 0;; ++capability) {
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
    if (errno == EINVAL) break;  // the kernel knows no more of them
    return system_error("cannot drop the capability bounding set", errno);
  }
  if (::getuid() != id) {
    if (::setgroups(0, nullptr) != 0) return system_error("cannot drop groups", errno);
    if (::setresgid(id, id, id) != 0 || ::setresuid(id, id, id) != 0) {
      return system_error("cannot take the student's ids", errno);
    }
  }
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 ||
      ::syscall(SYS_capset, &header, none) != 0) {
    return system_error("cannot drop capabilities", errno);
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return system_error("cannot set no_new_privs", errno);
  }
  return {};
}

Result<void> set_resource_limits(const Program& program) {
  constexpr rlim_t kStack = rlim_t{8} << 20;
  constexpr rlim_t kStackAtMost = rlim_t{64} << 20;
  constexpr rlim_t kLocked = rlim_t{64} << 10;
  const rlim_t data = program.data_bytes == 0 ? RLIM_INFINITY : program.data_bytes;
  const struct {
    __rlimit_resource_t which;
    rlim_t soft, hard;
  } limits[] = {
      // Not 0: a handler that core_pattern pipes to is started all the same, as root and outside.
      // 1 is how the kernel marks that handler itself, and starts none.
      {RLIMIT_CORE, 1, 1},
      {RLIMIT_STACK, kStack, kStackAtMost},
      {RLIMIT_MEMLOCK, kLocked, kLocked},
      {RLIMIT_RTPRIO, 0, 0},
      {RLIMIT_NICE, 0, 0},
      {RLIMIT_DATA, data, data},
      // A second later SIGKILL instead of SIGXCPU.
      {RLIMIT_CPU, program.cpu_seconds, program.cpu_seconds + 1},
      {RLIMIT_FSIZE, program.file_bytes, program.file_bytes},
      {RLIMIT_NOFILE, program.descriptors, program.descriptors},
      {RLIMIT_NPROC, program.processes, program.processes},
  };
  for (const auto& limit : limits) {
    // The host may allow less than we would.
    rlimit value{};
    if (::getrlimit(limit.which, &value) != 0) value.rlim_max = RLIM_INFINITY;
    value.rlim_max = std::min(limit.hard, value.rlim_max);
    value.rlim_cur = std::min(limit.soft, value.rlim_max);
    if (::setrlimit(limit.which, &value) != 0) {
      return system_error("cannot set a resource limit", errno);
    }
  }
  return {};
}

}  // namespace grader::sandbox::jailer
