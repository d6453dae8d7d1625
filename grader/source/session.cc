#include "grader/source/session.h"

#include <cstdlib>
#include <mutex>
#include <utility>

#include <git2.h>

#include "grader/source/credentials.h"

namespace grader::source {
namespace {

constexpr std::chrono::milliseconds kBetweenLines{500};

void start_network() {
  static std::once_flag once;
  std::call_once(once, [] {
    Guard::install();
    if (const char* file = std::getenv("SSL_CERT_FILE"); file != nullptr) {
      git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, nullptr);
    }
  });
}

}  // namespace

// What libgit2 calls back while it fetches.
struct Session::Hooks {
  Guard& guard;
  const Progress& progress;
  Credentials credentials;
  std::chrono::steady_clock::time_point last_line{};
  std::uint64_t counted = 0;

  static int acquire(git_credential** out, const char*, const char*, unsigned int allowed,
                     void* payload) {
    return static_cast<Hooks*>(payload)->credentials.acquire(out, allowed);
  }

  static int check_certificate(git_cert* certificate, int valid, const char*, void* payload) {
    if (valid != 0) return 0;
    Guard& guard = static_cast<Hooks*>(payload)->guard;
    if (certificate->cert_type == GIT_CERT_HOSTKEY_LIBSSH2) {
      guard.refuse(submission_error("the host key of '" + guard.remote().host + "' is not known",
                                    guard.remote().url(),
                                    "compare it and add it to ~/.ssh/known_hosts: ssh-keyscan -p " +
                                        guard.remote().port + " " + guard.remote().host));
    } else {
      guard.refuse(submission_error(
          "the certificate of '" + guard.remote().host + "' is not trusted", guard.remote().url(),
          "set SSL_CERT_FILE to a file with the authority's certificate"));
    }
    return GIT_ECERTIFICATE;
  }

  static int transfer(const git_indexer_progress* stats, void* payload) {
    auto& self = *static_cast<Hooks*>(payload);
    const Policy& policy = self.guard.policy();
    if (stats->total_objects > policy.max_fetch_objects) {
      self.guard.refuse(submission_error(
          "the repository is too large: " + grouped(stats->total_objects) +
              " objects would be fetched, the limit is " + grouped(policy.max_fetch_objects),
          self.guard.remote().url(), "clone it by hand and grade the clone"));
      return GIT_EUSER;
    }
    // Over ssh the bytes do not pass through the guard's stream.
    const std::uint64_t news = stats->received_bytes - self.counted;
    self.counted = stats->received_bytes;
    if (!self.guard.received(self.guard.remote().scheme == "ssh" ? news : 0)) return GIT_EUSER;
    const auto now = std::chrono::steady_clock::now();
    if (self.progress && now - self.last_line >= kBetweenLines) {
      self.last_line = now;
      self.progress("fetching: " + grouped(stats->indexed_objects) + " of " +
                    grouped(stats->total_objects) + " objects, " +
                    bytes_text(stats->received_bytes));
    }
    return 0;
  }
};

Session::Session(Repository& cache, Guard& guard) : cache_(cache), guard_(guard) {}

Session::~Session() {
  if (remote_) git_remote_disconnect(remote_.get());
}

Error Session::failed(int code) const {
  if (std::optional<Error> refusal = guard_.refusal()) return std::move(*refusal);
  const std::string url = guard_.remote().url();
  const std::string said = git_said();
  if (said.find("redirect") != std::string::npos) {
    return submission_error("the server sends on to another address", url,
                            "give the repository's own address");
  }
  if (said.find("status code: 404") != std::string::npos) {
    return submission_error("there is no repository at this address", url, "check the address");
  }
  if (code == GIT_EAUTH) {
    return submission_error("the server refuses the credentials", url,
                            "check that they may read this repository");
  }
  const git_error* error = git_error_last();
  const int klass = error == nullptr ? GIT_ERROR_NONE : error->klass;
  const bool network = klass == GIT_ERROR_NET || klass == GIT_ERROR_HTTP ||
                       klass == GIT_ERROR_SSL || klass == GIT_ERROR_SSH;
  // What is no fault of the network may be one of the cache, which can be made anew.
  if (!network) cache_.damaged = true;
  return submission_error("cannot fetch: " + said, url, "check the address and the network");
}

Result<std::unique_ptr<Session>> Session::open(Repository& cache, Guard& guard,
                                               const Progress& progress) {
  start_network();
  const ForgivenLeaks one_for_each_key_of_the_caches_configuration;
  std::unique_ptr<Session> session(new Session(cache, guard));
  session->hooks_.reset(new Hooks{guard, progress, {}, {}, 0});
  git_remote* remote = nullptr;
  const std::string url = guard.remote().url();
  if (git_remote_create_anonymous(&remote, cache.git.get(), url.c_str()) != 0) {
    return session->failed(-1);
  }
  session->remote_.reset(remote);
  git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;
  options.callbacks.credentials = Hooks::acquire;
  options.callbacks.certificate_check = Hooks::check_certificate;
  options.callbacks.payload = session->hooks_.get();
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  const int refused = git_remote_connect_ext(remote, GIT_DIRECTION_FETCH, &options);
  if (refused != 0) return session->failed(refused);
  const git_remote_head** heads = nullptr;
  std::size_t count = 0;
  if (const int code = git_remote_ls(&heads, &count, remote); code != 0) {
    return session->failed(code);
  }
  for (std::size_t i = 0; i < count; ++i) {
    session->refs_.push_back({heads[i]->name, hex(heads[i]->oid)});
  }
  return session;
}

Result<void> Session::download(const std::vector<std::string>& refspecs) {
  const ForgivenLeaks where_the_server_breaks_off;
  std::vector<char*> names;
  names.reserve(refspecs.size());
  for (const std::string& refspec : refspecs) names.push_back(const_cast<char*>(refspec.c_str()));
  const git_strarray list{names.data(), names.size()};
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  options.callbacks.credentials = Hooks::acquire;
  options.callbacks.certificate_check = Hooks::check_certificate;
  options.callbacks.transfer_progress = Hooks::transfer;
  options.callbacks.payload = hooks_.get();
  options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
  options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
  options.update_fetchhead = 0;
  hooks_->credentials.answered = false;
  const int code = git_remote_download(remote_.get(), &list, &options);
  if (code != 0) return failed(code);
  return {};
}

}  // namespace grader::source
