#include "grader/engine/environments.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "rubrics/check.h"
#include "runners/app.h"
#include "runners/reviewer.h"

namespace grader::engine {
namespace {

bool ends_in(const std::vector<std::string>& names, std::initializer_list<std::string_view> ends) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(ends.begin(), ends.end(),
                       [&](std::string_view end) { return name.ends_with(end); });
  });
}

// By the files that it names.
std::string by_names(const rubrics::Task& task, const rubrics::CheckSpec& check) {
  std::vector<std::string> names = check.check->assets();
  for (const rubrics::Glob& glob : check.check->asks_for()) names.push_back(glob.text());
  names.push_back(task.path);
  if (ends_in(names, {".py"})) return "python";
  if (ends_in(names, {".cc", ".cpp", ".c", ".h", ".hpp", "CMakeLists.txt"})) return "cpp";
  return "node";
}

void add_choice(const rubrics::EnvironmentChoice& rules, const std::string& otherwise,
                std::set<std::string>& names) {
  for (const rubrics::EnvironmentRule& rule : rules) names.insert(rule.use);
  const bool always = !rules.empty() && rules.back().file.empty();
  if (!always) names.insert(otherwise);
}

// A page has its own, and so has what builds it.
void add_page(const rubrics::CheckSpec& check, std::set<std::string>& names) {
  const Result<rubrics::CheckPlan> plan = check.check->plan({});
  const bool built = plan && plan->page && plan->page->app;
  if (built) names.insert("page");
  add_choice(check.environment.value_or(rubrics::EnvironmentChoice{}),
             built ? runners::kAppEnvironment : "page", names);
}

void add(const rubrics::Rubric& rubric, const rubrics::Task& task, const rubrics::CheckSpec& check,
         std::set<std::string>& names) {
  if (check.kind == "code" || check.kind == "lint") names.insert(runners::kReviewEnvironment);
  if (check.kind == "page") add_page(check, names);
  if (check.kind != "calls" && check.kind != "program" && check.kind != "tests") return;
  const rubrics::EnvironmentChoice& rules = check.environment  ? *check.environment
                                            : task.environment ? *task.environment
                                                               : rubric.environment;
  add_choice(rules, by_names(task, check), names);
}

}  // namespace

std::vector<std::string> environments_for(const rubrics::Rubric& rubric) {
  std::set<std::string> names;
  for (const rubrics::Task& task : rubric.tasks) {
    for (const rubrics::CheckSpec& check : task.checks) add(rubric, task, check, names);
  }
  return {names.begin(), names.end()};
}

}  // namespace grader::engine
