#include "runners/build_lock.h"

#include <cerrno>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "sandbox/remove_folder.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStaging = ".building-";

void remove_leftovers(const fs::path& layers) {
  std::vector<fs::path> old;
  std::error_code failure;
  for (fs::directory_iterator walk(layers, failure), end; !failure && walk != end;
       walk.increment(failure)) {
    if (walk->path().filename().string().rfind(kStaging, 0) == 0) old.push_back(walk->path());
  }
  for (const fs::path& path : old) {
    // Where it fails the next who stages there says so.
    if (Result<void> removed = sandbox::remove_folder(path); !removed) continue;
  }
}

}  // namespace

Result<BuildLock> BuildLock::take(const fs::path& layers,
                                  const std::function<void(const std::string&)>& progress) {
  Result<void> made = make_directories(layers);
  if (!made) return std::move(made).error();
  // The file stays: unlinking a lock file lets two builders hold two different ones.
  const fs::path path = layers / ".lock";
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return system_error("cannot open the lock of the layers", errno, path.string());
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    progress("waiting for another build to end");
    while (flock(fd, LOCK_EX) != 0) {
      if (errno == EINTR) continue;
      const int failure = errno;
      close(fd);
      return system_error("cannot lock the layers", failure, path.string());
    }
  }
  remove_leftovers(layers);
  return BuildLock(layers, fd);
}

BuildLock::BuildLock(BuildLock&& other) noexcept
    : layers_(std::move(other.layers_)), fd_(std::exchange(other.fd_, -1)) {}

BuildLock::~BuildLock() {
  if (fd_ < 0) return;
  remove_leftovers(layers_);
  close(fd_);
}

Result<fs::path> BuildLock::staging(const std::string& name) {
  const fs::path path = layers_ / (kStaging + name);
  Result<void> made = make_directories(path);
  if (!made) return std::move(made).error();
  return path;
}

}  // namespace grader::runners
