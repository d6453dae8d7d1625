#include "grader/source/repository.h"

#include <algorithm>
#include <ctime>
#include <set>
#include <utility>

#include <git2.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/source/loose_objects.h"

namespace grader::source {
namespace {

constexpr int kMaxAlternates = 16;

std::filesystem::path objects_of(const Repository& repository) {
  return std::filesystem::path(git_repository_commondir(repository.git.get())) / "objects";
}

// Object stores that `objects` borrows from, itself first.
void collect_stores(const std::filesystem::path& objects,
                    std::vector<std::filesystem::path>& stores) {
  if (stores.size() >= kMaxAlternates) return;
  stores.push_back(objects);
  const Result<std::string> listed = read_file(objects / "info" / "alternates");
  if (!listed) return;
  for (const std::string_view line : lines_of(*listed)) {
    if (!line.empty() && !line.starts_with('#')) collect_stores(objects / line, stores);
  }
}

std::vector<std::string> ref_names(const Repository& repository) {
  std::vector<std::string> names;
  git_strarray listed{};
  if (git_reference_list(&listed, repository.git.get()) == 0) {
    for (std::size_t i = 0; i < listed.count; ++i) names.emplace_back(listed.strings[i]);
  }
  git_strarray_dispose(&listed);
  return names;
}

// Made with --filter: packs of a partial clone carry a note.
bool is_partial(const Repository& repository) {
  std::error_code failed;
  for (std::filesystem::directory_iterator file(objects_of(repository) / "pack", failed), end;
       !failed && file != end; file.increment(failed)) {
    if (file->path().extension() == ".promisor") return true;
  }
  return false;
}

std::string short_name(std::string_view full) {
  for (const std::string_view prefix :
       {"refs/heads/", "refs/tags/", "refs/remotes/origin/", "refs/"}) {
    if (full.starts_with(prefix)) return std::string(full.substr(prefix.size()));
  }
  return std::string(full);
}

}  // namespace

Result<std::shared_ptr<Repository>> open_repository(const std::filesystem::path& path,
                                                    std::string name) {
  if (auto started = start_git(); !started) return std::move(started).error();
  git_repository* opened = nullptr;
  const int failed = [&] {
    const ForgivenLeaks one_for_each_key_of_a_partial_clones_configuration;
    return git_repository_open_ext(&opened, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
  }();
  if (failed == GIT_ENOTFOUND) {
    std::error_code ignored;
    if (!std::filesystem::exists(path / ".git", ignored)) return std::shared_ptr<Repository>();
    return submission_error("its .git leads to no repository", name,
                            "mend it, or remove .git to grade the folder as it is");
  }
  if (failed != 0) {
    return submission_error("cannot open the repository: " + git_said(), name,
                            "check it with: git -C <repository> fsck");
  }
  auto repository = std::make_shared<Repository>();
  repository->git.reset(opened);
  repository->name = std::move(name);
  repository->bare = git_repository_is_bare(opened) != 0;
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, opened) != 0) return lost_object(*repository, "the objects");
  repository->odb.reset(odb);
  return repository;
}

Result<void> check_objects(const Repository& repository, std::uint64_t max_blob_bytes) {
  std::vector<std::filesystem::path> stores;
  collect_stores(objects_of(repository), stores);
  for (const std::filesystem::path& store : stores) {
    if (auto sound = check_loose_objects(store, max_blob_bytes); !sound) return sound;
  }
  return {};
}

Result<void> borrow_objects(Repository& repository, const Repository& other) {
  std::vector<std::filesystem::path> stores;
  collect_stores(objects_of(other), stores);
  for (const std::filesystem::path& store : stores) {
    if (git_odb_add_disk_alternate(repository.odb.get(), store.c_str()) != 0) {
      return lost_object(other, "the objects");
    }
  }
  return {};
}

std::vector<std::string> ref_candidates(const std::string& ref) {
  if (ref.starts_with("refs/")) return {ref};
  // Anybody may give a branch the name of a pull request.
  if (pull_number(ref)) return {"refs/" + ref, "refs/heads/" + ref, "refs/remotes/origin/" + ref};
  return {"refs/heads/" + ref, "refs/tags/" + ref, "refs/remotes/origin/" + ref, "refs/" + ref,
          "refs/remotes/" + ref};
}

std::optional<std::string> pull_number(std::string_view ref) {
  if (ref.starts_with("refs/")) ref.remove_prefix(5);
  bool named = false;
  for (const std::string_view prefix : {"pull/", "merge-requests/"}) {
    if (!ref.starts_with(prefix)) continue;
    ref.remove_prefix(prefix.size());
    named = true;
    break;
  }
  if (!named || !ref.ends_with("/head")) return std::nullopt;
  ref.remove_suffix(5);
  if (ref.empty() || ref.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(ref);
}

// Of pull requests only the one with its number: "pull/7/heads" is none of the others.
std::string meant_by(const std::string& ref, const std::vector<std::string>& known) {
  const std::string head = ref.substr(0, ref.rfind('/')) + "/head";
  for (const std::string& name : known) {
    if (pull_number(name) && short_name(name) == head) return head;
  }
  std::vector<std::string> names;
  for (const std::string& name : known) {
    if (!pull_number(name)) names.push_back(short_name(name));
  }
  const std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(ref, views);
}

// The branch that is probably meant, or those that there are, where they are few.
std::string branches_text(const std::vector<std::string>& known) {
  constexpr std::size_t kFew = 4;
  std::set<std::string> branches;
  for (const std::string& name : known) {
    const bool is_branch =
        name.starts_with("refs/heads/") || name.starts_with("refs/remotes/origin/");
    if (is_branch) branches.insert(short_name(name));
  }
  branches.erase("HEAD");
  std::string named;
  if (branches.size() <= kFew) {
    for (const std::string& branch : branches) {
      named += (named.empty() ? "'" : ", '") + visible(branch, 60) + "'";
    }
  } else {
    for (const char* usual : {"main", "master", "trunk", "develop"}) {
      if (named.empty() && branches.contains(usual)) named = std::string("'") + usual + "'";
    }
  }
  return named.empty() ? "" : "; there is " + named;
}

Error unknown_ref(const std::string& repository, const std::string& ref,
                  const std::vector<std::string>& known) {
  if (const std::optional<std::string> number = pull_number(ref)) {
    const bool has_pulls = std::any_of(known.begin(), known.end(), [](const std::string& name) {
      return pull_number(name).has_value();
    });
    return submission_error(
        "there is no pull request " + *number, repository,
        has_pulls ? "check the number in the address of the pull request"
                  : "this repository holds no pull request heads; fetch them with: git fetch "
                    "origin '+refs/pull/*/head:refs/pull/*/head'");
  }
  const std::string meant = meant_by(ref, known);
  return submission_error(
      "unknown ref '" + visible(ref) + "'" +
          (meant.empty() ? branches_text(known) : ", did you mean '" + visible(meant) + "'?"),
      repository, "give a branch, a tag, a commit id of 40 digits or pull/N/head");
}

Error unknown_commit(const std::string& repository, const std::string& id) {
  return submission_error("there is no commit " + id, repository,
                          "check the id; the commit may have been removed by a forced push");
}

Error empty_repository(const std::string& repository) {
  return submission_error("the repository is empty", repository,
                          "commit and push at least one file");
}

Result<std::optional<std::string>> peel_to_commit(const Repository& repository,
                                                  const std::string& id) {
  const git_oid oid = from_hex(id);
  git_object* object = nullptr;
  const int failed = git_object_lookup(&object, repository.git.get(), &oid, GIT_OBJECT_ANY);
  if (failed == GIT_ENOTFOUND) return std::optional<std::string>();
  if (failed != 0) return lost_object(repository, "commit " + id);
  git_object* commit = nullptr;
  const int refused = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
  git_object_free(object);
  if (refused == GIT_ENOTFOUND) return lost_object(repository, "commit " + id);
  if (refused != 0) {
    return submission_error("object " + id + " is not a commit", repository.name,
                            "give a branch, a tag or a commit");
  }
  std::string found = hex(*git_object_id(commit));
  git_object_free(commit);
  return std::optional<std::string>(std::move(found));
}

Result<std::string> resolve_ref(const Repository& repository, const std::string& ref) {
  if (is_commit_id(ref)) {
    Result<std::optional<std::string>> commit = peel_to_commit(repository, ref);
    if (!commit) return std::move(commit).error();
    if (!*commit) return unknown_commit(repository.name, ref);
    return std::move(**commit);
  }
  const bool head = ref.empty() || ref == "HEAD";
  for (const std::string& name : head ? std::vector<std::string>{"HEAD"} : ref_candidates(ref)) {
    git_oid id{};
    if (git_reference_name_to_id(&id, repository.git.get(), name.c_str()) != 0) continue;
    Result<std::optional<std::string>> commit = peel_to_commit(repository, hex(id));
    if (!commit) return std::move(commit).error();
    if (!*commit) return lost_object(repository, "commit " + hex(id));
    return std::move(**commit);
  }
  const std::vector<std::string> known = ref_names(repository);
  if (known.empty()) return empty_repository(repository.name);
  if (head) {
    return submission_error("HEAD names a branch that does not exist", repository.name,
                            "name a branch with --ref");
  }
  return unknown_ref(repository.name, ref, known);
}

std::string resolved_name(const Repository& repository, const std::string& ref) {
  const bool head = ref.empty() || ref == "HEAD";
  for (const std::string& name : head ? std::vector<std::string>{"HEAD"} : ref_candidates(ref)) {
    git_reference* found = nullptr;
    if (git_reference_lookup(&found, repository.git.get(), name.c_str()) != 0) continue;
    const Git<git_reference> reference(found);
    if (!head) return name;
    const char* target = git_reference_symbolic_target(found);
    return target == nullptr ? "" : target;
  }
  return "";
}

Result<CommitFacts> read_commit(const Repository& repository, const std::string& commit) {
  const git_oid id = from_hex(commit);
  git_commit* found = nullptr;
  if (git_commit_lookup(&found, repository.git.get(), &id) != 0) {
    return lost_object(repository, "commit " + commit);
  }
  const Git<git_commit> owned(found);
  return CommitFacts{hex(*git_commit_tree_id(found)),
                     rfc3339_utc(git_commit_author(found)->when.time)};
}

Error lost_object(const Repository& repository, const std::string& what) {
  const std::string said = git_said();
  repository.damaged = true;
  if (git_repository_is_shallow(repository.git.get()) == 1) {
    return usage_error(
        "cannot read " + what + ": the history of " + repository.name + " is cut off",
        "fetch all of it: fetch-depth: 0 in the checkout step, or git fetch "
        "--unshallow");
  }
  if (is_partial(repository)) {
    return submission_error("cannot read " + what + ": this clone leaves files out",
                            repository.name, "fetch all of them: git fetch --refetch --no-filter");
  }
  return submission_error("cannot read " + what + ": " + said, repository.name,
                          "the repository is damaged or incomplete; clone it anew");
}

}  // namespace grader::source
