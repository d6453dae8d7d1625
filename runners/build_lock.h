// One builder at a time below a folder of layers, over all processes of this machine.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "grader/base/result.h"

namespace grader::runners {

class BuildLock {
 public:
  // Waits for another builder, after telling `progress`. What killed builders left behind is
  // removed: while the lock is held nobody else builds.
  static Result<BuildLock> take(const std::filesystem::path& layers,
                                const std::function<void(const std::string&)>& progress);

  BuildLock(BuildLock&& other) noexcept;
  BuildLock& operator=(BuildLock&&) = delete;
  ~BuildLock();

  // A new, empty folder beside the layers, to be renamed into its place. Removed with the lock
  // where it still exists.
  Result<std::filesystem::path> staging(const std::string& name);

 private:
  BuildLock(std::filesystem::path layers, int fd) : layers_(std::move(layers)), fd_(fd) {}
  std::filesystem::path layers_;
  int fd_;
};

}  // namespace grader::runners
