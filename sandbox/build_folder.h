// A folder on the host for what a build in a jail writes; gone at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

// Where jails see it.
inline constexpr const char* kBuildPlace = "/build";

class BuildFolder {
 public:
  static Result<BuildFolder> make();
  BuildFolder(BuildFolder&& other) noexcept;
  BuildFolder& operator=(BuildFolder&&) = delete;
  ~BuildFolder();

  // For the command that builds: at most so many bytes.
  WritableFolder writable(std::uint64_t bytes) const;
  // For the commands after it, which run as others.
  Result<Mount> readable() const;

 private:
  BuildFolder() = default;
  std::filesystem::path path_;
};

}  // namespace grader::sandbox
