#include "grader/source/guard.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "grader/base/ip_address.h"
#include "grader/base/text.h"
#include "grader/source/git.h"

namespace grader::source {
namespace {

constexpr std::chrono::seconds kConnectTimeout{20};
// How often what came in is looked at.
constexpr std::chrono::milliseconds kLookEvery{50};

std::string unbracketed(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string(host);
}

}  // namespace

Guard::Guard(const RemoteAddress& remote, const Policy& policy)
    : remote_(remote),
      policy_(policy),
      deadline_(std::chrono::steady_clock::now() + policy.fetch_timeout) {
  watchdog_ = std::thread([this] { watch(); });
}

Guard::~Guard() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_all();
  watchdog_.join();
}

void Guard::watch() {
  std::unique_lock lock(mutex_);
  while (!done_) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= deadline_) refuse_locked(too_slow());
    if (received() > policy_.max_fetch_bytes) refuse_locked(too_many_bytes());
    const auto next = now < deadline_ ? std::min(now + kLookEvery, deadline_) : now + kLookEvery;
    done_changed_.wait_until(lock, next, [this] { return done_; });
  }
}

std::uint64_t Guard::received() const {
  std::uint64_t sum = received_before_;
  for (const auto& relay : relays_) sum += relay->received();
  return sum;
}

Error Guard::too_slow() const {
  return submission_error("fetching took longer than " +
                              grouped(static_cast<std::uint64_t>(policy_.fetch_timeout.count())) +
                              " s",
                          remote_.url(), "try again later, or raise the time limit for fetching");
}

Error Guard::too_many_bytes() const {
  return submission_error("the repository is too large: more than " +
                              bytes_text(policy_.max_fetch_bytes) + " would be fetched",
                          remote_.url(), "clone it by hand and grade the clone");
}

void Guard::refuse_locked(Error error) {
  if (refusal_) return;
  refusal_ = std::move(error);
  for (const auto& relay : relays_) relay->end();
  for (const Fd& socket : woken_) ::shutdown(socket.get(), SHUT_RDWR);
}

void Guard::refuse(Error error) {
  const std::lock_guard lock(mutex_);
  refuse_locked(std::move(error));
}

std::optional<Error> Guard::refusal() const {
  const std::lock_guard lock(mutex_);
  return refusal_;
}

void Guard::end_with_us(int socket) {
  const std::lock_guard lock(mutex_);
  woken_.emplace_back(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
  if (refusal_) ::shutdown(socket, SHUT_RDWR);
}

void Guard::hang_up() {
  const std::lock_guard lock(mutex_);
  received_before_ = received();
  relays_.clear();
  woken_.clear();
}

bool Guard::may_reach(const sockaddr& address) const {
  if (is_public(address)) return true;
  const std::string ip = ip_text(address);
  if (is_listed(policy_, ip, remote_.port, remote_.scheme)) return true;
  const bool loopback = ip.starts_with("127.") || ip == "::1";
  return loopback && is_listed(policy_, "localhost", remote_.port, remote_.scheme);
}

Fd Guard::connect_one(const addrinfo& address, int& errno_value) {
  Fd fd(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) {
    errno_value = errno;
    return fd;
  }
  int failed = ::connect(fd.get(), address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (failed == EINPROGRESS) {
    const auto left = std::min<std::chrono::steady_clock::duration>(
        deadline_ - std::chrono::steady_clock::now(), kConnectTimeout);
    const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
    pollfd writable{fd.get(), POLLOUT, 0};
    failed = ETIMEDOUT;
    socklen_t size = sizeof failed;
    if (::poll(&writable, 1, static_cast<int>(std::max<long>(0, wait))) == 1) {
      ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &failed, &size);
    }
  }
  if (failed != 0) {
    errno_value = failed;
    return {};
  }
  return fd;
}

Fd Guard::dial(const std::string& host, const std::string& port) {
  const std::string network = "check the address and the network";
  const std::string name = unbracketed(host);
  if (::strcasecmp(name.c_str(), remote_.host.c_str()) != 0 || port != remote_.port) {
    refuse(submission_error("the server sends on to '" + visible(name + ":" + port) + "'",
                            remote_.url(), "give the repository's own address"));
    return {};
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
    return {};
  }
  int errno_value = ECONNREFUSED;
  std::string own_place;
  Fd fd;
  for (const addrinfo* at = found; at != nullptr && !fd; at = at->ai_next) {
    if (may_reach(*at->ai_addr)) {
      fd = connect_one(*at, errno_value);
    } else {
      own_place = ip_text(*at->ai_addr);
    }
  }
  ::freeaddrinfo(found);
  if (fd) {
    const std::lock_guard lock(mutex_);
    if (refusal_) return {};
    relays_.push_back(std::make_unique<Relay>(std::move(fd)));
    return relays_.back()->take_end();
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
  return {};
}

}  // namespace grader::source
