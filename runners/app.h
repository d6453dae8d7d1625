// Building an app of the submission in a jail (harness/app), for a browser to look at.
#pragma once

#include <string>

#include "grader/base/result.h"
#include "grader/model/verdict.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// Where a rubric names no environment for it.
inline constexpr const char* kAppEnvironment = "app";

// Where the pages of what was built lie, for the jails that see the build folder.
inline constexpr const char* kSite = "/build/site";

// How building went. Texts come from a jail: anything may stand in them.
struct AppBuilt {
  bool done = false;
  // Why there was nothing to build: "folder", "page" (index.html) or "entry" (src/index.js).
  std::string refused;
  std::string missing_package, missing_file;  // what a file imports and nothing has
  std::string said;                           // a mistake in a file, in the builder's words
  std::string file;                           // of the submission; may be empty
  int line = 0, column = 0;                   // from 1; 0: not known
  std::string failed;                         // our own program did not come to its end
  Cause cause = Cause::None;                  // how the jail ended, where nothing was said
};

// What the builder needs itself comes on top of what the rubric gives.
sandbox::Limits app_limits(const sandbox::Limits& limits);

// Without the submission's files and the folder that it writes, which the caller adds.
sandbox::Command app_command(const Environment& environment, const std::string& folder);

// Total: anything may stand in the outcome.
AppBuilt read_app(const sandbox::Outcome& outcome, Cause cause);

// Whether this environment builds a small app in a jail.
Result<void> check_app_builder(const Environment& environment, sandbox::Launcher& launcher);

// Whether apps are built there.
bool builds_apps(const EnvironmentManifest& manifest);

}  // namespace grader::runners
