// What was installed, before it becomes part of a layer.
#pragma once

#include <filesystem>
#include <string>

#include "grader/base/result.h"

namespace grader::runners {

// Makes what a jailed npm wrote into `folder` ours. An Error where there is more than files,
// folders and links that stay inside: a layer is read and mounted outside of any jail. `what` is
// the subject of errors: "environment 'node'".
Result<void> take_over_packages(const std::filesystem::path& folder, const std::string& what);

}  // namespace grader::runners
