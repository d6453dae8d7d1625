// A tree in memory, for tests.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "grader/base/digest.h"
#include "grader/model/tree.h"

namespace grader::testing {

class MemoryTree final : public Tree {
 public:
  MemoryTree() = default;
  explicit MemoryTree(const std::map<std::string, std::string>& files) {
    for (const auto& [path, content] : files) add(path, content);
  }

  MemoryTree& add(const std::string& path, const std::string& content,
                  EntryKind kind = EntryKind::File) {
    contents_[path] = content;
    entries_.clear();
    kinds_[path] = kind;
    for (const auto& [p, c] : contents_) {
      entries_.push_back({p, kinds_[p], sha256(c).substr(0, 40), c.size()});
    }
    return *this;
  }

  const std::vector<TreeEntry>& entries() const override { return entries_; }
  Result<std::string> read(const TreeEntry& entry) const override {
    const auto found = contents_.find(entry.path);
    if (found == contents_.end()) return grader_error("no such entry", entry.path);
    return found->second;
  }

 private:
  std::map<std::string, std::string> contents_;
  std::map<std::string, EntryKind> kinds_;
  std::vector<TreeEntry> entries_;
};

}  // namespace grader::testing
