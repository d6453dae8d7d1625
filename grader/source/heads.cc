#include "grader/source/heads.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <tuple>

#include <fnmatch.h>
#include <git2.h>

#include "grader/base/text.h"
#include "grader/source/git.h"
#include "grader/source/repository.h"

namespace grader::source {
namespace {

// Without what --ref does not need.
std::string short_name(const std::string& full) {
  for (const std::string_view prefix :
       {"refs/heads/", "refs/tags/", "refs/remotes/origin/", "refs/"}) {
    if (full.starts_with(prefix)) return full.substr(prefix.size());
  }
  return full;
}

auto order(const Head& head) {
  const auto number = pull_number(head.ref);
  return std::tuple(!number, number ? std::strtoull(number->c_str(), nullptr, 10) : 0, head.ref);
}

}  // namespace

Result<std::vector<Head>> list_heads(const std::filesystem::path& path,
                                     const std::vector<std::string>& patterns) {
  Result<std::shared_ptr<Repository>> opened = open_repository(path, path.string());
  if (!opened) return std::move(opened).error();
  if (*opened == nullptr) {
    return submission_error("this is no repository", path.string(),
                            "refs can only be chosen in a local clone; give folders instead");
  }
  const Repository& repository = **opened;
  git_strarray names{};
  if (git_reference_list(&names, repository.git.get()) != 0) {
    return submission_error("the refs cannot be read: " + git_said(), path.string());
  }
  std::vector<Head> heads;
  std::set<std::string> seen;
  std::vector<bool> used(patterns.size());
  for (std::size_t i = 0; i < names.count; ++i) {
    const std::string full = names.strings[i], name = short_name(full);
    bool wanted = false;
    for (std::size_t p = 0; p < patterns.size(); ++p) {
      if (::fnmatch(patterns[p].c_str(), name.c_str(), FNM_PATHNAME) != 0 && patterns[p] != full) {
        continue;
      }
      wanted = used[p] = true;
    }
    // A branch that only has the name of a pull request is not what --ref takes.
    if (!wanted || (pull_number(name) && resolved_name(repository, name) != full)) continue;
    if (!seen.insert(name).second) continue;
    Result<std::string> commit = resolve_ref(repository, full);
    // What names no commit (a tag of a file, say) is nobody's work.
    if (commit) heads.push_back({name, *std::move(commit)});
  }
  git_strarray_dispose(&names);
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    if (used[p]) continue;
    return submission_error("no ref matches '" + visible(patterns[p]) + "'", path.string(),
                            "pull request heads come with: git fetch origin "
                            "'+refs/pull/*/head:refs/pull/*/head'");
  }
  std::sort(heads.begin(), heads.end(),
            [](const Head& a, const Head& b) { return order(a) < order(b); });
  return heads;
}

}  // namespace grader::source
