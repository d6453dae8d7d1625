// Rules over syntax trees, in ast-grep's rule language, and the review rules that we ship.
#include <utility>

#include "rubrics/checks/code_readings.h"
#include "rubrics/checks/code_rules.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/checks/review_files.h"

namespace grader::rubrics {
namespace {

constexpr std::int64_t kMaxMatches = 10'000;

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
    return judge_code(rules_, input.view, input.review);
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
  return std::make_shared<CodeCheck>(read_code_rules(maker));
}

}  // namespace grader::rubrics
