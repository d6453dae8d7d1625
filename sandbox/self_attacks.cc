#include "sandbox/self_attacks.h"

#include <cctype>
#include <cstdint>
#include <filesystem>
#include <optional>

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "grader/base/fd.h"
#include "grader/base/places.h"
#include "grader/base/text.h"
#include "sandbox/loopback_listener.h"
#include "sandbox/slot_lease.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// What must happen to an attack for its guard to have held.
struct Row {
  const char* name;
  const char* tries;
  const char* attack;         // of grader-attacker
  std::optional<Limit> ends;  // by this limit; none: ends by itself and reaches nothing
};

constexpr Row kRows[] = {
    {"endless-loop", "computes for ever", "loop", Limit::Cpu},
    {"sleeper", "sleeps for ever", "sleep", Limit::Wall},
    {"fork-bomb", "starts processes for ever, each in a session of its own", "fork",
     Limit::Processes},
    {"memory-bomb", "takes memory for ever", "memory", Limit::Memory},
    {"hidden-memory-bomb", "lets a child take all memory and ends well", "grandchild-memory",
     Limit::Memory},
    {"output-flood", "prints for ever", "print", Limit::Output},
    {"shared-memory-bomb", "takes shared memory that nobody is attached to", "shared-memory",
     Limit::Memory},
    {"disk-flood", "fills the disk", "disk", Limit::Disk},
    {"network", "calls the host's loopback, the internet and the metadata service", "network", {}},
    {"reading", "reads files of the host", "read", {}},
    {"writing", "writes outside its own folders", "write", {}},
    {"privileges", "becomes root, makes namespaces, mounts, traces", "privileges", {}},
    {"second-wall", "writes where the second wall alone is in the way", "second-wall", {}},
    {"init", "changes the limits of its init, starts the host's crash handler", "init", {}},
    {"inheritance", "looks for variables, descriptors and processes of ours", "look", {}},
    {"outliving", "leaves a process behind in a session of its own", "outlive", {}},
};

Limits limits_for(const Row& row) {
  Limits limits;
  // A busy machine gives the others little CPU time, and they do not wait for the clock.
  limits.wall = row.ends == Limit::Wall ? milliseconds(300) : milliseconds(20'000);
  limits.cpu = row.ends == Limit::Cpu ? milliseconds(300) : milliseconds(10'000);
  limits.memory = std::uint64_t{64} << 20;
  limits.processes = 32;
  limits.output = std::uint64_t{64} << 10;
  limits.disk = std::uint64_t{4} << 20;
  return limits;
}

const char* name_of(Limit limit) {
  switch (limit) {
    case Limit::Cpu:
      return "CPU";
    case Limit::Wall:
      return "time";
    case Limit::Memory:
      return "memory";
    case Limit::Processes:
      return "process";
    case Limit::Output:
      return "output";
    case Limit::Disk:
      return "disk";
  }
  return "";
}

std::string describe(const Ending& ending) {
  if (const auto* hit = std::get_if<LimitHit>(&ending)) {
    return std::string("ended by the ") + name_of(hit->which) + " limit";
  }
  if (const auto* killed = std::get_if<Killed>(&ending)) {
    return "ended by signal " + std::to_string(killed->signal);
  }
  return "ended with exit code " + std::to_string(std::get<Exited>(ending).code);
}

std::string make_token() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = 0;
  return "grader-token-" + std::to_string(number);
}

// Whether any process of the host that we can see was started with this argument.
bool is_running(const std::string& token) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename();
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) == 0) continue;
    const Fd file(::open((entry.path() / "cmdline").c_str(), O_RDONLY | O_CLOEXEC));
    char bytes[4096];
    const ssize_t size = file ? ::read(file.get(), bytes, sizeof bytes) : 0;
    if (size > 0 &&
        std::string(bytes, static_cast<std::size_t>(size)).find(token) != std::string::npos) {
      return true;
    }
  }
  return false;
}

AttackResult judge(const Row& row, const Outcome& outcome) {
  const std::string ending =
      describe(outcome.ending) + " after " + std::to_string(outcome.usage.wall.count()) + " ms";
  const auto* hit = std::get_if<LimitHit>(&outcome.ending);
  if (row.ends) return {hit != nullptr && hit->which == *row.ends, ending};
  std::string_view said = trim(outcome.standard_output.head);
  if (said == "no Landlock") said = {};  // told as a guard that is not needed
  if (!said.empty()) return {false, visible(said)};
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  if (exited == nullptr || exited->code != 0) return {false, ending};
  return {true, "reached nothing"};
}

}  // namespace

const std::vector<SelfAttack>& self_attacks() {
  static const std::vector<SelfAttack> all = [] {
    std::vector<SelfAttack> attacks;
    for (const Row& row : kRows) attacks.push_back({row.name, row.tries});
    return attacks;
  }();
  return all;
}

Result<AttackResult> run_self_attack(const std::string& name, Launcher& launcher) {
  const Row* row = nullptr;
  for (const Row& candidate : kRows) {
    if (candidate.name == name) row = &candidate;
  }
  if (row == nullptr) return grader_error("no such attack: '" + name + "'");
  const LoopbackListener listener;
  Command command;
  command.argv = {"/grader/grader-attacker", row->attack};
  command.mounts = {{libexec_directory().string(), "/grader"}};
  const std::string attack = row->attack;
  if (attack == "network") command.argv.push_back(std::to_string(listener.port()));
  if (attack == "read") {
    Result<fs::path> marker = run_directory();
    if (!marker) return marker.error();
    command.argv.push_back((*marker / "slot-0").string());
  }
  const std::string token = make_token();
  command.argv.push_back(token);

  Result<Outcome> outcome = launcher.run(command, limits_for(*row));
  if (!outcome) return outcome.error();
  AttackResult result = judge(*row, *outcome);
  if (result.held && listener.was_reached()) result = {false, "reached a port of the host"};
  if (result.held && is_running(token)) result = {false, "a process is still running"};
  return result;
}

}  // namespace grader::sandbox
