// A read-only tree of files: a commit's, a directory's, or one in memory for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"

namespace grader {

enum class EntryKind { File, Executable, Symlink, Gitlink };

struct TreeEntry {
  std::string path;  // bytes as in git, "/"-separated, relative, no "." or ".." parts
  EntryKind kind = EntryKind::File;
  std::string id;          // git's blob id (40 hex digits), or the commit's for a Gitlink
  std::uint64_t size = 0;  // bytes; of the target text for a Symlink; 0 for a Gitlink
};

// Safe to read from several threads at once.
class Tree {
 public:
  virtual ~Tree() = default;

  // Sorted by path (bytewise), no duplicates.
  virtual const std::vector<TreeEntry>& entries() const = 0;

  // The content of a File or Executable, or the target text of a Symlink.
  virtual Result<std::string> read(const TreeEntry& entry) const = 0;

  // The entry with exactly this path, or null.
  const TreeEntry* find(std::string_view path) const;

  // Whether any entry is at `folder` or below it. The empty folder is the whole tree.
  bool has_folder(std::string_view folder) const;
};

// The entries below `folder` (all of them for ""), as [first, last) indices into entries().
struct EntryRange {
  std::size_t first = 0;
  std::size_t last = 0;
};
EntryRange entries_below(const Tree& tree, std::string_view folder);

// Whether `path` (a file or a folder) holds the same names, kinds and ids in both trees. False
// where neither has it.
bool same_at(const Tree& a, const Tree& b, std::string_view path);

}  // namespace grader
