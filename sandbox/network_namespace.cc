#include "sandbox/network_namespace.h"

#include <cerrno>

#include <poll.h>
#include <sys/wait.h>

#include "sandbox/channel.h"
#include "sandbox/jailer_process.h"
#include "sandbox/protocol.h"

namespace grader::sandbox {
namespace {

constexpr int kPatienceMs = 20'000;

std::optional<Packet> await_answer(int socket) {
  pollfd wait{socket, POLLIN, 0};
  int ready = 0;
  do {
    ready = ::poll(&wait, 1, kPatienceMs);
  } while (ready < 0 && errno == EINTR);
  return ready > 0 ? receive_packet(socket) : std::nullopt;
}

}  // namespace

Result<NetworkNamespace> make_network_namespace(const std::string& jailer,
                                                std::uint16_t proxy_port) {
  SocketPair pair = make_socket_pair();
  if (!pair.ours) return system_error("cannot make a socket", errno);
  Result<pid_t> pid = spawn_jailer(jailer, pair.theirs.get(), -1);
  if (!pid) return pid.error();
  pair.theirs.reset();
  send_packet(pair.ours.get(),
              encode(MakeNetwork{proxy_port}));  // a failure shows when it is silent
  std::optional<Packet> packet = await_answer(pair.ours.get());
  pair.ours.reset();
  while (::waitpid(*pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (!packet) return grader_error("the jailer made no network");
  if (verb_of(packet->bytes) == Verb::Failed) return grader_error(decode_failed(packet->bytes));
  const std::optional<NetworkMade> made = decode_network_made(packet->bytes);
  const std::size_t expected =
      !made ? 0 : 1u + (made->has_user ? 1u : 0u) + (made->has_listener ? 1u : 0u);
  if (!made || packet->fds.size() != expected) return grader_error("the jailer made no network");
  NetworkNamespace network;
  if (made->has_listener) {
    network.listener = std::move(packet->fds.back());
    packet->fds.pop_back();
  }
  network.namespaces = std::move(packet->fds);
  return network;
}

}  // namespace grader::sandbox
