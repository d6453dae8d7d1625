// The files of a local repository, looked at before libgit2 opens them: a .git folder that somebody
// made by hand can lead into other repositories of the host, or make a reader wait for ever.
#pragma once

#include <filesystem>
#include <string>

#include "grader/base/result.h"

namespace grader::source {

// `place` is a work tree or a bare repository; where it is neither there is nothing to refuse. An
// Error (Blame::Submission) names what git would not have made, or what leads out:
//   - what git reads is a regular file or a folder: no link, pipe, socket or device;
//   - a .git file leads to a folder that knows this place (a worktree, a submodule);
//   - no other repository's objects are borrowed (objects/info/alternates);
//   - files that the configuration includes are regular and small.
// `name` is the repository's name for messages.
Result<void> check_layout(const std::filesystem::path& place, const std::string& name);

}  // namespace grader::source
