#include "grader/engine/watched_tree.h"

namespace grader::engine {

void ReadFailure::note(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!first_) first_ = error;
}

std::optional<Error> ReadFailure::first() const {
  const std::lock_guard lock(mutex_);
  return first_;
}

Result<std::string> WatchedTree::read(const TreeEntry& entry) const {
  Result<std::string> content = tree_->read(entry);
  if (!content) failure_.note(content.error());
  return content;
}

Result<std::uint64_t> WatchedHistory::size(const std::string& id) const {
  Result<std::uint64_t> bytes = history_->size(id);
  if (!bytes) failure_.note(bytes.error());
  return bytes;
}

Result<std::string> WatchedHistory::read(const std::string& id) const {
  Result<std::string> content = history_->read(id);
  if (!content) failure_.note(content.error());
  return content;
}

}  // namespace grader::engine
