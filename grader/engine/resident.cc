#include "grader/engine/resident.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace grader::engine {
namespace {

// Longer than any grading; what it may take for one answer is ours to watch.
constexpr sandbox::Limits kLimits{
    .wall = std::chrono::hours(24),
    .cpu = std::chrono::hours(12),
    .memory = std::uint64_t{1} << 30,
    .processes = 64,
};

}  // namespace

Result<std::unique_ptr<Resident>> Resident::start(sandbox::Launcher& launcher,
                                                  sandbox::Command command) {
  std::unique_ptr<Resident> resident(new Resident);
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error("cannot make a pair of sockets", errno);
  }
  resident->engine_ = Fd(ends[0]);
  resident->theirs_ = Fd(ends[1]);
  resident->stop_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!resident->stop_ || ::fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
    return system_error("cannot prepare a program that stays", errno);
  }
  command.descriptors.insert(command.descriptors.begin(), ends[1]);
  command.stop = resident->stop_.get();
  // When its jail is over our end of the channel says so, whatever ended it.
  resident->jail_ = std::thread([&launcher, command = std::move(command), self = resident.get()] {
    self->outcome_ = launcher.run(command, kLimits);
    ::shutdown(self->theirs_.get(), SHUT_RDWR);
  });
  return resident;
}

Resident::~Resident() {
  end();
}

bool Resident::send(std::string_view text) {
  return runners::send_frame(engine_.get(), text);
}

runners::ReceivedFrame Resident::receive(std::size_t max_bytes,
                                         std::chrono::steady_clock::time_point deadline) {
  return runners::receive_frame(engine_.get(), max_bytes, deadline);
}

const Result<sandbox::Outcome>& Resident::end() {
  if (jail_.joinable()) {
    const std::uint64_t one = 1;
    // It can only fail when it was done already.
    if (::write(stop_.get(), &one, sizeof one) < 0) ::shutdown(engine_.get(), SHUT_RDWR);
    jail_.join();
  }
  return *outcome_;
}

}  // namespace grader::engine
