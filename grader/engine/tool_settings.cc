#include "grader/engine/tool_settings.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <tuple>
#include <utility>
#include <variant>

#include "rubrics/checks/review_files.h"

namespace grader::engine {
namespace {

constexpr std::chrono::seconds kPatience{20};

using Mistakes = std::vector<rubrics::RubricMistake>;

auto key_of(const rubrics::RubricMistake& mistake) {
  return std::tie(mistake.place.line, mistake.place.column, mistake.message);
}

// A rule that two asks have is wrong once.
void sort(Mistakes& mistakes) {
  std::sort(mistakes.begin(), mistakes.end(),
            [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
  mistakes.erase(std::unique(mistakes.begin(), mistakes.end(),
                             [](const auto& a, const auto& b) { return key_of(a) == key_of(b); }),
                 mistakes.end());
}

}  // namespace

std::vector<rubrics::ToolSettings> tool_settings(const rubrics::Rubric& rubric) {
  std::vector<rubrics::ToolSettings> all;
  for (const rubrics::Task& task : rubric.tasks) {
    for (const rubrics::CheckSpec& check : task.checks) {
      for (rubrics::ToolSettings& one : check.check->tool_settings()) all.push_back(std::move(one));
    }
  }
  return all;
}

Result<Mistakes> wrong_settings(const std::vector<rubrics::ToolSettings>& settings,
                                Reviewers& reviewers, const runners::Environment& environment) {
  Mistakes mistakes;
  if (settings.empty()) return mistakes;
  runners::ReviewRequest request;
  for (const rubrics::ToolSettings& one : settings) {
    request.asks.push_back({one.tool, one.settings, {}});
  }
  Result<std::unique_ptr<Reviewer>> reviewer = reviewers.take(environment);
  if (!reviewer) return std::move(reviewer).error();
  if (!(*reviewer)->ask(std::move(request))) return grader_error("the reviewer is gone");
  for (;;) {
    const Reviewer::Said said = (*reviewer)->next(kPatience);
    if (!said.row) return grader_error("the reviewer does not answer");
    if (std::holds_alternative<runners::ReviewEnd>(said.row->what)) break;
    const auto* invalid = std::get_if<runners::ReviewInvalid>(&said.row->what);
    if (invalid == nullptr || invalid->ask >= settings.size()) continue;
    for (const runners::WrongSetting& wrong : invalid->wrong) {
      mistakes.push_back(rubrics::mistake_of(settings[invalid->ask], wrong));
    }
  }
  reviewers.give_back(std::move(*reviewer));
  sort(mistakes);
  return mistakes;
}

}  // namespace grader::engine
