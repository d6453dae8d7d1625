// Times jails and prints what it saw: a line for each series, its name and its values in
// milliseconds in the order in which they were taken. jail.py makes figures of them.
//
//   jail_timer compare RUNS [--name=NAME PROGRAM...]...   jail_timer limits RUNS   jail_timer many
//   RUNS
//
// `compare` runs in turns: the program of the first group in a jail, and each group as it is.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include "grader/base/file.h"
#include "sandbox/launcher.h"
#include "tests/sandbox/traces.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Series = std::vector<std::pair<std::string, std::vector<double>>>;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "jail_timer: %s\n", why.c_str());
  std::exit(1);
}

double since(Clock::time_point start, Clock::time_point end = Clock::now()) {
  return std::chrono::duration<double, std::milli>(end - start).count();
}

void print(const Series& series) {
  for (const auto& [name, values] : series) {
    std::printf("%s", name.c_str());
    for (const double value : values) std::printf(" %.3f", value);
    std::printf("\n");
  }
}

std::unique_ptr<Launcher> make_launcher(bool ahead = true) {
  static const HostReport host = probe_host();
  LauncherOptions options;
  options.ahead = ahead;
  Result<std::unique_ptr<Launcher>> made = create_launcher(host, options);
  if (!made) give_up(grader::to_text(made.error()));
  return *std::move(made);
}

Outcome run(Launcher& launcher, const Command& command, const Limits& limits = {}) {
  Result<Outcome> outcome = launcher.run(command, limits);
  if (!outcome) give_up(grader::to_text(outcome.error()));
  return *std::move(outcome);
}

Command guest(const std::string& way) {
  static const std::string folder =
      (fs::read_symlink("/proc/self/exe").parent_path() / "guest").string();
  Command command;
  command.argv = {"/guest/jail_guest", way};
  command.mounts = {{folder, "/guest"}};
  return command;
}

// The guest's word: when it was that far.
Clock::time_point said(const Outcome& outcome) {
  const long long when = std::atoll(outcome.standard_output.head.c_str());
  if (when == 0) give_up("the guest said nothing: " + outcome.standard_error.head);
  return Clock::time_point(std::chrono::nanoseconds(when));
}

// posix_spawn with a cleared environment, as a jail has it.
double run_bare(const std::vector<std::string>& argv) {
  std::vector<char*> arguments;
  arguments.reserve(argv.size() + 1);
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  char path[] = "PATH=/usr/sbin:/usr/bin:/bin";
  char* environment[] = {path, nullptr};
  const Clock::time_point start = Clock::now();
  pid_t pid = -1;
  int status = 0;
  if (::posix_spawn(&pid, argv[0].c_str(), nullptr, nullptr, arguments.data(), environment) != 0 ||
      ::waitpid(pid, &status, 0) != pid || status != 0) {
    give_up("cannot run " + argv[0]);
  }
  return since(start);
}

double run_jailed(Launcher& launcher, const std::vector<std::string>& argv) {
  Command command;
  command.argv = argv;
  command.environment = {{"PATH", "/usr/bin:/bin"}};
  const Clock::time_point start = Clock::now();
  const Outcome outcome = run(launcher, command);
  const double elapsed = since(start);
  const auto* exited = std::get_if<Exited>(&outcome.ending);
  if (exited == nullptr || exited->code != 0) give_up("it does not run in a jail: " + argv[0]);
  return elapsed;
}

// What one submission leaves to the next: the time in which results are read.
void pause() {
  ::poll(nullptr, 0, 5);
}

using Groups = std::vector<std::pair<std::string, std::vector<std::string>>>;

void compare(int runs, const Groups& groups) {
  const std::unique_ptr<Launcher> launcher = make_launcher(), later = make_launcher(false);
  Series series = {{"jail", {}}, {"jail-not-ahead", {}}};
  for (const auto& group : groups) series.push_back({group.first, {}});
  for (int i = 0; i <= runs; ++i) {
    std::vector<double> round;
    round.push_back(run_jailed(*launcher, groups.front().second));
    round.push_back(run_jailed(*later, groups.front().second));
    for (const auto& group : groups) round.push_back(run_bare(group.second));
    if (i == 0) continue;  // warms up
    for (std::size_t at = 0; at < round.size(); ++at) series[at].second.push_back(round[at]);
  }
  print(series);
}

// How long after its limit a run is over, with everything of it gone.
void limits(int runs) {
  const std::unique_ptr<Launcher> launcher = make_launcher(), later = make_launcher(false);
  Series series = {{"ahead", {}}, {"not-ahead", {}}, {"wall", {}},
                   {"cpu", {}},   {"output", {}},    {"fork-bomb", {}}};
  const auto add = [&](std::size_t at, double value, int round) {
    if (round > 0) series[at].second.push_back(value);
  };
  for (int i = 0; i <= runs; ++i) {
    Limits limits;
    pause();
    const Clock::time_point request = Clock::now();
    add(0, since(request, said(run(*launcher, guest("start")))), i);
    pause();
    const Clock::time_point again = Clock::now();
    add(1, since(again, said(run(*later, guest("start")))), i);

    limits.wall = milliseconds(100);
    const Clock::time_point walled = said(run(*launcher, guest("wait"), limits));
    add(2, since(walled) - 100, i);

    limits = {};
    limits.cpu = milliseconds(100);
    const Outcome spun = run(*launcher, guest("spin"), limits);
    add(3, static_cast<double>(spun.usage.cpu.count()) - 100, i);  // of CPU time, not of the clock

    limits = {};
    limits.output = std::uint64_t{32} << 10;
    const Clock::time_point printed = said(run(*launcher, guest("print"), limits));
    add(4, since(printed), i);

    limits = {};
    limits.processes = 512;
    const Clock::time_point full = said(run(*launcher, guest("fork"), limits));
    add(5, since(full), i);
  }
  print(series);
}

std::size_t resident_kib(int pid) {
  const Result<std::string> status = read_file("/proc/" + std::to_string(pid) + "/status");
  const std::size_t at = status ? status->find("VmRSS:") : std::string::npos;
  return at == std::string::npos ? 0 : std::strtoul(status->c_str() + at + 6, nullptr, 10);
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// What is there of us: all that could grow.
std::map<std::string, std::size_t> census() {
  std::map<std::string, std::size_t> counts;
  const int self = ::getpid();
  counts["descriptors"] = open_descriptors();
  counts["resident-kib"] = resident_kib(self);
  counts["cgroups"] = cgroups_named("grader-" + std::to_string(self)).size();
  counts["mounts"] = lines_in(mounts());
  for (const int slot : children_of(self)) {
    const std::string folder = "/proc/" + std::to_string(slot);
    std::error_code ignored;
    counts["processes"] += 1 + children_of(slot).size();
    counts["slot-resident-kib"] += resident_kib(slot);
    counts["slot-descriptors"] += static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder + "/fd", ignored), fs::directory_iterator()));
    if (const Result<std::string> list = read_file(folder + "/mountinfo")) {
      counts["slot-mounts"] += lines_in(*list);
    }
  }
  return counts;
}

// One after another without a pause, and what has grown by then.
void many(int runs) {
  const std::unique_ptr<Launcher> launcher = make_launcher();
  const auto turn = [&](int count) {
    for (int i = 0; i < count; ++i) run_jailed(*launcher, {"/bin/true"});
    pause();
  };
  turn(100);
  const std::map<std::string, std::size_t> before = census();
  const Clock::time_point start = Clock::now();
  turn(runs);
  const double each = since(start) / runs;
  for (const auto& [name, count] : census()) {
    std::printf("%s %zu %zu\n", name.c_str(), before.at(name), count);
  }
  std::printf("each %.3f\n", each);
}

int main_of(const std::vector<std::string>& arguments) {
  const std::string what = arguments.empty() ? "" : arguments[0];
  const int runs = arguments.size() < 2 ? 0 : std::atoi(arguments[1].c_str());
  if (runs < 1) give_up("usage: jail_timer compare|limits|many RUNS [--name=NAME PROGRAM...]...");
  if (what == "limits") limits(runs);
  if (what == "many") many(runs);
  if (what != "compare") return 0;
  Groups groups;
  for (std::size_t i = 2; i < arguments.size(); ++i) {
    if (arguments[i].rfind("--name=", 0) == 0) {
      groups.push_back({arguments[i].substr(7), {}});
    } else if (!groups.empty()) {
      groups.back().second.push_back(arguments[i]);
    }
  }
  if (groups.empty() || groups.front().second.empty()) give_up("compare with what?");
  compare(runs, groups);
  return 0;
}

}  // namespace
}  // namespace grader::sandbox

int main(int count, char** values) {
  return grader::sandbox::main_of({values + 1, values + count});
}
