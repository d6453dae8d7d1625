#include "grader/cli/tool_mistakes.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "grader/base/file.h"
#include "grader/engine/tool_settings.h"
#include "rubrics/mistakes.h"
#include "runners/reviewer.h"

namespace grader::cli {
namespace {

Result<std::vector<rubrics::RubricMistake>> ask(const std::vector<rubrics::ToolSettings>& settings,
                                                const engine::Tools& tools) {
  const Result<runners::Environment> environment = tools.environment(runners::kReviewEnvironment);
  if (!environment) return environment.error();
  Result<engine::Reviewers*> reviewers = tools.reviewers(tools.host());
  if (!reviewers) return std::move(reviewers).error();
  return engine::wrong_settings(settings, **reviewers, *environment);
}

Error told(const std::vector<rubrics::RubricMistake>& found, const rubrics::Rubric& rubric,
           const std::string& file) {
  const Result<std::string> text = read_file(rubric.file, std::size_t{1} << 20);
  const std::string lines = text ? *text : "";
  rubrics::Mistakes mistakes(file, lines);
  for (const rubrics::RubricMistake& one : found) mistakes.error(one.place, one.message);
  return rubrics::all_mistakes(mistakes.take(), rubric.file.filename().string());
}

}  // namespace

ToolMistakes find_tool_mistakes(const rubrics::Rubric& rubric, const std::string& file,
                                const engine::Tools& tools) {
  const std::vector<rubrics::ToolSettings> settings = engine::tool_settings(rubric);
  if (settings.empty()) return {};
  const auto found = ask(settings, tools);
  if (!found) return {std::nullopt, found.error()};
  if (found->empty()) return {};
  return {told(*found, rubric, file), std::nullopt};
}

}  // namespace grader::cli
