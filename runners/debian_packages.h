// The versions of the system's own packages, which are the python environment's address.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"

namespace grader::runners {

inline constexpr const char* kDpkgStatus = "/var/lib/dpkg/status";

// Package -> version, "" where it is not installed. Asking dpkg takes some 10 ms, so the answer is
// kept in `cache_folder` until dpkg's status file changes; a cache that cannot be written is no
// error.
Result<std::map<std::string, std::string>> debian_versions(
    const std::filesystem::path& cache_folder, const std::vector<std::string>& packages);

}  // namespace grader::runners
