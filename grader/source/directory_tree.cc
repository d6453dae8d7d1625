#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"
#include "grader/base/text.h"
#include "grader/source/read_tree.h"

namespace grader::source {
namespace {

Error cannot_read(const std::string& path, int errno_value) {
  Error error = system_error("cannot read", errno_value, visible(path));
  error.blame = Blame::Submission;
  return error;
}

// Opens what is at `path` below `root` one part at a time, so that a link put in place of a
// folder meanwhile leads nowhere. The last part is opened with `flags`.
Fd open_below(int root, const std::string& path, int flags) {
  if (path.empty()) return Fd(::openat(root, ".", flags | O_CLOEXEC));
  Fd folder(-1);
  std::size_t begin = 0;
  for (;;) {
    const int from = folder.get() < 0 ? root : folder.get();
    const std::size_t slash = path.find('/', begin);
    if (slash == std::string::npos) {
      return Fd(::openat(from, path.c_str() + begin, flags | O_NOFOLLOW | O_CLOEXEC));
    }
    const std::string part = path.substr(begin, slash - begin);
    Fd next(::openat(from, part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (next.get() < 0) return next;
    folder = std::move(next);
    begin = slash + 1;
  }
}

std::string git_id(std::string_view content, git_object_t type) {
  git_oid id{};
  git_odb_hash(&id, content.data(), content.size(), type);
  return hex(id);
}

Result<std::string> read_link(int folder, const std::string& name, const TreeEntry& entry) {
  const Fd link(::openat(folder, name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  char target[4097];
  const ssize_t count = link.get() < 0 ? -1 : ::readlinkat(link.get(), "", target, sizeof target);
  if (count < 0) return cannot_read(entry.path, errno);
  return std::string(target, static_cast<std::size_t>(count));
}

// The folder that an entry lies in, and its name there.
std::pair<std::string, std::string> split(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

// At most one byte more than `size` is taken in: a file that grows meanwhile is noticed, not read.
Result<std::string> read_regular(int folder, const std::string& name, const TreeEntry& entry) {
  const Fd file(
      ::openat(folder, name.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC));
  if (file.get() < 0) return cannot_read(entry.path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return cannot_read(entry.path, errno);
  std::string content(static_cast<std::size_t>(entry.size) + 1, '\0');
  std::size_t filled = 0;
  while (S_ISREG(status.st_mode) && filled < content.size()) {
    const ssize_t count = ::read(file.get(), content.data() + filled, content.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(entry.path, errno);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  if (filled != entry.size) {
    return submission_error("the file changed while it was read", visible(entry.path),
                            "run the command again when nothing writes to the folder");
  }
  content.resize(filled);
  return content;
}

Result<std::string> read_in(int folder, const std::string& name, const TreeEntry& entry) {
  return entry.kind == EntryKind::Symlink ? read_link(folder, name, entry)
                                          : read_regular(folder, name, entry);
}

Result<std::string> read_entry(int root, const TreeEntry& entry) {
  const auto [above, name] = split(entry.path);
  const Fd folder = open_below(root, above, O_PATH | O_DIRECTORY);
  if (folder.get() < 0) return cannot_read(entry.path, errno);
  return read_in(folder.get(), name, entry);
}

// Gives each entry its id. Entries come sorted: a folder stays open for all that lie in it.
Result<void> hash_entries(int root, std::vector<TreeEntry>& entries) {
  std::string open_path;
  Fd folder = open_below(root, open_path, O_PATH | O_DIRECTORY);
  for (TreeEntry& entry : entries) {
    auto [above, name] = split(entry.path);
    if (above != open_path) {
      folder = open_below(root, above, O_PATH | O_DIRECTORY);
      open_path = std::move(above);
    }
    if (folder.get() < 0) return cannot_read(entry.path, errno);
    Result<std::string> content = read_in(folder.get(), name, entry);
    if (!content) return std::move(content).error();
    entry.id = git_id(*content, GIT_OBJECT_BLOB);
  }
  return {};
}

class DiskFolders final : public Folders {
 public:
  DiskFolders(int root, const std::filesystem::path& left_out) : root_(root) {
    struct stat status {};
    if (left_out.empty() || ::stat(left_out.c_str(), &status) != 0) return;
    left_out_ = {status.st_dev, status.st_ino};
  }

  Result<std::vector<RawEntry>> list(const std::string& path, const std::string&) override {
    Fd folder = open_below(root_, path, O_RDONLY | O_DIRECTORY);
    if (folder.get() < 0) return cannot_read(path, errno);
    DIR* stream = ::fdopendir(folder.get());
    if (stream == nullptr) return cannot_read(path, errno);
    const int fd = folder.release();
    std::vector<RawEntry> entries;
    errno = 0;
    while (const dirent* item = ::readdir(stream)) {
      const std::string name = item->d_name;
      struct stat status {};
      if (name == "." || name == ".." || name == ".git") continue;
      if (::fstatat(fd, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      if (left_out_ == std::pair(status.st_dev, status.st_ino)) continue;
      entries.push_back({name, kind_of(status), "", static_cast<std::uint64_t>(status.st_size)});
      errno = 0;
    }
    const int failed = errno;
    ::closedir(stream);
    if (failed != 0) return cannot_read(path, failed);
    std::sort(entries.begin(), entries.end(),
              [](const RawEntry& a, const RawEntry& b) { return a.name < b.name; });
    return entries;
  }

  Result<std::uint64_t> size(const TreeEntry& entry) override { return entry.size; }
  Result<std::string> link_target(const TreeEntry& entry) override {
    return read_entry(root_, entry);
  }

 private:
  static RawKind kind_of(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) return RawKind::Folder;
    if (S_ISLNK(status.st_mode)) return RawKind::Symlink;
    if (!S_ISREG(status.st_mode)) return RawKind::Special;
    return (status.st_mode & S_IXUSR) != 0 ? RawKind::Executable : RawKind::File;
  }

  int root_;
  std::optional<std::pair<dev_t, ino_t>> left_out_;
};

class DirectoryTree final : public Tree {
 public:
  DirectoryTree(Fd root, std::vector<TreeEntry> entries)
      : root_(std::move(root)), entries_(std::move(entries)) {}

  const std::vector<TreeEntry>& entries() const override { return entries_; }
  Result<std::string> read(const TreeEntry& entry) const override {
    Result<std::string> content = read_entry(root_.get(), entry);
    if (content && git_id(*content, GIT_OBJECT_BLOB) != entry.id) {
      return submission_error("the file changed while it was graded", visible(entry.path),
                              "run the command again when nothing writes to the folder");
    }
    return content;
  }

 private:
  Fd root_;
  std::vector<TreeEntry> entries_;
};

const char* git_mode(EntryKind kind) {
  switch (kind) {
    case EntryKind::File:
      return "100644";
    case EntryKind::Executable:
      return "100755";
    case EntryKind::Symlink:
      return "120000";
    case EntryKind::Gitlink:
      break;
  }
  return "160000";
}

// The id of the tree object for entries [first, last), which share `depth` bytes of path. Git
// sorts a folder as if its name ended in "/", which is the order of full paths.
std::string tree_id(const std::vector<TreeEntry>& entries, std::size_t first, std::size_t last,
                    std::size_t depth) {
  std::string object;
  const auto add = [&](const char* mode, std::string_view name, const std::string& id) {
    const git_oid oid = from_hex(id);
    object.append(mode).append(" ").append(name).append(1, '\0');
    object.append(reinterpret_cast<const char*>(oid.id), GIT_OID_RAWSZ);
  };
  while (first < last) {
    const std::string_view rest = std::string_view(entries[first].path).substr(depth);
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      add(git_mode(entries[first].kind), rest, entries[first].id);
      ++first;
      continue;
    }
    std::size_t end = first + 1;
    while (
        end < last &&
        std::string_view(entries[end].path).substr(depth).starts_with(rest.substr(0, slash + 1))) {
      ++end;
    }
    add("40000", rest.substr(0, slash), tree_id(entries, first, end, depth + slash + 1));
    first = end;
  }
  return git_id(object, GIT_OBJECT_TREE);
}

}  // namespace

Result<ReadTree> read_directory_tree(const std::filesystem::path& directory,
                                     const std::filesystem::path& left_out, const Policy& policy,
                                     const Role& role) {
  if (auto started = start_git(); !started) return std::move(started).error();
  Fd root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (root.get() < 0) return cannot_read(directory.string(), errno);
  DiskFolders folders(root.get(), left_out);
  Result<Inventory> inventory = take_inventory(folders, "", policy, role);
  if (!inventory) return std::move(inventory).error();
  std::vector<TreeEntry>& entries = inventory->entries;
  if (auto done = hash_entries(root.get(), entries); !done) return std::move(done).error();
  ReadTree read;
  read.id = tree_id(entries, 0, entries.size(), 0);
  read.observations = std::move(inventory->observations);
  read.tree = std::make_unique<DirectoryTree>(std::move(root), std::move(entries));
  return read;
}

}  // namespace grader::source
