#include "rubrics/review_rules.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "grader/base/yaml.h"
#include "rubrics/plain_json.h"
#include "rubrics/review/rule_texts.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

// Of an author's many remarks the first few are read most.
constexpr std::string_view kOrder[] = {
    "secret-in-code", "string-built-sql", "empty-catch",        "loose-equality", "undeclared-name",
    "unused-name",    "boolean-return",   "duplicated-block",   "long-function",  "deep-nesting",
    "no-var",         "one-letter-name",  "commented-out-code", "debug-logging",
};

std::ptrdiff_t place_of(const ShippedRule& rule) {
  return std::find(std::begin(kOrder), std::end(kOrder), rule.name) - std::begin(kOrder);
}

std::vector<std::string> texts_of(const YamlNode* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const YamlNode& item : list->items) texts.push_back(item.scalar);
  return texts;
}

// Our own files: their tests say that they hold what is read here.
ShippedRule read_rule(const ReviewRuleText& text) {
  ShippedRule rule;
  rule.name = text.name;
  rule.reported = rule.name;
  const YamlDocument document = parse_yaml(text.yaml, rule.name);
  if (!document.root) return rule;
  const YamlNode& root = *document.root;
  rule.languages = texts_of(root.find("languages"));
  if (const YamlNode* given = root.find("unless_given")) rule.unless_given = given->scalar;
  if (const YamlNode* eslint = root.find("eslint")) {
    rule.tool = "eslint";
    rule.reported = eslint->entries.front().key;
    rule.settings = to_plain_json(eslint->entries.front().value);
    return rule;
  }
  rule.tool = "code";
  Json settings = {{"id", rule.name}, {"names", texts_of(root.find("names"))}};
  if (const YamlNode* own = root.find("own")) {
    settings["own"] = own->scalar;
  } else if (const YamlNode* matcher = root.find("code")) {
    settings["matcher"] = Json::parse(to_plain_json(*matcher));
  }
  rule.settings = settings.dump();
  return rule;
}

std::string id_of(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return "review." + name;
}

}  // namespace

std::string ShippedRule::message() const {
  return id_of(name);
}

std::string ShippedRule::why() const {
  return id_of(name) + "_why";
}

std::span<const ShippedRule> shipped_rules() {
  static const std::vector<ShippedRule> rules = [] {
    std::vector<ShippedRule> all;
    for (const ReviewRuleText& text : review_rule_texts()) all.push_back(read_rule(text));
    std::stable_sort(all.begin(), all.end(), [](const ShippedRule& a, const ShippedRule& b) {
      return place_of(a) < place_of(b);
    });
    return all;
  }();
  return rules;
}

const ShippedRule* find_shipped_rule(std::string_view name) {
  const auto rules = shipped_rules();
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const ShippedRule& r) { return r.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace grader::rubrics
