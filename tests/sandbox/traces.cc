#include "tests/sandbox/traces.h"

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <sstream>

#include "grader/base/file.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

// Empty where the process is gone, also when it goes in the middle of it.
std::string read(const fs::path& path) {
  Result<std::string> content = read_file(path);
  return content ? *std::move(content) : "";
}

}  // namespace

std::vector<int> processes_with(const std::string& token) {
  std::vector<int> found;
  std::error_code ignored;
  for (fs::directory_iterator entry("/proc", ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    const int pid = std::atoi(entry->path().filename().c_str());
    if (pid > 0 && read(entry->path() / "cmdline").find(token) != std::string::npos) {
      found.push_back(pid);
    }
  }
  return found;
}

std::vector<std::string> cgroups_named(const std::string& name) {
  std::vector<std::string> found;
  std::vector<fs::path> open = {"/sys/fs/cgroup"};
  while (!open.empty()) {
    const fs::path folder = open.back();
    open.pop_back();
    // Others make and remove theirs meanwhile.
    std::error_code ignored;
    for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
      std::error_code gone;
      if (entry->is_symlink(gone) || !entry->is_directory(gone)) continue;
      if (entry->path().filename().string().rfind(name, 0) == 0) found.push_back(entry->path());
      open.push_back(entry->path());
    }
  }
  return found;
}

std::vector<int> children_of(int pid) {
  const std::string task = "/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid);
  std::istringstream list(read(task + "/children"));
  return {std::istream_iterator<int>(list), std::istream_iterator<int>()};
}

std::size_t open_descriptors() {
  std::size_t count = 0;
  for (fs::directory_iterator entry("/proc/self/fd"), end; entry != end; ++entry) ++count;
  return count;
}

std::string mounts() {
  return read("/proc/self/mountinfo");
}

}  // namespace grader::sandbox
