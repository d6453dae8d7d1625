#include <algorithm>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "grader/base/text.h"
#include "grader/cli/command.h"
#include "grader/cli/configuration.h"
#include "grader/cli/options.h"
#include "grader/cli/world.h"
#include "runners/environment.h"
#include "runners/self_check.h"
#include "sandbox/launcher.h"
#include "sandbox/self_attacks.h"

namespace grader::cli {
namespace {

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
      streams.out << "  " << manifest.name << ": not built\n";
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
      "exit codes: 0 all is well, 2 the call is wrong, 4 a guard is missing, an attack gets "
      "through or a runner fails");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  const Result<Configuration> configuration = load_configuration(config);
  if (!configuration) return fail(configuration.error(), streams);
  const sandbox::HostReport host = sandbox::probe_host();
  streams.out << "Guards of the jail, each seen to hold or not:\n";
  for (const sandbox::Guard& guard : host.guards) {
    print_row(streams, guard.name + (guard.needed ? "" : " (not needed)"), guard.holds,
              guard.detail, guard.remedy);
  }
  const auto launcher = sandbox::create_launcher(host, {});
  if (!launcher) return fail(launcher.error(), streams);
  streams.out << "Attacks on the jail, each run now:\n";
  const bool all_held = attack(**launcher, streams);
  streams.out << "Environments:\n";
  const bool all_well = check_environments(environment_places(*configuration), **launcher, streams);
  return all_held && all_well ? 0 : 4;
}

}  // namespace grader::cli
