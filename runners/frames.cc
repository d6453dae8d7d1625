#include "runners/frames.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include <poll.h>
#include <sys/socket.h>

namespace grader::runners {
namespace {

using Clock = std::chrono::steady_clock;

enum class Wait { Ready, Late, Failed };

Wait wait_for(int socket, short events, std::optional<Clock::time_point> deadline) {
  for (;;) {
    int patience = -1;
    if (deadline) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now());
      if (left.count() <= 0) return Wait::Late;
      patience = static_cast<int>(std::min<std::int64_t>(left.count(), 1'000'000));
    }
    pollfd one{socket, events, 0};
    const int ready = ::poll(&one, 1, patience);
    if (ready > 0) return Wait::Ready;
    if (ready < 0 && errno != EINTR) return Wait::Failed;
  }
}

}  // namespace

bool send_frame(int socket, std::string_view text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::string frame = {static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                       static_cast<char>(size >> 8), static_cast<char>(size)};
  frame += text;
  std::string_view rest = frame;
  while (!rest.empty()) {
    const ssize_t sent = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (wait_for(socket, POLLOUT, std::nullopt) == Wait::Failed) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

ReceivedFrame receive_frame(int socket, std::size_t max_bytes,
                            std::optional<Clock::time_point> deadline) {
  std::string text;
  std::array<unsigned char, 4> length{};
  std::size_t have = 0, size = 0;
  while (have < length.size() || text.size() < size) {
    ssize_t got = 0;
    if (have < length.size()) {
      got = ::recv(socket, length.data() + have, length.size() - have, 0);
    } else {
      std::array<char, 65'536> part{};
      got = ::recv(socket, part.data(), std::min(part.size(), size - text.size()), 0);
      if (got > 0) text.append(part.data(), static_cast<std::size_t>(got));
    }
    if (got > 0 && have < length.size()) {
      have += static_cast<std::size_t>(got);
      if (have < length.size()) continue;
      size = std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 |
             std::size_t{length[2]} << 8 | length[3];
      if (size == 0 || size > max_bytes) return {"", FrameEnd::Broken};
    } else if (got == 0) {
      return {"", FrameEnd::Closed};
    } else if (got < 0 && errno == EAGAIN) {
      const Wait waited = wait_for(socket, POLLIN, deadline);
      if (waited == Wait::Late) return {"", FrameEnd::Late};
      if (waited == Wait::Failed) return {"", FrameEnd::Closed};
    } else if (got < 0 && errno != EINTR) {
      return {"", FrameEnd::Closed};
    }
  }
  return {std::move(text), std::nullopt};
}

}  // namespace grader::runners
