// Too much memory, in user space and in the kernel (class 9).
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;
constexpr std::size_t kStep = std::size_t{1} << 20;
// Of what is sent to oneself: above it memory is held that nobody counts.
constexpr std::size_t kMostHidden = std::size_t{160} << 20;

void* take(std::size_t bytes, int flags) {
  void* more = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
  if (more == MAP_FAILED) return nullptr;
  std::memset(more, 1, bytes);
  return more;
}

int memory(const Args&) {
  for (std::size_t have = 0; have < kMostBytes; have += kStep) {
    if (take(kStep, MAP_PRIVATE) == nullptr) return 1;
  }
  return 0;
}

int shared_memory(const Args&) {
  for (std::size_t have = 0; have < kMostBytes; have += kStep) {
    if (take(kStep, MAP_SHARED) == nullptr) return 1;
  }
  return 0;
}

int memory_in_all_children(const Args& args) {
  for (int i = 0; i < 8; ++i) {
    if (::fork() == 0) return memory(args);
  }
  for (;;) ::pause();
}

// The main process ends well.
int memory_in_a_grandchild(const Args& args) {
  if (::fork() == 0) {
    if (::fork() == 0) return memory(args);
    ::wait(nullptr);
    ::_exit(0);
  }
  ::wait(nullptr);
  return 0;
}

int memory_files(const Args&) {
  const std::string block(kStep, 'x');
  for (std::size_t have = 0; have < kMostBytes; have += kStep) {
    const int fd = static_cast<int>(::syscall(SYS_memfd_create, "x", 0));
    if (fd < 0 || ::write(fd, block.data(), block.size()) < 0) return 1;
  }
  return 0;
}

// Segments live on when nobody is attached.
int system_v_memory(const Args&) {
  for (std::size_t have = 0; have < kMostBytes; have += kStep) {
    const int id = ::shmget(IPC_PRIVATE, kStep, IPC_CREAT | 0600);
    void* at = id < 0 ? nullptr : ::shmat(id, nullptr, 0);
    if (at == nullptr || at == reinterpret_cast<void*>(-1)) return 1;
    std::memset(at, 1, kStep);
    ::shmdt(at);
  }
  return 0;
}

// In the kernel: pipes that nobody reads.
int pipe_buffers(const Args&) {
  const std::string block(kStep, 'x');
  for (std::size_t have = 0; have < kMostBytes;) {
    int ends[2];
    if (::pipe2(ends, O_NONBLOCK) != 0) return errno == EMFILE ? 24 : 1;
    ::fcntl(ends[1], F_SETPIPE_SZ, static_cast<int>(kStep));
    const ssize_t put = ::write(ends[1], block.data(), block.size());
    if (put <= 0) return 1;
    have += static_cast<std::size_t>(put);
  }
  return 0;
}

int socket_buffers(const Args&) {
  const std::string block(65536, 'x');
  for (std::size_t have = 0; have < kMostBytes;) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0) {
      return errno == EMFILE ? 24 : 1;
    }
    const int size = 4 << 20;
    ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    for (ssize_t put = 1; put > 0; have += put > 0 ? static_cast<std::size_t>(put) : 0) {
      put = ::write(ends[0], block.data(), block.size());
    }
  }
  return 0;
}

// What was sent over TCP and nobody reads: some kernels count it apart from all other memory.
int tcp_buffers(const Args&) {
  const std::string block(65536, 'x');
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  auto* generic = reinterpret_cast<sockaddr*>(&place);
  if (::bind(listener, generic, size) != 0 || ::listen(listener, 512) != 0) return 1;
  ::getsockname(listener, generic, &size);
  std::size_t have = 0;
  while (have < kMostBytes) {
    const int out = ::socket(AF_INET, SOCK_STREAM, 0);
    if (out < 0 || ::connect(out, generic, size) != 0 || ::accept(listener, nullptr, nullptr) < 0) {
      break;
    }
    // A pause lets the kernel deliver, which makes room for more.
    for (int turn = 0; turn < 3; ++turn) {
      ssize_t put = 1;
      for (; put > 0; have += put > 0 ? static_cast<std::size_t>(put) : 0) {
        put = ::send(out, block.data(), block.size(), MSG_DONTWAIT);
      }
      ::usleep(200);
    }
  }
  ::usleep(50'000);
  if (have > kMostHidden) reached(std::to_string(have >> 20) + " MiB in TCP buffers");
  return 0;
}

int udp_buffers(const Args&) {
  const std::string block(32768, 'x');
  std::size_t have = 0;
  while (have < kMostBytes) {
    const int self = ::socket(AF_INET, SOCK_DGRAM, 0);
    const int most = 16 << 20;
    ::setsockopt(self, SOL_SOCKET, SO_RCVBUF, &most, sizeof most);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    auto* generic = reinterpret_cast<sockaddr*>(&place);
    if (self < 0 || ::bind(self, generic, size) != 0 || ::getsockname(self, generic, &size) != 0 ||
        ::connect(self, generic, size) != 0) {
      break;
    }
    for (int i = 0; i < 200; ++i) {
      if (::send(self, block.data(), block.size(), MSG_DONTWAIT) < 0) break;
    }
    unsigned memory[9] = {};  // SK_MEMINFO_*: the first is what waits to be read
    socklen_t length = sizeof memory;
    if (::getsockopt(self, SOL_SOCKET, 55 /* SO_MEMINFO */, memory, &length) != 0) return 1;
    if (memory[0] == 0) break;
    have += memory[0];
  }
  ::usleep(50'000);
  if (have > kMostHidden) reached(std::to_string(have >> 20) + " MiB in UDP buffers");
  return 0;
}

// Filters are translated into machine code, of which the whole kernel has little: the next jail
// needs some for its own.
int more_filters(const Args&) {
  std::vector<sock_filter> code(4'000, BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, 0x12345678));
  code.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
  const sock_fprog filter{static_cast<unsigned short>(code.size()), code.data()};
  const int self = ::socket(AF_INET, SOCK_DGRAM, 0);
  for (const int option : {SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF}) {
    expect_refused("a filter of a socket",
                   ::setsockopt(self, SOL_SOCKET, option, &filter, sizeof filter));
  }
  std::vector<sock_filter> harmless{BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog own{1, harmless.data()};
  expect_refused("a filter of calls", ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &own));
  expect_refused("an old filter of calls",
                 ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &own, 0, 0));
  return 0;
}

// Descriptors in flight: sockets that carry sockets, held by nobody.
int descriptors_in_flight(const Args&) {
  for (int i = 0; i < 100'000; ++i) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) != 0) return 24;
    iovec part{ends, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &ends[1], sizeof(int));
    if (::sendmsg(ends[0], &message, 0) < 0) return 24;
    ::close(ends[1]);
    ::close(ends[0]);
  }
  return 0;
}

// One page in each two megabytes: the page tables weigh more than the pages.
int page_tables(const Args&) {
  constexpr std::size_t kSpan = std::size_t{1} << 40;
  char* space = static_cast<char*>(::mmap(nullptr, kSpan, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (space == MAP_FAILED) return 1;
  for (std::size_t i = 0; i < 100'000; ++i) space[(i << 21) % kSpan] = 1;
  return 0;
}

// Names that are not there stay in the kernel's memory.
int missing_names(const Args&) {
  struct stat facts {};
  for (int i = 0; i < 3'000'000; ++i) {
    const std::string name = "/tmp/" + std::string(200, 'x') + std::to_string(i);
    ::stat(name.c_str(), &facts);
  }
  return 0;
}

int locked_memory(const Args&) {
  void* more = take(16 * kStep, MAP_PRIVATE);
  if (more != nullptr) expect_refused("locking memory", ::mlock(more, 16 * kStep) == 0 ? 0 : -1);
  expect_refused("locking all memory", ::mlockall(MCL_CURRENT | MCL_FUTURE) == 0 ? 0 : -1);
  void* huge = ::mmap(nullptr, 2 * kStep, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  if (huge != MAP_FAILED) reached("huge pages");
  return 0;
}

// Open files of each kind until the kernel says no.
int descriptors(const Args& args) {
  const std::string kind = args.empty() ? "file" : args[0];
  for (int i = 0; i < 1'000'000; ++i) {
    int fd = -1;
    if (kind == "file") fd = ::open("/dev/null", O_RDONLY);
    if (kind == "event") fd = ::eventfd(0, 0);
    if (kind == "epoll") fd = ::epoll_create1(0);
    if (kind == "inotify") fd = ::inotify_init1(0);
    if (fd < 0) return errno;
  }
  return 0;
}

}  // namespace

const std::vector<Program> kHoarding = {
    {"memory", memory},
    {"shared-memory", shared_memory},
    {"memory-in-all-children", memory_in_all_children},
    {"memory-in-a-grandchild", memory_in_a_grandchild},
    {"memory-files", memory_files},
    {"system-v-memory", system_v_memory},
    {"pipe-buffers", pipe_buffers},
    {"socket-buffers", socket_buffers},
    {"more-filters", more_filters},
    {"tcp-buffers", tcp_buffers},
    {"udp-buffers", udp_buffers},
    {"descriptors-in-flight", descriptors_in_flight},
    {"page-tables", page_tables},
    {"missing-names", missing_names},
    {"locked-memory", locked_memory},
    {"descriptors", descriptors},
};

}  // namespace grader::attacks
