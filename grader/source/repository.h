// A repository opened for reading, and what its refs name.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/git.h"

namespace grader::source {

struct Repository {
  Git<git_repository> git;
  Git<git_odb> odb;
  std::string name;  // for messages; without credentials
  bool bare = true;
  // Set once an object could not be read: a cache is then made anew.
  mutable std::atomic<bool> damaged{false};
};

// Opens the repository at exactly this place (its .git folder, .git file or bare); no search in
// the folders above. nullptr: there is none.
Result<std::shared_ptr<Repository>> open_repository(const std::filesystem::path& path,
                                                    std::string name);

// Looks at the loose objects of a repository that git may not have written, those of its alternates
// too (loose_objects.h). To be done before any object is read.
Result<void> check_objects(const Repository& repository, std::uint64_t max_blob_bytes);

// Objects of `other` can be read through `repository` from now on; nothing is written.
Result<void> borrow_objects(Repository& repository, const Repository& other);

// The full names that `ref` may mean, the first that exists counts: a branch, a tag, a branch of
// origin, pull/N/head and merge-requests/N/head, a full name.
std::vector<std::string> ref_candidates(const std::string& ref);

// N of pull/N/head (also refs/pull/N/head); nullopt: no pull request is meant.
std::optional<std::string> pull_number(std::string_view ref);

// The error for a ref that a repository does not have; `known` are full names.
Error unknown_ref(const std::string& repository, const std::string& ref,
                  const std::vector<std::string>& known);
Error unknown_commit(const std::string& repository, const std::string& id);
Error empty_repository(const std::string& repository);

// The commit that `ref` names here; empty or "HEAD" is HEAD. Tags are peeled.
Result<std::string> resolve_ref(const Repository& repository, const std::string& ref);

// `id` itself, or what it leads to as a tag. Not there: nullopt.
Result<std::optional<std::string>> peel_to_commit(const Repository& repository,
                                                  const std::string& id);

// The full name of the ref that `ref` means here; empty or "HEAD" is the branch that HEAD names.
// Empty where it is none.
std::string resolved_name(const Repository& repository, const std::string& ref);

struct CommitFacts {
  std::string tree;         // id
  std::string authored_at;  // RFC 3339, UTC; years outside 1970..9999 are cut to these
};
Result<CommitFacts> read_commit(const Repository& repository, const std::string& commit);

// An object that should be there cannot be read; names `fetch-depth: 0` where history was cut.
Error lost_object(const Repository& repository, const std::string& what);

}  // namespace grader::source
