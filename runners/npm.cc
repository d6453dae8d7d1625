#include "runners/npm.h"

#include <charconv>
#include <cstdlib>
#include <map>
#include <utility>

#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "runners/installed.h"
#include "runners/npmrc.h"
#include "sandbox/trusted_process.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;
using Progress = std::function<void(const std::string&)>;

// "npm ci" and whatever keeps it from running what it installs, or from talking.
const std::vector<std::string>& install_arguments() {
  static const std::vector<std::string> kArguments = {"ci", "--ignore-scripts", "--no-audit",
                                                      "--no-fund"};
  return kArguments;
}

std::map<std::string, std::string> install_variables() {
  return {{"npm_config_update_notifier", "false"},
          {"npm_config_loglevel", "error"},
          {"npm_config_progress", "false"},
          {"NODE_ENV", ""}};  // "production" would leave packages out
}

bool says(const std::string& output, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (output.find(word) != std::string::npos) return true;
  }
  return false;
}

// The first thing that npm says about its failure: "npm error ..." or, before 10, "npm ERR! ...".
std::string first_complaint(const std::string& output) {
  for (const std::string_view line : lines_of(output)) {
    for (const std::string_view start : {"npm error ", "npm ERR! "}) {
      if (line.substr(0, start.size()) != start) continue;
      const std::string_view rest = trim(line.substr(start.size()));
      if (!rest.empty() && rest.substr(0, 5) != "code " && rest.substr(0, 6) != "errno ") {
        return visible(rest, 200);
      }
    }
  }
  return "";
}

}  // namespace

Error npm_error(int exit_code, const std::string& output, const std::string& what) {
  const std::string complaint = first_complaint(output);
  if (says(output, {"ENOSPC", "no space left on device"})) {
    return grader_error("the disk is full: cannot install the packages of " + what, "",
                        "free some space, or move the cache with XDG_CACHE_HOME");
  }
  if (says(output, {"code E401", "code E403", "code ENEEDAUTH"})) {
    return grader_error("the package registry refuses the credentials for " + what, "",
                        "check the token for it in ~/.npmrc, and that each ${VARIABLE} there is "
                        "set");
  }
  if (says(output, {"ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT",
                    "ERR_SOCKET_TIMEOUT", "ENETUNREACH", "EHOSTUNREACH", "network"})) {
    return grader_error("cannot reach the package registry for " + what, "",
                        "is there a network? behind a proxy or with a registry of your own, say so "
                        "in ~/.npmrc; then build again");
  }
  if (says(output, {"EINTEGRITY"})) {
    return grader_error(
        "a package of " + what + " is not the pinned one: " + complaint, "",
        "the registry serves other content than the lock file names; do not use it");
  }
  if (says(output, {"ETARGET", "E404"})) {
    return grader_error("the package registry lacks a package of " + what + ": " + complaint, "",
                        "does ~/.npmrc name a registry that has all public packages?");
  }
  if (says(output, {"Fetching packages of type"})) {
    return grader_error(
        "the packages of " + what + " lie elsewhere than at the registry: " + complaint, "",
        "pin versions of the registry's: no addresses, repositories or folders");
  }
  if (says(output, {"can only install packages when your package.json",
                    "can only install with an existing"})) {
    return grader_error("package.json and package-lock.json of " + what + " do not fit", "",
                        "make the lock file anew: npm install --package-lock-only");
  }
  return grader_error("npm failed for " + what + " with exit code " + std::to_string(exit_code) +
                      (complaint.empty() ? "" : ": " + complaint));
}

namespace {

// Without a jail: as long as the operator's own npm can do what ours cannot.
Result<void> install_on_the_host(const std::vector<std::string>& npm, const fs::path& manifest,
                                 const fs::path& folder, const std::string& what) {
  for (const char* name : {"package.json", "package-lock.json"}) {
    std::error_code failure;
    fs::copy_file(manifest / name, folder / name, failure);
    if (failure) return system_error("cannot copy " + std::string(name), failure.value(), folder);
  }
  sandbox::TrustedCommand command;
  command.argv = npm;
  const std::vector<std::string>& arguments = install_arguments();
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.working_directory = folder.string();
  command.environment = install_variables();
  Result<sandbox::TrustedOutcome> outcome = sandbox::run_trusted(command);
  if (!outcome) {
    Error error = std::move(outcome).error();
    if (npm.size() == 1) {
      error.message = "cannot start npm: " + error.message;
      error.hint = "install it: apt-get install npm";
    }
    return error;
  }
  if (outcome->exit_code != 0) return npm_error(outcome->exit_code, outcome->output, what);
  return take_over_packages(folder, what);
}

Result<NpmSettings> ask_for_settings(const std::vector<std::string>& npm) {
  sandbox::TrustedCommand command;
  command.argv = npm;
  for (const char* word : {"config", "get", "registry", "cafile", "userconfig", "globalconfig",
                           "https-proxy", "proxy"}) {
    command.argv.emplace_back(word);
  }
  command.working_directory = "/";
  command.environment = {{"npm_config_loglevel", "silent"}};
  command.timeout = std::chrono::milliseconds(60'000);
  Result<sandbox::TrustedOutcome> outcome = sandbox::run_trusted(command);
  if (!outcome) return std::move(outcome).error();
  return parse_npm_settings(outcome->output);
}

// Where a program of the host is in the jail; it is shown there if it is not below /usr.
std::string show(const fs::path& source, const fs::path& shown, const std::string& target,
                 sandbox::Command& command) {
  if (source.string().starts_with("/usr/")) return source.string();
  command.mounts.push_back({shown.string(), target});
  return shown == source ? target : (target / fs::relative(source, shown)).string();
}

// A file of the operator's; none where there is none.
std::optional<std::string> read_own(const std::string& source) {
  constexpr std::size_t kLargest = std::size_t{4} << 20;
  if (source.empty()) return std::nullopt;
  Result<std::string> content = read_file(source, kLargest);
  if (!content) return std::nullopt;
  return *std::move(content);
}

// It comes by content: it may be for its owner's eyes only. False: there is none.
bool hand_in(const std::string& source, const std::string& target, sandbox::Command& command) {
  std::optional<std::string> content = read_own(source);
  if (!content) return false;
  command.files.push_back({target, std::move(*content), false, true});
  return true;
}

// Of the variables of the operator's environment those that the npmrc files name, and no others.
void hand_in_variables(const NpmSettings& settings, sandbox::Command& command) {
  for (const std::string& file : {settings.user_file, settings.global_file}) {
    for (const std::string& name : parse_npmrc(read_own(file).value_or("")).variables) {
      const char* value = std::getenv(name.c_str());
      if (value != nullptr) command.environment.emplace(name, value);
    }
  }
}

// What no message may repeat.
std::vector<std::string> secrets_of(const NpmSettings& settings) {
  std::vector<std::string> secrets;
  for (const std::string& file : {settings.user_file, settings.global_file}) {
    for (const std::string& secret : parse_npmrc(read_own(file).value_or("")).secrets) {
      secrets.push_back(with_variables(secret));
    }
  }
  return secrets;
}

void hide_secrets(Error& error, const NpmSettings& settings) {
  error.message = without_secrets(std::move(error.message), secrets_of(settings));
}

// The folder is empty at first, and npm wants to stand in it.
constexpr const char* kInstall =
    "cp /submission/package.json /submission/package-lock.json . && exec \"$@\"";

Result<sandbox::Command> make_command(const NpmProgram& program, const NpmSettings& settings,
                                      const fs::path& manifest, const fs::path& folder) {
  sandbox::Command command;
  for (const char* name : {"package.json", "package-lock.json"}) {
    Result<std::string> content = read_file(manifest / name);
    if (!content) return std::move(content).error();
    command.files.push_back({std::string("/submission/") + name, std::move(*content), false, true});
  }
  command.working_directory = "/packages";
  sandbox::WritableFolder writable;
  writable.source = folder.string();
  writable.target = "/packages";
  writable.bytes = std::uint64_t{2} << 30;
  writable.entries = 200'000;
  writable.depth = 40;
  command.writable_folder = writable;

  command.environment = install_variables();
  command.environment["PATH"] = "/usr/bin:/bin";
  command.environment["HOME"] = "/tmp";
  command.environment["npm_config_cache"] = "/packages/.npm-cache";
  command.environment["npm_config_logs_max"] = "0";
  command.environment["npm_config_registry"] = settings.registry;
  if (hand_in(settings.user_file, "/tmp/npm/user", command)) {
    command.environment["npm_config_userconfig"] = "/tmp/npm/user";
  }
  if (hand_in(settings.global_file, "/tmp/npm/global", command)) {
    command.environment["npm_config_globalconfig"] = "/tmp/npm/global";
  }
  if (hand_in(settings.ca_file, "/tmp/npm/ca.pem", command)) {
    command.environment["npm_config_cafile"] = "/tmp/npm/ca.pem";
  }
  const char* more = std::getenv("NODE_EXTRA_CA_CERTS");
  if (more != nullptr && hand_in(more, "/tmp/npm/more-ca.pem", command)) {
    command.environment["NODE_EXTRA_CA_CERTS"] = "/tmp/npm/more-ca.pem";
  }
  hand_in_variables(settings, command);
  const std::string node = show(program.node, program.node, "/npm/node", command);
  const std::string cli =
      show(program.cli, program.cli.parent_path().parent_path(), "/npm/package", command);
  command.argv = {"/bin/sh", "-c", kInstall, "sh", node, cli};
  const std::vector<std::string>& arguments = install_arguments();
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  return command;
}

Error describe(const sandbox::Outcome& outcome, const std::vector<std::string>& refused,
               const std::string& what) {
  for (const std::string& line : refused) {
    if (line.find("not the allowed host") == std::string::npos) continue;
    return grader_error("the packages of " + what + " lie elsewhere than at the registry: " + line,
                        "",
                        "only `registry` of ~/.npmrc is reached, no other host and no "
                        "`@scope:registry`: name one that serves all packages");
  }
  // npm only hears that our proxy could not.
  if (!refused.empty()) return npm_error(1, "ECONNREFUSED", what);
  const std::string said = outcome.standard_output.head + outcome.standard_error.head;
  if (const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending)) {
    return npm_error(exited->code, said, what);
  }
  if (const auto* hit = std::get_if<sandbox::LimitHit>(&outcome.ending)) {
    if (hit->which == sandbox::Limit::Disk) {
      return grader_error("the packages of " + what + " are too large: more than 2 GiB, 200,000 " +
                              "files or 40 folders in folders",
                          "", "leave out what the environment does not need");
    }
    if (hit->which == sandbox::Limit::Wall) return npm_error(1, "ETIMEDOUT", what);
    return grader_error("npm needs more than its limits to install the packages of " + what);
  }
  return grader_error("npm ended unexpectedly while it installed the packages of " + what);
}

Result<void> install_in_a_jail(const NpmProgram& program, const NpmSettings& settings,
                               const sandbox::AllowedHost& host, const fs::path& manifest,
                               const fs::path& folder, const std::string& what,
                               sandbox::Launcher& launcher) {
  Result<sandbox::Command> command = make_command(program, settings, manifest, folder);
  if (!command) return std::move(command).error();
  Result<std::shared_ptr<sandbox::Network>> network = launcher.open_network(host);
  if (!network) return std::move(network).error();
  command->network = *network;
  command->environment["npm_config_proxy"] = (*network)->proxy();
  command->environment["npm_config_https_proxy"] = (*network)->proxy();
  command->environment["npm_config_noproxy"] = "";
  sandbox::Limits limits;
  limits.wall = std::chrono::minutes(10);
  limits.cpu = std::chrono::minutes(5);
  limits.memory = std::uint64_t{2} << 30;
  limits.descriptors = 8'192;
  Result<sandbox::Outcome> outcome = launcher.run(*command, limits);
  if (!outcome) return std::move(outcome).error();
  const auto* exited = std::get_if<sandbox::Exited>(&outcome->ending);
  if (exited != nullptr && exited->code == 0) return take_over_packages(folder, what);
  Error error = describe(*outcome, (*network)->refused(), what);
  hide_secrets(error, settings);
  return error;
}

fs::path in_path(const char* name) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const fs::path candidate = fs::path(rest.substr(0, end)) / name;
    std::error_code failure;
    if (candidate.is_absolute() && ::access(candidate.c_str(), X_OK) == 0) {
      const fs::path real = fs::canonical(candidate, failure);
      if (!failure) return real;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

}  // namespace

std::optional<NpmProgram> find_npm() {
  NpmProgram program{in_path("node"), in_path("npm")};
  if (program.node.empty() || program.cli.filename() != "npm-cli.js") return std::nullopt;
  return program;
}

NpmSettings parse_npm_settings(std::string_view output) {
  std::map<std::string, std::string, std::less<>> values;
  for (const std::string_view line : lines_of(output)) {
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view value = trim(line.substr(equals + 1));
    if (value == "null" || value == "undefined" || value.empty()) continue;
    values.emplace(trim(line.substr(0, equals)), value);
  }
  return {values["registry"], values["cafile"], values["userconfig"], values["globalconfig"],
          values.contains("https-proxy") || values.contains("proxy")};
}

std::optional<sandbox::AllowedHost> registry_host(const std::string& registry) {
  sandbox::AllowedHost host;
  std::string_view rest = registry;
  if (rest.starts_with("https://")) {
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
    host.port = 80;
  } else {
    return std::nullopt;
  }
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t end = rest.starts_with('[') ? rest.find(']') : rest.find(':');
  std::string_view port;
  if (rest.starts_with('[')) {
    if (end == std::string_view::npos) return std::nullopt;
    host.host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
  } else {
    host.host = rest.substr(0, end);
    if (end != std::string_view::npos) port = rest.substr(end);
  }
  if (!port.empty()) {
    const auto [stop, failure] =
        std::from_chars(port.data() + 1, port.data() + port.size(), host.port);
    if (port[0] != ':' || failure != std::errc() || stop != port.data() + port.size()) {
      return std::nullopt;
    }
  }
  if (host.host.empty() || host.host.find('@') != std::string::npos || host.port == 0) {
    return std::nullopt;
  }
  // The operator chose it; and the lock file says what its packages have to be.
  host.may_be_private = true;
  return host;
}

Result<void> npm_ci(const std::optional<NpmProgram>& program, const fs::path& manifest,
                    const fs::path& folder, const std::string& what, sandbox::Launcher& launcher,
                    const Progress& progress) {
  const std::optional<NpmProgram> jailed = program ? program : find_npm();
  const std::vector<std::string> own =
      program ? std::vector<std::string>{program->node.string(), program->cli.string()}
              : std::vector<std::string>{"npm"};
  const auto without = [&](const std::string& why) {
    progress("installing without a jail: " + why);
    return install_on_the_host(own, manifest, folder, what);
  };
  if (!jailed && in_path("npm").empty()) return install_on_the_host(own, manifest, folder, what);
  if (!jailed) return without("the npm of PATH is not npm itself");
  // The operator's own npm knows all of the operator's files.
  Result<NpmSettings> settings = ask_for_settings({"npm"});
  if (!settings) settings = ask_for_settings(own);
  if (!settings) return std::move(settings).error();
  if (settings->has_proxy) {
    Result<void> done = without("npm has a proxy of its own");
    if (!done) hide_secrets(done.error(), *settings);
    return done;
  }
  const std::optional<sandbox::AllowedHost> host = registry_host(settings->registry);
  if (!host) {
    // npm keeps an address with a password in it to itself.
    const std::string named = settings->registry.empty()
                                  ? "npm does not tell the address of its registry"
                                  : "npm names no registry that can be reached: '" +
                                        visible(without_user(settings->registry), 100) + "'";
    return grader_error(
        named, "",
        "npm config get registry has to give an address of http or https, without a user; a token "
        "stands on a line of its own: //host/:_authToken=${TOKEN}");
  }
  return install_in_a_jail(*jailed, *settings, *host, manifest, folder, what, launcher);
}

}  // namespace grader::runners
