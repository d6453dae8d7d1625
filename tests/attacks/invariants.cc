#include "tests/attacks/invariants.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/slot_lease.h"
#include "tests/sandbox/jail.h"
#include "tests/sandbox/traces.h"

namespace grader::attacks {
namespace {

namespace fs = std::filesystem;
using namespace sandbox;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string random_word() {
  std::uint64_t number = 0;
  EXPECT_EQ(::getrandom(&number, sizeof number, 0), static_cast<ssize_t>(sizeof number));
  return "word" + std::to_string(number);
}

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Fd listen_on(const std::string& abstract_name) {
  Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  abstract_name.copy(address.sun_path + 1, sizeof address.sun_path - 1);
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + abstract_name.size());
  EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(socket.get(), 8), 0);
  return socket;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

// A program that looks at everything around it that should be as ever.
Command honest_program() {
  Command command = shell(
      "cat name; cp name /results/r; id -u; id -gn; hostname; echo $$; umask; ulimit -a\n"
      "ls -A / /submission /tmp /results /dev/shm; set -- /proc/[0-9]*; echo $#\n"
      "df /tmp /submission | cut -d' ' -f2-; cat /proc/self/oom_score_adj /proc/self/cgroup\n"
      "echo err >&2; exit 3");
  command.files = {{"/submission/name", "honest\n", false, true}};
  command.collect = {"/results/r"};
  return command;
}

// The kernel ids of our slots' students; empty where they have our own.
std::vector<std::string> student_ids(const std::vector<std::string>& cgroups) {
  std::vector<std::string> ids;
  for (const std::string& folder : cgroups) {
    if (::geteuid() != 0) break;
    const std::string number = folder.substr(folder.rfind('-') + 1);
    ids.push_back(std::to_string(kFirstStudentId + std::strtoul(number.c_str(), nullptr, 10)));
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool is_one_of(const std::vector<std::string>& ids, unsigned id) {
  return std::find(ids.begin(), ids.end(), std::to_string(id)) != ids.end();
}

// Everything on this machine that belongs to one of `ids`.
std::vector<std::string> belongings(const std::vector<std::string>& ids) {
  std::vector<std::string> found;
  std::error_code ignored;
  struct stat facts {};
  for (const char* place : {"/proc", "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run"}) {
    for (fs::directory_iterator entry(place, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
      if (::lstat(entry->path().c_str(), &facts) == 0 && is_one_of(ids, facts.st_uid)) {
        found.push_back(entry->path());
      }
    }
  }
  // "sl local rem st queues timers retransmits uid ..."
  for (const char* table : {"tcp", "tcp6", "udp", "udp6", "raw"}) {
    std::istringstream lines(content(std::string("/proc/net/") + table));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::vector<std::string> columns;
      for (std::string word; words >> word;) columns.push_back(word);
      if (columns.size() > 7 && std::find(ids.begin(), ids.end(), columns[7]) != ids.end()) {
        found.push_back(std::string(table) + " " + line);
      }
    }
  }
  for (const char* table : {"/proc/sysvipc/shm", "/proc/sysvipc/msg", "/proc/sysvipc/sem"}) {
    const std::string text = content(table);
    for (const std::string& id : ids) {
      if (text.find(" " + id + " ") != std::string::npos) found.push_back(table);
    }
  }
  return found;
}

std::string everything_said(const Outcome& outcome) {
  std::string all = outcome.standard_output.head + outcome.standard_output.tail +
                    outcome.standard_error.head + outcome.standard_error.tail;
  for (const auto& [path, text] : outcome.files) all += path + text;
  return all;
}

bool is_one_of_the_endings(const std::string& ending, std::string allowed) {
  for (;;) {
    const std::size_t next = allowed.find(" or ");
    if (allowed.substr(0, next) == ending) return true;
    if (next == std::string::npos) return false;
    allowed.erase(0, next + 4);
  }
}

}  // namespace

Grounds* Grounds::shared() {
  static const std::unique_ptr<Grounds> grounds = []() -> std::unique_ptr<Grounds> {
    // Before the slots start: what they must not hand down.
    const std::string secret = random_word();
    ::setenv("GRADER_ATTACKS_SECRET", secret.c_str(), 1);
    Result<std::unique_ptr<Launcher>> made = create_launcher(probe_host(), {});
    if (made) return std::unique_ptr<Grounds>(new Grounds(*std::move(made)));
    std::fprintf(stderr, "%s\n", grader::to_text(made.error()).c_str());
    return nullptr;
  }();
  return grounds.get();
}

Grounds::Grounds(std::unique_ptr<Launcher> launcher)
    : secret_(std::getenv("GRADER_ATTACKS_SECRET")),
      word_(random_word()),
      socket_(listen_on(word_)),
      launcher_(std::move(launcher)) {
  std::ofstream(scratch_.path() / "marker") << secret_ << "\n";
  // Another submission, before, on the same slot.
  Command other = shell("for f in /submission/x /tmp/x /results/x /dev/shm/x; do echo " + secret_ +
                        " > $f; done");
  EXPECT_TRUE(launcher_->run(other, tight_limits()));
  const Clock::time_point start = Clock::now();
  honest_ = run_honest();
  look_again_ =
      std::max(look_again_, std::chrono::duration_cast<milliseconds>(Clock::now() - start) / 2);
}

Command Grounds::filled_in(Command command) const {
  for (std::string& argument : command.argv) {
    replace_all(argument, "{marker}", (scratch_.path() / "marker").string());
    replace_all(argument, "{port}", std::to_string(port_.port()));
    replace_all(argument, "{socket}", word_);
    replace_all(argument, "{word}", word_);
  }
  return command;
}

Outcome Grounds::run_honest() {
  Result<Outcome> outcome = launcher_->run(honest_program(), tight_limits());
  if (outcome) return *std::move(outcome);
  ADD_FAILURE() << grader::to_text(outcome.error());
  return {};
}

Traces Grounds::traces() const {
  Traces traces;
  traces.descriptors = open_descriptors();
  traces.mounts = mounts();
  const std::vector<std::string> folders =
      cgroups_named("grader-" + std::to_string(::getpid()) + "-");
  for (const int slot : children_of(::getpid())) {
    const std::string proc = "/proc/" + std::to_string(slot);
    std::error_code ignored;
    const auto held = std::distance(fs::directory_iterator(proc + "/fd", ignored), {});
    const std::string seen = content(proc + "/mountinfo");
    if (!children_of(slot).empty()) ++traces.slots_with_a_jail;
    traces.slots.push_back("a slot holds " + std::to_string(held) + ", has " +
                           std::to_string(children_of(slot).size()) + " children and sees " +
                           std::to_string(std::count(seen.begin(), seen.end(), '\n')) + " mounts");
  }
  for (const std::string& folder : folders) {
    const std::string processes = content(folder + "/cgroup.procs");
    traces.cgroups.push_back(folder + " has " +
                             std::to_string(std::count(processes.begin(), processes.end(), '\n')));
  }
  traces.students = belongings(student_ids(folders));
  return traces;
}

Traces Grounds::settled_traces() const {
  Traces last = traces();
  for (int turn = 0; turn < 200; ++turn) {
    ::poll(nullptr, 0, static_cast<int>(look_again_.count()));
    Traces now = traces();
    // On a busy machine it may take longer than a look until the blank jail is there.
    if (now == last && now.slots_with_a_jail == now.slots.size()) return now;
    last = std::move(now);
  }
  return last;
}

namespace {

// Listens to a program as the engine does, until it hears nothing that it understands.
class Listener {
 public:
  Listener() : pair_(make_socket_pair()), thread_([this] { listen(); }) {}
  ~Listener() {
    if (thread_.joinable()) finish();
  }
  int theirs() const { return pair_.theirs.get(); }
  // When nobody of the jail is left.
  std::string finish() {
    pair_.theirs.reset();
    thread_.join();
    return std::move(heard_);
  }

 private:
  void listen() {
    constexpr int kMany = 9;
    for (int words = 1; const std::optional<Packet> word = receive_packet(pair_.ours.get());
         ++words) {
      if (words > kMany) continue;
      heard_ += std::to_string(word->bytes.size()) + " bytes";
      if (!word->fds.empty()) heard_ += ", " + std::to_string(word->fds.size()) + " descriptors";
      heard_ += "; ";
      if (words == kMany) heard_ = "many";
    }
    ::shutdown(pair_.ours.get(), SHUT_RDWR);
  }

  SocketPair pair_;
  std::string heard_;
  std::thread thread_;
};

}  // namespace

void Grounds::run(const Case& attack) {
  const Traces before = settled_traces();
  Limits limits = tight_limits();
  if (attack.limits) attack.limits(limits);
  const Clock::time_point start = Clock::now();
  Command command = filled_in(attack.command);
  std::optional<Listener> listener;
  if (attack.heard) command.descriptors = {listener.emplace().theirs()};
  const Result<Outcome> outcome = launcher_->run(command, limits);
  const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
  ASSERT_TRUE(outcome) << grader::to_text(outcome.error());

  if (attack.heard) {
    EXPECT_EQ(listener->finish(), *attack.heard);
    listener.reset();
  }
  const bool floods = outcome->standard_output.bytes > limits.output;
  if (!floods) {
    EXPECT_EQ(outcome->standard_output.head, attack.says);
  }
  EXPECT_TRUE(is_one_of_the_endings(to_text(outcome->ending), attack.ending))
      << to_text(outcome->ending) << ", not " << attack.ending << "\n"
      << outcome->standard_error.head.substr(0, 400);
  EXPECT_LE(took, limits.wall + milliseconds(2000));
  EXPECT_EQ(outcome->files, attack.files);
  EXPECT_EQ(outcome->refused, attack.refused);
  EXPECT_FALSE(port_.was_reached());
  EXPECT_EQ(everything_said(*outcome).find(secret_), std::string::npos);

  if (!attack.then.argv.empty()) {
    const Result<Outcome> after = launcher_->run(filled_in(attack.then), tight_limits());
    ASSERT_TRUE(after) << grader::to_text(after.error());
    EXPECT_EQ(after->standard_output.head, attack.says);
    EXPECT_EQ(to_text(after->ending), "exit 0") << after->standard_error.head;
  }
  const Outcome next = run_honest();
  EXPECT_EQ(to_text(next.ending), to_text(honest_.ending));
  EXPECT_EQ(next.standard_output.head, honest_.standard_output.head);
  EXPECT_EQ(next.standard_error.head, honest_.standard_error.head);
  EXPECT_EQ(next.files, honest_.files);
  EXPECT_FALSE(next.out_of_memory);

  const Traces left = settled_traces();
  EXPECT_EQ(left.students, before.students);
  EXPECT_EQ(left.cgroups, before.cgroups);
  EXPECT_EQ(left.slots, before.slots);
  EXPECT_EQ(left.mounts, before.mounts);
  EXPECT_EQ(left.descriptors, before.descriptors);
}

Limits tight_limits() {
  Limits limits = small_limits();
  limits.wall = milliseconds(20'000);
  limits.cpu = milliseconds(10'000);
  return limits;
}

}  // namespace grader::attacks
