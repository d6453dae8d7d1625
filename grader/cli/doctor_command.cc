#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include <sys/utsname.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "grader/base/places.h"
#include "grader/base/text.h"
#include "grader/cli/command.h"
#include "grader/cli/configuration.h"
#include "grader/cli/options.h"
#include "grader/cli/world.h"
#include "grader/engine/version.h"
#include "runners/environment.h"
#include "runners/self_check.h"
#include "sandbox/launcher.h"
#include "sandbox/self_attacks.h"
#include "sandbox/slot_lease.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

// ", 12.3 GiB free", of the folder or of where it will be made.
std::string free_space(fs::path folder) {
  std::error_code failed;
  while (!fs::exists(folder, failed) && folder.has_relative_path()) folder = folder.parent_path();
  const fs::space_info space = fs::space(folder, failed);
  if (failed) return "";
  const std::uint64_t tenths = space.available / ((std::uint64_t{1} << 30) / 10);
  return ", " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GiB free";
}

// What and where: the first thing that somebody who helps asks for.
void print_host(const Configuration& configuration, const runners::EnvironmentPlaces& places,
                Streams& streams) {
  utsname system{};
  ::uname(&system);
  std::vector<std::string> files;
  for (const fs::path& file : configuration.files) files.push_back(file.string());
  const auto row = [&](const char* name, const std::string& value) {
    std::string padded = name;
    padded.resize(15, ' ');
    streams.out << "  " << padded << visible(value) << "\n";
  };
  streams.out << "This host:\n";
  row("grader", std::string(engine::kVersion) + ", " + libexec_directory().string());
  row("system", std::string(system.sysname) + " " + system.release + " " + system.machine + ", " +
                    std::to_string(std::thread::hardware_concurrency()) + " processors");
  row("user", ::geteuid() == 0 ? "root" : "id " + std::to_string(::geteuid()));
  row("configuration", files.empty() ? "the defaults: there is no file" : join(files, ", "));
  row("cache", configuration.cache.string() + free_space(configuration.cache));
  row("layers", places.layers.string() + free_space(places.layers));
}

// A row: what, whether it holds, and what to do where it does not.
void print_row(Streams& streams, const std::string& name, bool holds, const std::string& detail,
               const std::string& remedy) {
  std::string padded = name;
  padded.resize(std::max<std::size_t>(padded.size() + 2, 28), ' ');
  streams.out << "  " << padded << (holds ? "holds    " : "MISSING  ") << visible(detail) << "\n";
  if (!holds && !remedy.empty()) streams.out << "      remedy: " << visible(remedy) << "\n";
}

// Whether every attack of ours on the jail was held off.
bool attack(sandbox::Launcher& launcher, Streams& streams) {
  bool all_held = true;
  for (const sandbox::SelfAttack& one : sandbox::self_attacks()) {
    const Result<sandbox::AttackResult> result = sandbox::run_self_attack(one.name, launcher);
    std::string padded = one.name;
    padded.resize(std::max<std::size_t>(padded.size() + 2, 28), ' ');
    const bool held = result && result->held;
    streams.out << "  " << padded << (held ? "held     " : "THROUGH  ")
                << visible(result ? result->detail : to_text(result.error())) << "\n";
    all_held = all_held && held;
  }
  return all_held;
}

// A slot whose last jail could not be removed is no danger: nobody gets its user id.
void print_stuck_slots(Streams& streams) {
  const Result<fs::path> run = sandbox::run_directory();
  if (!run) return;
  const std::vector<sandbox::StuckSlot> stuck = sandbox::stuck_slots(*run);
  if (stuck.empty()) return;
  streams.out << "Slots out of use:\n";
  for (const sandbox::StuckSlot& slot : stuck) {
    streams.out << "  slot " << slot.number << ": these cgroups cannot be removed\n";
    for (const std::string& folder : slot.cgroup_folders) {
      streams.out << "      " << visible(folder) << "\n";
    }
  }
  streams.out << "      remedy: end the processes that their cgroup.procs list and remove them "
                 "(rmdir), or restart the host; until then other slots are used\n";
}

// Whether every runner of every built environment does what it should.
bool check_environments(const runners::EnvironmentPlaces& places, sandbox::Launcher& launcher,
                        Streams& streams) {
  const auto manifests = runners::list_environments(places);
  if (!manifests) {
    fail(manifests.error(), streams);
    return false;
  }
  bool all_well = true;
  for (const runners::EnvironmentManifest& manifest : *manifests) {
    const auto environment = runners::find_environment(places, manifest.name);
    if (!environment) {
      streams.out << "  " << manifest.name << ": not built (grader environment build "
                  << manifest.name << ")\n";
      continue;
    }
    const Result<void> checked = runners::check_runners(*environment, launcher);
    streams.out << "  " << manifest.name << ": "
                << (checked ? "its runners do what they should" : to_text(checked.error())) << "\n";
    all_well = all_well && checked;
  }
  return all_well;
}

}  // namespace

int run_doctor(const Arguments& arguments, Streams& streams) {
  std::string config;
  CLI::App app("Shows what this host can isolate, attacks the jail, and tries every runner.",
               "grader doctor");
  app.add_option("--config", config, "a further configuration file");
  app.footer(
      "example:\n"
      "  grader doctor\n"
      "\n"
      "docs/operating.md says what to do about each line that does not hold.\n"
      "\n"
      "exit codes: 0 all is well, 2 the call is wrong, 4 a guard is missing, an attack gets "
      "through or a runner fails");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  const Result<Configuration> configuration = load_configuration(config);
  if (!configuration) return fail(configuration.error(), streams);
  const runners::EnvironmentPlaces places = environment_places(*configuration);
  print_host(*configuration, places, streams);
  const sandbox::HostReport host = sandbox::probe_host(true);
  streams.out << "Guards of the jail, each seen to hold or not:\n";
  for (const sandbox::Guard& guard : host.guards) {
    print_row(streams, guard.name + (guard.needed ? "" : " (not needed)"), guard.holds,
              guard.detail, guard.remedy);
  }
  print_stuck_slots(streams);
  const auto launcher = sandbox::create_launcher(host, {});
  if (!launcher) return fail(launcher.error(), streams);
  streams.out << "Attacks on the jail, each run now:\n";
  const bool all_held = attack(**launcher, streams);
  streams.out << "Environments:\n";
  const bool all_well = check_environments(places, **launcher, streams);
  if (!all_held) {
    return fail(grader_error("an attack got through the jail", "",
                             "do not grade on this host, and report this"),
                streams);
  }
  if (!all_well) {
    return fail(grader_error("an environment does not work", "",
                             "remove its layers in " + places.layers.string() +
                                 " and build it again: grader environment build"),
                streams);
  }
  streams.out << "All is well: this host can grade.\n";
  return 0;
}

}  // namespace grader::cli
