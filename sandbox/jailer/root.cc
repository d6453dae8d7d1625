#include "sandbox/jailer/root.h"

#include <cerrno>
#include <climits>
#include <iterator>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/jailer/file_wall.h"
#include "sandbox/jailer/mounts.h"

namespace grader::sandbox::jailer {
namespace {

constexpr const char* kDevices[] = {"null", "zero", "full", "random", "urandom"};
constexpr const char* kWritableDevices[] = {"null", "zero", "full"};
constexpr const char* kFromEtc[] = {"ld.so.cache", "alternatives", "fonts", "ssl"};
// Top folders that a host may have as links into /usr or as folders of their own.
constexpr const char* kBesideUsr[] = {"bin", "sbin", "lib", "lib64"};
constexpr std::uint64_t kRootBytes = 4 << 20;
constexpr std::uint64_t kRootInodes = 4096;

bool is_folder(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool exists(const std::string& path) {
  struct stat facts {};
  return ::lstat(path.c_str(), &facts) == 0;
}

// A copy of `source` at `target`, which is made as what the source is.
Result<void> show(const std::string& source, const std::string& target, Copy how) {
  Result<void> made = is_folder(source) ? make_folder(target) : make_file(target, "");
  if (!made) return made;
  Result<Fd> tree = copy_tree(source, how);
  if (!tree) return tree.error();
  return attach(*tree, target);
}

// Makes a folder a mount of its own, so that it can be moved into each jail.
Result<void> make_movable(const std::string& path) {
  Fd tree(::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  if (!tree) return system_error("cannot prepare the jail's root", errno, path);
  return attach(tree, path);
}

Result<void> make_etc(const std::string& etc, unsigned student_id) {
  const std::string id = std::to_string(student_id);
  const struct {
    const char* name;
    std::string content;
  } files[] = {
      {"passwd", "root:x:0:0::/nonexistent:/usr/sbin/nologin\nstudent:x:" + id + ":" + id +
                     "::/tmp:/usr/sbin/nologin\n"},
      {"group", "root:x:0:\nstudent:x:" + id + ":\n"},
      {"hosts", "127.0.0.1 localhost\n::1 localhost\n"},
      {"hostname", "jail\n"},
      {"nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"},
  };
  if (Result<void> made = make_folder(etc); !made) return made;
  if (Result<void> made = make_movable(etc); !made) return made;
  for (const auto& file : files) {
    if (Result<void> made = make_file(etc + "/" + file.name, file.content); !made) return made;
  }
  for (const char* name : kFromEtc) {
    const std::string source = std::string("/etc/") + name;
    if (!exists(source)) continue;
    if (Result<void> shown = show(source, etc + "/" + name, Copy::Files); !shown) return shown;
  }
  return make_read_only(etc);
}

Result<void> make_dev(const std::string& dev) {
  if (Result<void> made = make_folder(dev); !made) return made;
  if (Result<void> made = make_movable(dev); !made) return made;
  for (const char* name : kDevices) {
    const std::string source = std::string("/dev/") + name;
    if (Result<void> shown = show(source, dev + "/" + name, Copy::Devices); !shown) return shown;
  }
  const char* links[][2] = {{"/proc/self/fd", "fd"},
                            {"/proc/self/fd/0", "stdin"},
                            {"/proc/self/fd/1", "stdout"},
                            {"/proc/self/fd/2", "stderr"}};
  for (const auto& link : links) {
    if (::symlink(link[0], (dev + "/" + link[1]).c_str()) != 0) {
      return system_error("cannot make a link in the jail", errno, link[1]);
    }
  }
  if (Result<void> made = make_folder(dev + "/shm"); !made) return made;
  return make_read_only(dev);
}

Result<void> make_folders_above(const std::string& inside, const std::string& target) {
  for (std::size_t slash = target.find('/', 1); slash != std::string::npos;
       slash = target.find('/', slash + 1)) {
    if (Result<void> made = make_folder(inside + target.substr(0, slash)); !made) return made;
  }
  return {};
}

Result<void> put_in(const std::string& inside, const Mount& mount, const Fd& tree) {
  const std::string target = inside + mount.target;
  if (Result<void> made = make_folders_above(inside, mount.target); !made) return made;
  if (!exists(target)) {
    Result<void> made = is_folder(mount.source) ? make_folder(target) : make_file(target, "");
    if (!made) return made;
  }
  return attach(tree, target);
}

bool is_below_a_place(const std::string& path) {
  for (const char* place : kPlaces) {
    const std::string folder = std::string(place) + "/";
    if (path.compare(0, folder.size(), folder) == 0) return true;
  }
  return false;
}

// Moves a mount of the template into this jail's root.
Result<void> move_in(const std::string& from, const std::string& to) {
  if (Result<void> made = make_folder(to); !made) return made;
  if (::move_mount(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 0) != 0) {
    return system_error("cannot move a mount into the jail", errno, to);
  }
  return {};
}

Result<void> show_beside_usr(const std::string& root, const std::string& inside) {
  for (const char* name : kBesideUsr) {
    const std::string host = std::string("/") + name;
    char target[PATH_MAX];
    const ssize_t length = ::readlink(host.c_str(), target, sizeof target - 1);
    if (length > 0) {
      target[length] = '\0';
      if (::symlink(target, (inside + host).c_str()) != 0) {
        return system_error("cannot make a link in the jail", errno, host);
      }
    } else if (is_folder(root + host)) {
      if (Result<void> moved = move_in(root + host, inside + host); !moved) return moved;
    }
  }
  return {};
}

}  // namespace

Result<void> make_template(const std::string& root, unsigned student_id) {
  // Students read what is made here and in each jail, whatever the operator's umask was.
  ::umask(0022);
  Result<Fd> tmpfs = make_tmpfs(kRootBytes, kRootInodes);
  if (!tmpfs) return tmpfs.error();
  if (Result<void> attached = attach(*tmpfs, root); !attached) return attached;
  if (Result<void> made = make_folder(root + "/jail"); !made) return made;
  if (Result<void> shown = show("/usr", root + "/usr", Copy::Files); !shown) return shown;
  for (const char* name : kBesideUsr) {
    const std::string host = std::string("/") + name;
    struct stat facts {};
    if (::lstat(host.c_str(), &facts) != 0 || !S_ISDIR(facts.st_mode)) continue;
    if (Result<void> shown = show(host, root + host, Copy::Files); !shown) return shown;
  }
  if (Result<void> made = make_etc(root + "/etc", student_id); !made) return made;
  return make_dev(root + "/dev");
}

Result<EnteredRoot> enter_root(const std::string& root, const std::vector<Fd>& places,
                               const std::vector<Mount>& mounts,
                               const std::vector<Mount>& writable) {
  const std::string inside = root + "/jail";
  Result<Fd> tmpfs = make_tmpfs(kRootBytes, kRootInodes);
  if (!tmpfs) return tmpfs.error();
  if (Result<void> attached = attach(*tmpfs, inside); !attached) return attached.error();
  for (const char* name : {"/usr", "/etc", "/dev"}) {
    if (Result<void> moved = move_in(root + name, inside + name); !moved) return moved.error();
  }
  if (Result<void> shown = show_beside_usr(root, inside); !shown) return shown.error();

  if (Result<void> made = make_folder(inside + "/proc"); !made) return made.error();
  if (::mount("proc", (inside + "/proc").c_str(), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              "hidepid=invisible,subset=pid") != 0) {
    return system_error("cannot mount a fresh /proc in the jail", errno);
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::string target = inside + kPlaces[i];
    if (Result<void> made = make_folder(target); !made) return made.error();
    if (Result<void> attached = attach(places[i], target); !attached) return attached.error();
  }

  EnteredRoot entered;
  for (const Mount& mount : mounts) {
    Result<Fd> tree = copy_tree(mount.source, Copy::Files);
    if (!tree) return std::move(tree).error();
    if (is_below_a_place(mount.target)) {
      entered.late.push_back({std::move(*tree), mount.target});
      continue;
    }
    if (Result<void> put = put_in(inside, mount, *tree); !put) return put.error();
  }
  std::vector<Fd> own;
  for (const Mount& mount : writable) {
    Result<Fd> tree = copy_tree(mount.source, Copy::Scratch);
    if (!tree) return std::move(tree).error();
    if (Result<void> put = put_in(inside, mount, *tree); !put) return put.error();
    own.push_back(*std::move(tree));
  }
  // By what is mounted, while it is known for sure what that is.
  std::vector<int> folders, devices;
  for (const Fd& place : places) folders.push_back(place.get());
  for (const Fd& folder : own) folders.push_back(folder.get());
  for (const char* name : kWritableDevices) {
    own.emplace_back(::open((inside + "/dev/" + name).c_str(), O_PATH | O_CLOEXEC));
    devices.push_back(own.back().get());
  }
  Result<Fd> wall = make_file_wall(tmpfs->get(), folders, devices);
  if (!wall) return std::move(wall).error();
  entered.wall = *std::move(wall);

  if (::chdir(inside.c_str()) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0) {
    Error error = system_error("cannot enter the jail's root (pivot_root)", errno);
    error.hint = "in a plain chroot, mount the root onto itself first";
    return error;
  }
  // The host's tree lies on top of ours now: away with it.
  if (::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0) {
    return system_error("cannot let go of the host's files", errno);
  }
  if (Result<void> sealed = make_read_only("/"); !sealed) return sealed.error();
  return entered;
}

Result<void> finish_root(const std::vector<LateMount>& late, const Program& program) {
  for (std::size_t i = 0; i < program.places.size() && i < kPlaceCount; ++i) {
    const PlaceSize& size = program.places[i];
    if (Result<void> set = resize_tmpfs(kPlaces[i], size.bytes, size.inodes); !set) return set;
  }
  for (const LateMount& mount : late) {
    if (Result<void> attached = attach(mount.tree, mount.target); !attached) return attached;
  }
  // Outermost first: each next one is then looked up through the mount above it.
  for (const std::string& folder : program.pinned_folders) {
    if (Result<void> pinned = make_movable(folder); !pinned) return pinned;
  }
  for (const std::string& file : program.pinned_files) {
    Result<Fd> tree = copy_tree(file, Copy::Files);
    if (!tree) return tree.error();
    if (Result<void> attached = attach(*tree, file); !attached) return attached;
  }
  return {};
}

}  // namespace grader::sandbox::jailer
