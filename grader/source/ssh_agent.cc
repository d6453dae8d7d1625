#include "grader/source/ssh_agent.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "grader/base/fd.h"
#include "grader/source/fetch_words.h"

namespace grader::source {
namespace {

// Of the protocol (draft-miller-ssh-agent).
constexpr char kRequestIdentities = 11;
constexpr char kSignRequest = 13;

// An agent may ask its owner before it signs.
constexpr std::chrono::seconds kPatience{60};

}  // namespace

std::string ask_ssh_agent(const std::string& place, const std::string& message,
                          std::chrono::steady_clock::time_point deadline) {
  if (message.empty() || (message[0] != kRequestIdentities && message[0] != kSignRequest)) {
    return "";
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (place.size() >= sizeof address.sun_path) return "";
  std::memcpy(address.sun_path, place.c_str(), place.size() + 1);
  const Fd agent(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const auto left = std::min<std::chrono::steady_clock::duration>(
      deadline - std::chrono::steady_clock::now(), kPatience);
  const auto patience = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
  if (patience <= 0) return "";
  // For connect() as well, which waits where the agent takes nobody.
  const timeval wait{patience / 1'000'000, patience % 1'000'000};
  for (const int what : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    ::setsockopt(agent.get(), SOL_SOCKET, what, &wait, sizeof wait);
  }
  if (!agent ||
      ::connect(agent.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return "";
  }
  std::uint32_t length = htonl(static_cast<std::uint32_t>(message.size()));
  const std::string out =
      std::string(reinterpret_cast<const char*>(&length), sizeof length) + message;
  if (::send(agent.get(), out.data(), out.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(out.size()) ||
      ::recv(agent.get(), &length, sizeof length, MSG_WAITALL) != sizeof length) {
    return "";
  }
  length = ntohl(length);
  if (length > kMaxAgentBytes) return "";
  std::string answer(length, '\0');
  if (::recv(agent.get(), answer.data(), length, MSG_WAITALL) != static_cast<ssize_t>(length)) {
    return "";
  }
  return answer;
}

}  // namespace grader::source
