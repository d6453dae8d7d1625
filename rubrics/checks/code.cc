// Rules over syntax trees, in ast-grep's rule language, and the review rules that we ship.
#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "rubrics/checks/code_names.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/review_files.h"
#include "rubrics/checks/share.h"
#include "rubrics/mistakes.h"
#include "rubrics/pattern.h"
#include "rubrics/plain_json.h"
#include "rubrics/review_rules.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kMaxMatches = 10'000;

// Keys of ast-grep's rules, for spelling; the values are its own to check.
constexpr std::string_view kRuleKeys[] = {"pattern", "kind",     "regex",     "nthChild", "range",
                                          "inside",  "has",      "precedes",  "follows",  "all",
                                          "any",     "not",      "matches",   "stopBy",   "field",
                                          "context", "selector", "strictness"};

struct CodeRule {
  std::string id;
  bool forbid = false;
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string message;                   // the author's; may be empty
  const ShippedRule* shipped = nullptr;  // then all of these are its own:
  std::vector<std::string> languages;
  std::string tool = "code";
  std::string settings;  // as ShippedRule's
  std::string reported;
  Position place;  // of the author's
};

struct CodeRules {
  std::vector<Glob> in;
  std::vector<CodeRule> rules;
  bool all_or_nothing = false;
  bool notes = true;
};

// One ask of the plan: rules that one tool reads the same files for.
struct Reading {
  std::string tool;
  std::string language;
  std::vector<const CodeRule*> rules;
  std::vector<std::string> files;

  ReviewPlan::Ask ask() const {
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
};

// What stands for a file where the rule knows only one language: a file named by the rubric may
// have any end.
std::string language_for(const CodeRule& rule, const std::string& path) {
  const std::string_view language = language_of(path);
  if (language.empty()) return rule.shipped == nullptr ? rule.languages.front() : "";
  const bool known =
      std::find(rule.languages.begin(), rule.languages.end(), language) != rule.languages.end();
  return known ? std::string(language) : "";
}

// In a fixed order, so that the plan and the judgement mean the same.
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

// "Could $NAME be ...?" with what stands in its place.
std::string filled(const std::string& message, const std::map<std::string, std::string>& captures) {
  std::string text = message;
  for (const auto& [name, value] : captures) {
    const std::string mark = "$" + name;
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size())) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

struct Match {
  std::string path;
  const runners::Remark* remark = nullptr;
  bool in_template = false;
};

class CodeJudge {
 public:
  CodeJudge(const CodeRules& rules, const CheckView& view)
      : rules_(rules), view_(view), findings_(view, judgement_) {}

  Judgement run(const ReviewEvidence* evidence) {
    const std::vector<std::string> files = files_to_review(rules_.in, view_);
    if (files.empty()) {
      set_no_files(judgement_, rules_.in);
      return std::move(judgement_);
    }
    const std::vector<Reading> readings = readings_of(rules_, files, view_);
    if (!readings.empty() && (evidence == nullptr || evidence->asks.size() != readings.size())) {
      set_not_done(judgement_);
      return std::move(judgement_);
    }
    if (evidence != nullptr && !evidence->invalid.empty()) {
      set_invalid(judgement_, mistakes(*evidence));
      return std::move(judgement_);
    }
    if (!readings.empty()) note_files(readings, *evidence);
    std::int64_t passed = 0;
    for (const CodeRule& rule : rules_.rules) {
      std::vector<Match> matches;
      if (!readings.empty()) matches = matches_of(rule, readings, *evidence);
      if (rule.forbid ? check_forbidden(rule, matches) : check_required(rule, matches, files)) {
        ++passed;
      }
    }
    if (const std::string path = left_out(rules_.in, view_); !path.empty()) {
      findings_.note_left_out(path);
      stopped_ = Cause::OutputLimit;
    }
    // Nobody earns by what could not be read to its end.
    if (stopped_ != Cause::None) {
      passed = 0;
      judgement_.cause = stopped_;
    }
    const auto asked = static_cast<std::int64_t>(rules_.rules.size());
    set_share(judgement_, passed, asked, rules_.all_or_nothing);
    judgement_.message =
        passed == asked ? Message{"review.all_good", {}, ""}
                        : Message{"text.some_good", {{"passed", passed}, {"count", asked}}, ""};
    if (findings_.failed()) set_not_done(judgement_);
    return std::move(judgement_);
  }

 private:
  std::vector<RubricMistake> mistakes(const ReviewEvidence& evidence) const {
    std::vector<RubricMistake> found;
    for (const ReviewEvidence::Invalid& invalid : evidence.invalid) {
      for (const CodeRule& rule : rules_.rules) {
        if (rule.reported != invalid.setting.rule) continue;
        found.push_back({rule.place, invalid.setting.message});
      }
    }
    return found;
  }

  // Of each file once, whatever reads it.
  void note_files(const std::vector<Reading>& readings, const ReviewEvidence& evidence) {
    std::vector<std::string> told;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      for (std::size_t j = 0; j < readings[i].files.size() && j < evidence.asks[i].size(); ++j) {
        const ReviewEvidence::File& file = evidence.asks[i][j];
        const std::string& path = readings[i].files[j];
        const Cause unread = findings_.unread(path, file);
        if (unread != Cause::None) stopped_ = unread;
        if (!rules_.notes && unread == Cause::None) continue;
        if (std::find(told.begin(), told.end(), path) != told.end()) continue;
        if (unread == Cause::None && !file.unreadable) continue;
        told.push_back(path);
        findings_.note(path, file);
      }
    }
  }

  // The template does in this file what the rule speaks of.
  bool is_given(const CodeRule& rule, const std::string& path) {
    if (rule.shipped == nullptr || rule.shipped->unless_given.empty()) return false;
    const TextFile* file = findings_.text(path);
    return file != nullptr && Pattern(rule.shipped->unless_given).find(file->given, 0).has_value();
  }

  std::vector<Match> matches_of(const CodeRule& rule, const std::vector<Reading>& readings,
                                const ReviewEvidence& evidence) {
    std::vector<Match> matches;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const Reading& reading = readings[i];
      if (std::find(reading.rules.begin(), reading.rules.end(), &rule) == reading.rules.end()) {
        continue;
      }
      for (std::size_t j = 0; j < reading.files.size() && j < evidence.asks[i].size(); ++j) {
        if (!evidence.asks[i][j].remarks.empty() && is_given(rule, reading.files[j])) continue;
        for (const runners::Remark& remark : evidence.asks[i][j].remarks) {
          if (remark.rule != rule.reported) continue;
          matches.push_back(
              {reading.files[j], &remark, findings_.in_template(reading.files[j], remark)});
        }
      }
    }
    std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.path, a.remark->line, a.remark->column) <
             std::tie(b.path, b.remark->line, b.remark->column);
    });
    return matches;
  }

  std::string line_at(const Match& match) {
    const TextFile* file = findings_.text(match.path);
    if (file == nullptr) return "";
    const auto lines = lines_of(file->content);
    const auto index = static_cast<std::size_t>(std::max(1, match.remark->line)) - 1;
    return index < lines.size() ? visible(trim(lines[index]), 80) : "";
  }

  Message message_for(const CodeRule& rule, const Match& match) {
    if (!rule.message.empty()) {
      return {"text.author_says", {{"text", filled(rule.message, match.remark->captures)}}, ""};
    }
    if (rule.shipped != nullptr) {
      Message message{rule.shipped->message(), {}, ""};
      for (const auto& [name, value] : match.remark->captures) {
        std::string parameter = name;
        std::transform(parameter.begin(), parameter.end(), parameter.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        message.params[parameter] = value;
      }
      return message;
    }
    return {"text.found", {{"found", line_at(match)}}, ""};
  }

  bool check_forbidden(const CodeRule& rule, const std::vector<Match>& matches) {
    const std::int64_t own = std::count_if(matches.begin(), matches.end(),
                                           [](const Match& match) { return !match.in_template; });
    const bool good = own <= rule.max;
    // Those allowed come first and are not spoken of.
    std::int64_t allowed = rule.max;
    for (const Match& match : matches) {
      if (!match.in_template && (good || allowed-- > 0)) continue;
      Finding* finding =
          findings_.add(rule.id, match.path, *match.remark, message_for(rule, match));
      if (finding != nullptr && rule.shipped != nullptr) {
        finding->why = Message{rule.shipped->why(), {}, ""};
      }
    }
    return good;
  }

  bool check_required(const CodeRule& rule, const std::vector<Match>& matches,
                      const std::vector<std::string>& files) {
    const auto count = static_cast<std::int64_t>(matches.size());
    const bool few = count<rule.min, many = count> rule.max;
    if (!few && !many) return true;
    Message message;
    if (!rule.message.empty()) {
      message = {"text.author_says", {{"text", rule.message}}, ""};
    } else if (few) {
      message = {"text.too_few", {{"count", count}, {"min", rule.min}}, ""};
    } else {
      message = {"text.too_many", {{"count", count}, {"max", rule.max}}, ""};
    }
    const std::string place = files.size() == 1 ? files.front() : rules_.in.front().text();
    findings_.add(rule.id, place, {}, std::move(message));
    return false;
  }

  const CodeRules& rules_;
  const CheckView& view_;
  Judgement judgement_;
  ReviewFindings findings_;
  Cause stopped_ = Cause::None;
};

class CodeCheck final : public Check {
 public:
  explicit CodeCheck(CodeRules rules) : rules_(std::move(rules)) {}

  Result<CheckPlan> plan(const CheckView& view) const override {
    CheckPlan plan;
    const auto readings = readings_of(rules_, files_to_review(rules_.in, view), view);
    if (readings.empty()) return plan;
    plan.review.emplace();
    for (const Reading& reading : readings) plan.review->asks.push_back(reading.ask());
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    return CodeJudge(rules_, input.view).run(input.review);
  }

  std::vector<Glob> asks_for() const override { return rules_.in; }

  std::vector<ToolSettings> tool_settings() const override {
    std::vector<ToolSettings> all;
    for (const CodeRule& rule : rules_.rules) {
      if (rule.shipped != nullptr) continue;
      const Reading reading{rule.tool, rule.languages.front(), {&rule}, {}};
      all.push_back({rule.tool, reading.ask().settings, rule.place});
    }
    return all;
  }

 private:
  CodeRules rules_;
};

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

Shape shipped_choice() {
  std::vector<std::string> names;
  for (const ShippedRule& rule : shipped_rules()) names.push_back(rule.name);
  return choice(std::move(names));
}

}  // namespace

Shape code_shape() {
  const Shape data = scalar(Type::Value);
  Shape rule = scalar(Type::Object);
  rule.what = "a rule";
  rule.fields = {
      {"id", scalar(Type::Id), "its name in the report", "its number", false},
      {"pattern", text(2'000), "code, with $NAME for what may differ", "", false},
      {"rule", data, "instead: a rule of ast-grep's rule language", "", false},
      {"constraints", map_of(Type::Text, data), "rules for what a $NAME stands for", "", false},
      {"utils", map_of(Type::Text, data), "rules that others name by 'matches'", "", false},
      {"at", text(60), "the NAME whose place is told", "the whole", false},
      {"min", integer(0, kMaxMatches), "require: at least so often", "1", false},
      {"max", integer(0, kMaxMatches), "at most so often", "forbid: 0", false},
      {"message", said_text(300), "said instead of ours; $NAME is what stands there", "", false}};
  rule.rules = {{{"pattern", "rule"}, 1, 1}};
  rule.definition = "code_rule";
  Shape shape = scalar(Type::Object);
  shape.what = "code";
  shape.fields = {
      {"in", list_of(scalar(Type::Glob)), "the files; without any, it fails",
       "the task's, in these languages", false},
      {"language", choice({"javascript", "typescript", "html", "css", "python", "json", "yaml"}),
       "of require and forbid", "", false},
      {"require", list_of(rule), "each is found", "", false},
      {"forbid", list_of(rule), "none is found that is the student's own", "", false},
      {"review", either("review rules", {choice({"beginner"}), list_of(shipped_choice())}),
       "rules that we ship, or all of them", "", false},
      {"but", list_of(shipped_choice()), "without these", "", false},
  };
  shape.rules = {{{"require", "forbid", "review"}, 1, 3}};
  return shape;
}

std::shared_ptr<const Check> make_code(const CheckMaker& maker) {
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
  return std::make_shared<CodeCheck>(std::move(rules));
}

}  // namespace grader::rubrics
