#include "grader/source/guard.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#include <fcntl.h>
#include <git2.h>
#include <git2/sys/stream.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "grader/base/ip_address.h"
#include "grader/base/text.h"
#include "grader/source/git.h"

namespace grader::source {
namespace {

thread_local Guard* current_guard = nullptr;

constexpr std::chrono::seconds kConnectTimeout{20};

// libgit2's ssh takes the socket out of its own stream type: ours has the same first members.
struct SocketStream {
  git_stream parent;
  char* host;
  char* port;
  int fd;
};
static_assert(std::is_standard_layout_v<SocketStream>);
static_assert(LIBGIT2_VER_MAJOR == 1, "look again at git_socket_stream");

SocketStream& own(git_stream* stream) {
  return *reinterpret_cast<SocketStream*>(stream);
}

int stream_connect(git_stream* stream) {
  SocketStream& self = own(stream);
  self.fd = current_guard->connect(self.host, self.port);
  if (self.fd >= 0) return 0;
  git_error_set_str(GIT_ERROR_NET, "connection refused by the guard");
  return -1;
}

ssize_t stream_write(git_stream* stream, const char* data, std::size_t size, int flags) {
  const ssize_t sent = ::send(own(stream).fd, data, size, flags | MSG_NOSIGNAL);
  if (sent < 0) git_error_set_str(GIT_ERROR_NET, std::strerror(errno));
  return sent;
}

ssize_t stream_read(git_stream* stream, void* data, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::recv(own(stream).fd, data, size, 0);
  } while (count < 0 && errno == EINTR);
  if (count < 0) git_error_set_str(GIT_ERROR_NET, std::strerror(errno));
  if (count > 0 && !current_guard->received(static_cast<std::uint64_t>(count))) {
    git_error_set_str(GIT_ERROR_NET, "ended by the guard");
    return -1;
  }
  return count;
}

int stream_close(git_stream* stream) {
  SocketStream& self = own(stream);
  if (self.fd < 0) return 0;
  if (current_guard != nullptr) current_guard->closing(self.fd);
  return ::close(std::exchange(self.fd, -1));
}

void stream_free(git_stream* stream) {
  stream_close(stream);
  SocketStream& self = own(stream);
  std::free(self.host);
  std::free(self.port);
  std::free(&self);
}

int stream_new(git_stream** out, const char* host, const char* port) {
  if (current_guard == nullptr) {
    git_error_set_str(GIT_ERROR_NET, "no connection outside of a guarded fetch");
    return -1;
  }
  auto* self = static_cast<SocketStream*>(std::calloc(1, sizeof(SocketStream)));
  self->parent.version = GIT_STREAM_VERSION;
  self->parent.connect = stream_connect;
  self->parent.read = stream_read;
  self->parent.write = stream_write;
  self->parent.close = stream_close;
  self->parent.free = stream_free;
  self->host = ::strdup(host);
  self->port = ::strdup(port == nullptr ? "" : port);
  self->fd = -1;
  *out = &self->parent;
  return 0;
}

std::string unbracketed(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

}  // namespace

Guard::Guard(const RemoteAddress& remote, const Policy& policy)
    : remote_(remote),
      policy_(policy),
      deadline_(std::chrono::steady_clock::now() + policy.fetch_timeout),
      outer_(std::exchange(current_guard, this)) {
  watchdog_ = std::thread([this] { watch(); });
}

Guard::~Guard() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_all();
  watchdog_.join();
  current_guard = outer_;
}

Guard* Guard::current() {
  return current_guard;
}

void Guard::install() {
  git_stream_registration ours{GIT_STREAM_VERSION, stream_new, nullptr};
  git_stream_register(GIT_STREAM_STANDARD, &ours);
}

void Guard::watch() {
  std::unique_lock lock(mutex_);
  if (done_changed_.wait_until(lock, deadline_, [this] { return done_; })) return;
  if (!refusal_) refusal_ = too_slow();
  for (const int fd : sockets_) ::shutdown(fd, SHUT_RDWR);
}

Error Guard::too_slow() const {
  return submission_error("fetching took longer than " +
                              grouped(static_cast<std::uint64_t>(policy_.fetch_timeout.count())) +
                              " s",
                          remote_.url(), "try again later, or raise the time limit for fetching");
}

void Guard::refuse(Error error) {
  const std::lock_guard lock(mutex_);
  if (!refusal_) refusal_ = std::move(error);
}

std::optional<Error> Guard::refusal() const {
  const std::lock_guard lock(mutex_);
  return refusal_;
}

bool Guard::may_reach(const sockaddr& address) const {
  if (is_public(address)) return true;
  const std::string ip = ip_text(address);
  if (is_listed(policy_, ip, remote_.port, remote_.scheme)) return true;
  const bool loopback = ip.starts_with("127.") || ip == "::1";
  return loopback && is_listed(policy_, "localhost", remote_.port, remote_.scheme);
}

int Guard::connect_one(const addrinfo& address, int& errno_value) {
  const int fd = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    errno_value = errno;
    return -1;
  }
  int failed = ::connect(fd, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (failed == EINPROGRESS) {
    const auto left = std::min<std::chrono::steady_clock::duration>(
        deadline_ - std::chrono::steady_clock::now(), kConnectTimeout);
    const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    pollfd writable{fd, POLLOUT, 0};
    failed = ETIMEDOUT;
    socklen_t size = sizeof failed;
    if (::poll(&writable, 1, static_cast<int>(std::max<long>(0, wait))) == 1) {
      ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failed, &size);
    }
  }
  if (failed != 0) {
    errno_value = failed;
    ::close(fd);
    return -1;
  }
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

int Guard::connect(const std::string& host, const std::string& port) {
  const std::string network = "check the address and the network";
  const std::string name = unbracketed(host);
  if (::strcasecmp(name.c_str(), remote_.host.c_str()) != 0 || port != remote_.port) {
    refuse(submission_error("the server sends on to '" + visible(name + ":" + port) + "'",
                            remote_.url(), "give the repository's own address"));
    return -1;
  }
  addrinfo wish{};
  wish.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int unresolved = ::getaddrinfo(name.c_str(), port.c_str(), &wish, &found);
  if (unresolved != 0) {
    const bool unknown = unresolved == EAI_NONAME || unresolved == EAI_NODATA;
    refuse(submission_error(unknown
                                ? "there is no host '" + name + "'"
                                : "cannot look up '" + name + "': " + ::gai_strerror(unresolved),
                            remote_.url(), network));
    return -1;
  }
  int errno_value = ECONNREFUSED;
  std::string own_place;
  int fd = -1;
  for (const addrinfo* at = found; at != nullptr && fd < 0; at = at->ai_next) {
    if (may_reach(*at->ai_addr)) {
      fd = connect_one(*at, errno_value);
    } else {
      own_place = ip_text(*at->ai_addr);
    }
  }
  ::freeaddrinfo(found);
  if (fd >= 0) {
    const std::lock_guard lock(mutex_);
    sockets_.insert(fd);
    return fd;
  }
  if (!own_place.empty()) {
    refuse(submission_error("'" + name + "' is at " + own_place + ", which is not a public address",
                            remote_.url(),
                            "to allow it, list the address itself among the allowed hosts"));
  } else {
    refuse(submission_error(
        "cannot connect to '" + name + "' at port " + port + ": " + std::strerror(errno_value),
        remote_.url(), network));
  }
  return -1;
}

void Guard::closing(int fd) {
  const std::lock_guard lock(mutex_);
  sockets_.erase(fd);
}

bool Guard::received(std::uint64_t bytes) {
  received_ += bytes;
  if (std::chrono::steady_clock::now() > deadline_) {
    refuse(too_slow());
    return false;
  }
  if (received_ <= policy_.max_fetch_bytes) return true;
  refuse(submission_error("the repository is too large: more than " +
                              bytes_text(policy_.max_fetch_bytes) + " would be fetched",
                          remote_.url(), "clone it by hand and grade the clone"));
  return false;
}

}  // namespace grader::source
