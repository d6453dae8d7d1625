#include "grader/source/fetch_jail.h"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <sys/socket.h>
#include <sys/time.h>

#include "grader/base/file.h"
#include "grader/base/places.h"
#include "grader/source/fetch_words.h"
#include "grader/source/git.h"

namespace grader::source {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMaxHostFile = std::size_t{4} << 20;
// For ending by itself; after a refusal, which its last connection tells it, less.
constexpr milliseconds kPatience{2'000};
constexpr milliseconds kPatienceWhenRefused{100};
// An answer is taken at once by whoever asked.
constexpr timeval kListens{10, 0};
// Beyond the guard's deadline, which comes first.
constexpr seconds kAfterDeadline{10};

sandbox::JailFile text_file(std::string path, std::string content) {
  return {std::move(path), std::move(content), false, false};
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

sandbox::Limits fetch_limits(const Policy& policy) {
  sandbox::Limits limits;
  limits.wall = policy.fetch_timeout + kAfterDeadline;
  limits.cpu = policy.fetch_timeout;
  limits.memory = policy.max_fetch_memory;
  limits.processes = 16;
  limits.output = std::uint64_t{64} << 10;
  limits.inodes = 1'024;
  return limits;
}

sandbox::WritableFolder pack_folder(const Incoming& incoming, const Policy& policy) {
  // An index takes 28 bytes an object; a pack may get copies of what the server built upon.
  constexpr std::uint64_t kIndexed = 32, kRoom = std::uint64_t{64} << 20;
  return {incoming.folder().string(), kFetchIncoming,
          2 * policy.max_fetch_bytes + kIndexed * policy.max_fetch_objects + kRoom, 64};
}

// A bare repository around the folder of the pack, which borrows from the cache.
void add_repository(sandbox::Command& command, const std::string& haves) {
  const std::string root = std::string(kFetchRepository) + "/";
  command.files.push_back(text_file(root + "HEAD", "ref: refs/heads/none\n"));
  command.files.push_back(text_file(root + "config", "[core]\n\tbare = true\n"));
  command.files.push_back(text_file(root + "packed-refs", haves));
  command.files.push_back(
      text_file(root + "objects/info/alternates", std::string(kFetchCache) + "\n"));
}

// What TLS and ssh believe: certificates of the operator's own, the known hosts.
void add_trust(sandbox::Command& command, const std::string& scheme) {
  command.environment["HOME"] = kFetchHome;
  if (const std::string file = variable("SSL_CERT_FILE"); scheme == "https" && !file.empty()) {
    constexpr const char* kCertificates = "/tmp/certificates.pem";
    if (Result<std::string> content = read_file(file, kMaxHostFile)) {
      command.files.push_back(text_file(kCertificates, *std::move(content)));
      command.environment["SSL_CERT_FILE"] = kCertificates;
    }
  }
  if (scheme != "ssh") return;
  const std::string home = variable("HOME");
  if (Result<std::string> known = read_file(home + "/.ssh/known_hosts", kMaxHostFile)) {
    command.files.push_back(
        text_file(std::string(kFetchHome) + "/.ssh/known_hosts", *std::move(known)));
  }
}

}  // namespace

FetchJail::FetchJail(const std::filesystem::path& cache, const Incoming& incoming,
                     const std::string& haves, Guard& guard, sandbox::Launcher& launcher)
    : guard_(guard), launcher_(launcher), limits_(fetch_limits(guard.policy())) {
  sandbox::SocketPair pair = sandbox::make_socket_pair();
  socket_ = std::move(pair.ours);
  theirs_ = std::move(pair.theirs);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &kListens, sizeof kListens);
  guard_.end_with_us(socket_.get());
  command_.argv = {kFetchProgram};
  command_.working_directory = "/tmp";
  command_.mounts = {{libexec_directory().string(), "/grader"},
                     {(cache / "objects").string(), kFetchCache}};
  command_.writable_folder = pack_folder(incoming, guard.policy());
  command_.descriptors = {theirs_.get()};
  add_repository(command_, haves);
  add_trust(command_, guard.remote().scheme);
  runner_ = std::thread([this] {
    Result<sandbox::Outcome> outcome = launcher_.run(command_, limits_);
    const std::lock_guard lock(mutex_);
    outcome_.emplace(std::move(outcome));
    theirs_.reset();  // whoever listens to the program wakes up
    changed_.notify_all();
  });
}

FetchJail::~FetchJail() {
  end();
}

bool FetchJail::tell(const std::string& bytes, const std::vector<int>& fds) {
  return sandbox::send_packet(socket_.get(), bytes, fds);
}

std::optional<std::string> FetchJail::hear() {
  // A program that stops in the middle of a word holds us until the guard's deadline, not longer.
  std::optional<sandbox::Packet> packet = sandbox::receive_packet(socket_.get());
  if (!packet || !packet->fds.empty()) return std::nullopt;
  return std::move(packet->bytes);
}

bool FetchJail::is_gone() {
  const std::lock_guard lock(mutex_);
  return outcome_.has_value();
}

std::optional<Error> FetchJail::end() {
  if (!runner_.joinable()) return std::nullopt;
  ::shutdown(socket_.get(), SHUT_RDWR);
  const milliseconds patience = guard_.refusal() ? kPatienceWhenRefused : kPatience;
  bool forced = false;
  {
    std::unique_lock lock(mutex_);
    forced = !changed_.wait_for(lock, patience, [this] { return outcome_.has_value(); });
  }
  if (forced) launcher_.interrupt();
  runner_.join();
  guard_.hang_up();
  const std::string url = guard_.remote().url();
  if (forced) {
    return submission_error("the program that fetches did not end", url,
                            "clone it by hand and grade the clone");
  }
  if (!*outcome_) return outcome_->error();
  return reason((*outcome_)->ending);
}

std::optional<Error> FetchJail::reason(const sandbox::Ending& ending) const {
  const Policy& policy = guard_.policy();
  const std::string url = guard_.remote().url(), by_hand = "clone it by hand and grade the clone";
  if (const auto* exited = std::get_if<sandbox::Exited>(&ending)) {
    if (exited->code == 0) return std::nullopt;
    return submission_error(
        "the program that fetches failed: exit code " + std::to_string(exited->code), url, by_hand);
  }
  if (const auto* killed = std::get_if<sandbox::Killed>(&ending)) {
    return submission_error(
        "the program that fetches crashed: signal " + std::to_string(killed->signal), url, by_hand);
  }
  switch (std::get<sandbox::LimitHit>(ending).which) {
    case sandbox::Limit::Memory:
      return submission_error("the repository is too large: fetching it takes more than " +
                                  bytes_text(policy.max_fetch_memory) + " of memory",
                              url, by_hand);
    case sandbox::Limit::Cpu:
      return submission_error(
          "the repository is too large: fetching it takes more than " +
              grouped(static_cast<std::uint64_t>(policy.fetch_timeout.count())) +
              " s of processor time",
          url, by_hand);
    case sandbox::Limit::Disk:
      return submission_error("the repository is too large: fetching it takes more than " +
                                  bytes_text(command_.writable_folder->bytes) + " on disk",
                              url, by_hand);
    case sandbox::Limit::Wall:
      return guard_.too_slow();
    case sandbox::Limit::Processes:
    case sandbox::Limit::Output:
      break;
  }
  return submission_error("the program that fetches went out of its bounds", url, by_hand);
}

}  // namespace grader::source
