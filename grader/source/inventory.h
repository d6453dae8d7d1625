// Which entries of a tree are graded: limits first, then what is left out and what is remarked.
//
// Left out, each with one observation: committed node_modules (a link of that name too), virtual
// environments, __pycache__, build folders that look generated, .git-like and unsafe names, links
// that leave, gitlinks, special files. Kept and only remarked: twins (on Linux they are two files,
// and the student's own may be either), names that cannot be shown, .DS_Store, .env.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/tree.h"
#include "grader/source/source.h"

namespace grader::source {

enum class RawKind { File, Executable, Symlink, Gitlink, Folder, Special };

// An entry of one folder, as it stands there.
struct RawEntry {
  std::string name;
  RawKind kind = RawKind::File;
  std::string id;          // git's, where it is known without reading
  std::uint64_t size = 0;  // where it is known without reading
};

// A tree, one folder at a time.
class Folders {
 public:
  virtual ~Folders() = default;
  // `path` is empty for the root; `id` is the folder's RawEntry::id.
  virtual Result<std::vector<RawEntry>> list(const std::string& path, const std::string& id) = 0;
  // Asked once for each entry that is kept.
  virtual Result<std::uint64_t> size(const TreeEntry& entry) = 0;
  virtual Result<std::string> link_target(const TreeEntry& entry) = 0;
};

enum class Rule {
  NodeModules,
  VirtualEnvironment,
  PythonCache,
  BuildFolder,
  GitLikeName,
  UnsafeName,
  LinkLeaves,
  Gitlink,
  SpecialFile,
  CaseTwin,
  UnicodeTwin,
  OddName,
  DsStore,
  EnvFile,
};

struct Observation {
  Rule rule = Rule::NodeModules;
  std::string path;   // bytes as in the tree
  std::string other;  // of twins: the one that stands there first
};

struct Inventory {
  std::vector<TreeEntry> entries;  // as Tree::entries()
  std::vector<Observation> observations;
};

// What is being read; decides wording, blame, and that a template keeps its build folders.
struct Role {
  bool is_template = false;
  const Tree* base = nullptr;  // of a submission: its template, if it has one
};

// An Error of Blame::Submission (Usage for a template) where a limit of `policy` is passed.
Result<Inventory> take_inventory(Folders& folders, const std::string& root_id, const Policy& policy,
                                 const Role& role);

}  // namespace grader::source
