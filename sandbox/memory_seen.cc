#include "sandbox/memory_seen.h"

#include <sys/stat.h>

#include "grader/base/digest.h"
#include "grader/base/file.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

std::string identity(const fs::path& program) {
  struct stat about {};
  if (::stat(program.c_str(), &about) != 0) return "";
  std::string text;
  for (const long long number :
       {static_cast<long long>(about.st_dev), static_cast<long long>(about.st_ino),
        static_cast<long long>(about.st_size), static_cast<long long>(about.st_mtim.tv_sec),
        static_cast<long long>(about.st_mtim.tv_nsec)}) {
    text += " " + std::to_string(number);
  }
  return text + "\n";
}

}  // namespace

std::string memory_seen_key(const fs::path& libexec, const CgroupParents& cgroups) {
  const Result<std::string> boot = read_file("/proc/sys/kernel/random/boot_id");
  if (!boot) return "";
  std::string key = *boot;
  for (const fs::path& program :
       {fs::path("/proc/self/exe"), libexec / "grader-jailer", libexec / "grader-attacker"}) {
    const std::string about = identity(program);
    if (about.empty()) return "";
    key += about;
  }
  return key + (cgroups.memory_is_v2 ? "v2" : cgroups.memory.empty() ? "none" : "v1") + "\n";
}

fs::path memory_seen_file(const fs::path& run_directory, const std::string& key) {
  return run_directory / ("memory-limit-seen-" + sha256(key).substr(0, 16));
}

bool memory_was_seen(const fs::path& run_directory, const std::string& key) {
  const Result<std::string> seen = read_file(memory_seen_file(run_directory, key));
  return seen && !key.empty() && *seen == key;
}

void remember_memory_was_seen(const fs::path& run_directory, const std::string& key) {
  // Where it cannot be written the next start looks again.
  if (!key.empty()) (void)write_file_atomically(memory_seen_file(run_directory, key), key);
}

}  // namespace grader::sandbox
