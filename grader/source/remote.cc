#include "grader/source/remote.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <git2.h>

#include "grader/base/digest.h"
#include "grader/source/cache.h"
#include "grader/source/guard.h"
#include "grader/source/session.h"
#include "sandbox/launcher.h"

namespace grader::source {
namespace {

struct Fetching {
  std::shared_ptr<Repository> cache;
  const std::filesystem::path& folder;
  Guard& guard;
  sandbox::Launcher& launcher;
  const Jails& jails;
  const Progress& progress;

  Result<std::unique_ptr<Session>> ask() const {
    return Session::open({*cache, folder, guard, launcher, jails, progress});
  }
};

bool has(const Repository& cache, const std::string& id) {
  const git_oid oid = from_hex(id);
  return git_odb_exists(cache.odb.get(), &oid) == 1;
}

// Tips that the server is told about next time. Flat names: a branch may give way to a folder.
void remember(const Repository& cache, const RemoteRef& ref) {
  const std::string name = "refs/fetched/" + sha256(ref.name).substr(0, 24);
  const git_oid id = from_hex(ref.id);
  git_reference* made = nullptr;
  // Only speed hangs on it: what is not remembered is sent again.
  if (git_reference_create(&made, cache.git.get(), name.c_str(), &id, 1, nullptr) == 0) {
    git_reference_free(made);
  }
}

std::vector<std::string> names_of(const std::vector<RemoteRef>& refs) {
  std::vector<std::string> names;
  for (const RemoteRef& ref : refs) {
    if (ref.name != "HEAD" && !ref.name.ends_with("^{}")) names.push_back(ref.name);
  }
  return names;
}

Result<RemoteRef> find_ref(const std::vector<RemoteRef>& refs, const std::string& ref,
                           const std::string& url) {
  const bool head = ref.empty() || ref == "HEAD";
  for (const std::string& name : head ? std::vector<std::string>{"HEAD"} : ref_candidates(ref)) {
    const auto found = std::find_if(refs.begin(), refs.end(),
                                    [&](const RemoteRef& known) { return known.name == name; });
    if (found != refs.end()) return *found;
  }
  if (names_of(refs).empty()) return empty_repository(url);
  if (head) {
    return submission_error("HEAD names a branch that does not exist", url,
                            "name a branch with --ref");
  }
  return unknown_ref(url, ref, names_of(refs));
}

// Downloads in a conversation of its own and keeps the tips that `kept` takes.
template <class Kept>
Result<void> download_all(Fetching& fetching, const std::vector<std::string>& refspecs,
                          const Kept& kept) {
  Result<std::unique_ptr<Session>> session = fetching.ask();
  if (!session) return std::move(session).error();
  if (auto done = (*session)->download(refspecs); !done) return done;
  for (const RemoteRef& ref : (*session)->refs()) {
    if (kept(ref.name)) remember(*fetching.cache, ref);
  }
  return {};
}

// A commit that no ref of the server names: asked for by its id where the server allows that, else
// looked for below the branches, then below the pull requests.
Result<void> fetch_by_id(Fetching& fetching, const std::string& id) {
  const auto none = [](const std::string&) { return false; };
  const Result<void> asked = download_all(fetching, {id}, none);
  if (asked && has(*fetching.cache, id)) {
    remember(*fetching.cache, {id, id});
    return {};
  }
  if (const std::optional<Error> refusal = fetching.guard.refusal()) return *refusal;
  fetching.cache->damaged = false;  // the server said no; that is no fault of the cache
  const auto branch = [](const std::string& name) { return name.starts_with("refs/heads/"); };
  const auto pull = [](const std::string& name) { return pull_number(name).has_value(); };
  if (auto done = download_all(fetching, {"+refs/heads/*:refs/heads/*"}, branch); !done)
    return done;
  if (has(*fetching.cache, id)) return {};
  const std::vector<std::string> pulls{"+refs/pull/*/head:refs/pull/*/head",
                                       "+refs/merge-requests/*/head:refs/merge-requests/*/head"};
  if (auto done = download_all(fetching, pulls, pull); !done) return done;
  if (has(*fetching.cache, id)) return {};
  return unknown_commit(fetching.guard.remote().url(), id);
}

Result<RemoteCommits> commits_in(const std::shared_ptr<Repository>& cache,
                                 const std::vector<std::string>& ids) {
  RemoteCommits commits{cache, {}};
  for (const std::string& id : ids) {
    Result<std::optional<std::string>> commit = peel_to_commit(*cache, id);
    if (!commit) return std::move(commit).error();
    if (!*commit) return lost_object(*cache, "commit " + id);
    commits.commits.push_back(std::move(**commit));
  }
  return commits;
}

Result<RemoteCommits> fetch_with_lock(Fetching& fetching, const std::vector<WantedRef>& wanted) {
  const std::string url = fetching.guard.remote().url();
  std::vector<std::string> ids;
  std::vector<std::pair<std::string, const WantedRef*>> hidden;
  {
    Result<std::unique_ptr<Session>> session = fetching.ask();
    if (!session) return std::move(session).error();
    const std::vector<RemoteRef>& refs = (*session)->refs();
    std::vector<RemoteRef> missing;
    for (const WantedRef& want : wanted) {
      if (is_commit_id(want.ref)) {
        ids.push_back(want.ref);
        if (has(*fetching.cache, want.ref)) continue;
        const auto tip = std::find_if(refs.begin(), refs.end(), [&](const RemoteRef& ref) {
          return ref.id == want.ref && ref.name.starts_with("refs/") && !ref.name.ends_with("^{}");
        });
        if (tip == refs.end()) {
          hidden.emplace_back(want.ref, &want);
        } else {
          missing.push_back(*tip);
        }
        continue;
      }
      Result<RemoteRef> ref = find_ref(refs, want.ref, url);
      if (!ref) return for_role(std::move(ref).error(), want);
      ids.push_back(ref->id);
      if (!has(*fetching.cache, ref->id)) missing.push_back(std::move(*ref));
    }
    if (!missing.empty()) {
      std::vector<std::string> names;
      names.reserve(missing.size());
      for (const RemoteRef& ref : missing) names.push_back(ref.name);
      if (auto done = (*session)->download(names); !done) return std::move(done).error();
      for (const RemoteRef& ref : missing) remember(*fetching.cache, ref);
    }
  }
  for (const auto& [id, want] : hidden) {
    if (auto done = fetch_by_id(fetching, id); !done) {
      return for_role(std::move(done).error(), *want);
    }
  }
  return commits_in(fetching.cache, ids);
}

// nullopt where something is not there yet.
std::optional<RemoteCommits> already_there(const std::filesystem::path& folder,
                                           const std::string& url,
                                           const std::vector<WantedRef>& wanted) {
  std::vector<std::string> ids;
  for (const WantedRef& want : wanted) {
    if (!is_commit_id(want.ref)) return std::nullopt;
    ids.push_back(want.ref);
  }
  const std::shared_ptr<Repository> cache = open_cache(folder, url);
  if (!cache) return std::nullopt;
  if (!std::all_of(ids.begin(), ids.end(), [&](const auto& id) { return has(*cache, id); })) {
    return std::nullopt;
  }
  Result<RemoteCommits> commits = commits_in(cache, ids);
  if (!commits) return std::nullopt;
  return std::move(*commits);
}

}  // namespace

Error for_role(Error error, const WantedRef& want) {
  if (!want.is_base || error.blame != Blame::Submission) return error;
  error.blame = Blame::Usage;
  if (want.named_at.empty()) return error;
  error.message = error.where + ": " + error.message;
  error.where = want.named_at;
  return error;
}

Result<RemoteCommits> fetch_commits(const RemoteAddress& remote,
                                    const std::vector<WantedRef>& wanted, const Policy& policy,
                                    const std::filesystem::path& cache, const Jails& jails,
                                    const Progress& progress) {
  if (auto started = start_git(); !started) return std::move(started).error();
  const std::string url = remote.url();
  const std::filesystem::path folder = cache_folder(cache, url);
  if (std::optional<RemoteCommits> there = already_there(folder, url, wanted)) {
    return std::move(*there);
  }
  Result<std::unique_ptr<sandbox::Launcher>> launcher = jails.launcher();
  if (!launcher) return std::move(launcher).error();
  Guard guard(remote, policy);
  Result<CacheLock> lock = CacheLock::take(folder, url, guard.deadline(), progress);
  if (!lock) return std::move(lock).error();
  for (bool again = false;; again = true) {
    Result<std::shared_ptr<Repository>> prepared = prepare_cache(folder, url);
    if (!prepared) return std::move(prepared).error();
    Fetching fetching{std::move(*prepared), folder, guard, **launcher, jails, progress};
    Result<RemoteCommits> commits = fetch_with_lock(fetching, wanted);
    if (commits) index_packs(*fetching.cache, folder);
    if (commits || again || !fetching.cache->damaged || guard.refusal()) return commits;
    if (auto aside = set_cache_aside(folder); !aside) return std::move(aside).error();
  }
}

Result<void> renew_cache(const RemoteAddress& remote, const std::filesystem::path& cache,
                         const Policy& policy, const Progress& progress) {
  const std::string url = remote.url();
  const std::filesystem::path folder = cache_folder(cache, url);
  const auto deadline = std::chrono::steady_clock::now() + policy.fetch_timeout;
  Result<CacheLock> lock = CacheLock::take(folder, url, deadline, progress);
  if (!lock) return std::move(lock).error();
  return set_cache_aside(folder);
}

}  // namespace grader::source
