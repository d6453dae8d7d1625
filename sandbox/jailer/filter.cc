#include "sandbox/jailer/filter.h"

#include <cerrno>
#include <cstddef>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader::sandbox::jailer {
namespace {

// Rights over others, the kernel or the namespaces.
constexpr const char* kForbidden[] = {
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "pidfd_getfd",
    "kcmp",
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "mount_setattr",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "unshare",
    "setns",
    "open_by_handle_at",
    "name_to_handle_at",
    "fanotify_init",
    "quotactl",
    "quotactl_fd",
    "swapon",
    "swapoff",
    "acct",
    "reboot",
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "iopl",
    "ioperm",
    "modify_ldt",
    "syslog",
    "vhangup",
    "settimeofday",
    "adjtimex",
    "clock_settime",
    "clock_adjtime",
    "sethostname",
    "setdomainname",
    "move_pages",
    "migrate_pages",
    "lookup_dcookie",
    "nfsservctl",
    "uselib",
    "ustat",
    "sysfs",
    "_sysctl",
    "vm86",
    "vm86old",
};

// Programs try these and have another way where they are missing.
constexpr const char* kMissing[] = {
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "add_key",
    "request_key",
    "keyctl",
    "memfd_secret",
    "clone3",
    "seccomp",
};

constexpr unsigned kNewNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | 0x80u;

constexpr scmp_datum_t kSocketType = 0xF;  // the rest are flags

// set_mempolicy_home_node: the newest call that the lists above were written for. The numbers from
// 424 on are the same on every architecture.
constexpr unsigned kNewestCall = 450;
constexpr unsigned kX32Bit = 0x40000000;

class Rules {
 public:
  Rules() : context_(::seccomp_init(SCMP_ACT_ALLOW), ::seccomp_release) {}

  bool made() const { return context_ != nullptr; }
  scmp_filter_ctx get() const { return context_.get(); }
  int failure() const { return failure_; }

  template <class... Conditions>
  void deny(const char* name, int errno_value, Conditions... conditions) {
    const int call = ::seccomp_syscall_resolve_name(name);
    if (call == __NR_SCMP_ERROR || call < 0) return;  // not on this architecture
    const int added =
        ::seccomp_rule_add(context_.get(), SCMP_ACT_ERRNO(static_cast<unsigned>(errno_value)), call,
                           sizeof...(conditions), conditions...);
    if (added != 0 && failure_ == 0) failure_ = -added;
  }

 private:
  std::unique_ptr<void, void (*)(scmp_filter_ctx)> context_;
  int failure_ = 0;
};

scmp_arg_cmp argument(unsigned index, scmp_compare how, scmp_datum_t a, scmp_datum_t b = 0) {
  return scmp_arg_cmp{index, how, a, b};
}

void add_rules(Rules& rules) {
  for (const char* name : kForbidden) rules.deny(name, EPERM);
  for (const char* name : kMissing) rules.deny(name, ENOSYS);

  // A rule for each flag: any of them is enough.
  for (unsigned flag = 1; flag != 0; flag <<= 1) {
    if ((kNewNamespaces & flag) != 0) {
      rules.deny("clone", EPERM, argument(0, SCMP_CMP_MASKED_EQ, flag, flag));
    }
  }

  // Arguments are ints: the kernel ignores the upper half of the register, so equality does too.
  // The other comparisons see it, which only denies more.
  constexpr scmp_datum_t kInt = 0xFFFFFFFF;
  for (unsigned family = 0; family <= AF_NETLINK; ++family) {
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) {
      continue;
    }
    rules.deny("socket", EAFNOSUPPORT, argument(0, SCMP_CMP_MASKED_EQ, kInt, family));
  }
  rules.deny("socket", EAFNOSUPPORT, argument(0, SCMP_CMP_GT, AF_NETLINK));
  rules.deny("socket", EPROTONOSUPPORT, argument(0, SCMP_CMP_MASKED_EQ, kInt, AF_NETLINK),
             argument(2, SCMP_CMP_NE, 0));
  // Of the internet's protocols TCP and UDP alone: others are loaded into the kernel on demand.
  for (const unsigned family : {AF_INET, AF_INET6}) {
    const scmp_arg_cmp here = argument(0, SCMP_CMP_MASKED_EQ, kInt, family);
    const auto refuse = [&](unsigned type, auto... protocol) {
      rules.deny("socket", type == SOCK_RAW ? EPERM : EPROTONOSUPPORT, here,
                 argument(1, SCMP_CMP_MASKED_EQ, kSocketType, type), protocol...);
    };
    for (unsigned type = 0; type <= kSocketType; ++type) {
      if (type != SOCK_STREAM && type != SOCK_DGRAM) refuse(type);
    }
    for (const auto& [type, own] : {std::pair<unsigned, unsigned>{SOCK_STREAM, IPPROTO_TCP},
                                    std::pair<unsigned, unsigned>{SOCK_DGRAM, IPPROTO_UDP}}) {
      for (unsigned protocol = 1; protocol < own; ++protocol) {
        refuse(type, argument(2, SCMP_CMP_MASKED_EQ, kInt, protocol));
      }
      refuse(type, argument(2, SCMP_CMP_GT, own));
    }
  }
  // Init has the student's id, so its limits could be changed.
  rules.deny("prlimit64", EPERM, argument(0, SCMP_CMP_NE, 0));
  // RLIMIT_CORE stays as it is (see privileges.cc); programs that lower it are told that they did.
  rules.deny("prlimit64", 0, argument(0, SCMP_CMP_EQ, 0),
             argument(1, SCMP_CMP_MASKED_EQ, kInt, RLIMIT_CORE), argument(2, SCMP_CMP_NE, 0));
  rules.deny("setrlimit", 0, argument(0, SCMP_CMP_MASKED_EQ, kInt, RLIMIT_CORE));
  // More filters: they become machine code, of which the whole kernel has so little that some jails
  // could use it up; no other would start then.
  rules.deny("prctl", EINVAL, argument(0, SCMP_CMP_MASKED_EQ, kInt, PR_SET_SECCOMP));
  for (const int option :
       {SO_ATTACH_FILTER, SO_ATTACH_BPF, SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF}) {
    rules.deny("setsockopt", EPERM, argument(1, SCMP_CMP_MASKED_EQ, kInt, SOL_SOCKET),
               argument(2, SCMP_CMP_MASKED_EQ, kInt, static_cast<scmp_datum_t>(option)));
  }
  // Typing into a terminal's input.
  for (const unsigned long request :
       {static_cast<unsigned long>(TIOCSTI), static_cast<unsigned long>(TIOCLINUX)}) {
    rules.deny("ioctl", EPERM, argument(1, SCMP_CMP_MASKED_EQ, kInt, request));
  }
}

// Before libseccomp's own: a call that is newer than the lists does not exist.
std::vector<sock_filter> prelude() {
  return {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, kX32Bit, 2, 0),  // left to the check that kills
      BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, kNewestCall, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
  };
}

}  // namespace

Result<std::vector<sock_filter>> make_filter() {
  Rules rules;
  if (!rules.made()) return grader_error("cannot build the system call filter");
  int failed = ::seccomp_attr_set(rules.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  if (failed == 0) failed = ::seccomp_attr_set(rules.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  if (failed != 0) return system_error("cannot build the system call filter", -failed);
  add_rules(rules);
  if (rules.failure() != 0) {
    return system_error("cannot build the system call filter", rules.failure());
  }

  const Fd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file) return system_error("cannot build the system call filter", errno);
  if (const int exported = ::seccomp_export_bpf(rules.get(), file.get()); exported != 0) {
    return system_error("cannot export the system call filter", -exported);
  }
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  std::vector<sock_filter> filter = prelude();
  const std::size_t first = filter.size();
  filter.resize(first + static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (::pread(file.get(), filter.data() + first, static_cast<std::size_t>(size), 0) != size) {
    return system_error("cannot read the system call filter", errno);
  }
  return filter;
}

Result<void> install_filter(const std::vector<sock_filter>& filter) {
  const sock_fprog program{static_cast<unsigned short>(filter.size()),
                           const_cast<sock_filter*>(filter.data())};
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) {
    return system_error("cannot install the system call filter", errno);
  }
  return {};
}

}  // namespace grader::sandbox::jailer
