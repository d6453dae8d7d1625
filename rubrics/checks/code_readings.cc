#include "rubrics/checks/code_readings.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "rubrics/checks/review_files.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

// What stands for a file where the rule knows only one language: a file named by the rubric may
// have any end.
std::string language_for(const CodeRule& rule, const std::string& path) {
  const std::string_view language = language_of(path);
  if (language.empty()) return rule.shipped == nullptr ? rule.languages.front() : "";
  const bool known =
      std::find(rule.languages.begin(), rule.languages.end(), language) != rule.languages.end();
  return known ? std::string(language) : "";
}

}  // namespace

ReviewPlan::Ask Reading::ask() const {
  Json settings;
  if (tool == "eslint") {
    Json all = Json::object();
    for (const CodeRule* rule : rules) all[rule->reported] = Json::parse(rule->settings);
    settings["rules"] = std::move(all);
  } else {
    settings["language"] = language;
    settings["rules"] = Json::array();
    for (const CodeRule* rule : rules) settings["rules"].push_back(Json::parse(rule->settings));
  }
  return {tool, settings.dump(), files};
}

std::vector<Reading> readings_of(const CodeRules& rules, const std::vector<std::string>& files,
                                 const CheckView& view) {
  std::vector<Reading> readings;
  const bool counts = std::any_of(rules.rules.begin(), rules.rules.end(),
                                  [](const CodeRule& rule) { return !rule.forbid; });
  for (const CodeRule& rule : rules.rules) {
    for (const std::string& path : files) {
      // Nothing there can be the student's.
      if (!counts && is_untouched(path, view)) continue;
      const std::string language = language_for(rule, path);
      if (language.empty()) continue;
      auto at = std::find_if(readings.begin(), readings.end(), [&](const Reading& reading) {
        return reading.tool == rule.tool && reading.language == language;
      });
      if (at == readings.end()) {
        at = readings.insert(at, Reading{rule.tool, language, {}, {}});
      }
      if (at->rules.empty() || at->rules.back() != &rule) at->rules.push_back(&rule);
      if (std::find(at->files.begin(), at->files.end(), path) == at->files.end()) {
        at->files.push_back(path);
      }
    }
  }
  return readings;
}

}  // namespace grader::rubrics
