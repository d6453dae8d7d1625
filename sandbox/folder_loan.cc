#include "sandbox/folder_loan.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "sandbox/hidden_files.h"

namespace grader::sandbox {
namespace {

constexpr std::uint64_t kBlock = 512;

using Listing = std::unique_ptr<DIR, int (*)(DIR*)>;

Listing list(int parent, const char* name) {
  const int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR* listing = fd < 0 ? nullptr : ::fdopendir(fd);
  if (fd >= 0 && listing == nullptr) ::close(fd);
  return {listing, ::closedir};
}

struct Sum {
  std::uint64_t bytes = 0;
  std::uint64_t entries = 0;
};

// False once it is too much.
bool add_up(int parent, const char* name, const WritableFolder& limits, int depth, Sum& sum) {
  const Listing listing = list(parent, name);
  // Gone meanwhile is nothing; where the program keeps us out it hides something.
  if (!listing) return errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string_view called = entry->d_name;
    if (called == "." || called == "..") continue;
    struct stat facts {};
    if (::fstatat(::dirfd(listing.get()), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
      continue;
    }
    sum.bytes += static_cast<std::uint64_t>(facts.st_blocks) * kBlock;
    sum.entries += 1;
    if (sum.bytes > limits.bytes || sum.entries > limits.entries) return false;
    if (!S_ISDIR(facts.st_mode)) continue;
    if (depth == 0 || !add_up(::dirfd(listing.get()), entry->d_name, limits, depth - 1, sum)) {
      return false;
    }
  }
  return true;
}

std::uint64_t free_bytes(int folder) {
  struct statfs facts {};
  if (::fstatfs(folder, &facts) != 0) return 0;
  return static_cast<std::uint64_t>(facts.f_bfree) * static_cast<std::uint64_t>(facts.f_bsize);
}

}  // namespace

FolderLoan::FolderLoan(Fd folder, const WritableFolder& limits)
    : folder_(std::move(folder)), limits_(limits), free_before_(free_bytes(folder_.get())) {}

Result<FolderLoan> FolderLoan::give(const WritableFolder& folder, std::uint32_t student_id) {
  Fd fd(::open(folder.source.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat facts {};
  if (!fd || ::fstat(fd.get(), &facts) != 0) {
    return system_error("cannot open a folder for a jail", errno, folder.source);
  }
  Sum sum;
  const WritableFolder empty{folder.source, folder.target, ~std::uint64_t{0}, 0, 0};
  if (facts.st_uid != ::geteuid() || !add_up(fd.get(), ".", empty, 0, sum)) {
    return grader_error("a folder for a jail has to be ours and empty", folder.source);
  }
  if (::fchmod(fd.get(), 0700) != 0 ||
      (student_id != 0 && ::fchown(fd.get(), student_id, student_id) != 0)) {
    return system_error("cannot give a folder to a jail", errno, folder.source);
  }
  return FolderLoan(std::move(fd), folder);
}

FolderLoan::~FolderLoan() {
  if (!folder_) return;
  // Where it fails the folder cannot be read or removed by its owner, which says so.
  if (::fchown(folder_.get(), ::geteuid(), ::getegid()) != 0) return;
  ::fchmod(folder_.get(), 0700);
}

bool FolderLoan::is_over(const std::function<std::vector<pid_t>()>& processes) const {
  Sum sum;
  if (!add_up(folder_.get(), ".", limits_, static_cast<int>(limits_.depth), sum)) return true;
  // Others write there too, so that more is gone than is seen is a reason to look, no more.
  const std::uint64_t left = free_bytes(folder_.get()) + sum.bytes;
  if (left >= free_before_ || free_before_ - left <= std::min(limits_.bytes, free_before_ / 2)) {
    return false;
  }
  struct stat facts {};
  return ::fstat(folder_.get(), &facts) == 0 && hold_hidden_files(processes(), facts.st_dev);
}

}  // namespace grader::sandbox
