#include "grader/source/remarks.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "grader/base/text.h"

namespace grader::source {
namespace {

struct Wording {
  Rule rule;
  const char* name;
  Message message;  // without parameters
};

const std::vector<Wording>& wordings() {
  static const std::vector<Wording> all{
      {Rule::NodeModules, "node_modules_committed",
       Message{"submission.node_modules_committed", {}, ""}},
      {Rule::VirtualEnvironment, "venv_committed", Message{"submission.venv_committed", {}, ""}},
      {Rule::PythonCache, "pycache_committed", Message{"submission.pycache_committed", {}, ""}},
      {Rule::BuildFolder, "build_folder_committed",
       Message{"submission.build_folder_committed", {}, ""}},
      {Rule::GitLikeName, "git_like_name", Message{"submission.git_like_name", {}, ""}},
      {Rule::UnsafeName, "unsafe_name", Message{"submission.unsafe_name", {}, ""}},
      {Rule::LinkLeaves, "link_leaves", Message{"submission.link_leaves", {}, ""}},
      {Rule::Gitlink, "gitlink", Message{"submission.gitlink", {}, ""}},
      {Rule::SpecialFile, "special_file", Message{"submission.special_file", {}, ""}},
      {Rule::CaseTwin, "case_twin", Message{"submission.case_twin", {}, ""}},
      {Rule::UnicodeTwin, "unicode_twin", Message{"submission.unicode_twin", {}, ""}},
      {Rule::OddName, "odd_name", Message{"submission.odd_name", {}, ""}},
      {Rule::DsStore, "ds_store_committed", Message{"submission.ds_store_committed", {}, ""}},
      {Rule::EnvFile, "env_file_committed", Message{"submission.env_file_committed", {}, ""}},
  };
  return all;
}

SubmissionRemark remark(const Wording& wording, const Observation& seen) {
  Message message = wording.message;
  message.params["path"] = visible(seen.path);
  if (!seen.other.empty()) message.params["other"] = visible(seen.other);
  return {wording.name, visible(seen.path), std::move(message)};
}

}  // namespace

std::vector<SubmissionRemark> remarks_of(const std::vector<Observation>& of_submission,
                                         const std::vector<Observation>& of_template) {
  std::set<std::pair<Rule, std::string>> known;
  for (const Observation& seen : of_template) known.emplace(seen.rule, seen.path);
  std::vector<SubmissionRemark> remarks;
  for (const Wording& wording : wordings()) {
    std::size_t count = 0;
    for (const Observation& seen : of_submission) {
      if (seen.rule != wording.rule || known.contains({seen.rule, seen.path})) continue;
      if (++count <= kMaxRemarksOfARule) remarks.push_back(remark(wording, seen));
    }
    if (count > kMaxRemarksOfARule) {
      const auto more = static_cast<std::int64_t>(count - kMaxRemarksOfARule);
      remarks.push_back(
          {wording.name, "", Message{"submission.more_like_this", {{"count", more}}, ""}});
    }
  }
  return remarks;
}

}  // namespace grader::source
