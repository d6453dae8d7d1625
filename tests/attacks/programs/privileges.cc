// More rights than were given (class 13).
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/fanotify.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;

int become_root(const Args&) {
  if (::getuid() == 0 || ::geteuid() == 0) reached("being root");
  expect_refused("setuid", ::setuid(0));
  expect_refused("setreuid", ::setreuid(0, 0));
  expect_refused("setresuid", ::setresuid(0, 0, 0));
  expect_refused("setgid", ::setgid(0));
  expect_refused("setresgid", ::setresgid(0, 0, 0));
  const gid_t groups[] = {0};
  expect_refused("setgroups", ::setgroups(1, groups));
  ::setfsuid(0);
  // The neighbours' ids: other slots' students.
  for (unsigned id = 64'000; id < 64'100; ++id) {
    if (id != ::getuid()) expect_refused("another student's id", ::setuid(id));
  }
  return 0;
}

// Programs with the set-user-id bit, the host's and our own.
int setuid_programs(const Args&) {
  for (const char* program : {"/usr/bin/su", "/usr/bin/mount", "/usr/bin/passwd", "/usr/bin/sudo",
                              "/usr/bin/newgrp", "/usr/bin/chsh", "/usr/bin/pkexec"}) {
    struct stat facts {};
    if (::stat(program, &facts) != 0 || (facts.st_mode & S_ISUID) == 0) continue;
    const pid_t child = ::fork();
    if (child == 0) {
      const int quiet = ::open("/dev/null", O_RDWR);
      for (int fd = 0; fd < 3; ++fd) ::dup2(quiet, fd);
      ::execl(program, program, "--version", nullptr);
      ::_exit(0);
    }
    // Its ids while it runs would be root's; what it leaves in /proc tells.
    char status[4096] = {};
    const int fd = ::open(("/proc/" + std::to_string(child) + "/status").c_str(), O_RDONLY);
    if (fd >= 0 && ::read(fd, status, sizeof status - 1) > 0) {
      const char* ids = std::strstr(status, "Uid:");
      unsigned real = 0, effective = 0;
      if (ids != nullptr && std::sscanf(ids, "Uid: %u %u", &real, &effective) == 2 &&
          effective == 0) {
        reached(program);
      }
    }
    ::waitpid(child, nullptr, 0);
  }
  // Our own: a copy with the bit set, also as a file with capabilities.
  const int self = ::open("/proc/self/exe", O_RDONLY);
  const int copy = ::open("/tmp/copy", O_WRONLY | O_CREAT, 0755);
  char block[65536];
  for (ssize_t got = 1; got > 0;) {
    got = ::read(self, block, sizeof block);
    if (got > 0 && ::write(copy, block, static_cast<std::size_t>(got)) != got) return 2;
  }
  ::fchmod(copy, 06755);
  const struct {
    unsigned magic = 0x02000001, permitted = 0xFFFFFFFF, inheritable = 0, permitted_high = 0xFF,
             inheritable_high = 0;
  } capabilities;
  expect_refused("file capabilities",
                 ::fsetxattr(copy, "security.capability", &capabilities, sizeof capabilities, 0));
  ::close(copy);
  expect_refused("a file of root", ::chown("/tmp/copy", 0, 0));
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl("/tmp/copy", "copy", "become-root", nullptr);
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  return 0;
}

int capabilities(const Args&) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct all[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}};
  expect_refused("capset", ::syscall(SYS_capset, &header, all));
  for (unsigned long capability = 0; capability < 41; ++capability) {
    if (::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1) {
      reached("capability " + std::to_string(capability) + " in the bounding set");
    }
    expect_refused("an ambient capability",
                   ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0));
  }
  if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) reached("new privileges");
  expect_refused("secure bits", ::prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
  return 0;
}

int new_namespaces(const Args&) {
  const struct {
    const char* name;
    int flag;
  } spaces[] = {{"user", CLONE_NEWUSER},     {"mount", CLONE_NEWNS}, {"pid", CLONE_NEWPID},
                {"net", CLONE_NEWNET},       {"ipc", CLONE_NEWIPC},  {"uts", CLONE_NEWUTS},
                {"cgroup", CLONE_NEWCGROUP}, {"time", 0x80}};
  for (const auto& space : spaces) {
    const std::string name = std::string("a ") + space.name + " namespace";
    expect_refused(name + " by unshare", ::unshare(space.flag));
    expect_refused(name + " with a user's", ::unshare(space.flag | CLONE_NEWUSER));
    for (const unsigned long extra :
         {0ul, static_cast<unsigned long>(CLONE_NEWUSER), 0xFFFFFFFF00000000ul}) {
      if (space.flag == 0x80) continue;  // of clone it is the signal's
      const long child = ::syscall(
          SYS_clone, static_cast<unsigned long>(space.flag) | extra | SIGCHLD, 0, 0, 0, 0);
      if (child == 0) ::_exit(0);
      if (child > 0) reached(name + " by clone");
    }
    clone_args how{};
    how.flags = static_cast<unsigned>(space.flag);
    how.exit_signal = SIGCHLD;
    const long child = ::syscall(SYS_clone3, &how, sizeof how);
    if (child == 0) ::_exit(0);
    if (child > 0) reached(name + " by clone3");
  }
  for (const char* space : {"mnt", "net", "pid", "user", "ipc"}) {
    for (const char* whose : {"/proc/1/ns/", "/proc/self/ns/"}) {
      const int fd = ::open((std::string(whose) + space).c_str(), O_RDONLY);
      if (fd >= 0) expect_refused(std::string("setns ") + space, ::setns(fd, 0));
    }
  }
  return 0;
}

int mounts(const Args&) {
  for (const char* type : {"tmpfs", "proc", "sysfs", "cgroup", "cgroup2", "devtmpfs", "overlay",
                           "bpf", "debugfs", "fuse", "mqueue", "ramfs"}) {
    expect_refused(std::string("mounting ") + type, ::mount("none", "/tmp", type, 0, nullptr));
    expect_refused(std::string("fsopen ") + type, ::syscall(SYS_fsopen, type, 0));
  }
  for (const char* path : {"/", "/usr", "/etc", "/dev", "/proc", "/submission"}) {
    expect_refused(std::string("remounting ") + path,
                   ::mount(nullptr, path, nullptr, MS_REMOUNT | MS_BIND, nullptr));
    expect_refused(std::string("binding ") + path,
                   ::mount(path, "/tmp", nullptr, MS_BIND, nullptr));
    expect_refused(std::string("moving ") + path, ::mount(path, "/tmp", nullptr, MS_MOVE, nullptr));
    expect_refused(std::string("unmounting ") + path, ::umount2(path, MNT_DETACH));
    expect_refused(std::string("opening the tree of ") + path,
                   ::syscall(SYS_open_tree, AT_FDCWD, path, 1 | AT_RECURSIVE));
    expect_refused(std::string("picking ") + path, ::syscall(SYS_fspick, AT_FDCWD, path, 0));
    const struct { unsigned long long set = 0, clear = 1, propagation = 0, userns = 0; } writable;
    expect_refused(std::string("making writable ") + path,
                   ::syscall(SYS_mount_setattr, AT_FDCWD, path, 0, &writable, sizeof writable));
  }
  expect_refused("move_mount", ::syscall(SYS_move_mount, AT_FDCWD, "/usr", AT_FDCWD, "/tmp", 0));
  expect_refused("pivot_root", ::syscall(SYS_pivot_root, ".", "."));
  expect_refused("chroot", ::chroot("/tmp"));
  expect_refused("swapon", ::syscall(SYS_swapon, "/tmp/x", 0));
  expect_refused("swapoff", ::syscall(SYS_swapoff, "/tmp/x"));
  expect_refused("quotactl", ::syscall(SYS_quotactl, 0, nullptr, 0, nullptr));
  expect_refused("statmount", ::syscall(457, nullptr, nullptr, 0, 0));
  expect_refused("listmount", ::syscall(458, nullptr, nullptr, 0, 0));
  return 0;
}

int trace(const Args&) {
  const pid_t child = ::fork();
  if (child == 0) ::pause();
  int word = 42;
  iovec here{&word, sizeof word}, there{&word, sizeof word};
  for (const pid_t whom : {child, pid_t{1}}) {
    const std::string who = whom == 1 ? "init" : "a child";
    expect_refused("attaching to " + who, ::ptrace(PTRACE_ATTACH, whom, nullptr, nullptr));
    expect_refused("seizing " + who, ::ptrace(PTRACE_SEIZE, whom, nullptr, nullptr));
    expect_refused("reading " + who, ::syscall(SYS_process_vm_readv, whom, &here, 1, &there, 1, 0));
    expect_refused("writing " + who,
                   ::syscall(SYS_process_vm_writev, whom, &here, 1, &there, 1, 0));
    expect_refused("comparing " + who, ::syscall(SYS_kcmp, ::getpid(), whom, 0, 0, 0));
    const long pidfd = ::syscall(SYS_pidfd_open, whom, 0);
    if (pidfd >= 0) {
      expect_refused("a descriptor of " + who, ::syscall(SYS_pidfd_getfd, pidfd, 0, 0));
      expect_refused("advice on " + who,
                     ::syscall(SYS_process_madvise, pidfd, &here, 1, MADV_COLD, 0));
      expect_refused("the namespaces of " + who, ::setns(static_cast<int>(pidfd), CLONE_NEWNS));
    }
    if (whom == 1) {
      expect_refused("limits of init", ::syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, nullptr, &here));
      expect_refused("the memory of init", ::open("/proc/1/mem", O_RDWR));
      expect_refused("moving init's pages", ::syscall(SYS_migrate_pages, 1, 0, nullptr, nullptr));
    }
  }
  expect_refused("being traced", ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return 0;
}

int kernel_doors(const Args&) {
  io_uring_params parameters{};
  expect_refused("io_uring", ::syscall(SYS_io_uring_setup, 4, &parameters));
  for (int command = 0; command < 38; ++command) {
    if (::syscall(SYS_bpf, command, nullptr, 0) >= 0 || errno != ENOSYS) reached("bpf");
  }
  expect_refused("userfaultfd", ::syscall(SYS_userfaultfd, 0));
  expect_refused("userfaultfd for user mode", ::syscall(SYS_userfaultfd, 1));
  expect_refused("performance events", ::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0));
  for (const int ring : {-1, -2, -3, -4, -5, -8}) {
    expect_refused("a keyring", ::syscall(SYS_keyctl, 0, ring, 1));
    expect_refused("a key", ::syscall(SYS_add_key, "user", "x", "x", 1, ring));
  }
  expect_refused("joining a session keyring", ::syscall(SYS_keyctl, 1, nullptr));
  expect_refused("asking for a key", ::syscall(SYS_request_key, "user", "x", nullptr, -3));
  expect_refused("fanotify", ::syscall(SYS_fanotify_init, 0, 0));
  expect_refused("secret memory", ::syscall(SYS_memfd_secret, 0));
  expect_refused("the system log", ::syscall(SYS_syslog, 3, nullptr, 0));
  expect_refused("loading a kernel", ::syscall(SYS_kexec_load, 0, 0, nullptr, 0));
  expect_refused("loading a kernel file", ::syscall(SYS_kexec_file_load, -1, -1, 0, nullptr, 0));
  expect_refused("loading a module", ::syscall(SYS_init_module, nullptr, 0, ""));
  expect_refused("loading a module file", ::syscall(SYS_finit_module, -1, "", 0));
  expect_refused("removing a module", ::syscall(SYS_delete_module, "x", 0));
  expect_refused("accounting", ::acct("/tmp/x"));
  expect_refused("rebooting", ::syscall(SYS_reboot, 0xfee1dead, 672274793, 0, nullptr));
  expect_refused("a hangup", ::syscall(SYS_vhangup));
  expect_refused("lookup_dcookie", ::syscall(SYS_lookup_dcookie, 0, nullptr, 0));
#ifdef __x86_64__
  expect_refused("ports", ::syscall(SYS_iopl, 3));
  expect_refused("a port", ::syscall(SYS_ioperm, 0x70, 1, 1));
  expect_refused("segments", ::syscall(SYS_modify_ldt, 0, nullptr, 0) > 0 ? 0 : -1);
#endif
  return 0;
}

int clocks(const Args&) {
  const timespec now{1'000'000'000, 0};
  const timeval then{1'000'000'000, 0};
  for (const clockid_t clock : {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_TAI}) {
    expect_refused("setting a clock", ::clock_settime(clock, &now));
  }
  expect_refused("settimeofday", ::settimeofday(&then, nullptr));
  timex change{};
  change.modes = ADJ_OFFSET;
  change.offset = 1;
  expect_refused("adjtimex", ::adjtimex(&change));
  expect_refused("clock_adjtime", ::clock_adjtime(CLOCK_REALTIME, &change));
  expect_refused("sethostname", ::sethostname("x", 1));
  expect_refused("setdomainname", ::setdomainname("x", 1));
  for (const char* device : {"/dev/rtc", "/dev/rtc0", "/dev/watchdog", "/dev/ptp0"}) {
    expect_refused(device, ::open(device, O_RDWR));
  }
  return 0;
}

int devices(const Args&) {
  for (const char* place : {"/tmp", "/submission", "/results", "/dev/shm"}) {
    for (const mode_t type : {S_IFBLK, S_IFCHR}) {
      expect_refused("a device",
                     ::mknod((std::string(place) + "/d").c_str(), type | 0600, makedev(1, 1)));
    }
  }
  // Typing into the terminal of whoever started us; also with the upper half of the register set.
  for (const unsigned long request :
       {static_cast<unsigned long>(TIOCSTI), 0x541Cul, 0xFFFFFFFF00000000ul | TIOCSTI}) {
    for (int fd = 0; fd < 3; ++fd) {
      if (::syscall(SYS_ioctl, fd, request, "x") == 0 || errno != EPERM)
        reached("a terminal's input");
    }
  }
  expect_refused("a terminal", ::open("/dev/ptmx", O_RDWR));
  expect_refused("the random pool's count",
                 ::ioctl(::open("/dev/urandom", O_RDWR), 0x40045201, "x"));
  return 0;
}

int handles(const Args&) {
  struct {
    unsigned bytes = 8;
    int type = 1;
    unsigned char handle[128] = {2};
  } root;
  for (const char* from : {"/usr", "/etc/ssl", "/", "/proc"}) {
    const int fd = ::open(from, O_RDONLY | O_DIRECTORY);
    int mount = 0;
    expect_refused("making a handle",
                   ::syscall(SYS_name_to_handle_at, fd, "", &root, &mount, 0x1000));
    expect_refused("opening by handle", ::syscall(SYS_open_by_handle_at, fd, &root, O_RDONLY));
  }
  return 0;
}

// A filter of one's own must not undo ours, where it is allowed at all.
int own_filter(const Args&) {
  sock_filter allow[] = {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
  const sock_fprog program{1, allow};
  ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
  ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  expect_refused("mount after a filter of its own", ::mount("x", "/tmp", "tmpfs", 0, nullptr));
  expect_refused("unshare after a filter of its own", ::unshare(CLONE_NEWUSER));
  ::personality(ADDR_NO_RANDOMIZE | READ_IMPLIES_EXEC);
  expect_refused("mount under another personality", ::mount("x", "/tmp", "tmpfs", 0, nullptr));
  return 0;
}

int foreign_call(const Args& args) {
#ifdef __x86_64__
  if (args[0] == "i386") {
    // mkdir through the 32-bit door.
    static char path[] = "/tmp/i386";
    void* low = ::mmap(reinterpret_cast<void*>(0x10000000), 4096, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    std::memcpy(low, path, sizeof path);
    long result = 39;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(0x10000000), "c"(0700) : "memory");
    reached("a 32-bit call: " + std::to_string(result));
  }
  if (args[0] == "x32") {
    long result = 0;
    __asm__ volatile("syscall" : "=a"(result) : "0"(0x40000000 | 39) : "rcx", "r11", "memory");
    reached("an x32 call: " + std::to_string(result));
  }
#else
  (void)args;
  ::raise(SIGSYS);
#endif
  return 0;
}

int unknown_calls(const Args&) {
  for (long call = 451; call < 700; ++call) {
    if (::syscall(call, 0, 0, 0, 0, 0, 0) >= 0 || errno != ENOSYS) {
      reached("call " + std::to_string(call));
    }
  }
  return 0;
}

int control_groups(const Args&) {
  for (const char* path :
       {"/sys/fs/cgroup", "/proc/self/cgroup", "/proc/1/cgroup", "/proc/cgroups"}) {
    expect_refused(path, std::strstr(path, "self") == nullptr ? ::open(path, O_RDONLY) : -1);
  }
  for (const char* file :
       {"/proc/self/oom_score_adj", "/proc/self/oom_adj", "/proc/self/mem",
        "/proc/self/coredump_filter", "/proc/self/setgroups", "/proc/self/uid_map",
        "/proc/self/attr/current", "/proc/self/loginuid", "/proc/sys/kernel/core_pattern",
        "/proc/sysrq-trigger", "/proc/sys/vm/overcommit_memory"}) {
    expect_refused(std::string("writing to ") + file, ::open(file, O_WRONLY));
  }
  return 0;
}

// A crash must not start the host's crash handler: a limit of 1 is how the kernel is told so, and 0
// would not do.
int core_dumps(const Args&) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::syscall(SYS_prlimit64, 0, RLIMIT_CORE, &none, nullptr);
  rlimit now{};
  ::getrlimit(RLIMIT_CORE, &now);
  if (now.rlim_cur != 1 || now.rlim_max != 1) reached("the host's crash handler");
  const pid_t child = ::fork();
  if (child == 0) ::abort();
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WCOREDUMP(status)) reached("a core dump");
  for (const char* path : {"core", "/tmp/core", "/submission/core"}) {
    if (::access(path, F_OK) == 0) reached("a core file");
  }
  return 0;
}

}  // namespace

const std::vector<Program> kPrivileges = {
    {"become-root", become_root},
    {"setuid-programs", setuid_programs},
    {"capabilities", capabilities},
    {"new-namespaces", new_namespaces},
    {"mounts", mounts},
    {"trace", trace},
    {"kernel-doors", kernel_doors},
    {"clocks", clocks},
    {"devices", devices},
    {"handles", handles},
    {"own-filter", own_filter},
    {"foreign-call", foreign_call},
    {"unknown-calls", unknown_calls},
    {"control-groups", control_groups},
    {"core-dumps", core_dumps},
};

}  // namespace grader::attacks
