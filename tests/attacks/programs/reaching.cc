// Reading what is others' (class 11), calling out (12), talking to ourselves (8 and 17).
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <mqueue.h>
#include <poll.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

extern char** environ;

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;

void try_read(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
  char bytes[200] = {};
  if (fd >= 0 && ::read(fd, bytes, sizeof bytes - 1) > 0) reached(path + ": " + bytes);
  if (fd >= 0) ::close(fd);
}

int host_files(const Args& args) {
  for (const std::string& path : args) try_read(path);
  for (const char* path : {"/etc/shadow",
                           "/etc/machine-id",
                           "/root/.bashrc",
                           "/proc/kallsyms",
                           "/proc/kcore",
                           "/proc/keys",
                           "/proc/modules",
                           "/proc/version",
                           "/proc/cmdline",
                           "/proc/net/tcp",
                           "/proc/sys/kernel/core_pattern",
                           "/proc/sysvipc/shm",
                           "/sys/kernel/uevent_seqnum",
                           "/dev/mem",
                           "/dev/kmem",
                           "/dev/kmsg",
                           "/dev/vda",
                           "/dev/sda",
                           "/dev/port",
                           "/dev/fuse",
                           "/run/utmp",
                           "/var/lib/dpkg/status",
                           "/sys/fs/cgroup/cgroup.procs"}) {
    try_read(path);
  }
  return 0;
}

// Up and out, past the root, by names, by descriptors and by what the kernel calls magic.
int leave_the_root(const Args& args) {
  const std::string marker = args[0];
  std::string up;
  for (int i = 0; i < 40; ++i) up += "../";
  try_read(up + marker.substr(1));
  const int root = ::open("/", O_RDONLY | O_DIRECTORY);
  int above = ::openat(root, "..", O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < 10 && above >= 0; ++i) above = ::openat(above, "..", O_RDONLY | O_DIRECTORY);
  if (::openat(above, marker.c_str() + 1, O_RDONLY) >= 0) reached("the marker from above the root");
  for (const char* place : {"/proc/1/root", "/proc/1/cwd", "/proc/self/root/..", "/proc/1/fd/3"}) {
    try_read(std::string(place) + marker);
  }
  for (int fd = 0; fd < 64; ++fd) {
    try_read("/proc/self/fd/" + std::to_string(fd) + "/../../../../.." + marker);
    try_read("/proc/1/fd/" + std::to_string(fd));
  }
  return 0;
}

int links_out(const Args& args) {
  const std::string marker = args[0];
  ::symlink(marker.c_str(), "/submission/link");
  ::symlink(("../../../../.." + marker).c_str(), "/submission/up");
  ::symlink("/", "/submission/root");
  try_read("/submission/link");
  try_read("/submission/up");
  try_read("/submission/root" + marker);
  return 0;
}

int other_processes(const Args&) {
  int others = 0;
  DIR* listing = ::opendir("/proc");
  while (const dirent* entry = listing != nullptr ? ::readdir(listing) : nullptr) {
    const int pid = std::atoi(entry->d_name);
    if (pid > 0 && pid != ::getpid()) ++others;
  }
  if (others > 0) reached(std::to_string(others) + " other processes");
  for (int pid = 1; pid < 40'000; ++pid) {
    if (pid == ::getpid()) continue;
    // 1 is our init: it may be asked for, not touched.
    if (pid != 1 && ::kill(pid, 0) == 0) reached("process " + std::to_string(pid));
  }
  for (const char* file :
       {"environ", "mem", "maps", "cwd", "exe", "root", "fd", "ns/mnt", "stat"}) {
    const std::string path = std::string("/proc/1/") + file;
    if (::open(path.c_str(), O_RDONLY) >= 0) reached(path);
  }
  return 0;
}

int inherited(const Args&) {
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    reached(std::string("variable ") + *entry);
  }
  for (int fd = 3; fd < 4096; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) reached("descriptor " + std::to_string(fd));
  }
  for (const char* terminal : {"/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx"}) {
    if (::open(terminal, O_RDWR) >= 0) reached(terminal);
  }
  if (::isatty(0) != 0 || ::isatty(1) != 0) reached("a terminal");
  // What the kernel puts beside argv: the program's path is all that tells of us.
  return 0;
}

// Leaves something wherever a later jail could find it.
int leave_messages(const Args& args) {
  const std::string word = args[0];
  for (const char* place : {"/tmp", "/dev/shm", "/submission", "/results"}) {
    const int fd = ::open((std::string(place) + "/" + word).c_str(), O_WRONLY | O_CREAT, 0666);
    if (fd >= 0 && ::write(fd, word.data(), word.size()) < 0) return 1;
  }
  const int id = ::shmget(0x6772, 4096, IPC_CREAT | 0666);
  void* at = id < 0 ? nullptr : ::shmat(id, nullptr, 0);
  if (at != nullptr && at != reinterpret_cast<void*>(-1)) std::memcpy(at, word.data(), word.size());
  const mqd_t queue = ::mq_open("/grader-word", O_RDWR | O_CREAT, 0666, nullptr);
  if (queue >= 0) ::mq_send(queue, word.data(), word.size(), 0);
  return 0;
}

int find_messages(const Args& args) {
  const std::string word = args[0];
  for (const char* place : {"/tmp", "/dev/shm", "/submission", "/results"}) {
    try_read(std::string(place) + "/" + word);
  }
  expect_refused("another's shared memory", ::shmget(0x6772, 4096, 0));
  expect_refused("another's message queue", ::mq_open("/grader-word", O_RDONLY));
  expect_refused("another's keyring", ::syscall(SYS_keyctl, 0, -4, 0));
  return 0;
}

void try_connect(const std::string& what, const sockaddr* address, socklen_t size, int type) {
  const int fd = ::socket(address->sa_family, type | SOCK_NONBLOCK, 0);
  if (fd < 0) return;
  int got = ::connect(fd, address, size);
  if (got == 0 && type == SOCK_DGRAM) got = ::send(fd, "x", 1, MSG_DONTWAIT) == 1 ? 0 : -1;
  bool answered = got == 0;
  if (!answered && errno == EINPROGRESS) {
    // On a busy host the refusal does not come within connect() itself; and until it comes there is
    // no error either.
    constexpr int kPatience = 1'000;  // ms
    pollfd answer{fd, POLLOUT, 0};
    int failure = 0;
    socklen_t length = sizeof failure;
    answered = ::poll(&answer, 1, kPatience) == 1 &&
               ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &length) == 0 && failure == 0;
  }
  if (answered) reached(what);
  ::close(fd);
}

void try_address(const std::string& host, int port) {
  for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_port = htons(static_cast<std::uint16_t>(port));
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = four.sin_port;
    const std::string what = host + " port " + std::to_string(port);
    // A datagram to one's own loopback goes nowhere, but is taken.
    const bool is_local = host == "127.0.0.1" || host == "::1" || host == "0.0.0.0";
    if (type == SOCK_DGRAM && is_local) continue;
    if (::inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
      try_connect(what, reinterpret_cast<const sockaddr*>(&four), sizeof four, type);
    } else if (::inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1) {
      try_connect(what, reinterpret_cast<const sockaddr*>(&six), sizeof six, type);
    }
  }
}

int call_addresses(const Args& args) {
  for (const char* host : {"127.0.0.1", "::1", "0.0.0.0"}) {
    try_address(host, std::atoi(args[0].c_str()));
    for (const int port : {22, 53, 80, 443, 3000, 5432, 6379, 8080}) try_address(host, port);
  }
  for (const char* host : {"192.0.2.1", "8.8.8.8", "10.0.0.1", "172.17.0.1", "192.168.0.1",
                           "169.254.169.254", "100.100.100.200", "fd00:ec2::254", "2001:db8::1",
                           "255.255.255.255", "224.0.0.1", "ff02::1"}) {
    for (const int port : {53, 80}) try_address(host, port);
  }
  return 0;
}

int unix_sockets(const Args& args) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  // The listener's abstract name, then paths that hosts often have.
  std::memcpy(address.sun_path + 1, args[0].data(), args[0].size());
  for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET}) {
    try_connect("an abstract socket", reinterpret_cast<const sockaddr*>(&address),
                static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + args[0].size()), type);
  }
  for (const char* path :
       {"/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket",
        "/run/systemd/notify", "/dev/log", "/run/postgresql/.s.PGSQL.5432"}) {
    sockaddr_un named{};
    named.sun_family = AF_UNIX;
    std::strcpy(named.sun_path, path);
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
      try_connect(path, reinterpret_cast<const sockaddr*>(&named), sizeof named, type);
    }
  }
  return 0;
}

int odd_sockets(const Args&) {
  for (int family = 0; family < 64; ++family) {
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) {
      continue;
    }
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET}) {
      const int fd = ::socket(family, type, 0);
      if (fd >= 0) reached("family " + std::to_string(family));
      if (fd >= 0) ::close(fd);
    }
    int ends[2];
    if (::socketpair(family, SOCK_STREAM, 0, ends) == 0)
      reached("a pair of " + std::to_string(family));
  }
  for (const int family : {AF_INET, AF_INET6}) {
    for (const int protocol : {255, 1, 58, 6}) {
      expect_refused("a raw socket", ::socket(family, SOCK_RAW, protocol));
    }
    expect_refused("a ping socket", ::socket(family, SOCK_DGRAM, IPPROTO_ICMP));
    expect_refused("an SCTP socket", ::socket(family, SOCK_STREAM, IPPROTO_SCTP));
    expect_refused("a packet socket of SCTP", ::socket(family, SOCK_SEQPACKET, 0));
    expect_refused("a UDP-Lite socket", ::socket(family, SOCK_DGRAM, IPPROTO_UDPLITE));
    expect_refused("an MPTCP socket", ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 262));
    expect_refused("a DCCP socket", ::socket(family, SOCK_DCCP, IPPROTO_DCCP));
  }
  for (int protocol = 1; protocol < 32; ++protocol) {
    expect_refused("netlink " + std::to_string(protocol), ::socket(AF_NETLINK, SOCK_RAW, protocol));
  }
  return 0;
}

// Makes an interface and a route by the kind of netlink that is there.
int new_interface(const Args&) {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW, 0);
  for (const unsigned short type : {RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWRULE}) {
    struct {
      nlmsghdr header;
      ifinfomsg about;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = type;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    request.about.ifi_family = AF_UNSPEC;
    request.about.ifi_index = 1;
    if (::send(fd, &request, sizeof request, 0) < 0) continue;
    struct {
      nlmsghdr header;
      nlmsgerr error;
      char rest[512];
    } answer{};
    if (::recv(fd, &answer, sizeof answer, 0) <= 0) continue;
    if (answer.header.nlmsg_type == NLMSG_ERROR && answer.error.error == 0) {
      reached("netlink request " + std::to_string(type));
    }
  }
  return 0;
}

// Takes every port, then answers nobody until the end.
int serve(const Args& args) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(args[0].c_str())));
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd, 16) != 0) {
    return 1;
  }
  std::puts("listens");
  std::fflush(stdout);
  for (;;) ::pause();
}

int all_ports(const Args&) {
  int bound = 0;
  for (int port = 1; port < 65'536; ++port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) break;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) ++bound;
  }
  return bound < 2000 ? 0 : 1;
}

// What init would say, on every descriptor there is, more than once.
int forged_packets(const Args&) {
  for (const std::uint64_t verb : {12, 10, 11, 8, 7, 6, 0}) {
    const std::uint64_t packet[] = {16, verb, 0};
    for (int fd = 0; fd < 1024; ++fd) {
      if (fd != 1 && fd != 2 && ::write(fd, packet, sizeof packet) > 0) {
        reached("descriptor " + std::to_string(fd));
      }
    }
    for (const int fd : {1, 2}) {
      if (::write(fd, packet, sizeof packet) < 0) return 1;
    }
  }
  return 7;
}

// Signals that mean something to a runner, and to a launcher.
int signals_upwards(const Args&) {
  for (const int number : {SIGCHLD, SIGUSR1, SIGTERM, SIGINT, SIGHUP, SIGKILL, SIGSTOP}) {
    ::kill(::getppid(), number);
  }
  return 5;
}

}  // namespace

const std::vector<Program> kReaching = {
    {"host-files", host_files},
    {"leave-the-root", leave_the_root},
    {"links-out", links_out},
    {"other-processes", other_processes},
    {"inherited", inherited},
    {"leave-messages", leave_messages},
    {"find-messages", find_messages},
    {"call-addresses", call_addresses},
    {"unix-sockets", unix_sockets},
    {"odd-sockets", odd_sockets},
    {"new-interface", new_interface},
    {"serve", serve},
    {"all-ports", all_ports},
    {"forged-packets", forged_packets},
    {"signals-upwards", signals_upwards},
};

}  // namespace grader::attacks
