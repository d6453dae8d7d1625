#include "sandbox/attacker/attacks.h"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/landlock.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace grader::sandbox::attacker {
namespace {

void reached(const std::string& what) {
  std::printf("reached %s\n", what.c_str());
}

void ignore_all_signals() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
}

sockaddr_in address_of(const char* host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  ::inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

// Reached unless it is refused at once: no route means no waiting.
// Where nobody listens a socket may be given the very port that it connects to, and meets itself.
bool is_its_own_peer(int fd) {
  sockaddr_in ours{}, theirs{};
  socklen_t size = sizeof ours;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&ours), &size) != 0) return false;
  size = sizeof theirs;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&theirs), &size) != 0) return false;
  return ours.sin_port == theirs.sin_port && ours.sin_addr.s_addr == theirs.sin_addr.s_addr;
}

void try_connect(const std::string& what, const char* host, int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const sockaddr_in address = address_of(host, port);
  const int got = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (fd >= 0 && (got == 0 || errno == EINPROGRESS)) {
    // On loopback the answer comes at once, but on a busy host not within connect() itself.
    constexpr int kPatience = 1'000;  // ms
    pollfd answer{fd, POLLOUT, 0};
    if (got != 0 && std::strncmp(host, "127.", 4) == 0) ::poll(&answer, 1, kPatience);
    int failure = 0;
    socklen_t size = sizeof failure;
    ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size);
    if (failure == 0 && !is_its_own_peer(fd)) reached(what);
  }
  ::close(fd);
}

void try_send(const std::string& what, const char* host, int port) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  const sockaddr_in address = address_of(host, port);
  if (::sendto(fd, "x", 1, MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&address),
               sizeof address) == 1) {
    reached(what);
  }
  ::close(fd);
}

void try_socket(const std::string& what, int family, int type, int protocol) {
  const int fd = ::socket(family, type, protocol);
  if (fd < 0) return;
  reached(what);
  ::close(fd);
}

void try_create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd < 0) return;
  reached(path);
  ::unlink(path.c_str());
  ::close(fd);
}

}  // namespace

void loop_for_ever() {
  for (volatile unsigned turn = 0;;) turn = turn + 1;
}

void sleep_for_ever() {
  for (;;) ::pause();
}

void fork_for_ever() {
  ignore_all_signals();
  for (;;) {
    if (::fork() == 0) ::setsid();
  }
}

void take_memory_for_ever() {
  constexpr std::size_t kStep = std::size_t{1} << 20;
  for (;;) {
    void* more = ::mmap(nullptr, kStep, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (more == MAP_FAILED) ::_exit(1);  // refused rather than killed: not by the cgroup
    std::memset(more, 1, kStep);
  }
}

void take_shared_memory_for_ever() {
  constexpr std::size_t kStep = std::size_t{1} << 20;
  for (;;) {
    const int id = ::shmget(IPC_PRIVATE, kStep, IPC_CREAT | 0600);
    void* at = id < 0 ? reinterpret_cast<void*>(-1) : ::shmat(id, nullptr, 0);
    if (at == reinterpret_cast<void*>(-1)) ::_exit(1);
    std::memset(at, 1, kStep);
    ::shmdt(at);
  }
}

void print_for_ever() {
  const std::string line(4096, 'x');
  for (;;) {
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(1);
  }
}

bool child_dies_of_memory() {
  const pid_t child = ::fork();
  if (child == 0) take_memory_for_ever();
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int count_children(int at_most) {
  std::vector<pid_t> children;
  int count = -1;
  while (static_cast<int>(children.size()) < at_most) {
    const pid_t child = ::fork();
    if (child == 0) sleep_for_ever();
    if (child < 0) {
      count = static_cast<int>(children.size());
      break;
    }
    children.push_back(child);
  }
  for (const pid_t child : children) ::kill(child, SIGKILL);
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  return count;
}

int fill_disk() {
  const int fd = ::open("/tmp/fill", O_WRONLY | O_CREAT, 0600);
  const std::string block(65536, 'x');
  while (::write(fd, block.data(), block.size()) > 0) {
  }
  return 1;
}

int outlive() {
  if (::fork() == 0) {
    ignore_all_signals();
    ::setsid();
    if (::fork() == 0) sleep_for_ever();
    ::_exit(0);
  }
  return 0;
}

void reach_out(int port) {
  try_connect("a port on the host's loopback", "127.0.0.1", port);
  try_connect("an outside address", "192.0.2.1", 80);
  try_connect("the metadata address", "169.254.169.254", 80);
  try_send("an outside address by UDP", "192.0.2.1", 53);
  try_socket("a vsock socket", AF_VSOCK, SOCK_STREAM, 0);
  try_socket("a raw socket", AF_INET, SOCK_RAW, IPPROTO_ICMP);
  try_socket("a packet socket", AF_PACKET, SOCK_RAW, 0);
  try_socket("the kernel's crypto sockets", AF_ALG, SOCK_SEQPACKET, 0);
  for (struct if_nameindex* all = ::if_nameindex(); all != nullptr && all->if_index != 0; ++all) {
    if (std::strcmp(all->if_name, "lo") != 0) reached(std::string("interface ") + all->if_name);
  }
}

void read_host(const std::string& path) {
  char bytes[256];
  const int fd = ::open(path.c_str(), O_RDONLY);
  const ssize_t size = fd < 0 ? -1 : ::read(fd, bytes, sizeof bytes);
  if (size >= 0) reached(path + ": " + std::string(bytes, static_cast<std::size_t>(size)));
  ::close(fd);
  for (const char* folder : {"/root", "/home", "/sys", "/var", "/run", "/boot", "/mnt"}) {
    DIR* listing = ::opendir(folder);
    if (listing == nullptr) continue;
    reached(folder);
    ::closedir(listing);
  }
  for (const char* file :
       {"/etc/shadow", "/proc/1/environ", "/proc/1/root", "/proc/kcore", "/proc/keys",
        "/proc/mounts", "/proc/sys/kernel/core_pattern", "/dev/vda", "/dev/kmsg", "/dev/tty"}) {
    const int other = ::open(file, O_RDONLY | O_NONBLOCK);
    if (other >= 0 && std::strcmp(file, "/proc/mounts") != 0) reached(file);
    ::close(other);
  }
}

void write_outside() {
  for (const char* folder : {"/", "/usr/", "/usr/lib/", "/etc/", "/dev/", "/proc/", "/grader/"}) {
    try_create(std::string(folder) + "grader-was-here");
  }
  for (const char* file : {"/etc/passwd", "/etc/ld.so.cache", "/usr/bin/env", "/proc/self/uid_map",
                           "/proc/self/oom_score_adj", "/proc/sys/kernel/core_pattern"}) {
    const int fd = ::open(file, O_WRONLY);
    if (fd >= 0) reached(std::string("writing to ") + file);
    ::close(fd);
  }
  if (::chmod("/etc/passwd", 0666) == 0) reached("chmod");
  if (::rename("/etc/passwd", "/tmp/passwd") == 0) reached("rename");
}

void gain_privileges() {
  if (::getuid() == 0 || ::geteuid() == 0) reached("being root");
  if (::setuid(0) == 0 || ::setresuid(0, 0, 0) == 0) reached("setuid");
  if (::setgid(0) == 0) reached("setgid");
  for (const int space : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC}) {
    if (::unshare(space) == 0) reached("a namespace by unshare");
    const long child = ::syscall(SYS_clone, space | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) ::_exit(0);
    if (child > 0) reached("a namespace by clone");
  }
  if (::mount("none", "/tmp", "tmpfs", 0, nullptr) == 0) reached("mount");
  if (::mount(nullptr, "/usr", nullptr, MS_REMOUNT | MS_BIND, nullptr) == 0) reached("remount");
  if (::umount2("/usr", MNT_DETACH) == 0) reached("umount");
  if (::chroot("/tmp") == 0) reached("chroot");
  if (::syscall(SYS_fsopen, "tmpfs", 0) >= 0) reached("fsopen");
  if (::syscall(SYS_open_tree, AT_FDCWD, "/", 1) >= 0) reached("open_tree");
  if (::ptrace(PTRACE_ATTACH, 1, nullptr, nullptr) == 0) reached("ptrace");
  if (::kill(1, SIGKILL) == 0 && ::kill(1, 0) != 0) reached("killing init");
  io_uring_params parameters{};
  if (::syscall(SYS_io_uring_setup, 1, &parameters) >= 0) reached("io_uring");
  if (::syscall(SYS_bpf, 0, nullptr, 0) >= 0 || errno != ENOSYS) reached("bpf");
  if (::syscall(SYS_userfaultfd, 1) >= 0) reached("userfaultfd");
  if (::syscall(SYS_keyctl, 0, -3, 1) >= 0) reached("keyrings");
  if (::syscall(SYS_add_key, "user", "x", "x", 1, -3) >= 0) reached("keyrings");
  if (::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0) >= 0) reached("perf events");
  if (::sethostname("x", 1) == 0) reached("sethostname");
  if (::mknod("/tmp/disk", S_IFBLK | 0600, 0xFE00) == 0) reached("mknod");
  if (::socket(AF_NETLINK, SOCK_RAW, 9) >= 0) reached("netlink audit");
}

void change_limits() {
  const rlimit none{0, 0};
  if (::syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, &none, nullptr) == 0) reached("limits of init");
  ::setrlimit(RLIMIT_CORE, &none);
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  // 1 starts no handler; a host that allows less gives 0.
  if (core.rlim_cur > 1) reached("the host's crash handler");
}

void pass_second_wall() {
  if (::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 2) {
    std::puts("no Landlock");
  } else if (const int fd = ::open("/dev/urandom", O_WRONLY); fd >= 0) {
    reached("a device");
    ::close(fd);
  }
}

void look_around() {
  if (::getppid() != 1) reached("processes outside");
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    reached(std::string("variable ") + *entry);
  }
  for (int fd = 3; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) reached("descriptor " + std::to_string(fd));
  }
  if (::open("/dev/tty", O_RDWR) >= 0) reached("a terminal");
  int others = 0;
  if (DIR* listing = ::opendir("/proc"); listing != nullptr) {
    while (const dirent* entry = ::readdir(listing)) {
      const int pid = std::atoi(entry->d_name);
      if (pid > 0 && pid != ::getpid()) ++others;
    }
    ::closedir(listing);
  }
  if (others > 0) reached(std::to_string(others) + " other processes");
}

}  // namespace grader::sandbox::attacker
