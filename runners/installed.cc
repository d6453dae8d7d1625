#include "runners/installed.h"

#include <cerrno>
#include <iterator>

#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/text.h"
#include "sandbox/remove_folder.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;

// Ups at first and at most to the top, then downs: a link on the way could turn a later up into one
// that leaves.
bool leads_out(const fs::path& link, const fs::path& folder) {
  std::error_code failure;
  const fs::path target = fs::read_symlink(link, failure);
  if (failure || target.is_absolute()) return true;
  const fs::path above = link.lexically_relative(folder).parent_path();
  auto depth = std::distance(above.begin(), above.end());
  bool goes_down = false;
  for (const fs::path& part : target) {
    if (part == "..") {
      if (goes_down || depth-- == 0) return true;
    } else if (part != "." && !part.empty()) {
      goes_down = true;
    }
  }
  return false;
}

}  // namespace

Result<void> take_over_packages(const fs::path& folder, const std::string& what) {
  if (auto removed = sandbox::remove_folder(folder / ".npm-cache"); !removed) return removed;
  std::error_code failure;
  for (fs::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const fs::path& path = entry->path();
    const auto refused = [&](const char* why) {
      return grader_error("the packages of " + what + " hold " + why + ": " +
                              visible(path.lexically_relative(folder).string(), 200),
                          "", "no package needs that; look at who made it before you use it");
    };
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0 ||
        ::lchown(path.c_str(), ::geteuid(), ::getegid()) != 0) {
      return system_error("cannot take over the packages of " + what, errno, path.string());
    }
    if (S_ISLNK(facts.st_mode)) {
      if (leads_out(path, folder)) return refused("a link that leads out of them");
    } else if (!S_ISDIR(facts.st_mode) && (!S_ISREG(facts.st_mode) || facts.st_nlink != 1)) {
      return refused("what is no plain file");
    }
  }
  if (failure) return system_error("cannot read the packages of " + what, failure.value(), folder);
  return {};
}

}  // namespace grader::runners
