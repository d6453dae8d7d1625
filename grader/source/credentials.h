// What the fetch answers when a server asks who it is.
#pragma once

#include "grader/source/address.h"

struct git_credential;

namespace grader::source {

// Answers for one connection, each once; then refuses through the guard of this thread.
//
// https: user and password of the URL, else GRADER_TOKEN, else the content of GRADER_TOKEN_FILE.
// ssh: the key file that GRADER_SSH_KEY names, else ssh-agent. Plain http gets nothing.
struct Credentials {
  bool answered = false;

  // libgit2's git_credential_acquire_cb without its payload.
  int acquire(git_credential** out, unsigned int allowed);
};

}  // namespace grader::source
