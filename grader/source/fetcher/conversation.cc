#include "grader/source/fetcher/conversation.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <utility>

#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/source/fetcher/agent.h"

namespace grader::source::fetcher {
namespace {

constexpr std::chrono::milliseconds kBetweenWords{100};
constexpr std::size_t kPartBytes = std::size_t{1} << 20;
constexpr const char* kKeyFile = "/tmp/key";

int give(git_credential** out, const Credential& credential) {
  switch (credential.kind) {
    case Credential::Kind::UserName:
      return git_credential_username_new(out, credential.user.c_str());
    case Credential::Kind::Password:
      return git_credential_userpass_plaintext_new(out, credential.user.c_str(),
                                                   credential.secret.c_str());
    case Credential::Kind::Agent:
      return git_credential_ssh_key_from_agent(out, credential.user.c_str());
    case Credential::Kind::Key: {
      // From a file libssh2 finds out by itself which kind of key it is. It ends with the jail.
      ::umask(0077);
      std::ofstream(kKeyFile, std::ios::binary | std::ios::trunc) << credential.secret;
      return git_credential_ssh_key_new(out, credential.user.c_str(), nullptr, kKeyFile, nullptr);
    }
    case Credential::Kind::None:
      break;
  }
  git_error_set_str(GIT_ERROR_CALLBACK, "no credentials");
  return GIT_EAUTH;
}

}  // namespace

struct Conversation::Hooks {
  static Conversation& of(void* payload) { return *static_cast<Conversation*>(payload); }

  static int acquire(git_credential** out, const char*, const char*, unsigned int allowed,
                     void* payload) {
    Conversation& self = of(payload);
    AskCredentials ask;
    if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) ask.kinds |= kUserName;
    if ((allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) != 0) ask.kinds |= kPassword;
    if ((allowed & GIT_CREDENTIAL_SSH_KEY) != 0) ask.kinds |= kKey;
    const Credential credential = self.parent_.ask(ask);
    if (credential.kind == Credential::Kind::Agent && !std::exchange(self.agent_started_, true)) {
      start_agent(self.parent_);
    }
    return give(out, credential);
  }

  static int check_certificate(git_cert* certificate, int valid, const char*, void* payload) {
    if (valid != 0) return 0;
    const bool ssh = certificate->cert_type == GIT_CERT_HOSTKEY_LIBSSH2;
    of(payload).own_reason_ =
        Failed{ssh ? Failed::Why::HostKey : Failed::Why::Certificate, 0, 0, 0, ""};
    return GIT_ECERTIFICATE;
  }

  static int transfer(const git_indexer_progress* stats, void* payload) {
    Conversation& self = of(payload);
    if (stats->total_objects > self.begin_.max_objects) {
      self.own_reason_ = Failed{Failed::Why::TooManyObjects, stats->total_objects, 0, 0, ""};
      return GIT_EUSER;
    }
    // Over ssh the bytes do not pass through our stream.
    const std::uint64_t news =
        stats->received_bytes - std::exchange(self.counted_, stats->received_bytes);
    if (self.begin_.url.rfind("http", 0) != 0 && !self.wire_.count(news)) return GIT_EUSER;
    const auto now = std::chrono::steady_clock::now();
    if (now - self.told_ >= kBetweenWords) {
      self.told_ = now;
      self.parent_.tell(
          encode(Transfer{stats->indexed_objects, stats->total_objects, stats->received_bytes}));
    }
    return 0;
  }
};

Conversation::Conversation(Parent& parent, Begin begin)
    : parent_(parent), begin_(std::move(begin)), wire_{parent, begin_.max_bytes} {
  install_stream(wire_);
  if (const char* file = std::getenv("SSL_CERT_FILE"); file != nullptr) {
    git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, nullptr);
  }
}

Failed Conversation::failed(int code) const {
  if (own_reason_) return *own_reason_;
  if (wire_.received > wire_.max_bytes) return {Failed::Why::TooManyBytes, 0, 0, 0, ""};
  const git_error* error = git_error_last();
  const auto klass = static_cast<std::uint64_t>(error == nullptr ? GIT_ERROR_NONE : error->klass);
  return {Failed::Why::Git, 0, static_cast<std::uint64_t>(std::abs(code)), klass, git_said()};
}

std::optional<Failed> Conversation::open() {
  git_repository* repository = nullptr;
  if (git_repository_open_ext(&repository, kFetchRepository, GIT_REPOSITORY_OPEN_NO_SEARCH,
                              nullptr) != 0) {
    return failed(-1);
  }
  repository_.reset(repository);
  git_remote* remote = nullptr;
  if (git_remote_create_anonymous(&remote, repository, begin_.url.c_str()) != 0) return failed(-1);
  remote_.reset(remote);
  git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;
  options.callbacks.credentials = Hooks::acquire;
  options.callbacks.certificate_check = Hooks::check_certificate;
  options.callbacks.payload = this;
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  if (const int refused = git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &options);
      refused != 0) {
    return failed(refused);
  }
  return std::nullopt;
}

void Conversation::tell_refs() {
  const git_remote_head** heads = nullptr;
  std::size_t count = 0;
  if (const int code = git_remote_ls(&heads, &count, remote_.get()); code != 0) {
    parent_.tell(encode(failed(code)));
    ::_exit(0);
  }
  Refs part;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_ref_name(heads[i]->name)) continue;  // git could not have made it
    part.refs.push_back({heads[i]->name, hex(heads[i]->oid)});
    bytes += part.refs.back().name.size();
    if (part.refs.size() < kRefsInOnePart && bytes < kPartBytes) continue;
    parent_.tell(encode(part));
    part.refs.clear();
    bytes = 0;
  }
  part.last = true;
  parent_.tell(encode(part));
}

std::optional<Failed> Conversation::download(const std::vector<std::string>& names) {
  std::vector<char*> list;
  list.reserve(names.size());
  for (const std::string& name : names) list.push_back(const_cast<char*>(name.c_str()));
  const git_strarray wanted{list.data(), list.size()};
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  options.callbacks.credentials = Hooks::acquire;
  options.callbacks.certificate_check = Hooks::check_certificate;
  options.callbacks.transfer_progress = Hooks::transfer;
  options.callbacks.payload = this;
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  options.update_fetchhead = 0;
  if (const int code = git_remote_download(remote_.get(), &wanted, &options); code != 0) {
    return failed(code);
  }
  return std::nullopt;
}

}  // namespace grader::source::fetcher
