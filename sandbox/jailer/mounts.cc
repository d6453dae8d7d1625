#include "sandbox/jailer/mounts.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

namespace grader::sandbox::jailer {
namespace {

Result<void> set_flags(int fd, std::uint64_t flags, bool all_below) {
  mount_attr attributes{};
  attributes.attr_set = flags;
  const unsigned how = AT_EMPTY_PATH | (all_below ? AT_RECURSIVE : 0u);
  if (::mount_setattr(fd, "", how, &attributes, sizeof attributes) != 0) {
    return system_error("cannot set the flags of a mount", errno);
  }
  return {};
}

bool set_size(const Fd& context, std::uint64_t bytes, std::uint64_t inodes) {
  const std::string size = std::to_string(bytes), count = std::to_string(inodes);
  return ::fsconfig(context.get(), FSCONFIG_SET_STRING, "size", size.c_str(), 0) == 0 &&
         ::fsconfig(context.get(), FSCONFIG_SET_STRING, "nr_inodes", count.c_str(), 0) == 0;
}

}  // namespace

Result<Fd> make_tmpfs(std::uint64_t bytes, std::uint64_t inodes) {
  const Fd context(::fsopen("tmpfs", FSOPEN_CLOEXEC));
  if (!context) return system_error("cannot make a tmpfs (fsopen)", errno);
  if (!set_size(context, bytes, inodes) ||
      ::fsconfig(context.get(), FSCONFIG_SET_STRING, "mode", "1777", 0) != 0 ||
      ::fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) {
    return system_error("cannot make a tmpfs (fsconfig)", errno);
  }
  Fd mount(::fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  if (!mount) return system_error("cannot make a tmpfs (fsmount)", errno);
  return mount;
}

Result<void> resize_tmpfs(const std::string& path, std::uint64_t bytes, std::uint64_t inodes) {
  const Fd context(::fspick(AT_FDCWD, path.c_str(), FSPICK_CLOEXEC));
  if (!context || !set_size(context, bytes, inodes) ||
      ::fsconfig(context.get(), FSCONFIG_CMD_RECONFIGURE, nullptr, nullptr, 0) != 0) {
    return system_error("cannot set the size of a place in the jail", errno, path);
  }
  return {};
}

Result<Fd> copy_tree(const std::string& path, Copy how) {
  Fd tree(::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!tree) return system_error("cannot show a host path in the jail", errno, path);
  std::uint64_t flags = MOUNT_ATTR_NOSUID;
  if (how != Copy::Scratch) flags |= MOUNT_ATTR_RDONLY;
  if (how != Copy::Devices) flags |= MOUNT_ATTR_NODEV;
  if (how != Copy::Files) flags |= MOUNT_ATTR_NOEXEC;
  if (Result<void> set = set_flags(tree.get(), flags, true); !set) return set.error();
  return tree;
}

Result<void> attach(const Fd& mount, const std::string& target) {
  if (::move_mount(mount.get(), "", AT_FDCWD, target.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0) {
    return system_error("cannot mount in the jail", errno, target);
  }
  return {};
}

Result<void> make_read_only(const std::string& path) {
  const Fd place(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!place) return system_error("cannot open", errno, path);
  return set_flags(place.get(), MOUNT_ATTR_RDONLY, false);
}

Result<void> make_folder(const std::string& path, unsigned mode) {
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
    return system_error("cannot make a folder in the jail", errno, path);
  }
  return {};
}

Result<void> make_file(const std::string& path, const std::string& content) {
  const Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file ||
      ::write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size())) {
    return system_error("cannot make a file in the jail", errno, path);
  }
  return {};
}

}  // namespace grader::sandbox::jailer
