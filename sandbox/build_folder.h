// A folder on the host for what a build in a jail writes; gone at the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

// Where jails see it.
inline constexpr const char* kBuildPlace = "/build";

class BuildFolder {
 public:
  // In the folder for temporary files. Removes what killed graders of this user left there.
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
  Fd lock_;  // who holds it is alive
};

}  // namespace grader::sandbox
