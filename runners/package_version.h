// The version that a package.json of an installed package says.
#pragma once

#include <filesystem>
#include <string>

#include "grader/base/result.h"

namespace grader::runners {

Result<std::string> package_version(const std::filesystem::path& package_json);

}  // namespace grader::runners
