// Where submissions come from: repositories (libgit2) and plain directories.
//
// Remote repositories go through one bare cache each; local ones are opened in place. Beyond
// fetch() the network is not used. Nothing is checked out: files are read from the object database.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/history.h"
#include "grader/model/report.h"
#include "grader/model/tree.h"
#include "sandbox/launcher.h"

namespace grader::source {

// What the operator allows. Local paths count only when they were named on the command line.
struct Policy {
  std::vector<std::string> schemes{"https", "ssh"};
  std::vector<std::string> hosts{"github.com", "gitlab.com",
                                 "codeberg.org"};  // "host" or "host:port"
  std::uint64_t max_entries = 200'000;             // of a tree
  std::uint64_t max_depth = 64;                    // folders
  std::uint64_t max_file_bytes = std::uint64_t{32} << 20;
  std::uint64_t max_total_bytes = std::uint64_t{512} << 20;
  std::uint64_t max_fetch_bytes = std::uint64_t{1} << 30;  // on the wire
  std::uint64_t max_fetch_objects = 5'000'000;
  std::chrono::seconds fetch_timeout{300};                  // also of processor time
  std::uint64_t max_fetch_memory = std::uint64_t{1} << 30;  // of the program that fetches
};

struct BaseMergeBase {
  std::string branch;
  std::string repository;  // empty: the submission's own
  std::string named_at{};  // "week-2.yaml:5:24"; empty: on the command line
};
struct BaseRef {
  std::string ref;
  std::string repository;  // empty: the submission's own
  std::string named_at{};
};
struct BaseFolder {
  std::filesystem::path folder;
};
using BaseRequest = std::variant<std::monostate, BaseMergeBase, BaseRef, BaseFolder>;

struct SubmissionRequest {
  std::string repository;  // URL, scp-like address or path, as the user gave it
  std::string ref;         // branch, tag, 40-hex id, pull/N/head; empty: HEAD, or the directory
                           // as it is where it is no repository
  BaseRequest base;
  // A folder that is left out where it lies in a plain folder that is graded: the caller's own
  // output. May be empty or not exist.
  std::filesystem::path own_output{};
};

// What to look for in the history of a submission.
struct HistoryRequest {
  std::string mailmap;    // text of a .mailmap; not the submission's
  bool versions = false;  // of files too
};

struct Submission {
  SubmissionFacts facts;
  std::unique_ptr<Tree> tree;
  std::unique_ptr<Tree> base;             // null: no template
  std::vector<SubmissionRemark> remarks;  // links that leave, gitlinks, committed node_modules, ...
  std::string branch;                     // that the ref names; empty: none, or not known
  // The commits between base and head, read when asked; empty: a plain folder. Where the template
  // has no history in common with the submission, all of its commits.
  std::function<Result<std::unique_ptr<History>>(const HistoryRequest&)> history;
};

// Paths that are never materialised: committed dependencies, virtual environments, build folders.
// Entries below them are left out of Submission::tree and become one remark each.

using Progress = std::function<void(const std::string& line)>;

// Where a server is spoken to, once for each repository.
struct Jails {
  // Its walls may still be tried: the program that fetches starts meanwhile.
  std::function<Result<std::unique_ptr<sandbox::Launcher>>()> launcher;
  // Whether they hold; asked before the program hears of any server.
  std::function<Result<void>()> hold;
};

// `cache` is $XDG_CACHE_HOME/grader/repositories; safe for several processes at once. An Error of
// `jails` where the host cannot isolate; local repositories and folders do not need it.
Result<Submission> fetch(const SubmissionRequest& request, const Policy& policy,
                         const std::filesystem::path& cache, const Jails& jails,
                         const Progress& progress);

}  // namespace grader::source
