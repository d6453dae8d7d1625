#include "sandbox/build_folder.h"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/remove_folder.h"
#include "sandbox/slot_lease.h"

namespace grader::sandbox {

namespace fs = std::filesystem;

namespace {

constexpr const char* kName = "grader-build-";

// Ours, or lent to a jail of ours, and its lock was nobody's; else nothing.
Fd lock_folder(const fs::path& path) {
  Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts {};
  if (!folder || ::fstat(folder.get(), &facts) != 0) return {};
  const bool lent = ::geteuid() == 0 && facts.st_uid >= kFirstStudentId;
  if (facts.st_uid != ::geteuid() && !lent) return {};
  if (::flock(folder.get(), LOCK_EX | LOCK_NB) != 0) return {};
  return folder;
}

void remove_stale(const fs::path& parent) {
  std::error_code failed;
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(parent, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().filename().string().starts_with(kName)) found.push_back(entry->path());
  }
  for (const fs::path& path : found) {
    const Fd lock = lock_folder(path);
    if (lock) (void)remove_folder(path);
  }
}

}  // namespace

Result<BuildFolder> BuildFolder::make() {
  std::error_code failed;
  const fs::path parent = fs::temp_directory_path(failed);
  if (failed) return system_error("cannot find the folder for temporary files", failed.value());
  remove_stale(parent);
  for (int attempt = 0; attempt < 10; ++attempt) {
    std::string name = (parent / (std::string(kName) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr) {
      return system_error("cannot make a folder for a build", errno, name);
    }
    // Before it was locked, another grader may have taken it for a stale one.
    BuildFolder folder;
    folder.lock_ = lock_folder(name);
    if (!folder.lock_ || !fs::exists(name, failed)) continue;
    folder.path_ = name;
    return folder;
  }
  return grader_error("cannot keep a folder for a build", parent.string());
}

BuildFolder::BuildFolder(BuildFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}

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
