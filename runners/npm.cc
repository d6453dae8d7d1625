#include "runners/npm.h"

#include <string_view>
#include <utility>

#include "grader/base/text.h"
#include "sandbox/trusted_process.h"

namespace grader::runners {
namespace {

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
  if (says(output, {"can only install packages when your package.json"})) {
    return grader_error("package.json and package-lock.json of " + what + " do not fit", "",
                        "make the lock file anew: npm install --package-lock-only");
  }
  return grader_error("npm failed for " + what + " with exit code " + std::to_string(exit_code) +
                      (complaint.empty() ? "" : ": " + complaint));
}

Result<void> npm_ci(const std::vector<std::string>& npm, const std::filesystem::path& folder,
                    const std::string& what) {
  sandbox::TrustedCommand command;
  command.argv = npm;
  for (const char* argument : {"ci", "--ignore-scripts", "--no-audit", "--no-fund"}) {
    command.argv.emplace_back(argument);
  }
  command.working_directory = folder.string();
  command.environment = {{"npm_config_update_notifier", "false"},
                         {"npm_config_loglevel", "error"},
                         {"npm_config_progress", "false"},
                         {"NODE_ENV", ""}};  // "production" would leave packages out
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
  return {};
}

}  // namespace grader::runners
