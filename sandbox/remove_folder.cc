#include "sandbox/remove_folder.h"

#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"

namespace grader::sandbox {
namespace {

std::vector<std::string> names_in(int folder) {
  const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(own < 0 ? nullptr : ::fdopendir(own),
                                                    ::closedir);
  std::vector<std::string> names;
  while (const dirent* entry = listing ? ::readdir(listing.get()) : nullptr) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  return names;
}

// Ours to change, if it is a folder; no descriptor where it is something else.
Fd open_folder(int above, const std::string& name) {
  constexpr int kHow = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
  Fd folder(::openat(above, name.c_str(), kHow));
  if (!folder && errno == EACCES && ::fchmodat(above, name.c_str(), 0700, 0) == 0) {
    folder = Fd(::openat(above, name.c_str(), kHow));
  }
  if (folder) ::fchmod(folder.get(), 0700);
  return folder;
}

// A folder on the way down, and what of it is still to be looked at.
struct Level {
  std::string name;
  std::vector<std::string> rest;
};

Error failure(const std::filesystem::path& folder) {
  return system_error("cannot remove a folder", errno, folder.string());
}

}  // namespace

Result<void> remove_folder(const std::filesystem::path& folder) {
  Fd at = open_folder(AT_FDCWD, folder.string());
  if (!at && errno == ENOENT) return {};
  if (!at) return failure(folder);
  // One descriptor and no path, whatever the depth: nobody moves folders any more, so ".." is where
  // we came from.
  std::vector<Level> way;
  way.push_back({"", names_in(at.get())});
  while (!way.empty()) {
    std::vector<std::string>& rest = way.back().rest;
    if (rest.empty()) {
      const std::string name = std::move(way.back().name);
      way.pop_back();
      if (way.empty()) break;
      at = Fd(::openat(at.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (!at || ::unlinkat(at.get(), name.c_str(), AT_REMOVEDIR) != 0) return failure(folder);
      continue;
    }
    const std::string name = std::move(rest.back());
    rest.pop_back();
    if (::unlinkat(at.get(), name.c_str(), 0) == 0 ||
        ::unlinkat(at.get(), name.c_str(), AT_REMOVEDIR) == 0) {
      continue;
    }
    Fd below = open_folder(at.get(), name);
    if (!below) return failure(folder);
    at = std::move(below);
    way.push_back({name, names_in(at.get())});
  }
  if (::rmdir(folder.c_str()) != 0) return failure(folder);
  return {};
}

}  // namespace grader::sandbox
