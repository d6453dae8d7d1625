#include "runners/app.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "sandbox/build_folder.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr const char* kResults = "/results/app";

std::string text_at(const Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end() || !found->is_string()) return "";
  return visible(found->get<std::string>(), 300);
}

int number_at(const Json& row, const char* key) {
  const auto found = row.find(key);
  if (found == row.end() || !found->is_number_unsigned()) return 0;
  return static_cast<int>(std::min<std::uint64_t>(found->get<std::uint64_t>(), 1'000'000));
}

AppBuilt of_row(const Json& row) {
  AppBuilt built;
  built.done = row.value("done", Json(false)) == Json(true);
  built.refused = text_at(row, "refused");
  built.said = text_at(row, "said");
  built.file = text_at(row, "file");
  built.line = number_at(row, "line");
  built.column = number_at(row, "column");
  built.failed = text_at(row, "failed");
  const auto missing = row.find("missing");
  if (missing != row.end() && missing->is_object()) {
    built.missing_package = text_at(*missing, "package");
    built.missing_file = text_at(*missing, "file");
  }
  return built;
}

}  // namespace

sandbox::Limits app_limits(const sandbox::Limits& limits) {
  sandbox::Limits jail = limits;
  jail.wall = limits.wall + std::chrono::seconds(50);
  jail.cpu = limits.cpu + std::chrono::seconds(30);
  jail.memory = limits.memory + (std::uint64_t{1} << 30);
  jail.processes = limits.processes + 64;
  return jail;
}

sandbox::Command app_command(const Environment& environment, const std::string& folder) {
  sandbox::Command command;
  command.argv = {environment.interpreter, "/harness/app/main.js", folder};
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  command.working_directory = "/tmp";
  command.collect.emplace_back(kResults);
  return command;
}

AppBuilt read_app(const sandbox::Outcome& outcome, Cause cause) {
  AppBuilt nothing;
  nothing.cause = cause;
  const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
  if (exited != nullptr && exited->code == 0) nothing.cause = Cause::MissingResult;
  const auto results = outcome.files.find(kResults);
  if (results == outcome.files.end() || results->second.size() > 10'000) return nothing;
  const Json row = Json::parse(results->second, nullptr, false);
  return row.is_object() ? of_row(row) : nothing;
}

bool builds_apps(const EnvironmentManifest& manifest) {
  return std::find(manifest.tools.begin(), manifest.tools.end(), "vite") != manifest.tools.end();
}

Result<void> check_app_builder(const Environment& environment, sandbox::Launcher& launcher) {
  Result<sandbox::BuildFolder> folder = sandbox::BuildFolder::make();
  if (!folder) return std::move(folder).error();
  sandbox::Command command = app_command(environment, "");
  command.writable_folder = folder->writable(sandbox::Limits{}.disk);
  command.files = {
      {"/submission/index.html",
       "<!doctype html><title>It builds</title><script type=module src=/main.jsx></script>", false,
       false},
      {"/submission/main.jsx", "document.title = (() => <p>1</p>)().type;\n", false, false}};
  Result<sandbox::Outcome> outcome = launcher.run(command, app_limits({}));
  if (!outcome) return std::move(outcome).error();
  const AppBuilt built = read_app(*outcome, Cause::Crashed);
  if (built.done) return {};
  std::string why = built.failed.empty() ? built.said : built.failed;
  if (why.empty()) why = visible(outcome->standard_error.head, 300);
  return grader_error("environment '" + environment.manifest.name + "' builds no app" +
                          (why.empty() ? "" : ": " + why),
                      "", "grader doctor says whether jails work on this host");
}

}  // namespace grader::runners
