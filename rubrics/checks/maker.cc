#include <system_error>

#include "rubrics/checks/kinds.h"

namespace grader::rubrics {
namespace {

constexpr const char* kLeaves = "this path leaves the submission";

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
    mistakes.error(at, "this path leaves the folder of the rubric");
    return std::nullopt;
  }
  std::error_code problem;
  if (!std::filesystem::is_regular_file(rubric_folder / *resolved, problem)) {
    mistakes.error(at, "no file '" + *resolved + "' beside the rubric");
    return std::nullopt;
  }
  return resolved;
}

void CheckMaker::need_template(std::string_view key, Position at) const {
  if (has_template) return;
  mistakes.error(at, "'" + std::string(key) +
                         "' compares with the template, and this rubric names none; "
                         "add 'template: {merge_base: main}'");
}

}  // namespace grader::rubrics
