#include "sandbox/jailer/file_wall.h"

#include <cerrno>
#include <cstdint>

#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace grader::sandbox::jailer {
namespace {

// Newer than Debian 12's headers.
constexpr std::uint64_t kTruncate = 1u << 14;     // LANDLOCK_ACCESS_FS_TRUNCATE, ABI 3
constexpr std::uint64_t kDeviceIo = 1u << 15;     // LANDLOCK_ACCESS_FS_IOCTL_DEV, ABI 5
constexpr std::uint64_t kOutside = 1u | 1u << 1;  // LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, _SIGNAL, 6

struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};

constexpr std::uint64_t kRead =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWrite =
    LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
    LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;
constexpr std::uint64_t kNodes = LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK;
constexpr int kLeastAbi = 2;

Result<void> allow(const Fd& wall, int below, std::uint64_t rights) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = rights;
  rule.parent_fd = below;
  if (::syscall(SYS_landlock_add_rule, wall.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
    return system_error("cannot build the second wall around files", errno);
  }
  return {};
}

}  // namespace

Result<Fd> make_file_wall(int root, const std::vector<int>& writable,
                          const std::vector<int>& devices) {
  const long abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < kLeastAbi) return Fd();
  const std::uint64_t truncate = abi >= 3 ? kTruncate : 0;
  const std::uint64_t device_io = abi >= 5 ? kDeviceIo : 0;
  RulesetAttributes attributes;
  attributes.files = kRead | kWrite | kNodes | truncate | device_io;
  attributes.scoped = abi >= 6 ? kOutside : 0;
  Fd wall(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0)));
  if (!wall) return system_error("cannot build the second wall around files", errno);

  if (Result<void> done = allow(wall, root, kRead); !done) return done.error();
  for (const int folder : writable) {
    if (Result<void> done = allow(wall, folder, kRead | kWrite | truncate); !done) {
      return done.error();
    }
  }
  for (const int device : devices) {
    const std::uint64_t rights =
        LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | truncate | device_io;
    if (Result<void> done = allow(wall, device, rights); !done) return done.error();
  }
  return wall;
}

Result<void> raise_file_wall(const Fd& wall) {
  if (wall && ::syscall(SYS_landlock_restrict_self, wall.get(), 0) != 0) {
    return system_error("cannot raise the second wall around files", errno);
  }
  return {};
}

}  // namespace grader::sandbox::jailer
