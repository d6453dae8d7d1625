#include <utility>

#include <git2.h>

#include "grader/base/text.h"
#include "grader/source/read_tree.h"

namespace grader::source {
namespace {

// 200,000 names of 255 bytes are 56 MiB; a larger object is meant to hurt.
constexpr std::size_t kMaxTreeObject = std::size_t{64} << 20;

RawKind kind_of(git_filemode_t mode) {
  switch (mode) {
    case GIT_FILEMODE_TREE:
      return RawKind::Folder;
    case GIT_FILEMODE_BLOB_EXECUTABLE:
      return RawKind::Executable;
    case GIT_FILEMODE_LINK:
      return RawKind::Symlink;
    case GIT_FILEMODE_COMMIT:
      return RawKind::Gitlink;
    case GIT_FILEMODE_BLOB:
      return RawKind::File;
    case GIT_FILEMODE_UNREADABLE:
      break;
  }
  return RawKind::Special;
}

Result<std::string> read_blob(const Repository& repository, const std::string& id,
                              const std::string& path) {
  const git_oid oid = from_hex(id);
  git_odb_object* read = nullptr;
  if (git_odb_read(&read, repository.odb.get(), &oid) != 0) {
    return lost_object(repository, "'" + visible(path) + "'");
  }
  const Git<git_odb_object> object(read);
  if (git_odb_object_type(read) != GIT_OBJECT_BLOB) {
    return submission_error("object " + id + " is not a file", visible(path));
  }
  return std::string(static_cast<const char*>(git_odb_object_data(read)),
                     git_odb_object_size(read));
}

class CommitFolders final : public Folders {
 public:
  explicit CommitFolders(const Repository& repository) : repository_(repository) {}

  Result<std::vector<RawEntry>> list(const std::string& path, const std::string& id) override {
    const git_oid oid = from_hex(id);
    const std::string what = path.empty() ? "the tree" : "folder '" + visible(path) + "'";
    std::size_t bytes = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&bytes, &type, repository_.odb.get(), &oid) != 0) {
      return lost_object(repository_, what);
    }
    if (bytes > kMaxTreeObject) {
      return submission_error(
          "the submission is too large: a folder has " + bytes_text(bytes) + " of names",
          visible(path), "leave generated files out of the commit");
    }
    git_tree* found = nullptr;
    if (git_tree_lookup(&found, repository_.git.get(), &oid) != 0) {
      return lost_object(repository_, what);
    }
    const Git<git_tree> tree(found);
    std::vector<RawEntry> entries;
    const std::size_t count = git_tree_entrycount(found);
    entries.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const git_tree_entry* entry = git_tree_entry_byindex(found, i);
      entries.push_back({git_tree_entry_name(entry), kind_of(git_tree_entry_filemode(entry)),
                         hex(*git_tree_entry_id(entry)), 0});
    }
    return entries;
  }

  Result<std::uint64_t> size(const TreeEntry& entry) override {
    const git_oid oid = from_hex(entry.id);
    std::size_t bytes = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&bytes, &type, repository_.odb.get(), &oid) != 0) {
      return lost_object(repository_, "'" + visible(entry.path) + "'");
    }
    if (type != GIT_OBJECT_BLOB) {
      return submission_error("the commit is broken: what should be a file is none",
                              visible(entry.path), "make the commit anew with git");
    }
    return std::uint64_t{bytes};
  }

  Result<std::string> link_target(const TreeEntry& entry) override {
    return read_blob(repository_, entry.id, entry.path);
  }

 private:
  const Repository& repository_;
};

class CommitTree final : public Tree {
 public:
  CommitTree(std::shared_ptr<const Repository> repository, std::vector<TreeEntry> entries)
      : repository_(std::move(repository)), entries_(std::move(entries)) {}

  const std::vector<TreeEntry>& entries() const override { return entries_; }
  Result<std::string> read(const TreeEntry& entry) const override {
    return read_blob(*repository_, entry.id, entry.path);
  }

 private:
  std::shared_ptr<const Repository> repository_;
  std::vector<TreeEntry> entries_;
};

}  // namespace

Result<ReadTree> read_commit_tree(std::shared_ptr<const Repository> repository,
                                  const std::string& tree_id, const Policy& policy,
                                  const Role& role) {
  CommitFolders folders(*repository);
  Result<Inventory> inventory = take_inventory(folders, tree_id, policy, role);
  if (!inventory) return std::move(inventory).error();
  ReadTree read;
  read.tree = std::make_unique<CommitTree>(std::move(repository), std::move(inventory->entries));
  read.observations = std::move(inventory->observations);
  read.id = tree_id;
  return read;
}

}  // namespace grader::source
