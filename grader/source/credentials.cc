#include "grader/source/credentials.h"

#include <cstdlib>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/source/guard.h"
#include "grader/source/ssh_agent.h"

namespace grader::source {
namespace {

constexpr std::size_t kMaxTokenBytes = 64 << 10;
constexpr int kMaxAgentMessages = 32;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// The file that a variable names, which the operator has to mend where it cannot be used.
Result<std::string> secret_file(const char* name, const std::string& file) {
  Result<std::string> content = read_file(file, kMaxTokenBytes);
  if (content && trim(*content).empty()) content = grader_error("the file is empty", file);
  if (!content) content.error().hint = std::string(name) + " names it";
  return content;
}

Result<std::string> token() {
  if (std::string set = variable("GRADER_TOKEN"); !set.empty()) return set;
  const std::string file = variable("GRADER_TOKEN_FILE");
  if (file.empty()) return std::string();
  Result<std::string> content = secret_file("GRADER_TOKEN_FILE", file);
  if (!content) return content;
  return std::string(trim(*content));
}

// In PEM it is said; OpenSSH's own format begins with the name of the cipher, in base64.
bool has_passphrase(std::string_view key) {
  constexpr std::string_view kOpenSsh = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
  constexpr std::string_view kWithout =
      "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU";  // "openssh-key-v1" "none"
  if (!key.starts_with(kOpenSsh)) return key.find("ENCRYPTED") != std::string_view::npos;
  return !key.substr(kOpenSsh.size()).starts_with(kWithout);
}

std::string base64(std::string_view bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
    }
  }
  return text;
}

}  // namespace

Credential Credentials::refuse(std::string message, std::string hint) {
  guard_.refuse(submission_error(std::move(message), guard_.remote().url(), std::move(hint)));
  return {};
}

Credential Credentials::password() {
  const RemoteAddress& remote = guard_.remote();
  if (remote.scheme != "https") {
    return refuse("the server asks for credentials, which are not sent over http", "use https");
  }
  // The name that GitHub asks for with a token; GitLab and Forgejo take any.
  Credential given{Credential::Kind::Password, "x-access-token", ""};
  if (!remote.password.empty()) {
    given.user = remote.user;
    given.secret = remote.password;
  } else {
    Result<std::string> secret = token();
    if (!secret) {
      guard_.refuse(std::move(secret).error());
      return {};
    }
    given.secret = secret->empty() ? remote.user : *std::move(secret);  // https://TOKEN@host/
  }
  if (given.secret.empty()) {
    return refuse("there is no public repository at this address",
                  "check the address; for a private repository set GRADER_TOKEN or "
                  "GRADER_TOKEN_FILE");
  }
  secrets_.push_back(base64(given.user + ":" + given.secret));
  secrets_.push_back(given.secret);
  return given;
}

Credential Credentials::key() {
  const std::string user = guard_.remote().user.empty() ? "git" : guard_.remote().user;
  if (const std::string file = variable("GRADER_SSH_KEY"); !file.empty()) {
    Result<std::string> content = secret_file("GRADER_SSH_KEY", file);
    if (content && has_passphrase(*content)) {
      content = grader_error("the key has a passphrase", file,
                             "GRADER_SSH_KEY has to name one without, or ssh-agent has to run");
    }
    if (!content) {
      guard_.refuse(std::move(content).error());
      return {};
    }
    for (const std::string_view line : lines_of(*content)) {
      if (line.size() > 16 && !line.starts_with("-----")) secrets_.emplace_back(line);
    }
    return {Credential::Kind::Key, user, *std::move(content)};
  }
  if (!variable("SSH_AUTH_SOCK").empty()) {
    agent_promised_ = true;
    return {Credential::Kind::Agent, user, ""};
  }
  return refuse("ssh needs a key",
                "set GRADER_SSH_KEY to the file of a private key, or start ssh-agent");
}

Credential Credentials::answer(const AskCredentials& ask) {
  const bool ssh = guard_.remote().scheme == "ssh";
  if ((ask.kinds & kUserName) != 0) {
    return {Credential::Kind::UserName, guard_.remote().user.empty() ? "git" : guard_.remote().user,
            ""};
  }
  if (answered_) {
    return refuse("the server refuses the credentials",
                  ssh ? "check that the key may read this repository"
                      : "check that the token is valid and may read this repository");
  }
  answered_ = true;
  if ((ask.kinds & kKey) != 0 && ssh) return key();
  if ((ask.kinds & kPassword) != 0 && !ssh) return password();
  return refuse("the server asks for credentials of a kind that is not supported",
                "use a token with https or a key with ssh");
}

std::string Credentials::ask_agent(const std::string& message) {
  if (!agent_promised_ || ++agent_messages_ > kMaxAgentMessages) return "";
  return ask_ssh_agent(variable("SSH_AUTH_SOCK"), message, guard_.deadline());
}

std::string Credentials::without_secrets(std::string text) const {
  for (const std::string& secret : secrets_) {
    for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), "***");
      at += 3;
    }
  }
  return text;
}

}  // namespace grader::source
