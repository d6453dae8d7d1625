#include "grader/source/inventory.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "grader/base/text.h"
#include "grader/source/git.h"
#include "grader/source/links.h"
#include "grader/source/names.h"

namespace grader::source {
namespace {

constexpr std::uint64_t kMaxLinkBytes = 4096;  // PATH_MAX

std::string beneath(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

bool has_file(const std::vector<RawEntry>& entries, std::string_view name) {
  return std::any_of(entries.begin(), entries.end(), [&](const RawEntry& entry) {
    return entry.name == name && (entry.kind == RawKind::File || entry.kind == RawKind::Executable);
  });
}

class Walk {
 public:
  Walk(Folders& folders, const Policy& policy, const Role& role)
      : folders_(folders), policy_(policy), role_(role) {}

  Result<void> folder(const std::string& path, const std::string& id, std::uint64_t depth);
  Result<Inventory> finish();

 private:
  Result<void> entry(const std::vector<RawEntry>& siblings, const RawEntry& raw,
                     const std::string& path, std::uint64_t depth);
  Result<void> keep(const RawEntry& raw, std::string path);
  std::optional<Rule> left_out(const std::vector<RawEntry>& siblings, const RawEntry& raw,
                               const std::string& path) const;
  void note(Rule rule, std::string path, std::string other = "") {
    found_.observations.push_back({rule, std::move(path), std::move(other)});
  }
  Error over(std::string message, const std::string& path) const;

  Folders& folders_;
  const Policy& policy_;
  const Role& role_;
  Inventory found_;
  std::uint64_t seen_ = 0;
  std::uint64_t total_ = 0;
};

Error Walk::over(std::string message, const std::string& path) const {
  return {role_.is_template ? Blame::Usage : Blame::Submission,
          std::string(role_.is_template ? "the template is too large: "
                                        : "the submission is too large: ") +
              std::move(message),
          visible(path), "leave generated and very large files out of the commit"};
}

Result<void> Walk::folder(const std::string& path, const std::string& id, std::uint64_t depth) {
  if (depth > policy_.max_depth) {
    return over("folders lie deeper than " + grouped(policy_.max_depth) + " levels", path);
  }
  Result<std::vector<RawEntry>> listed = folders_.list(path, id);
  if (!listed) return std::move(listed).error();
  const std::vector<RawEntry>& entries = *listed;
  seen_ += entries.size();
  if (seen_ > policy_.max_entries) {
    return over("it holds more than " + grouped(policy_.max_entries) + " files and folders", "");
  }
  if (depth > 0 && has_file(entries, "pyvenv.cfg")) {
    note(Rule::VirtualEnvironment, path);
    return {};
  }
  std::unordered_map<std::string, const RawEntry*> taken;
  for (const RawEntry& raw : entries) {
    const std::string at = beneath(path, raw.name);
    if (raw.name.empty() || raw.name == "." || raw.name == ".." ||
        raw.name.find('/') != std::string::npos) {
      note(Rule::UnsafeName, at);
      continue;
    }
    const auto place = taken.emplace(fold_name(raw.name), &raw);
    if (!place.second) {
      const RawEntry& first = *place.first->second;
      if (first.name == raw.name) {
        note(Rule::UnsafeName, at);
        continue;
      }
      const bool unicode = compose_name(first.name) == compose_name(raw.name);
      note(unicode ? Rule::UnicodeTwin : Rule::CaseTwin, at, beneath(path, first.name));
    }
    if (auto done = entry(entries, raw, at, depth); !done) return done;
  }
  return {};
}

std::optional<Rule> Walk::left_out(const std::vector<RawEntry>& siblings, const RawEntry& raw,
                                   const std::string& path) const {
  if (is_git_like(raw.name)) return Rule::GitLikeName;
  if (raw.kind == RawKind::Gitlink) return Rule::Gitlink;
  if (raw.kind == RawKind::Special) return Rule::SpecialFile;
  // A link of that name would bring a folder of modules back under another name.
  const bool folder_or_link = raw.kind == RawKind::Folder || raw.kind == RawKind::Symlink;
  if (folder_or_link && raw.name == "node_modules") return Rule::NodeModules;
  if (raw.kind == RawKind::Folder && raw.name == "__pycache__") return Rule::PythonCache;
  if (raw.kind == RawKind::Folder && (raw.name == "dist" || raw.name == "build") &&
      !role_.is_template && has_file(siblings, "package.json") &&
      (role_.base == nullptr || !role_.base->has_folder(path))) {
    return Rule::BuildFolder;
  }
  return std::nullopt;
}

Result<void> Walk::entry(const std::vector<RawEntry>& siblings, const RawEntry& raw,
                         const std::string& path, std::uint64_t depth) {
  if (const std::optional<Rule> rule = left_out(siblings, raw, path)) {
    note(*rule, path);
    return {};
  }
  if (is_odd_name(raw.name)) note(Rule::OddName, path);
  if (raw.kind == RawKind::Folder) return folder(path, raw.id, depth + 1);
  if (raw.name == ".DS_Store") note(Rule::DsStore, path);
  if (raw.name == ".env" || raw.name == ".env.local") note(Rule::EnvFile, path);
  return keep(raw, path);
}

Result<void> Walk::keep(const RawEntry& raw, std::string path) {
  const EntryKind kind = raw.kind == RawKind::Symlink      ? EntryKind::Symlink
                         : raw.kind == RawKind::Executable ? EntryKind::Executable
                                                           : EntryKind::File;
  TreeEntry entry{std::move(path), kind, raw.id, raw.size};
  Result<std::uint64_t> size = folders_.size(entry);
  if (!size) return std::move(size).error();
  entry.size = *size;
  if (entry.size > policy_.max_file_bytes) {
    return over("a file has " + bytes_text(entry.size) + ", the limit for one file is " +
                    bytes_text(policy_.max_file_bytes),
                entry.path);
  }
  total_ += entry.size;
  if (total_ > policy_.max_total_bytes) {
    return over("its files have more than " + bytes_text(policy_.max_total_bytes) + " in all", "");
  }
  found_.entries.push_back(std::move(entry));
  return {};
}

Result<Inventory> Walk::finish() {
  std::map<std::string, std::string> targets;
  for (const TreeEntry& entry : found_.entries) {
    if (entry.kind != EntryKind::Symlink) continue;
    if (entry.size > kMaxLinkBytes) {
      targets.emplace(entry.path, "/");  // no system could follow it
      continue;
    }
    Result<std::string> target = folders_.link_target(entry);
    if (!target) return std::move(target).error();
    targets.emplace(entry.path, std::move(*target));
  }
  const LinkTarget target_of = [&](const std::string& path) -> std::optional<std::string> {
    const auto found = targets.find(path);
    if (found == targets.end()) return std::nullopt;
    return found->second;
  };
  const auto leaves = [&](const TreeEntry& entry) {
    if (entry.kind != EntryKind::Symlink || !link_leaves(entry.path, target_of)) return false;
    note(Rule::LinkLeaves, entry.path);
    return true;
  };
  std::erase_if(found_.entries, leaves);
  const auto by_path = [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; };
  if (!std::is_sorted(found_.entries.begin(), found_.entries.end(), by_path)) {
    std::sort(found_.entries.begin(), found_.entries.end(), by_path);
  }
  return std::move(found_);
}

}  // namespace

Result<Inventory> take_inventory(Folders& folders, const std::string& root_id, const Policy& policy,
                                 const Role& role) {
  Walk walk(folders, policy, role);
  if (auto done = walk.folder("", root_id, 0); !done) return std::move(done).error();
  return walk.finish();
}

}  // namespace grader::source
