// A table of calls to one function of the student, with what each should give.
#include "runners/calls.h"

#include <algorithm>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/calls_judge.h"
#include "rubrics/checks/calls_values.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxCases = 200;
constexpr std::size_t kMaxName = 120;

class CallsCheck final : public Check {
 public:
  explicit CallsCheck(CallsRules rules) : rules_(std::move(rules)) {}

  Result<CheckPlan> plan(const CheckView& view) const override {
    CheckPlan plan;
    const TreeEntry* entry = view.submission->find(rules_.module);
    if (entry == nullptr || entry->kind == EntryKind::Gitlink) {
      plan.cannot = Message{"calls.no_file", {{"path", rules_.module}}, ""};
      return plan;
    }
    plan.calls = CallsPlan{rules_.module, rules_.function, rules_.language, {}};
    for (const std::size_t index : order_of_calls(rules_.cases)) {
      const CallCase& one = rules_.cases[index];
      plan.calls->calls.push_back({one.arguments, one.after.has_value()});
    }
    return plan;
  }

  Judgement judge(const CheckInput& input) const override {
    if (input.calls != nullptr) return judge_calls(rules_, input.view, *input.calls);
    Judgement judgement;
    judgement.assurance = Assurance::Isolated;
    const Result<CheckPlan> planned = plan(input.view);
    if (planned && planned->cannot) {
      judgement.status = Status::Fail;
      judgement.cause = Cause::MissingResult;
      judgement.message = *planned->cannot;
    } else {
      judgement.status = Status::Error;
      judgement.message = {"calls.not_made", {}, ""};
    }
    return judgement;
  }

  std::vector<Glob> asks_for() const override {
    std::vector<Glob> globs;
    if (auto glob = Glob::resolve("", "/" + rules_.module)) globs.push_back(*std::move(glob));
    return globs;
  }

 private:
  CallsRules rules_;
};

class Reader {
 public:
  explicit Reader(const CheckMaker& maker) : maker_(maker) {}

  CallsRules read() {
    read_module();
    rules_.function = read_text(maker_.settings.find("function"));
    rules_.all_or_nothing = maker_.score_all.value_or(false);
    const YamlNode& cases = *maker_.settings.find("cases");
    if (cases.items.size() > kMaxCases) {
      maker_.mistakes.error(cases.position,
                            "more than " + std::to_string(kMaxCases) + " cases in one check");
    }
    for (const YamlNode& item : cases.items) rules_.cases.push_back(read_case(item));
    return std::move(rules_);
  }

 private:
  // The module, or the task's own file.
  void read_module() {
    const YamlNode* module = maker_.settings.find("module");
    const Position at = module == nullptr ? maker_.place : module->position;
    if (module != nullptr) {
      rules_.module = maker_.path(module->scalar, at).value_or("");
    } else {
      rules_.module = maker_.task_path;
    }
    const auto language = runners::language_of(rules_.module);
    if (language) {
      rules_.language = *language;
    } else if (module != nullptr) {
      maker_.mistakes.error(at,
                            "functions are called in files of JavaScript, TypeScript and Python: "
                            ".js, .mjs, .cjs, .ts, .mts, .cts and .py");
    } else {
      maker_.mistakes.error(at,
                            "calls needs 'module', since the path of the task is no file of "
                            "JavaScript, TypeScript or Python");
    }
  }

  Value value(const YamlNode& node) const {
    return read_value(node, rules_.language, maker_.mistakes);
  }

  Value list(const YamlNode& node) const {
    Value list = Value::of(Value::Kind::List);
    for (const YamlNode& item : node.items) list.items.push_back(value(item));
    return list;
  }

  CallCase read_case(const YamlNode& node) const {
    CallCase one;
    one.arguments = Value::of(Value::Kind::List);
    if (const YamlNode* args = node.find("args")) one.arguments = list(*args);
    if (const YamlNode* returns = node.find("returns")) one.returns = {value(*returns)};
    if (const YamlNode* any = node.find("returns_any")) {
      for (const YamlNode& item : any->items) one.returns.push_back(value(item));
    }
    if (const YamlNode* throws = node.find("throws")) one.throws = read_throws(*throws);
    if (const YamlNode* after = node.find("args_after")) one.after = list(*after);
    if (const YamlNode* within = node.find("within")) {
      one.within = static_cast<double>(as_integer(*within).value_or(0));
      if (!as_integer(*within)) one.within = as_number(*within).value_or(0);
      if (one.returns.empty() && !one.after) {
        maker_.mistakes.error(within->position, "'within' is about 'returns', which is not there");
      }
    }
    one.hidden = read_flag(node.find("hidden"));
    one.name = read_text(node.find("name"));
    if (one.name.empty()) one.name = call_text(rules_, one.arguments, kMaxName);
    if (one.returns.empty() && !one.throws && !one.after) {
      maker_.mistakes.error(node.position,
                            "this case expects nothing; add 'returns', 'throws' or 'args_after'");
    }
    return one;
  }

  ThrowRule read_throws(const YamlNode& node) const {
    ThrowRule rule;
    if (node.kind == YamlNode::Kind::Scalar) {
      const std::optional<bool> any = as_bool(node);
      if (!any) rule.type = node.scalar;
      if (any == false) {
        maker_.mistakes.error(node.position, "'throws: false' asks for nothing; leave it out");
      }
      return rule;
    }
    rule.type = read_text(node.find("type"));
    if (const YamlNode* message = node.find("message")) {
      rule.contains = read_text(message);
      if (message->kind == YamlNode::Kind::Map) {
        rule.matches.emplace(read_text(message->find("matches")));
      }
    }
    return rule;
  }

  const CheckMaker& maker_;
  CallsRules rules_;
};

Shape throws_shape() {
  Shape type = scalar(Type::Literal);
  type.max = 100;
  Shape matches = scalar(Type::Object);
  matches.what = "a message";
  matches.fields = {{"matches", scalar(Type::Pattern), "RE2; it is found", "", true}};
  Shape error = scalar(Type::Object);
  error.what = "an error";
  error.fields = {
      {"type", text(100), "its class or one above it", "", false},
      {"message", either("text that is in it, or {matches: pattern}", {text(500), matches}),
       "what it says", "", false},
  };
  error.rules = {{{"type", "message"}, 1, 2}};
  return either("a class of errors, true for any, or {type, message}", {type, error});
}

}  // namespace

Shape calls_shape() {
  const Shape value = scalar(Type::Value);
  Shape one = scalar(Type::Object);
  one.what = "a case";
  one.fields = {
      {"name", said_text(kMaxName), "what people see", "the call", false},
      {"args", list_of(value, 0), "what the function is given", "nothing", false},
      {"returns", value, "what it gives back", "", false},
      {"returns_any", list_of(value), "likewise; one of these", "", false},
      {"within", scalar(Type::Number), "how far numbers may be away", "0", false},
      {"throws", throws_shape(), "an error instead", "", false},
      {"args_after", list_of(value), "the arguments after the call", "", false},
      {"hidden", scalar(Type::Boolean), "only whether it works is shown", "false", false},
  };
  one.rules = {{{"returns", "returns_any", "throws"}, 0, 1}};
  Shape shape = scalar(Type::Object);
  shape.what = "calls";
  shape.fields = {
      {"module", scalar(Type::Path), "the file with the function", "the path of the task", false},
      {"function", text(100), "its name; 'default' for the file's default export", "", true},
      {"cases", list_of(std::move(one)), "calls, each with what it should give", "", true},
  };
  return shape;
}

std::shared_ptr<const Check> make_calls(const CheckMaker& maker) {
  return std::make_shared<CallsCheck>(Reader(maker).read());
}

}  // namespace grader::rubrics
