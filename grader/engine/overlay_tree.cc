#include "grader/engine/overlay_tree.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace grader::engine {
namespace {

// Whether `tree` has a file at one of the folders that `path` is in.
bool has_file_above(const Tree& tree, std::string_view path) {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (tree.find(path.substr(0, slash)) != nullptr) return true;
  }
  return false;
}

}  // namespace

OverlayTree::OverlayTree(std::unique_ptr<Tree> over, const Tree& under)
    : over_(std::move(over)), under_(under), entries_(over_->entries()) {
  for (const TreeEntry& entry : under_.entries()) {
    if (over_->find(entry.path) != nullptr || over_->has_folder(entry.path) ||
        has_file_above(*over_, entry.path))
      continue;
    entries_.push_back(entry);
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
}

Result<std::string> OverlayTree::read(const TreeEntry& entry) const {
  return over_->find(entry.path) != nullptr ? over_->read(entry) : under_.read(entry);
}

}  // namespace grader::engine
