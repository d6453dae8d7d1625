#include "grader/source/credentials.h"

#include <cstdlib>
#include <string>

#include <git2.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/source/guard.h"

namespace grader::source {
namespace {

constexpr std::size_t kMaxTokenBytes = 64 << 10;

int refuse(Guard& guard, std::string message, std::string hint) {
  guard.refuse(submission_error(std::move(message), guard.remote().url(), std::move(hint)));
  git_error_set_str(GIT_ERROR_CALLBACK, "no credentials");
  return GIT_EAUTH;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<std::string> token() {
  if (std::string set = variable("GRADER_TOKEN"); !set.empty()) return set;
  const std::string file = variable("GRADER_TOKEN_FILE");
  if (file.empty()) return std::string();
  Result<std::string> content = read_file(file, kMaxTokenBytes);
  if (!content) return content;
  return std::string(trim(*content));
}

int password(git_credential** out, Guard& guard) {
  const RemoteAddress& remote = guard.remote();
  if (remote.scheme != "https") {
    return refuse(guard, "the server asks for credentials, which are not sent over http",
                  "use https");
  }
  if (!remote.password.empty()) {
    return git_credential_userpass_plaintext_new(out, remote.user.c_str(), remote.password.c_str());
  }
  Result<std::string> secret = token();
  if (!secret) {
    guard.refuse(std::move(secret).error());
    return GIT_EAUTH;
  }
  if (secret->empty()) secret = remote.user;  // https://TOKEN@host/
  if (secret->empty()) {
    return refuse(guard, "there is no public repository at this address",
                  "check the address; for a private repository set GRADER_TOKEN or "
                  "GRADER_TOKEN_FILE");
  }
  // The name that GitHub asks for with a token; GitLab and Forgejo take any.
  return git_credential_userpass_plaintext_new(out, "x-access-token", secret->c_str());
}

int key(git_credential** out, Guard& guard) {
  const std::string user = guard.remote().user.empty() ? "git" : guard.remote().user;
  if (const std::string file = variable("GRADER_SSH_KEY"); !file.empty()) {
    return git_credential_ssh_key_new(out, user.c_str(), nullptr, file.c_str(), nullptr);
  }
  if (!variable("SSH_AUTH_SOCK").empty()) {
    return git_credential_ssh_key_from_agent(out, user.c_str());
  }
  return refuse(guard, "ssh needs a key",
                "set GRADER_SSH_KEY to the file of a private key, or start ssh-agent");
}

}  // namespace

int Credentials::acquire(git_credential** out, unsigned int allowed) {
  Guard& guard = *Guard::current();
  if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) {
    const std::string user = guard.remote().user.empty() ? "git" : guard.remote().user;
    return git_credential_username_new(out, user.c_str());
  }
  if (answered) {
    const bool ssh = guard.remote().scheme == "ssh";
    return refuse(guard, "the server refuses the credentials",
                  ssh ? "check that the key may read this repository"
                      : "check that the token is valid and may read this repository");
  }
  answered = true;
  if ((allowed & GIT_CREDENTIAL_SSH_KEY) != 0) return key(out, guard);
  if ((allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) != 0 && guard.remote().scheme != "ssh") {
    return password(out, guard);
  }
  return refuse(guard, "the server asks for credentials of a kind that is not supported",
                "use a token with https or a key with ssh");
}

}  // namespace grader::source
