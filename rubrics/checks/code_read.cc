// What a rubric writes under `code`, as values.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "rubrics/checks/code_names.h"
#include "rubrics/checks/code_rules.h"
#include "rubrics/checks/review_files.h"
#include "rubrics/mistakes.h"
#include "rubrics/plain_json.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

// Keys of ast-grep's rules, for spelling; the values are its own to check.
constexpr std::string_view kRuleKeys[] = {"pattern", "kind",     "regex",     "nthChild", "range",
                                          "inside",  "has",      "precedes",  "follows",  "all",
                                          "any",     "not",      "matches",   "stopBy",   "field",
                                          "context", "selector", "strictness"};

// The spelling of keys within a rule of ast-grep's.
void check_keys(const CheckMaker& maker, const YamlNode& node) {
  if (node.kind == YamlNode::Kind::Sequence) {
    for (const YamlNode& item : node.items) check_keys(maker, item);
  }
  if (node.kind != YamlNode::Kind::Map) return;
  for (const YamlEntry& entry : node.entries) {
    if (entry.key == "nthChild" || entry.key == "range") continue;
    const bool known =
        std::find(std::begin(kRuleKeys), std::end(kRuleKeys), entry.key) != std::end(kRuleKeys);
    if (!known) {
      const std::string near = did_you_mean(entry.key, kRuleKeys);
      maker.mistakes.error(entry.key_position,
                           "a rule has no key '" + visible(entry.key, 60) + "'" +
                               (near.empty() ? "" : ", did you mean '" + near + "'?"));
    }
    if (entry.key != "matches") check_keys(maker, entry.value);
  }
}

Json matcher_of(const CheckMaker& maker, const YamlNode& item) {
  Json matcher;
  if (const YamlNode* rule = item.find("rule")) {
    check_keys(maker, *rule);
    matcher["rule"] = Json::parse(to_plain_json(*rule));
  } else {
    matcher["rule"] = {{"pattern", read_text(item.find("pattern"))}};
  }
  for (const char* key : {"constraints", "utils"}) {
    const YamlNode* part = item.find(key);
    if (part == nullptr) continue;
    for (const YamlEntry& entry : part->entries) check_keys(maker, entry.value);
    matcher[key] = Json::parse(to_plain_json(*part));
  }
  return matcher;
}

void read_rule(const CheckMaker& maker, const YamlNode& item, bool forbid,
               const std::vector<std::string>& languages, CodeRules& rules) {
  const auto min = read_integer(item.find("min"));
  const auto max = read_integer(item.find("max"));
  if (forbid && min) {
    maker.mistakes.error(item.find("min")->position, "'min' is for require; forbid has 'max'");
  }
  if (!forbid && max && min.value_or(1) > *max) {
    maker.mistakes.error(item.position, min ? "'min' is above 'max'; nobody can pass this"
                                            : "'max' is below 1; should this be in forbid?");
  }
  CodeRule rule;
  rule.forbid = forbid;
  rule.id = read_text(item.find("id"));
  if (rule.id.empty()) {
    rule.id = std::string(forbid ? "forbid-" : "require-") + std::to_string(rules.rules.size() + 1);
  }
  for (const CodeRule& other : rules.rules) {
    if (other.id != rule.id) continue;
    maker.mistakes.error(item.find("id")->position, "the id '" + rule.id + "' is there already");
  }
  rule.message = read_text(item.find("message"));
  if (forbid) {
    rule.max = max.value_or(0);
  } else {
    rule.min = min.value_or(1);
    if (max) rule.max = *max;
  }
  check_names(maker, item);
  rule.languages = languages;
  const YamlNode* pattern = item.find("pattern");
  const YamlNode* tree = pattern == nullptr ? item.find("rule") : pattern;
  rule.place = tree == nullptr ? item.position : tree->position;
  rule.reported = rule.id;
  Json settings = {{"id", rule.id}, {"names", names_in(rule.message)}};
  settings["matcher"] = matcher_of(maker, item);
  if (const YamlNode* at = item.find("at")) settings["at"] = at->scalar;
  rule.settings = settings.dump();
  rules.rules.push_back(std::move(rule));
}

void add_shipped(const ShippedRule& shipped, CodeRules& rules) {
  CodeRule rule;
  rule.id = shipped.name;
  rule.forbid = true;
  rule.max = 0;
  rule.shipped = &shipped;
  rule.languages = shipped.languages;
  rule.tool = shipped.tool;
  rule.settings = shipped.settings;
  rule.reported = shipped.reported;
  rules.rules.push_back(std::move(rule));
}

// `review: beginner`, or names; `but` leaves some out.
void read_shipped(const CheckMaker& maker, const YamlNode& node, const YamlNode* but,
                  CodeRules& rules) {
  std::vector<std::string> left_out;
  if (but != nullptr) {
    for (const YamlNode& item : but->items) left_out.push_back(item.scalar);
  }
  const auto add = [&](const ShippedRule& rule) {
    if (std::find(left_out.begin(), left_out.end(), rule.name) == left_out.end()) {
      add_shipped(rule, rules);
    }
  };
  if (node.kind == YamlNode::Kind::Scalar) {
    for (const ShippedRule& rule : shipped_rules()) add(rule);
    return;
  }
  if (but != nullptr) {
    maker.mistakes.error(but->position, "'but' is for 'review: beginner'");
  }
  for (const YamlNode& item : node.items) {
    if (const ShippedRule* rule = find_shipped_rule(item.scalar)) add(*rule);
  }
}

std::vector<std::string> languages_of(const std::string& language) {
  if (language == "typescript") return {"typescript", "tsx"};
  return {language};
}

// Where `in` is not given: what the task is, or all of its folder in these languages.
std::vector<Glob> own_files(const CheckMaker& maker, const CodeRules& rules) {
  std::vector<std::string> globs;
  if (!language_of(maker.task_path).empty()) {
    globs.push_back("/" + maker.task_path);
  } else {
    const auto reads = [&](std::string_view language) {
      return std::any_of(rules.rules.begin(), rules.rules.end(), [&](const CodeRule& rule) {
        return std::find(rule.languages.begin(), rule.languages.end(), language) !=
               rule.languages.end();
      });
    };
    for (const char* end : {"js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "html", "htm",
                            "css", "py", "json", "yaml", "yml"}) {
      const std::string name = std::string("x.") + end;
      if (reads(language_of(name))) globs.push_back(std::string("**/*.") + end);
    }
  }
  std::vector<Glob> made;
  for (const std::string& glob : globs) {
    if (auto resolved = maker.glob(glob, maker.place)) made.push_back(std::move(*resolved));
  }
  return made;
}

}  // namespace

CodeRules read_code_rules(const CheckMaker& maker) {
  CodeRules rules;
  const std::string language = read_text(maker.settings.find("language"));
  for (const bool forbid : {false, true}) {
    const YamlNode* list = maker.settings.find(forbid ? "forbid" : "require");
    if (list == nullptr) continue;
    if (language.empty()) {
      maker.mistakes.error(list->position, "'language' must say what is read");
      continue;
    }
    for (const YamlNode& item : list->items) {
      read_rule(maker, item, forbid, languages_of(language), rules);
    }
  }
  if (const YamlNode* review = maker.settings.find("review")) {
    read_shipped(maker, *review, maker.settings.find("but"), rules);
  }
  const YamlNode* in = maker.settings.find("in");
  rules.in = in != nullptr ? maker.globs(in) : own_files(maker, rules);
  rules.all_or_nothing = maker.score_all.value_or(false);
  rules.notes = !maker.deducts;
  return rules;
}

}  // namespace grader::rubrics
