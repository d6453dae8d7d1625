// Remote repositories: one bare cache each, from which everything is read.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/source/address.h"
#include "grader/source/repository.h"
#include "grader/source/source.h"

namespace grader::source {

struct WantedRef {
  std::string ref;  // empty: HEAD
  bool is_base = false;
  std::string named_at{};  // where a rubric says so: "week-2.yaml:5:24: 'merge_base'"
};

// Of a template it is the caller's mistake, or the rubric's.
Error for_role(Error error, const WantedRef& want);

struct RemoteCommits {
  std::shared_ptr<Repository> repository;  // the cache
  std::vector<std::string> commits;        // for each wanted ref, in order
};

// Brings the commits of `wanted` into the cache of `remote`, as few as the server can send, and
// opens it. Without the network where every one is a commit id that is there already.
Result<RemoteCommits> fetch_commits(const RemoteAddress& remote,
                                    const std::vector<WantedRef>& wanted, const Policy& policy,
                                    const std::filesystem::path& cache, const Jails& jails,
                                    const Progress& progress);

// Sets a damaged cache aside; the next fetch makes it anew.
Result<void> renew_cache(const RemoteAddress& remote, const std::filesystem::path& cache,
                         const Policy& policy, const Progress& progress);

}  // namespace grader::source
