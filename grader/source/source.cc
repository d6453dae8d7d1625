#include "grader/source/source.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "grader/base/text.h"
#include "grader/source/address.h"
#include "grader/source/commits.h"
#include "grader/source/history.h"
#include "grader/source/layout.h"
#include "grader/source/read_tree.h"
#include "grader/source/remarks.h"
#include "grader/source/remote.h"
#include "grader/source/repository.h"

namespace grader::source {
namespace {

struct World {
  const Policy& policy;
  const std::filesystem::path& cache;
  const Jails& jails;
  const Progress& progress;
};

// A repository with the commits that were asked for, in their order; or, without a repository, a
// plain directory.
struct Located {
  std::shared_ptr<Repository> repository;
  std::vector<std::string> commits;
  std::filesystem::path directory;
  std::optional<RemoteAddress> remote;
};

Error about_base(Error error) {
  if (error.blame == Blame::Submission) error.blame = Blame::Usage;
  return error;
}

// Where the template comes from a repository: what to resolve there.
struct BaseWish {
  std::string ref;
  std::string repository;  // empty: the submission's own
  bool merge_base = false;
  std::string named_at;
};

std::string in_rubric(const std::string& place, const char* key) {
  return place.empty() ? "" : place + ": '" + key + "'";
}

std::optional<BaseWish> base_wish(const SubmissionRequest& request) {
  if (const auto* wish = std::get_if<BaseMergeBase>(&request.base)) {
    return BaseWish{wish->branch, wish->repository, true, in_rubric(wish->named_at, "merge_base")};
  }
  if (const auto* wish = std::get_if<BaseRef>(&request.base)) {
    return BaseWish{wish->ref, wish->repository, false, in_rubric(wish->named_at, "ref")};
  }
  return std::nullopt;
}

Result<Located> locate_local(const LocalAddress& address, const std::string& name,
                             const std::vector<WantedRef>& wanted, const World& world) {
  std::error_code failed;
  const auto kind = std::filesystem::status(address.path, failed).type();
  if (kind != std::filesystem::file_type::directory) {
    const bool missing = kind == std::filesystem::file_type::not_found;
    return submission_error(missing ? "there is no such folder" : "this is not a folder",
                            visible(name), "give the folder of a repository or its URL");
  }
  // A repository that only the template comes from is the course's own: it may borrow objects.
  const bool handed_in = std::any_of(wanted.begin(), wanted.end(),
                                     [](const WantedRef& want) { return !want.is_base; });
  if (handed_in) {
    if (auto sound = check_layout(address.path, visible(name)); !sound) {
      return std::move(sound).error();
    }
  }
  Result<std::shared_ptr<Repository>> opened = open_repository(address.path, visible(name));
  if (!opened) return std::move(opened).error();
  Located located;
  located.repository = std::move(*opened);
  located.directory = address.path;
  if (!located.repository) return located;
  if (auto sound = check_objects(*located.repository, world.policy.max_file_bytes); !sound) {
    return std::move(sound).error();
  }
  for (const WantedRef& want : wanted) {
    Result<std::string> commit = resolve_ref(*located.repository, want.ref);
    if (!commit) return for_role(std::move(commit).error(), want);
    if (want.ref.empty() && !located.repository->bare && world.progress) {
      world.progress("grading the last commit, " + commit->substr(0, 10) +
                     "; changes that are not committed do not count");
    }
    located.commits.push_back(std::move(*commit));
  }
  return located;
}

Result<Located> locate(const std::string& repository, const std::vector<WantedRef>& wanted,
                       const World& world) {
  Result<Address> address = parse_address(repository, world.policy);
  if (!address) return std::move(address).error();
  if (const auto* local = std::get_if<LocalAddress>(&*address)) {
    return locate_local(*local, repository, wanted, world);
  }
  const auto& remote = std::get<RemoteAddress>(*address);
  Result<RemoteCommits> fetched =
      fetch_commits(remote, wanted, world.policy, world.cache, world.jails, world.progress);
  if (!fetched) return std::move(fetched).error();
  return Located{std::move(fetched->repository), std::move(fetched->commits), {}, remote};
}

Result<ReadTree> read_commit_of(const std::shared_ptr<Repository>& repository,
                                const std::string& commit, const World& world, const Role& role) {
  Result<CommitFacts> facts = read_commit(*repository, commit);
  if (!facts) return std::move(facts).error();
  return read_commit_tree(repository, facts->tree, world.policy, role);
}

struct Template {
  std::optional<ReadTree> read;
  std::string name;                   // commit or tree id
  std::vector<std::string> sides;     // commits whose history is not the student's
  std::shared_ptr<Repository> other;  // where they are, if not in the submission's repository
};

// `tip` is the commit that the wish's ref names, in the submission's repository or in `elsewhere`.
Result<Template> read_template(const BaseWish& wish, const Located& submission,
                               const std::shared_ptr<Repository>& elsewhere, const std::string& tip,
                               const World& world) {
  const std::shared_ptr<Repository>& home = elsewhere ? elsewhere : submission.repository;
  std::string commit = tip;
  std::vector<std::string> sides{tip};
  if (wish.merge_base) {
    if (elsewhere) {
      if (auto done = borrow_objects(*submission.repository, *elsewhere); !done) {
        return std::move(done).error();
      }
    }
    Result<MergeBase> base =
        template_by_merge_base(*submission.repository, submission.commits.front(), tip, wish.ref);
    if (!base) return std::move(base).error();
    commit = std::move(base->base);
    sides = {commit, std::move(base->side)};
  }
  Result<ReadTree> read = read_commit_of(home, commit, world, Role{true, nullptr});
  if (!read) return about_base(std::move(read).error());
  return Template{std::move(*read), std::move(commit), std::move(sides), elsewhere};
}

// The branch that a ref names. A cache has its own names, so there the given one must do.
std::string branch_of(const Located& located, const std::string& ref) {
  if (is_commit_id(ref) || pull_number(ref)) return "";
  const std::string full = !located.remote            ? resolved_name(*located.repository, ref)
                           : ref.empty()              ? ""
                           : ref.starts_with("refs/") ? ref
                                                      : "refs/heads/" + ref;
  for (const std::string_view prefix : {"refs/heads/", "refs/remotes/origin/"}) {
    if (full.starts_with(prefix)) return full.substr(prefix.size());
  }
  return "";
}

auto history_of(const Located& located, const Template& base) {
  return [repository = located.repository, head = located.commits.front(), sides = base.sides,
          other = base.other](const HistoryRequest& request) -> Result<std::unique_ptr<History>> {
    if (other) {
      if (auto done = borrow_objects(*repository, *other); !done) return std::move(done).error();
    }
    return read_commits(repository, {head, sides, request.mailmap, request.versions});
  };
}

Result<Submission> assemble(const SubmissionRequest& request, const Located& located, Template base,
                            const World& world) {
  const Role role{false, base.read ? base.read->tree.get() : nullptr};
  Submission submission;
  submission.facts.repository = visible(without_credentials(request.repository));
  Result<ReadTree> read = grader_error("");
  if (located.repository) {
    const std::string& commit = located.commits.front();
    Result<CommitFacts> facts = read_commit(*located.repository, commit);
    if (!facts) return std::move(facts).error();
    submission.facts.ref = request.ref.empty() ? "HEAD" : visible(request.ref);
    submission.facts.commit = commit;
    submission.facts.authored_at = facts->authored_at;
    submission.branch = branch_of(located, request.ref);
    submission.history = history_of(located, base);
    read = read_commit_tree(located.repository, facts->tree, world.policy, role);
  } else {
    read = read_directory_tree(located.directory, request.own_output, world.policy, role);
  }
  if (!read) return std::move(read).error();
  submission.facts.tree = read->id;
  submission.facts.base = base.name;
  submission.tree = std::move(read->tree);
  submission.remarks = remarks_of(read->observations,
                                  base.read ? base.read->observations : std::vector<Observation>{});
  if (base.read) submission.base = std::move(base.read->tree);
  return submission;
}

// `used` gets what was opened, also where it fails.
Result<Submission> fetch_once(const SubmissionRequest& request, const World& world,
                              std::vector<Located>& used) {
  const std::optional<BaseWish> wish = base_wish(request);
  const bool base_is_here =
      wish && (wish->repository.empty() || wish->repository == request.repository);
  std::vector<WantedRef> wanted{{request.ref, false}};
  if (base_is_here) wanted.push_back({wish->ref, true, wish->named_at});
  Result<Located> located = locate(request.repository, wanted, world);
  if (!located) return std::move(located).error();
  used.push_back(*located);

  if (!located->repository && !request.ref.empty()) {
    return submission_error("not a repository, so there is no ref '" + visible(request.ref) + "'",
                            visible(request.repository),
                            "leave --ref out to grade the folder as it is");
  }
  Template base;
  if (wish) {
    if (!located->repository && (base_is_here || wish->merge_base)) {
      return usage_error(
          "a plain folder has no history, so it has no ref '" + visible(wish->ref) + "'",
          "give the template as a folder, or the submission as a repository");
    }
    std::shared_ptr<Repository> elsewhere;
    std::string tip = base_is_here ? located->commits.back() : "";
    if (!base_is_here) {
      Result<Located> other = locate(wish->repository, {{wish->ref, true, wish->named_at}}, world);
      if (!other) return about_base(std::move(other).error());
      if (!other->repository) {
        return usage_error("the template is not a repository: " + visible(wish->repository),
                           "give its folder as the template instead");
      }
      elsewhere = other->repository;
      tip = other->commits.front();
      used.push_back(std::move(*other));
    }
    Result<Template> read = read_template(*wish, *located, elsewhere, tip, world);
    if (!read) return std::move(read).error();
    base = std::move(*read);
  } else if (const auto* folder = std::get_if<BaseFolder>(&request.base)) {
    Result<ReadTree> read =
        read_directory_tree(folder->folder, {}, world.policy, Role{true, nullptr});
    if (!read) return about_base(std::move(read).error());
    base.name = read->id;
    base.read = std::move(*read);
  }
  return assemble(request, *located, std::move(base), world);
}

}  // namespace

Result<Submission> fetch(const SubmissionRequest& request, const Policy& policy,
                         const std::filesystem::path& cache, const Jails& jails,
                         const Progress& progress) {
  const World world{policy, cache, jails, progress};
  std::vector<Located> used;
  Result<Submission> submission = fetch_once(request, world, used);
  if (submission) return submission;
  // A cache that turns out to be damaged is made anew, once.
  bool renewed = false;
  for (const Located& place : used) {
    if (!place.remote || !place.repository || !place.repository->damaged) continue;
    if (auto done = renew_cache(*place.remote, cache, policy, progress); !done) {
      return std::move(done).error();
    }
    renewed = true;
  }
  if (!renewed) return submission;
  used.clear();
  return fetch_once(request, world, used);
}

}  // namespace grader::source
