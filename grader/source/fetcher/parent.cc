#include "grader/source/fetcher/parent.h"

#include <cstdlib>

#include <unistd.h>

#include "sandbox/channel.h"

namespace grader::source::fetcher {

int Parent::dial(const Dial& dial) {
  const std::lock_guard lock(mutex_);
  tell(encode(dial));
  std::optional<sandbox::Packet> answer = sandbox::receive_packet(socket_);
  if (!answer || answer->fds.size() != 1) return -1;
  return answer->fds.front().release();
}

Credential Parent::ask(const AskCredentials& ask) {
  const std::lock_guard lock(mutex_);
  tell(encode(ask));
  const std::optional<std::string> answer = hear();
  return answer ? decode_credential(*answer).value_or(Credential{}) : Credential{};
}

std::string Parent::ask_agent(const std::string& message) {
  const std::lock_guard lock(mutex_);
  tell(encode(Word::AskAgent, AgentMessage{message}));
  const std::optional<std::string> answer = hear();
  const auto read = answer ? decode_agent(Word::AgentAnswer, *answer) : std::nullopt;
  return read ? read->bytes : "";
}

void Parent::tell(const std::string& bytes) {
  if (!sandbox::send_packet(socket_, bytes)) ::_exit(1);
}

std::optional<std::string> Parent::hear() {
  std::optional<sandbox::Packet> packet = sandbox::receive_packet(socket_);
  if (!packet) return std::nullopt;
  return std::move(packet->bytes);
}

}  // namespace grader::source::fetcher
