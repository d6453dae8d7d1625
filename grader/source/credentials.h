// What the fetch answers when a server asks who it is.
#pragma once

#include <string>
#include <vector>

#include "grader/source/fetch_words.h"

namespace grader::source {

class Guard;

// Answers for one connection, each once; then refuses through the guard.
//
// https: user and password of the URL, else GRADER_TOKEN, else the content of GRADER_TOKEN_FILE.
// ssh: the key file that GRADER_SSH_KEY names, else ssh-agent. Plain http gets nothing.
class Credentials {
 public:
  explicit Credentials(Guard& guard) : guard_(guard) {}

  Credential answer(const AskCredentials& ask);
  void begin_connection() { answered_ = false; }

  // The running ssh-agent's answer to a message, where an agent was promised and the message only
  // lists keys or signs with one; empty otherwise.
  std::string ask_agent(const std::string& message);

  // The text without any secret that was handed out.
  std::string without_secrets(std::string text) const;

 private:
  Credential password();
  Credential key();
  Credential refuse(std::string message, std::string hint);

  Guard& guard_;
  bool answered_ = false;
  bool agent_promised_ = false;
  int agent_messages_ = 0;
  std::vector<std::string> secrets_;
};

}  // namespace grader::source
