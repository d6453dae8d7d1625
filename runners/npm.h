// Installing pinned packages with npm: outside of jails, since it needs the network, and without
// running anything that comes in the packages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/result.h"

namespace grader::runners {

// `npm ci` in `folder`, which holds package.json and package-lock.json. `npm` starts the program:
// {"npm"}, or {node, npm-cli.js}. `what` is its subject in errors: "environment 'node'".
Result<void> npm_ci(const std::vector<std::string>& npm, const std::filesystem::path& folder,
                    const std::string& what);

// What an npm that failed means, from its words.
Error npm_error(int exit_code, const std::string& output, const std::string& what);

}  // namespace grader::runners
