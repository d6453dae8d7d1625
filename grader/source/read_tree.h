// Trees of both sources: a commit's in the object database, a directory's on disk.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/tree.h"
#include "grader/source/inventory.h"
#include "grader/source/repository.h"

namespace grader::source {

// A tree with what was seen while it was read.
struct ReadTree {
  std::unique_ptr<Tree> tree;
  std::vector<Observation> observations;
  std::string id;  // git's id: of the whole commit, or of what a directory's tree holds
};

// The tree keeps `repository` open. Nothing is written out.
Result<ReadTree> read_commit_tree(std::shared_ptr<const Repository> repository,
                                  const std::string& tree_id, const Policy& policy,
                                  const Role& role);

// The directory as it is, without .git; links are never followed. Ids are git's, worked out
// without writing. A file that changes later is an Error of Tree::read().
Result<ReadTree> read_directory_tree(const std::filesystem::path& directory,
                                     const std::filesystem::path& left_out, const Policy& policy,
                                     const Role& role);

}  // namespace grader::source
