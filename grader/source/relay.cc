#include "grader/source/relay.h"

#include <cerrno>
#include <cstddef>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "sandbox/channel.h"

namespace grader::source {
namespace {

constexpr std::size_t kPart = std::size_t{256} << 10;

void set_waiting(int socket, bool waits) {
  const int flags = ::fcntl(socket, F_GETFL);
  ::fcntl(socket, F_SETFL, waits ? flags & ~O_NONBLOCK : flags | O_NONBLOCK);
}

bool is_not_now() {
  return errno == EAGAIN || errno == EINTR;
}

// One way: what was read and is not written yet.
struct Way {
  int from, to;
  std::vector<char> part = std::vector<char>(kPart);
  std::size_t begin = 0, end = 0;
  bool is_over = false;

  bool wants_in() const { return !is_over && begin == end; }
  bool wants_out() const { return begin < end; }

  // How much came; false where a side is broken.
  bool read(std::atomic<std::uint64_t>* count) {
    const ssize_t got = ::recv(from, part.data(), part.size(), 0);
    if (got < 0) return is_not_now();
    if (got == 0) {
      is_over = true;
      ::shutdown(to, SHUT_WR);
      return true;
    }
    begin = 0;
    end = static_cast<std::size_t>(got);
    if (count != nullptr) *count += end;
    return write();
  }
  bool write() {
    const ssize_t sent = ::send(to, part.data() + begin, end - begin, MSG_NOSIGNAL);
    if (sent < 0) return is_not_now();
    begin += static_cast<std::size_t>(sent);
    return true;
  }
};

}  // namespace

Relay::Relay(Fd server) : server_(std::move(server)) {
  sandbox::SocketPair pair = sandbox::make_socket_pair();
  if (!pair.ours) return;
  ours_ = std::move(pair.ours);
  theirs_ = std::move(pair.theirs);
  set_waiting(server_.get(), false);
  set_waiting(ours_.get(), false);
  thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
  end();
  if (thread_.joinable()) thread_.join();
}

void Relay::end() const {
  ::shutdown(server_.get(), SHUT_RDWR);
  if (ours_) ::shutdown(ours_.get(), SHUT_RDWR);
}

void Relay::run() {
  Way in{server_.get(), ours_.get()}, out{ours_.get(), server_.get()};
  bool is_whole = true;
  while (is_whole && (!in.is_over || !out.is_over)) {
    const auto events = [](const Way& from, const Way& to) {
      return static_cast<short>((from.wants_in() ? POLLIN : 0) | (to.wants_out() ? POLLOUT : 0));
    };
    pollfd waits[] = {{server_.get(), events(in, out), 0}, {ours_.get(), events(out, in), 0}};
    // A side of which nothing is wanted now would wake us all the time once it hung up.
    for (pollfd& wait : waits) {
      if (wait.events == 0) wait.fd = -1;
    }
    if (::poll(waits, 2, -1) < 0) continue;
    if (in.wants_out() ? waits[1].revents != 0 : in.wants_in() && waits[0].revents != 0) {
      is_whole = in.wants_out() ? in.write() : in.read(&received_);
    }
    if (is_whole &&
        (out.wants_out() ? waits[0].revents != 0 : out.wants_in() && waits[1].revents != 0)) {
      is_whole = out.wants_out() ? out.write() : out.read(nullptr);
    }
  }
  end();
}

}  // namespace grader::source
