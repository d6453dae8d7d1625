// Installing pinned packages with npm: without running anything that comes in the packages, in a
// jail that reaches the configured registry and nothing else.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// How npm is started: on the host, absolute.
struct NpmProgram {
  std::filesystem::path node;
  std::filesystem::path cli;  // .../npm/bin/npm-cli.js
};

// The npm of PATH. None where it is not what Node.js starts (a wrapper of a version manager), or
// where there is none.
std::optional<NpmProgram> find_npm();

// What the operator's npm says about itself.
struct NpmSettings {
  std::string registry;
  std::string ca_file, user_file, global_file;  // empty: none
  bool has_proxy = false;
};

// Of the lines of `npm config get KEY...`.
NpmSettings parse_npm_settings(std::string_view output);

// "https://registry.example:8443/path" as the one host to reach; none where it is no such address.
std::optional<sandbox::AllowedHost> registry_host(const std::string& registry);

// `npm ci` into `folder`, which is there and empty, of the package.json and package-lock.json in
// `manifest`. `program`: none for the npm of PATH. `what` is its subject in errors: "environment
// 'node'". Where npm cannot be jailed (it is a wrapper, or needs a proxy of its own) it runs
// without one, and `progress` is told why. Variables that the operator's npmrc files name as
// ${NAME} come along; no secret of theirs is in an Error.
Result<void> npm_ci(const std::optional<NpmProgram>& program, const std::filesystem::path& manifest,
                    const std::filesystem::path& folder, const std::string& what,
                    sandbox::Launcher& launcher,
                    const std::function<void(const std::string&)>& progress);

// What an npm that failed means, from its words.
Error npm_error(int exit_code, const std::string& output, const std::string& what);

}  // namespace grader::runners
