// The operator's configuration: /etc/grader/config.yaml, then the user's, then --config; later
// files win key by key. docs/configuration.md describes the keys.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/source.h"
#include "sandbox/launcher.h"

namespace grader::cli {

struct Configuration {
  source::Policy policy;
  sandbox::Limits default_limits;
  sandbox::Limits maximum_limits;
  std::filesystem::path cache;               // of repositories, layers and lists of tests
  std::vector<std::filesystem::path> files;  // that were read, in this order
};

// Reads the files that exist. `given` (--config) must exist where it is not empty. Mistakes are a
// usage error with file, line and column; all of a file at once.
Result<Configuration> load_configuration(const std::filesystem::path& given);

// For tests: the same from these files, in this order.
Result<Configuration> load_configuration_files(const std::vector<std::filesystem::path>& files);

}  // namespace grader::cli
