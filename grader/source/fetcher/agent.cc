#include "grader/source/fetcher/agent.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader::source::fetcher {
namespace {

constexpr const char* kPlace = "/tmp/agent";

bool read_all(int fd, void* data, std::size_t size) {
  return size == 0 || ::recv(fd, data, size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

// One client, message by message, each with its length before it.
void serve(int client, Parent& parent) {
  for (;;) {
    std::uint32_t length = 0;
    if (!read_all(client, &length, sizeof length)) return;
    length = ntohl(length);
    if (length > kMaxAgentBytes) return;
    std::string message(length, '\0');
    if (!read_all(client, message.data(), length)) return;
    const std::string answer = parent.ask_agent(message);
    if (answer.empty()) return;
    const std::uint32_t size = htonl(static_cast<std::uint32_t>(answer.size()));
    std::string out(reinterpret_cast<const char*>(&size), sizeof size);
    out += answer;
    if (::send(client, out.data(), out.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(out.size())) {
      return;
    }
  }
}

}  // namespace

void start_agent(Parent& parent) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  std::strcpy(place.sun_path, kPlace);
  if (listener < 0 ||
      ::bind(listener, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0 ||
      ::listen(listener, 4) != 0) {
    return;  // libssh2 then finds no agent and says so
  }
  ::setenv("SSH_AUTH_SOCK", kPlace, 1);
  std::thread([listener, &parent] {
    for (;;) {
      const Fd client(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
      if (!client) return;
      serve(client.get(), parent);
    }
  }).detach();
}

}  // namespace grader::source::fetcher
