#include <algorithm>
#include <system_error>

#include <unistd.h>

#include "rubrics/checks/kinds.h"

namespace grader::rubrics {
namespace {

constexpr const char* kLeaves = "this path leaves the submission";
constexpr const char* kOutside = "this path leaves the folder of the rubric";
constexpr int kMaxLooked = 20'000;  // names beside a rubric

// The files below `folder` that a glob means, sorted. Git's folder and packages are passed by.
std::vector<std::string> names_like(const Glob& glob, const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> names;
  std::error_code problem;
  int looked = 0;
  fs::recursive_directory_iterator at(folder.empty() ? fs::path(".") : folder,
                                      fs::directory_options::skip_permission_denied, problem);
  for (; !problem && at != fs::recursive_directory_iterator() && ++looked < kMaxLooked;
       at.increment(problem)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (at->is_directory(ignored) && (name == ".git" || name == "node_modules")) {
      at.disable_recursion_pending();
    }
    if (!at->is_regular_file(ignored)) continue;
    const std::string path =
        at->path().lexically_relative(folder.empty() ? fs::path(".") : folder).generic_string();
    if (glob.matches(path)) names.push_back(path);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Whether `path`, links followed, lies in `folder`.
bool stays_in(const std::filesystem::path& folder, const std::filesystem::path& path) {
  std::error_code problem;
  const auto root = std::filesystem::weakly_canonical(folder, problem);
  if (problem) return false;
  const auto real = std::filesystem::weakly_canonical(path, problem);
  if (problem) return false;
  const auto relative = real.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

std::optional<Glob> CheckMaker::glob(const std::string& text, Position at) const {
  if (glob_mistake(text)) return std::nullopt;
  std::optional<Glob> glob = Glob::resolve(task_folder, text);
  if (!glob) mistakes.error(at, kLeaves);
  return glob;
}

std::vector<Glob> CheckMaker::globs(const YamlNode* list) const {
  std::vector<Glob> globs;
  if (list == nullptr) return globs;
  for (const YamlNode& item : list->items) {
    if (auto resolved = glob(item.scalar, item.position)) globs.push_back(*std::move(resolved));
  }
  return globs;
}

std::optional<std::string> CheckMaker::path(const std::string& text, Position at) const {
  auto resolved = resolve_path(task_folder, text);
  if (!resolved) mistakes.error(at, kLeaves);
  return resolved;
}

std::optional<std::string> CheckMaker::asset(const std::string& text, Position at) const {
  if (path_mistake(text)) return std::nullopt;
  const auto resolved = text.front() == '/' ? std::nullopt : resolve_path("", text);
  if (!resolved || resolved->empty() || !stays_in(rubric_folder, rubric_folder / *resolved)) {
    mistakes.error(at, kOutside);
    return std::nullopt;
  }
  std::error_code problem;
  if (!std::filesystem::is_regular_file(rubric_folder / *resolved, problem)) {
    mistakes.error(at, "no file '" + *resolved + "' beside the rubric");
    return std::nullopt;
  }
  const std::uintmax_t size = std::filesystem::file_size(rubric_folder / *resolved, problem);
  if (problem || ::access((rubric_folder / *resolved).c_str(), R_OK) != 0) {
    mistakes.error(at, "the file '" + *resolved + "' cannot be read");
    return std::nullopt;
  }
  if (size > kMaxAssetBytes) {
    mistakes.error(at, "the file '" + *resolved + "' is larger than 4 MiB");
    return std::nullopt;
  }
  return resolved;
}

std::vector<std::string> CheckMaker::assets(const std::string& text, Position at) const {
  std::error_code problem;
  const bool wild = text.find_first_of("*?[{") != std::string::npos;
  if (!wild || std::filesystem::exists(rubric_folder / text, problem)) {
    const auto one = asset(text, at);
    return one ? std::vector<std::string>{*one} : std::vector<std::string>{};
  }
  if (glob_mistake(text)) return {};
  const auto pattern = text.front() == '/' ? std::nullopt : Glob::resolve("", text);
  if (!pattern) {
    mistakes.error(at, kOutside);
    return {};
  }
  std::vector<std::string> names = names_like(*pattern, rubric_folder);
  if (names.empty()) mistakes.error(at, "no file like '" + text + "' beside the rubric");
  std::vector<std::string> usable;
  for (const std::string& name : names) {
    if (auto one = asset(name, at)) usable.push_back(*std::move(one));
  }
  return usable;
}

void CheckMaker::need_template(std::string_view key, Position at) const {
  if (has_template) return;
  mistakes.error(at, "'" + std::string(key) +
                         "' compares with the template, and this rubric names none; "
                         "add 'template: {folder: DIR}' for plain folders, or 'template: "
                         "{merge_base: main}' for pull requests");
}

}  // namespace grader::rubrics
