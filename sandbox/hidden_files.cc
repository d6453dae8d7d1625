#include "sandbox/hidden_files.h"

#include <cstdio>
#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "grader/base/file.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

bool is_hidden_file(const fs::path& descriptor, dev_t device) {
  struct stat facts {};
  return ::stat(descriptor.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
         facts.st_dev == device && facts.st_nlink == 0;
}

// "scm_fds: 3" of a unix socket: descriptors that were sent and not yet received.
bool carries_descriptors(const fs::path& about) {
  const Result<std::string> text = read_file(about);
  if (!text) return false;
  const std::size_t at = text->find("scm_fds:");
  return at != std::string::npos && std::strtoul(text->c_str() + at + 8, nullptr, 10) > 0;
}

// "7f..-7f.. rw-s 00000000 fe:00 131 /a/name (deleted)"
bool maps_hidden_file(const std::string& process, dev_t device) {
  const Result<std::string> maps = read_file(process + "/maps");
  if (!maps) return false;
  char place[16];
  std::snprintf(place, sizeof place, " %02x:%02x ", major(device), minor(device));
  for (std::size_t at = 0; at < maps->size();) {
    const std::size_t end = std::min(maps->find('\n', at), maps->size());
    const std::string line = maps->substr(at, end - at);
    if (line.ends_with(" (deleted)") && line.find(place) != std::string::npos) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool hold_hidden_files(const std::vector<pid_t>& processes, dev_t device) {
  for (const pid_t pid : processes) {
    const std::string process = "/proc/" + std::to_string(pid);
    std::error_code failed;
    for (fs::directory_iterator entry(process + "/fd", failed), end; !failed && entry != end;
         entry.increment(failed)) {
      const std::string number = entry->path().filename().string();
      if (is_hidden_file(entry->path(), device) ||
          carries_descriptors(process + "/fdinfo/" + number)) {
        return true;
      }
    }
    if (maps_hidden_file(process, device)) return true;
  }
  return false;
}

}  // namespace grader::sandbox
