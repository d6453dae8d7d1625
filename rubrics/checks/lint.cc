// ESLint, Stylelint, html-validate and Prettier, with the rubric's rules or ours for beginners.
// What the submission configures does not count.
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/lint_presets.h"
#include "rubrics/checks/review_files.h"
#include "rubrics/checks/share.h"
#include "rubrics/plain_json.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

using Json = nlohmann::ordered_json;

struct Tool {
  std::string_view key;   // in the rubric, and of the reviewer
  std::string_view name;  // for people
  std::vector<std::string_view> languages;
};

const std::vector<Tool>& all_tools() {
  static const std::vector<Tool> tools = {
      {"eslint", "ESLint", {"javascript"}},
      {"stylelint", "Stylelint", {"css"}},
      {"html", "html-validate", {"html"}},
      {"prettier", "Prettier", {"javascript", "typescript", "tsx", "css", "html", "json", "yaml"}},
  };
  return tools;
}

struct LintTool {
  const Tool* tool = nullptr;
  std::string settings;  // of runners::ReviewAsk
  ToolSettings own;      // the author's alone
};

struct LintRules {
  std::vector<Glob> in;
  std::vector<LintTool> tools;
  std::int64_t max = 0;  // remarks that are allowed
  bool all_or_nothing = false;
};

bool reads(const Tool& tool, const std::string& path) {
  const std::string_view language = language_of(path);
  return std::find(tool.languages.begin(), tool.languages.end(), language) != tool.languages.end();
}

// The files of each tool, in the order of the tools; nothing there that is the template's alone.
std::vector<std::vector<std::string>> files_of(const LintRules& rules, const CheckView& view) {
  const std::vector<std::string> all = files_to_review(rules.in, view);
  std::vector<std::vector<std::string>> files;
  for (const LintTool& tool : rules.tools) {
    files.emplace_back();
    for (const std::string& path : all) {
      if (reads(*tool.tool, path) && !is_untouched(path, view)) files.back().push_back(path);
    }
  }
  return files;
}

class LintJudge {
 public:
  LintJudge(const LintRules& rules, const CheckView& view)
      : rules_(rules), view_(view), findings_(view, judgement_) {}

  Judgement run(const ReviewEvidence* evidence) {
    const std::vector<std::string> all = files_to_review(rules_.in, view_);
    const bool any = std::any_of(all.begin(), all.end(), [&](const std::string& path) {
      return std::any_of(rules_.tools.begin(), rules_.tools.end(),
                         [&](const LintTool& tool) { return reads(*tool.tool, path); });
    });
    if (!any) {
      set_no_files(judgement_, rules_.in);
      return std::move(judgement_);
    }
    const auto files = files_of(rules_, view_);
    const bool none = std::all_of(files.begin(), files.end(),
                                  [](const auto& of_tool) { return of_tool.empty(); });
    if (!none && (evidence == nullptr || evidence->asks.size() != asked(files))) {
      set_not_done(judgement_);
      return std::move(judgement_);
    }
    if (!none && !evidence->invalid.empty()) {
      set_invalid(judgement_, mistakes(files, *evidence));
      return std::move(judgement_);
    }
    std::map<std::string, bool> clean;  // by path
    std::size_t ask = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].empty()) continue;
      for (std::size_t j = 0; j < files[i].size() && j < evidence->asks[ask].size(); ++j) {
        const bool good = look_at(*rules_.tools[i].tool, files[i][j], evidence->asks[ask][j]);
        bool& known = clean.emplace(files[i][j], true).first->second;
        known = known && good;
      }
      ++ask;
    }
    if (const std::string path = left_out(rules_.in, view_); !path.empty()) {
      findings_.note_left_out(path);
      stopped_ = true;
      judgement_.cause = Cause::OutputLimit;
      clean[path] = false;
      ++own_;
    }
    if (findings_.failed()) {
      set_not_done(judgement_);
      return std::move(judgement_);
    }
    const auto count = static_cast<std::int64_t>(clean.size());
    std::int64_t passed =
        std::count_if(clean.begin(), clean.end(), [](const auto& file) { return file.second; });
    if (!stopped_ && own_ <= rules_.max) passed = count;
    set_share(judgement_, count == 0 ? 1 : passed, count == 0 ? 1 : count, rules_.all_or_nothing);
    if (passed == count) {
      judgement_.message = {"review.all_good", {}, ""};
    } else {
      judgement_.message = {"lint.remarks", {{"count", own_}, {"files", count - passed}}, ""};
    }
    return std::move(judgement_);
  }

 private:
  static std::size_t asked(const std::vector<std::vector<std::string>>& files) {
    return static_cast<std::size_t>(
        std::count_if(files.begin(), files.end(), [](const auto& one) { return !one.empty(); }));
  }

  std::vector<RubricMistake> mistakes(const std::vector<std::vector<std::string>>& files,
                                      const ReviewEvidence& evidence) const {
    std::vector<const LintTool*> tools;  // by ask
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (!files[i].empty()) tools.push_back(&rules_.tools[i]);
    }
    std::vector<RubricMistake> found;
    for (const ReviewEvidence::Invalid& invalid : evidence.invalid) {
      if (invalid.ask >= tools.size()) continue;
      found.push_back(mistake_of(tools[invalid.ask]->own, invalid.setting));
    }
    return found;
  }

  // Whether nothing is said of it that is the student's own.
  bool look_at(const Tool& tool, const std::string& path, const ReviewEvidence::File& file) {
    findings_.heed_layout(tool.key == "prettier");
    const Cause unread = findings_.unread(path, file);
    if (unread != Cause::None || file.unreadable) {
      if (unread != Cause::None) {
        stopped_ = true;
        judgement_.cause = unread;
      }
      ++own_;
      // One tool's word on it is enough.
      if (told_.insert(path).second) findings_.note(path, file);
      return false;
    }
    bool clean = true;
    for (const runners::Remark& remark : file.remarks) {
      if (!findings_.in_template(path, remark)) {
        clean = false;
        ++own_;
      }
      Message message{
          "lint.says", {{"tool", std::string(tool.name)}, {"text", remark.message}}, ""};
      if (tool.key == "prettier") message = {"lint.format", {{"tool", std::string(tool.name)}}, ""};
      findings_.add(remark.rule, path, remark, std::move(message));
    }
    return clean;
  }

  const LintRules& rules_;
  const CheckView& view_;
  Judgement judgement_;
  ReviewFindings findings_;
  std::set<std::string> told_;
  std::int64_t own_ = 0;
  bool stopped_ = false;
};

class LintCheck final : public Check {
 public:
  explicit LintCheck(LintRules rules) : rules_(std::move(rules)) {}

  Result<CheckPlan> plan(const CheckView& view) const override {
    CheckPlan plan;
    ReviewPlan review;
    const auto files = files_of(rules_, view);
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].empty()) continue;
      review.asks.push_back(
          {std::string(rules_.tools[i].tool->key), rules_.tools[i].settings, files[i]});
    }
    if (!review.asks.empty()) plan.review = std::move(review);
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    return LintJudge(rules_, input.view).run(input.review);
  }

  std::vector<Glob> asks_for() const override { return rules_.in; }

  std::vector<ToolSettings> tool_settings() const override {
    std::vector<ToolSettings> all;
    for (const LintTool& tool : rules_.tools) {
      if (!tool.own.rules.empty()) all.push_back(tool.own);
    }
    return all;
  }

 private:
  LintRules rules_;
};

// `beginner`, or {preset: beginner, rules: {...}}: what `rules` says comes last.
std::string settings_of(const Tool& tool, const YamlNode& node) {
  if (tool.key == "prettier") {
    const bool plain = node.kind == YamlNode::Kind::Scalar;
    return R"({"options":)" + (plain ? "{}" : to_plain_json(node)) + "}";
  }
  Json rules = Json::object();
  const bool preset = node.kind == YamlNode::Kind::Scalar || node.find("preset") != nullptr;
  if (preset) rules = Json::parse(beginner_rules(tool.key));
  if (node.kind == YamlNode::Kind::Map) {
    if (const YamlNode* own = node.find("rules")) {
      rules.update(Json::parse(to_plain_json(*own)));
    }
  }
  return Json{{"rules", std::move(rules)}}.dump();
}

// What of it the author wrote, and where.
ToolSettings own_settings(const Tool& tool, const YamlNode& node) {
  ToolSettings own{std::string(tool.key), "", node.position};
  const bool options = tool.key == "prettier";
  const YamlNode* written = nullptr;
  if (node.kind == YamlNode::Kind::Map) written = options ? &node : node.find("rules");
  if (written == nullptr) return own;
  for (const YamlEntry& entry : written->entries) own.rules[entry.key] = entry.key_position;
  own.settings = Json{{options ? "options" : "rules", Json::parse(to_plain_json(*written))}}.dump();
  return own;
}

std::vector<Glob> own_files(const CheckMaker& maker, const LintRules& rules) {
  std::vector<Glob> globs;
  const auto add = [&](const std::string& text) {
    if (auto glob = maker.glob(text, maker.place)) globs.push_back(std::move(*glob));
  };
  if (!language_of(maker.task_path).empty()) {
    add("/" + maker.task_path);
    return globs;
  }
  for (const char* end : {"html", "htm", "css", "js", "mjs", "cjs", "jsx", "ts", "mts", "cts",
                          "tsx", "json", "yaml", "yml"}) {
    const std::string name = std::string("x.") + end;
    const bool wanted = std::any_of(rules.tools.begin(), rules.tools.end(),
                                    [&](const LintTool& tool) { return reads(*tool.tool, name); });
    if (wanted) add(std::string("**/*.") + end);
  }
  return globs;
}

}  // namespace

Shape lint_shape() {
  Shape rules = scalar(Type::Object);
  rules.what = "rules";
  rules.fields = {
      {"preset", choice({"beginner"}), "ours, before 'rules'", "", false},
      {"rules", map_of(Type::Text, scalar(Type::Value)), "as the tool has them", "", false}};
  rules.rules = {{{"preset", "rules"}, 1, 2}};
  rules.definition = "lint_rules";
  const auto tool = [&] { return either("rules", {choice({"beginner"}), rules}); };
  Shape shape = scalar(Type::Object);
  shape.what = "lint";
  shape.fields = {
      {"in", list_of(scalar(Type::Glob)), "the files; without any, it fails",
       "the task's, of the tools' languages", false},
      {"eslint", tool(), "JavaScript", "", false},
      {"stylelint", tool(), "CSS", "", false},
      {"html", tool(), "HTML, by html-validate", "", false},
      {"prettier",
       either("options", {choice({"standard"}), map_of(Type::Text, scalar(Type::Value))}),
       "the form of the text", "", false},
      {"max", integer(0, 10'000), "so many remarks are fine", "0", false},
  };
  shape.rules = {{{"eslint", "stylelint", "html", "prettier"}, 1, 4}};
  return shape;
}

std::shared_ptr<const Check> make_lint(const CheckMaker& maker) {
  LintRules rules;
  for (const Tool& tool : all_tools()) {
    if (const YamlNode* node = maker.settings.find(tool.key)) {
      rules.tools.push_back({&tool, settings_of(tool, *node), own_settings(tool, *node)});
    }
  }
  const YamlNode* in = maker.settings.find("in");
  rules.in = in != nullptr ? maker.globs(in) : own_files(maker, rules);
  rules.max = read_integer(maker.settings.find("max")).value_or(0);
  rules.all_or_nothing = maker.score_all.value_or(false);
  return std::make_shared<LintCheck>(std::move(rules));
}

}  // namespace grader::rubrics
