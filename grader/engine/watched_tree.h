// A tree that remembers what could not be read: an object that is damaged, a file that changed
// while it was graded. That is never a check's verdict; the whole submission is refused for it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/history.h"
#include "grader/model/tree.h"

namespace grader::engine {

class ReadFailure {
 public:
  void note(const Error& error);
  std::optional<Error> first() const;

 private:
  mutable std::mutex mutex_;
  std::optional<Error> first_;
};

class WatchedTree final : public Tree {
 public:
  // `failure` outlives the tree.
  WatchedTree(std::unique_ptr<Tree> tree, ReadFailure& failure)
      : tree_(std::move(tree)), failure_(failure) {}

  const std::vector<TreeEntry>& entries() const override { return tree_->entries(); }
  Result<std::string> read(const TreeEntry& entry) const override;

 private:
  std::unique_ptr<Tree> tree_;
  ReadFailure& failure_;
};

class WatchedHistory final : public History {
 public:
  // `failure` outlives the history.
  WatchedHistory(std::unique_ptr<History> history, ReadFailure& failure)
      : history_(std::move(history)), failure_(failure) {}

  const std::vector<HistoryCommit>& commits() const override { return history_->commits(); }
  const std::vector<FileVersion>& versions() const override { return history_->versions(); }
  bool cut() const override { return history_->cut(); }
  Result<std::uint64_t> size(const std::string& id) const override;
  Result<std::string> read(const std::string& id) const override;

 private:
  std::unique_ptr<History> history_;
  ReadFailure& failure_;
};

}  // namespace grader::engine
