#include "grader/source/history.h"

#include <optional>
#include <vector>

#include <git2.h>

namespace grader::source {
namespace {

Error cannot_walk(const Repository& repository, const std::string& head) {
  return lost_object(repository, "the history of commit " + head);
}

// nullopt: the two have no common commit.
Result<std::optional<git_oid>> merge_base(const Repository& repository, const git_oid& a,
                                          const git_oid& b) {
  const ForgivenLeaks its_queue_where_history_is_cut;
  git_oid base{};
  const int failed = git_merge_base(&base, repository.git.get(), &a, &b);
  if (failed == 0) return std::optional<git_oid>(base);
  if (failed == GIT_ENOTFOUND && !git_lost_an_object()) return std::optional<git_oid>();
  return cannot_walk(repository, hex(a));
}

// `tip` and its first parents, newest first.
Result<std::vector<git_oid>> first_parents(const Repository& repository, const git_oid& tip) {
  std::vector<git_oid> chain{tip};
  for (;;) {
    git_commit* found = nullptr;
    if (git_commit_lookup(&found, repository.git.get(), &chain.back()) != 0) {
      return cannot_walk(repository, hex(tip));
    }
    const Git<git_commit> commit(found);
    if (git_commit_parentcount(found) == 0) return chain;
    chain.push_back(*git_commit_parent_id(found, 0));
  }
}

Result<bool> holds(const Repository& repository, const git_oid& commit, const git_oid& head) {
  if (git_oid_equal(&commit, &head)) return true;
  Result<std::optional<git_oid>> base = merge_base(repository, commit, head);
  if (!base) return std::move(base).error();
  return *base && git_oid_equal(&**base, &head);
}

}  // namespace

Result<MergeBase> template_by_merge_base(const Repository& repository, const std::string& head,
                                         const std::string& tip, const std::string& branch) {
  const git_oid head_id = from_hex(head);
  Result<std::optional<git_oid>> base = merge_base(repository, head_id, from_hex(tip));
  if (!base) return std::move(base).error();
  if (!*base) {
    return usage_error("commit " + head + " and '" + branch + "' have no common history",
                       "name the template with --base");
  }
  if (!git_oid_equal(&**base, &head_id)) return MergeBase{hex(**base), tip};

  Result<std::vector<git_oid>> chain = first_parents(repository, from_hex(tip));
  if (!chain) return std::move(chain).error();
  // Once a first parent holds the head, all newer ones do: find the oldest by halving.
  std::size_t holder = 0;
  std::size_t beyond = chain->size();
  while (holder + 1 < beyond) {
    const std::size_t middle = holder + (beyond - holder) / 2;
    Result<bool> inside = holds(repository, (*chain)[middle], head_id);
    if (!inside) return std::move(inside).error();
    (*inside ? holder : beyond) = middle;
  }
  const bool brought_in = !git_oid_equal(&(*chain)[holder], &head_id) && beyond < chain->size();
  if (brought_in) {
    Result<std::optional<git_oid>> before = merge_base(repository, head_id, (*chain)[beyond]);
    if (!before) return std::move(before).error();
    if (*before) return MergeBase{hex(**before), hex((*chain)[beyond])};
  }
  if (head == tip) {
    return usage_error(
        "commit " + head + " is the newest one of '" + branch + "', which students start from",
        "name the work with --ref (pull/N/head, a branch), or the commit that it started from with "
        "--base");
  }
  return usage_error("commit " + head + " is already part of '" + branch +
                         "', and no merge commit says what it was based on",
                     "name the commit that the work started from with --base");
}

}  // namespace grader::source
