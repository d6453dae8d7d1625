#include "sandbox/build_folder.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "sandbox/remove_folder.h"

namespace grader::sandbox {

namespace fs = std::filesystem;

Result<BuildFolder> BuildFolder::make() {
  std::error_code failed;
  std::string name = (fs::temp_directory_path(failed) / "grader-build-XXXXXX").string();
  if (failed || ::mkdtemp(name.data()) == nullptr) {
    return system_error("cannot make a folder for a build", errno, name);
  }
  BuildFolder folder;
  folder.path_ = name;
  return folder;
}

BuildFolder::BuildFolder(BuildFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

BuildFolder::~BuildFolder() {
  if (!path_.empty()) (void)remove_folder(path_);
}

WritableFolder BuildFolder::writable(std::uint64_t bytes) const {
  return {path_.string(), kBuildPlace, bytes};
}

Result<Mount> BuildFolder::readable() const {
  // Built by one student's id, read by another's.
  std::error_code failed;
  fs::permissions(path_, fs::perms(0755), failed);
  if (failed) return system_error("cannot show what was built", failed.value());
  return Mount{path_.string(), kBuildPlace};
}

}  // namespace grader::sandbox
