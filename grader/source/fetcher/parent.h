// The grader's side of the socket, as the jailed program sees it.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "grader/source/fetch_words.h"

namespace grader::source::fetcher {

class Parent {
 public:
  explicit Parent(int socket) : socket_(socket) {}

  // A connected socket; -1 where it is refused. Ours to close.
  int dial(const Dial& dial);
  Credential ask(const AskCredentials& ask);
  // Empty where there is none.
  std::string ask_agent(const std::string& message);

  // Without an answer. Ends the program where nobody listens any more.
  void tell(const std::string& bytes);
  // The next word of the grader; nullopt once it hung up.
  std::optional<std::string> hear();

 private:
  const int socket_;
  // An agent's message is relayed by a thread of its own, while libgit2 waits for it.
  std::mutex mutex_;
};

}  // namespace grader::source::fetcher
