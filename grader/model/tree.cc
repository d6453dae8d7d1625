#include "grader/model/tree.h"

#include <algorithm>

namespace grader {
namespace {

std::size_t lower_bound(const std::vector<TreeEntry>& entries, std::string_view path) {
  return static_cast<std::size_t>(
      std::lower_bound(entries.begin(), entries.end(), path,
                       [](const TreeEntry& entry, std::string_view p) { return entry.path < p; }) -
      entries.begin());
}

bool same_entry(const TreeEntry& a, const TreeEntry& b) {
  return a.path == b.path && a.kind == b.kind && a.id == b.id;
}

}  // namespace

const TreeEntry* Tree::find(std::string_view path) const {
  const auto& all = entries();
  const std::size_t i = lower_bound(all, path);
  return i < all.size() && all[i].path == path ? &all[i] : nullptr;
}

bool Tree::has_folder(std::string_view folder) const {
  const EntryRange range = entries_below(*this, folder);
  return range.first < range.last;
}

EntryRange entries_below(const Tree& tree, std::string_view folder) {
  const auto& all = tree.entries();
  if (folder.empty()) return {0, all.size()};
  // "a/" .. "a0": '0' is the character after '/'.
  const std::string from = std::string(folder) + "/";
  const std::string to = std::string(folder) + "0";
  return {lower_bound(all, from), lower_bound(all, to)};
}

bool same_at(const Tree& a, const Tree& b, std::string_view path) {
  const TreeEntry* file_a = a.find(path);
  const TreeEntry* file_b = b.find(path);
  if (file_a != nullptr || file_b != nullptr) {
    return file_a != nullptr && file_b != nullptr && same_entry(*file_a, *file_b);
  }
  const EntryRange range_a = entries_below(a, path);
  const EntryRange range_b = entries_below(b, path);
  const std::size_t count = range_a.last - range_a.first;
  if (count == 0 || count != range_b.last - range_b.first) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (!same_entry(a.entries()[range_a.first + i], b.entries()[range_b.first + i])) return false;
  }
  return true;
}

}  // namespace grader
