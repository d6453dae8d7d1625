#include "sandbox/jail_files.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>
#include <string_view>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace grader::sandbox {
namespace {

constexpr std::uint64_t kPage = 4096;

// Never through a link, never out of `place`.
Fd open_inside(int place, const std::string& path, int flags, unsigned mode = 0) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC | O_NOFOLLOW);
  how.mode = mode;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return Fd(static_cast<int>(::syscall(SYS_openat2, place, path.c_str(), &how, sizeof how)));
}

struct Inside {
  std::size_t place;
  std::string path;  // relative to the place
};

bool is_clean(std::string_view relative) {
  if (relative.empty() || relative.find('\0') != std::string_view::npos) return false;
  for (std::size_t start = 0; start <= relative.size();) {
    std::size_t end = relative.find('/', start);
    if (end == std::string_view::npos) end = relative.size();
    const std::string_view part = relative.substr(start, end - start);
    if (part.empty() || part == "." || part == "..") return false;
    start = end + 1;
  }
  return true;
}

bool is_mount(std::string_view source, std::string_view target) {
  return source.starts_with('/') && target.starts_with('/') && is_clean(target.substr(1));
}

std::optional<Inside> locate(const std::string& path) {
  for (std::size_t i = 0; i < kFilePlaceCount; ++i) {
    const std::string folder = std::string(kPlaces[i]) + "/";
    if (path.compare(0, folder.size(), folder) != 0) continue;
    std::string relative = path.substr(folder.size());
    if (!is_clean(relative)) return std::nullopt;
    return Inside{i, std::move(relative)};
  }
  return std::nullopt;
}

// Names that no Linux checkout can have.
bool is_too_long(const std::string& path) {
  if (path.size() >= PATH_MAX) return true;
  std::size_t length = 0;
  for (const char c : path) {
    length = c == '/' ? 0 : length + 1;
    if (length > NAME_MAX) return true;
  }
  return false;
}

class Planner {
 public:
  explicit Planner(FilePlan& plan) : plan_(plan) {}

  // False where something else is in the way.
  bool add(const std::string& path, PlannedNode node) {
    if (is_too_long(path)) return false;
    const std::size_t place_end = path.find('/', 1);
    // First look, so that a loser leaves no folders behind.
    for (std::size_t slash = path.find('/', place_end + 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      const auto above = plan_.nodes.find(path.substr(0, slash));
      if (above == plan_.nodes.end()) continue;
      if (above->second.kind != PlannedNode::Kind::Folder) return false;
    }
    const auto there = plan_.nodes.find(path);
    if (there != plan_.nodes.end()) {
      return there->second.kind == PlannedNode::Kind::Folder &&
             node.kind == PlannedNode::Kind::Folder;
    }
    const bool pins = node.pinned || node.kind == PlannedNode::Kind::MountTarget;
    for (std::size_t slash = path.find('/', place_end + 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
      plan_.nodes[path.substr(0, slash)].pinned |= pins;
    }
    plan_.nodes.emplace(path, node);
    return true;
  }

 private:
  FilePlan& plan_;
};

std::uint64_t size_of(const JailFile& file) {
  if (const auto* text = std::get_if<std::string>(&file.content)) return text->size();
  return std::get<TreeFile>(file.content).entry.size;
}

bool is_gitlink(const JailFile& file) {
  const auto* entry = std::get_if<TreeFile>(&file.content);
  return entry != nullptr && entry->entry.kind == EntryKind::Gitlink;
}

Result<void> write_whole(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_error("cannot write a file of the jail", errno, path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> give_to(int fd, std::uint32_t owner, unsigned mode, const std::string& path) {
  if ((owner != 0 && ::fchown(fd, owner, owner) != 0) || ::fchmod(fd, mode) != 0) {
    return system_error("cannot set the owner of a file of the jail", errno, path);
  }
  return {};
}

Result<void> write_link(int place, const Inside& inside, const std::string& target,
                        std::uint32_t owner, const std::string& path) {
  // The folders above are ours and real.
  if (target.empty() || target.size() >= PATH_MAX || target.find('\0') != std::string::npos) {
    return {};  // cannot exist on Linux
  }
  if (::symlinkat(target.c_str(), place, inside.path.c_str()) != 0 ||
      (owner != 0 &&
       ::fchownat(place, inside.path.c_str(), owner, owner, AT_SYMLINK_NOFOLLOW) != 0)) {
    return system_error("cannot make a link in the jail", errno, path);
  }
  return {};
}

Result<void> write_file(int place, const Inside& inside, const JailFile& file,
                        std::uint32_t owner) {
  std::string read;
  std::string_view content;
  bool executable = file.executable;
  if (const auto* text = std::get_if<std::string>(&file.content)) {
    content = *text;
  } else {
    const TreeFile& source = std::get<TreeFile>(file.content);
    Result<std::string> got = source.tree->read(source.entry);
    if (!got) return std::move(got).error();
    read = std::move(*got);
    content = read;
    if (source.entry.kind == EntryKind::Symlink) {
      return write_link(place, inside, read, owner, file.path);
    }
    executable = executable || source.entry.kind == EntryKind::Executable;
  }
  const Fd out = open_inside(place, inside.path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!out) return system_error("cannot make a file of the jail", errno, file.path);
  if (Result<void> written = write_whole(out.get(), content, file.path); !written) return written;
  const unsigned mode = (file.read_only ? 0444u : 0644u) | (executable ? 0111u : 0u);
  return give_to(out.get(), file.read_only ? 0 : owner, mode, file.path);
}

Result<void> make_folder(int place, const Inside& inside, bool pinned, std::uint32_t owner,
                         const std::string& path) {
  if (::mkdirat(place, inside.path.c_str(), 0700) != 0) {
    return system_error("cannot make a folder of the jail", errno, path);
  }
  const Fd folder = open_inside(place, inside.path, O_RDONLY | O_DIRECTORY);
  if (!folder) return system_error("cannot open a folder of the jail", errno, path);
  // Sticky and ours: what is ours in it stays, all else is free.
  return pinned ? give_to(folder.get(), 0, 01777, path) : give_to(folder.get(), owner, 0755, path);
}

}  // namespace

Result<FilePlan> plan_files(const Command& command, const Limits& limits) {
  FilePlan plan;
  Planner planner(plan);
  const auto wrong_path = [](const std::string& path) {
    return grader_error("not a place for a file of the jail", path);
  };
  if (const auto& folder = command.writable_folder) {
    if (!is_mount(folder->source, folder->target) || locate(folder->target)) {
      return grader_error("not a writable folder for a jail",
                          folder->source + " at " + folder->target);
    }
  }
  for (const Mount& mount : command.mounts) {
    if (!is_mount(mount.source, mount.target)) {
      return grader_error("not a mount for a jail", mount.source + " at " + mount.target);
    }
    if (!locate(mount.target)) continue;
    struct stat facts {};
    if (::stat(mount.source.c_str(), &facts) != 0) {
      return system_error("cannot show a host path in the jail", errno, mount.source);
    }
    PlannedNode node;
    node.kind = PlannedNode::Kind::MountTarget;
    node.target_is_folder = S_ISDIR(facts.st_mode);
    if (!planner.add(mount.target, node)) return wrong_path(mount.target);
  }
  for (const bool read_only : {true, false}) {
    for (const JailFile& file : command.files) {
      if (file.read_only != read_only || is_gitlink(file)) continue;
      if (!locate(file.path)) return wrong_path(file.path);
      PlannedNode node;
      node.kind = PlannedNode::Kind::File;
      node.file = &file;
      node.pinned = read_only;
      planner.add(file.path, node);
    }
    // Between the two, so that no file of the student stands where the program is to start.
    if (read_only && locate(command.working_directory)) planner.add(command.working_directory, {});
  }

  plan.sizes.assign(kPlaceCount, {limits.disk, limits.inodes});
  for (const auto& [path, node] : plan.nodes) {
    PlaceSize& size = plan.sizes[locate(path)->place];
    size.inodes += 1;
    if (node.kind != PlannedNode::Kind::File) continue;
    size.bytes += (size_of(*node.file) + kPage - 1) / kPage * kPage;
  }
  for (PlaceSize& size : plan.sizes) {
    size.inodes += 1;  // the place itself
    plan.largest_place = std::max(plan.largest_place, size.bytes);
  }
  return plan;
}

Result<void> write_files(const FilePlan& plan, const std::vector<Fd>& places,
                         std::uint32_t student_id) {
  for (const auto& [path, node] : plan.nodes) {
    const Inside inside = *locate(path);
    const int place = places[inside.place].get();
    Result<void> written;
    if (node.kind == PlannedNode::Kind::File) {
      written = write_file(place, inside, *node.file, student_id);
    } else if (node.kind == PlannedNode::Kind::MountTarget && !node.target_is_folder) {
      if (!open_inside(place, inside.path, O_WRONLY | O_CREAT | O_EXCL, 0444)) {
        written = system_error("cannot make a file of the jail", errno, path);
      }
    } else {
      const bool pinned = node.pinned || node.kind == PlannedNode::Kind::MountTarget;
      written = make_folder(place, inside, pinned, student_id, path);
    }
    if (!written) return written;
  }
  return {};
}

void collect_files(const Command& command, const std::vector<Fd>& places, Outcome& outcome) {
  for (const std::string& path : command.collect) {
    const std::optional<Inside> inside = locate(path);
    if (!inside) {
      outcome.refused.push_back(path);
      continue;
    }
    // Not blocking: a pipe without a writer would hold us.
    const Fd file = open_inside(places[inside->place].get(), inside->path, O_RDONLY | O_NONBLOCK);
    if (!file && (errno == ENOENT || errno == ENOTDIR)) continue;
    struct stat facts {};
    if (!file || ::fstat(file.get(), &facts) != 0 || !S_ISREG(facts.st_mode) ||
        static_cast<std::uint64_t>(facts.st_size) > command.collect_limit) {
      outcome.refused.push_back(path);
      continue;
    }
    std::string content(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
      const ssize_t got = ::read(file.get(), content.data() + have, content.size() - have);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    content.resize(have);
    outcome.files[path] = std::move(content);
  }
}

bool is_a_place_full(const std::vector<Fd>& places) {
  constexpr std::uint64_t kAlmostNothing = 16;  // blocks
  for (const Fd& place : places) {
    struct statfs facts {};
    if (::fstatfs(place.get(), &facts) != 0) continue;
    if (facts.f_bavail < kAlmostNothing || facts.f_ffree < 2) return true;
  }
  return false;
}

}  // namespace grader::sandbox
