// The commits between a submission's base and its head.
//
// Theory: git's own walk from the head, without what the base's side holds, so that a branch that
// took the course's news in has only its own commits. Dates play no part. Trees are compared by
// their ids, folder by folder, so that what did not change is never opened; commits before the head
// may hold anything, and every walk here has its limit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/history.h"
#include "grader/source/repository.h"

namespace grader::source {

inline constexpr std::size_t kMaxCommits = 10'000;
inline constexpr std::size_t kMaxVersions = 200'000;
inline constexpr std::size_t kMaxTreesOpened = 200'000;
inline constexpr std::size_t kMaxCompared = 20'000'000;                 // names of folders
inline constexpr std::size_t kMaxVersionBytes = std::size_t{64} << 20;  // of their paths
inline constexpr std::size_t kMaxFolderDepth = 64;

struct CommitsRequest {
  std::string head;                // commit
  std::vector<std::string> sides;  // commits whose history is not the submission's; those that are
                                   // not in the repository hide nothing
  std::string mailmap;             // .mailmap's text; may be empty
  bool versions = false;
};

// The history keeps `repository` open. An Error where history is cut off (a shallow clone) or an
// object is damaged.
Result<std::unique_ptr<History>> read_commits(std::shared_ptr<const Repository> repository,
                                              const CommitsRequest& request);

}  // namespace grader::source
