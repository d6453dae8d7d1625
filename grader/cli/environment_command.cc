#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "grader/base/text.h"
#include "grader/cli/command.h"
#include "grader/cli/configuration.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/submission_options.h"
#include "grader/cli/world.h"
#include "grader/engine/environments.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::cli {
namespace {

int list(const runners::EnvironmentPlaces& places, Streams& streams) {
  const auto manifests = runners::list_environments(places);
  if (!manifests) return fail(manifests.error(), streams);
  for (const runners::EnvironmentManifest& manifest : *manifests) {
    const auto built = runners::find_environment(places, manifest.name);
    std::string name = manifest.name;
    name.resize(std::max<std::size_t>(name.size() + 2, 16), ' ');
    streams.out << name << (built ? "built      " : "not built  ") << manifest.title << "\n";
  }
  return 0;
}

int build(std::vector<std::string> names, const runners::EnvironmentPlaces& places, bool weak,
          bool quiet, Streams& streams) {
  if (names.empty()) {
    const auto manifests = runners::list_environments(places);
    if (!manifests) return fail(manifests.error(), streams);
    for (const runners::EnvironmentManifest& manifest : *manifests) names.push_back(manifest.name);
  }
  std::vector<std::string> missing;
  for (const std::string& name : names) {
    if (runners::find_environment(places, name)) {
      streams.out << name << ": built already\n";
    } else {
      missing.push_back(name);
    }
  }
  if (missing.empty()) return 0;

  // The self-tests of a new layer run in jails, as all code that we did not write.
  sandbox::LauncherOptions options;
  options.weak = weak;
  const auto launcher = sandbox::create_launcher(sandbox::probe_host(), options);
  if (!launcher) return fail(launcher.error(), streams);
  int code = 0;
  for (const std::string& name : missing) {
    Progress progress(streams, quiet);
    const auto built = runners::build_environment(
        places, name, **launcher, [&](const std::string& line) { progress.line(line); });
    progress.clear();
    if (!built) {
      code = fail(built.error(), streams);
      continue;
    }
    std::vector<std::string> versions;
    for (const auto& [framework, version] : built->framework_versions) {
      versions.push_back(framework + " " + version);
    }
    streams.out << name << ": built" << (versions.empty() ? "" : ", ") << join(versions, ", ")
                << "\n";
  }
  return code;
}

int prune(const runners::EnvironmentPlaces& places, Streams& streams) {
  const auto pruned =
      runners::prune_layers(places, [&](const std::string& line) { streams.err << line << "\n"; });
  if (!pruned) return fail(pruned.error(), streams);
  for (const std::string& name : *pruned) streams.out << name << ": removed\n";
  if (pruned->empty()) streams.out << "every layer is in use\n";
  return 0;
}

}  // namespace

int run_environment(const Arguments& arguments, Streams& streams) {
  std::vector<std::string> names;
  std::string config, rubric, sandbox = "full";
  bool quiet = false;
  CLI::App app("Builds, lists and prunes environments: what a jail sees besides the submission.",
               "grader environment");
  app.require_subcommand(1);
  app.add_option("--config", config, "a further configuration file");
  CLI::App* build_app =
      app.add_subcommand("build", "install what is missing and run its self-tests (needs network)");
  build_app->add_option("name", names,
                        "environments, or folders of your own (default: all of ours)");
  build_app->add_option("--for", rubric, "a rubric: all that it needs");
  build_app->add_flag("--quiet", quiet, "no progress on stderr");
  build_app->add_option("--sandbox", sandbox, "weak: as of grader grade")
      ->check(CLI::IsMember({"full", "weak"}));
  CLI::App* list_app = app.add_subcommand("list", "every environment, and whether it is built");
  CLI::App* prune_app = app.add_subcommand(
      "prune", "remove the layers of earlier versions, while none of them grades");
  app.footer(
      "examples:\n"
      "  grader environment list\n"
      "  grader environment build node python\n"
      "  grader environment build --for week-2.yaml\n"
      "  grader environment build rubrics/node-week-3   # a folder of your own\n"
      "\n"
      "exit codes: 0 done, 2 there is no such environment, 4 it cannot be built or removed");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  const Result<Configuration> configuration = load_configuration(config);
  if (!configuration) return fail(configuration.error(), streams);
  const runners::EnvironmentPlaces places = environment_places(*configuration);
  if (list_app->parsed()) return list(places, streams);
  if (prune_app->parsed()) return prune(places, streams);
  if (!rubric.empty()) {
    const Result<rubrics::Rubric> loaded = load_rubric_for(rubric, streams);
    if (!loaded) return fail(loaded.error(), streams);
    for (std::string& name : engine::environments_for(*loaded)) names.push_back(std::move(name));
    if (names.empty()) {
      streams.out << rubric << ": it needs no environment\n";
      return 0;
    }
  }
  // A folder is known by its whole path, as rubrics name it.
  for (std::string& name : names) {
    if (name.find('/') == std::string::npos) continue;
    name = (std::filesystem::absolute(name) / "").lexically_normal().parent_path().string();
  }
  return build(std::move(names), places, sandbox == "weak", quiet, streams);
}

}  // namespace grader::cli
