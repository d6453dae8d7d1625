#include "rubrics/checks/path_near.h"

#include <vector>

#include "grader/base/text.h"
#include "rubrics/glob.h"

namespace grader::rubrics {

std::string path_near(const std::string& path, const Tree& tree) {
  const std::string lower = ascii_lowered(path);
  const std::string name = ascii_lowered(name_of(path));
  std::string elsewhere;
  std::vector<std::string_view> beside;
  for (const TreeEntry& entry : tree.entries()) {
    if (entry.path.size() == path.size() && ascii_lowered(entry.path) == lower) return entry.path;
    if (elsewhere.empty() && ascii_lowered(name_of(entry.path)) == name) elsewhere = entry.path;
    if (folder_of(entry.path) == folder_of(path)) beside.push_back(name_of(entry.path));
  }
  if (!elsewhere.empty()) return elsewhere;
  const std::string near = did_you_mean(name_of(path), beside);
  if (near.empty()) return "";
  const std::string_view folder = folder_of(path);
  return folder.empty() ? near : std::string(folder) + "/" + near;
}

}  // namespace grader::rubrics
