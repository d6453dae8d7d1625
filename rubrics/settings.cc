#include "rubrics/settings.h"

#include <algorithm>
#include <optional>
#include <system_error>

#include "grader/base/units.h"
#include "rubrics/glob.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

// A folder beside the rubric, absolute.
std::optional<std::filesystem::path> folder_beside(const YamlNode& node,
                                                   const std::filesystem::path& rubric_folder,
                                                   Mistakes& mistakes) {
  const std::string& text = node.scalar;
  if (path_mistake(text)) return std::nullopt;
  const auto resolved = text.front() == '/' ? std::nullopt : resolve_path("", text);
  if (!resolved) {
    mistakes.error(node.position, "this path leaves the folder of the rubric");
    return std::nullopt;
  }
  std::error_code problem;
  const std::filesystem::path folder = rubric_folder / *resolved;
  if (!std::filesystem::is_directory(folder, problem)) {
    mistakes.error(node.position, "no folder '" + *resolved + "' beside the rubric");
    return std::nullopt;
  }
  return folder;
}

std::string place_of(const YamlNode& node) {
  return std::to_string(node.position.line) + ":" + std::to_string(node.position.column);
}

std::string read_use(const YamlNode& node, const std::filesystem::path& rubric_folder,
                     const KnownNames& known, Mistakes& mistakes) {
  if (is_id(node.scalar)) {
    if (!known.empty() && std::find(known.begin(), known.end(), node.scalar) == known.end()) {
      const std::string near = suggestion(node.scalar, known);
      mistakes.error(node.position, "no environment is called '" + node.scalar + "'" +
                                        (near.empty() ? "; there is " + enumerated(known) : near));
    }
    return node.scalar;
  }
  if (node.scalar.find('/') != std::string::npos) {
    const auto folder = folder_beside(node, rubric_folder, mistakes);
    std::error_code problem;
    if (folder && !std::filesystem::is_regular_file(*folder / "environment.yaml", problem)) {
      mistakes.error(node.position, "no environment.yaml in that folder");
    }
    return folder ? std::filesystem::absolute(*folder).lexically_normal().string() : "";
  }
  mistakes.error(node.position,
                 "an environment is a name such as node, or a folder beside the rubric such as "
                 "./node-week-3");
  return "";
}

EnvironmentRule read_rule(const YamlNode& row, const std::filesystem::path& rubric_folder,
                          const KnownNames& known, Mistakes& mistakes) {
  EnvironmentRule rule;
  rule.use = read_use(*row.find("use"), rubric_folder, known, mistakes);
  const YamlNode* when = row.find("when");
  if (when == nullptr) return rule;
  const YamlNode& file = *when->find("file");
  const auto resolved = resolve_path("", file.scalar);
  if (!resolved) mistakes.error(file.position, "this path leaves the submission");
  rule.file = resolved.value_or("");
  rule.has = read_text(when->find("has"));
  return rule;
}

}  // namespace

TemplateSpec read_template(const YamlNode& node, const std::filesystem::path& rubric_folder,
                           Mistakes& mistakes) {
  if (const YamlNode* branch = node.find("merge_base")) {
    return MergeBaseTemplate{branch->scalar, read_text(node.find("repository")), place_of(*branch)};
  }
  if (const YamlNode* ref = node.find("ref")) {
    return RefTemplate{read_text(node.find("repository")), ref->scalar, place_of(*ref)};
  }
  if (const YamlNode* folder = node.find("folder")) {
    return FolderTemplate{folder_beside(*folder, rubric_folder, mistakes).value_or("")};
  }
  return NoTemplate{};
}

EnvironmentChoice read_environment(const YamlNode& node, const std::filesystem::path& rubric_folder,
                                   const KnownNames& known, Mistakes& mistakes) {
  if (node.kind == YamlNode::Kind::Scalar)
    return {{"", "", read_use(node, rubric_folder, known, mistakes)}};
  EnvironmentChoice choice;
  const YamlNode* rows = node.find("auto");
  int always = 0;
  for (const YamlNode& row : rows->items) {
    if (always > 0) {
      mistakes.error(row.position, "this row is never reached: the one on line " +
                                       std::to_string(always) + " always holds");
    }
    if (row.find("when") == nullptr && always == 0) always = row.position.line;
    choice.push_back(read_rule(row, rubric_folder, known, mistakes));
  }
  if (always == 0) {
    mistakes.warning(rows->position,
                     "no row holds always; where none does, the framework's own "
                     "environment is used");
  }
  return choice;
}

LimitsSpec read_limits(const YamlNode& node) {
  const auto time = [&](const char* key) { return parse_duration_ms(read_text(node.find(key))); };
  const auto size = [&](const char* key) { return parse_size(read_text(node.find(key))); };
  LimitsSpec limits;
  limits.wall_ms = time("wall");
  limits.cpu_ms = time("cpu");
  limits.memory = size("memory");
  limits.processes = read_integer(node.find("processes"));
  limits.output = size("output");
  limits.disk = size("disk");
  return limits;
}

bool asks(std::string_view text, std::string_view language) {
  const std::string_view main = language.substr(0, language.find('-'));
  const auto has = [&](std::string_view sign) { return text.find(sign) != std::string_view::npos; };
  for (const std::string_view arabic : {"ar", "fa", "ps", "ug", "ur", "ckb", "sd"}) {
    if (main == arabic) return has("\u061F");
  }
  if (main == "el") return has(";") || has("\u037E");
  if (main == "zh" || main == "ja") return has("\uFF1F") || has("?");
  if (main == "hy") return has("\u055E");
  return has("?");
}

}  // namespace grader::rubrics
