// The kinds of check, in the order of the manual: one file and one row each.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"
#include "grader/model/points.h"
#include "rubrics/check.h"
#include "rubrics/glob.h"
#include "rubrics/mistakes.h"
#include "rubrics/shape.h"

namespace grader::rubrics {

inline constexpr std::size_t kMaxAssetBytes = std::size_t{4} << 20;

// What a kind is built from. The settings fit the kind's shape.
struct CheckMaker {
  const YamlNode& settings;
  Position place;  // of the key that names the kind
  Mistakes& mistakes;
  std::string task_path, task_folder;
  std::filesystem::path rubric_folder;
  bool has_template = false;
  bool deducts = false;           // each finding costs points
  std::optional<bool> score_all;  // `score` of the check
  std::optional<Points> points;   // where the check names them

  // The globs of a list, resolved; those that leave the submission become mistakes.
  std::vector<Glob> globs(const YamlNode* list) const;
  std::optional<Glob> glob(const std::string& text, Position at) const;
  // A path in the submission, resolved.
  std::optional<std::string> path(const std::string& text, Position at) const;
  // A file beside the rubric, relative to its folder; a mistake where there is none, or where it
  // cannot be laid (kMaxAssetBytes).
  std::optional<std::string> asset(const std::string& text, Position at) const;
  // All files beside the rubric that a glob means, sorted; a mistake where there is none.
  std::vector<std::string> assets(const std::string& glob, Position at) const;
  // For keys that compare with the template.
  void need_template(std::string_view key, Position at) const;
};

struct Kind {
  std::string_view name;
  std::string_view about;
  Assurance assurance = Assurance::Static;
  // Null where the kind is not in this version.
  Shape (*shape)() = nullptr;
  std::shared_ptr<const Check> (*make)(const CheckMaker& maker) = nullptr;
  std::string_view example;  // a whole check, as it stands in a task's list
};

std::span<const Kind> all_kinds();
const Kind* find_kind(std::string_view name);  // null where there is none

Shape files_shape();
std::shared_ptr<const Check> make_files(const CheckMaker& maker);
Shape text_shape();
std::shared_ptr<const Check> make_text(const CheckMaker& maker);
Shape code_shape();
std::shared_ptr<const Check> make_code(const CheckMaker& maker);
Shape lint_shape();
std::shared_ptr<const Check> make_lint(const CheckMaker& maker);
Shape git_shape();
std::shared_ptr<const Check> make_git(const CheckMaker& maker);
Shape tests_shape();
std::shared_ptr<const Check> make_tests(const CheckMaker& maker);
Shape calls_shape();
std::shared_ptr<const Check> make_calls(const CheckMaker& maker);
Shape program_shape();
std::shared_ptr<const Check> make_program(const CheckMaker& maker);
Shape page_shape();
std::shared_ptr<const Check> make_page(const CheckMaker& maker);
Shape manual_shape();
std::shared_ptr<const Check> make_manual(const CheckMaker& maker);

}  // namespace grader::rubrics
