#include "grader/source/session.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <git2.h>
#include <unistd.h>

#include "grader/base/text.h"
#include "grader/source/cache.h"
#include "grader/source/credentials.h"
#include "grader/source/fetch_jail.h"
#include "grader/source/incoming.h"

namespace grader::source {
namespace {

constexpr std::chrono::milliseconds kBetweenLines{500};
// What no honest conversation comes near.
constexpr int kMaxQuestions = 64;
constexpr std::size_t kMaxRefs = 1'000'000;
constexpr std::size_t kMaxRefBytes = std::size_t{64} << 20;

}  // namespace

// The jail and the folder that it fills.
class Session::Jail {
 public:
  Jail(Incoming made, const FetchPlace& place)
      : incoming(std::move(made)),
        program(place.folder, incoming, fetched_refs(place.cache), place.guard, place.launcher) {}

  Incoming incoming;
  FetchJail program;
};

// What is known of one conversation.
struct Session::Asked {
  Credentials credentials;
  int questions = 0;
  std::chrono::steady_clock::time_point last_line{};
};

Session::Session(const FetchPlace& place)
    : place_(place), asked_(new Asked{Credentials(place.guard)}) {}

Session::~Session() = default;

Error Session::failed(const Failed& failed) const {
  const Guard& guard = place_.guard;
  if (std::optional<Error> refusal = guard.refusal()) return std::move(*refusal);
  const std::string url = guard.remote().url(), host = guard.remote().host;
  switch (failed.why) {
    case Failed::Why::TooManyBytes:
      return guard.too_many_bytes();
    case Failed::Why::TooManyObjects:
      return submission_error("the repository is too large: " + grouped(failed.number) +
                                  " objects would be fetched, the limit is " +
                                  grouped(guard.policy().max_fetch_objects),
                              url, "clone it by hand and grade the clone");
    case Failed::Why::HostKey:
      return submission_error("the host key of '" + host + "' is not known", url,
                              "compare it and add it to ~/.ssh/known_hosts: ssh-keyscan -p " +
                                  guard.remote().port + " " + host);
    case Failed::Why::Certificate: {
      const char* file = std::getenv("SSL_CERT_FILE");
      return submission_error(
          "the certificate of '" + host + "' is not trusted", url,
          file != nullptr && ::access(file, R_OK) != 0
              ? "SSL_CERT_FILE names '" + visible(file) + "', which cannot be read"
              : "set SSL_CERT_FILE to a file with the authority's certificate");
    }
    case Failed::Why::Git:
      break;
  }
  const std::string said = asked_->credentials.without_secrets(visible(failed.text));
  if (said.find("redirect") != std::string::npos) {
    return submission_error("the server sends on to another address", url,
                            "give the repository's own address");
  }
  if (said.find("status code: 404") != std::string::npos) {
    return submission_error("there is no repository at this address", url, "check the address");
  }
  if (failed.code == static_cast<std::uint64_t>(-GIT_EAUTH)) {
    return submission_error("the server refuses the credentials", url,
                            "check that they may read this repository");
  }
  const bool network = failed.klass == GIT_ERROR_NET || failed.klass == GIT_ERROR_HTTP ||
                       failed.klass == GIT_ERROR_SSL || failed.klass == GIT_ERROR_SSH;
  // What is no fault of the network may be one of the cache, which can be made anew.
  if (!network) place_.cache.damaged = true;
  return submission_error("cannot fetch: " + said, url, "check the address and the network");
}

Result<std::string> Session::hear_until(Word last) {
  Guard& guard = place_.guard;
  FetchJail& program = jail_->program;
  // Nothing more is wanted of such a program.
  const auto nonsense = [&] {
    guard.refuse(submission_error("the program that fetches does not keep to its protocol",
                                  guard.remote().url(), "clone it by hand and grade the clone"));
    return *guard.refusal();
  };
  for (;;) {
    std::optional<std::string> bytes = program.hear();
    if (!bytes) {
      if (std::optional<Error> refusal = guard.refusal()) return std::move(*refusal);
      if (!program.is_gone()) return nonsense();
      const std::optional<Error> reason = program.end();
      return reason ? *reason : nonsense();
    }
    const Word word = word_of(*bytes);
    if (word == last) return std::move(*bytes);
    if (word == Word::Transfer) {
      const std::optional<Transfer> transfer = decode_transfer(*bytes);
      if (!transfer) return nonsense();
      const auto now = std::chrono::steady_clock::now();
      if (!place_.progress || now - asked_->last_line < kBetweenLines) continue;
      asked_->last_line = now;
      place_.progress("fetching: " + grouped(transfer->indexed) + " of " +
                      grouped(transfer->total) + " objects, " + bytes_text(transfer->bytes));
      continue;
    }
    if (word == Word::Failed) {
      const std::optional<Failed> why = decode_failed(*bytes);
      return why ? failed(*why) : nonsense();
    }
    if (++asked_->questions > kMaxQuestions) return nonsense();
    if (const std::optional<Dial> dial = decode_dial(*bytes)) {
      const Fd connected = guard.dial(dial->host, dial->port);
      program.tell(encode(Word::Dialled),
                   connected ? std::vector<int>{connected.get()} : std::vector<int>{});
    } else if (const auto ask = decode_ask_credentials(*bytes)) {
      program.tell(encode(asked_->credentials.answer(*ask)));
    } else if (const auto message = decode_agent(Word::AskAgent, *bytes)) {
      program.tell(
          encode(Word::AgentAnswer, AgentMessage{asked_->credentials.ask_agent(message->bytes)}));
    } else {
      return nonsense();
    }
  }
}

Result<std::unique_ptr<Session>> Session::open(const FetchPlace& place) {
  Result<Incoming> incoming = Incoming::make(place.folder);
  if (!incoming) return std::move(incoming).error();
  std::unique_ptr<Session> session(new Session(place));
  session->jail_ = std::make_unique<Jail>(std::move(*incoming), place);
  if (Result<void> hold = place.jails.hold(); !hold) {
    place.guard.refuse(std::move(hold).error());
    return *place.guard.refusal();
  }
  const Policy& policy = place.guard.policy();
  session->jail_->program.tell(
      encode(Begin{place.guard.remote().url(), policy.max_fetch_bytes, policy.max_fetch_objects}));
  std::size_t ref_bytes = 0;
  for (bool last = false; !last;) {
    Result<std::string> bytes = session->hear_until(Word::Refs);
    if (!bytes) return std::move(bytes).error();
    std::optional<Refs> part = decode_refs(*bytes);
    if (!part) {
      place.guard.refuse(submission_error("the list of the server's refs cannot be read",
                                          place.guard.remote().url(),
                                          "clone it by hand and grade the clone"));
      return *place.guard.refusal();
    }
    for (const RemoteRef& ref : part->refs) ref_bytes += ref.name.size();
    if (session->refs_.size() + part->refs.size() > kMaxRefs || ref_bytes > kMaxRefBytes) {
      place.guard.refuse(submission_error(
          "the repository is too large: its server lists more than " + grouped(kMaxRefs) +
              " refs, or " + bytes_text(kMaxRefBytes) + " of them",
          place.guard.remote().url(), "clone it by hand and grade the clone"));
      return *place.guard.refusal();
    }
    last = part->last;
    std::move(part->refs.begin(), part->refs.end(), std::back_inserter(session->refs_));
  }
  return session;
}

Result<void> Session::download(const std::vector<std::string>& refspecs) {
  asked_->credentials.begin_connection();
  FetchJail& program = jail_->program;
  program.tell(encode(Download{refspecs}));
  if (Result<std::string> fetched = hear_until(Word::Fetched); !fetched) {
    return std::move(fetched).error();
  }
  // Only when nobody is left who could still write there.
  std::optional<Error> ended = program.end();
  if (std::optional<Error> refusal = place_.guard.refusal()) return std::move(*refusal);
  if (ended) return std::move(*ended);
  // A server may base what it sends on objects that are here: those come on top.
  const std::uint64_t max_objects = 2 * place_.guard.policy().max_fetch_objects;
  if (auto taken = jail_->incoming.take(place_.folder / "objects" / "pack", max_objects); !taken) {
    Error error = std::move(taken).error();
    if (error.where.empty()) error.where = place_.guard.remote().url();
    return error;
  }
  git_odb_refresh(place_.cache.odb.get());
  return {};
}

}  // namespace grader::source
