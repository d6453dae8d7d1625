#include "rubrics/checks/calls_read.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "grader/base/text.h"
#include "grader/base/units.h"
#include "rubrics/checks/calls_values.h"
#include "rubrics/scalars.h"
#include "runners/calls.h"

namespace grader::rubrics {
namespace {

using runners::Ask;

constexpr std::size_t kMaxCases = 200;
constexpr std::size_t kMaxSteps = 50;
constexpr std::size_t kMaxYields = 1'000;

// The names of the rubric's functions in a value.
void add_functions(const Value& value, std::vector<std::string>& names) {
  if (value.kind == Value::Kind::Function) names.push_back(value.text);
  for (const Value& item : value.items) add_functions(item, names);
}

// One text or a list of them.
std::vector<const YamlNode*> scalars_of(const YamlNode* node) {
  std::vector<const YamlNode*> found;
  if (node == nullptr) return found;
  if (node->kind == YamlNode::Kind::Scalar) found.push_back(node);
  for (const YamlNode& item : node->items) found.push_back(&item);
  return found;
}

OutputRule read_prints(const YamlNode& node) {
  OutputRule rule;
  const bool map = node.kind == YamlNode::Kind::Map;
  for (const YamlNode* text : scalars_of(map ? node.find("equals") : &node)) {
    rule.equals.push_back(text->scalar);
  }
  if (!map) return rule;
  for (const YamlNode* text : scalars_of(node.find("contains")))
    rule.contains.push_back(text->scalar);
  for (const YamlNode* text : scalars_of(node.find("matches")))
    rule.matches.emplace_back(text->scalar);
  for (const YamlNode* text : scalars_of(node.find("lines"))) rule.lines.push_back(text->scalar);
  return rule;
}

class Reader {
 public:
  explicit Reader(const CheckMaker& maker) : maker_(maker) {}

  CallsRules read() {
    read_module();
    rules_.is_class = maker_.settings.find("class") != nullptr;
    rules_.function = read_text(maker_.settings.find(rules_.is_class ? "class" : "function"));
    rules_.all_or_nothing = maker_.score_all.value_or(false);
    patience_ = read_timeout(maker_.settings.find("timeout"), patience_);
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

  static std::chrono::milliseconds read_timeout(const YamlNode* node,
                                                std::chrono::milliseconds otherwise) {
    const auto time = node == nullptr ? std::nullopt : parse_duration_ms(node->scalar);
    return time ? std::chrono::milliseconds(*time) : otherwise;
  }

  Value value(const YamlNode& node, bool given = false) const {
    return read_value(node, rules_.language, maker_.mistakes, given);
  }

  Value list(const YamlNode& node, bool given = false) const {
    Value list = Value::of(Value::Kind::List);
    for (const YamlNode& item : node.items) list.items.push_back(value(item, given));
    return list;
  }

  CallCase read_case(const YamlNode& node) {
    CallCase one;
    CallStep first;
    first.ask.how = rules_.is_class ? Ask::How::New : Ask::How::Function;
    first.ask.name = rules_.function;
    first.ask.patience = read_timeout(node.find("timeout"), patience_);
    read_call(node, first);
    bool asks = first.rule.asks();
    const std::string text = ask_text(rules_, first.ask, kMaxCaseName);
    one.steps.push_back(std::move(first));
    if (const YamlNode* steps = node.find("steps")) {
      one.steps.front().ask.keep = true;
      if (steps->items.size() > kMaxSteps) {
        maker_.mistakes.error(steps->position,
                              "more than " + std::to_string(kMaxSteps) + " steps in one case");
      }
      for (const YamlNode& item : steps->items) {
        one.steps.push_back(read_step(item, one.steps.front().ask.patience));
        asks = asks || one.steps.back().rule.asks();
      }
    }
    if (const YamlNode* made = node.find("generate")) {
      read_generated(node, *made, one);
      asks = true;
    } else {
      for (const char* key : {"runs", "seed", "same_as", "holds"}) {
        if (const YamlNode* found = node.find(key)) {
          maker_.mistakes.error(found->position,
                                "'" + std::string(key) + "' is for cases with 'generate'");
          asks = true;
        }
      }
    }
    one.hidden = read_flag(node.find("hidden"));
    one.name = read_text(node.find("name"));
    one.about = read_text(node.find("about"));
    if (!one.about.empty() && !one.hidden) {
      maker_.mistakes.error(node.find("about")->position,
                            "'about' is for cases that are hidden; others have 'name'");
    }
    if (!one.name.empty()) one.call = one.generated ? name_of(*one.generated) : text;
    if (one.name.empty()) one.name = one.generated ? name_of(*one.generated) : text;
    if (!asks) {
      maker_.mistakes.error(node.position,
                            "this case expects nothing; add 'returns', 'throws', 'yields', "
                            "'prints', 'called' or 'args_after'");
    }
    return one;
  }

  // "sorted(...) x100"
  std::string name_of(const GeneratedCalls& generated) const {
    return visible(rules_.function + "(...) \u00d7" + std::to_string(generated.runs), kMaxCaseName);
  }

  void read_generated(const YamlNode& node, const YamlNode& made, CallCase& one) {
    GeneratedCalls generated;
    for (const YamlNode& item : made.items) {
      generated.arguments.push_back(read_generator(item, rules_.language, maker_.mistakes));
    }
    generated.runs = read_integer(node.find("runs")).value_or(generated.runs);
    generated.seed = static_cast<std::uint64_t>(read_integer(node.find("seed")).value_or(1));
    generated.within = one.steps.front().rule.within;
    read_properties(node, made, generated, one.steps.front().ask);
    if (rules_.is_class) {
      maker_.mistakes.error(made.position, "'generate' is for functions, not for classes");
    }
    for (const char* key : {"returns", "returns_any", "throws", "yields", "yields_first", "prints",
                            "called", "args_after", "steps"}) {
      if (const YamlNode* found = node.find(key)) {
        maker_.mistakes.error(found->position,
                              "'generate' and '" + std::string(key) + "' cannot stand together");
      }
    }
    if (generated.properties.empty()) {
      maker_.mistakes.error(node.position, "'generate' needs 'same_as' or 'holds'");
      generated.properties.emplace_back();
    }
    one.generated = std::make_shared<const GeneratedCalls>(std::move(generated));
  }

  void read_properties(const YamlNode& node, const YamlNode& made, GeneratedCalls& generated,
                       Ask& ask) {
    using Kind = Property::Kind;
    if (const YamlNode* same = node.find("same_as")) {
      read_reference(*same);
      generated.properties.push_back({Kind::SameAs, ""});
    }
    const YamlNode* holds = node.find("holds");
    if (holds == nullptr) return;
    for (const YamlNode& item : holds->items) {
      Property property;
      if (const YamlNode* back =
              item.kind == YamlNode::Kind::Map ? item.find("round_trip") : nullptr) {
        property = {Kind::RoundTrip, read_text(back)};
        if (property.function != rules_.function) rules_.others.push_back(property.function);
      }
      for (const auto& [name, kind] :
           {std::pair("same_length", Kind::SameLength), std::pair("ascending", Kind::Ascending),
            std::pair("descending", Kind::Descending), std::pair("same_items", Kind::SameItems),
            std::pair("unchanged", Kind::Unchanged), std::pair("idempotent", Kind::Idempotent),
            std::pair("commutative", Kind::Commutative)}) {
        if (item.scalar == name) property.kind = kind;
      }
      if (property.kind == Kind::Commutative && made.items.size() < 2) {
        maker_.mistakes.error(item.position, "'commutative' needs two arguments");
      }
      ask.after = ask.after || property.kind == Kind::Unchanged;
      generated.properties.push_back(std::move(property));
    }
  }

  void read_reference(const YamlNode& same) {
    const auto asset = maker_.asset(same.scalar, same.position);
    if (!asset) return;
    if (!rules_.reference.empty() && rules_.reference != *asset) {
      maker_.mistakes.error(same.position,
                            "this check compares with '" + rules_.reference + "' already");
    }
    rules_.reference = *asset;
    if (runners::language_of(*asset) != rules_.language) {
      maker_.mistakes.error(same.position, "a solution in the language of the module is needed");
    }
  }

  CallStep read_step(const YamlNode& node, std::chrono::milliseconds patience) const {
    CallStep step;
    step.ask.patience = patience;
    step.ask.how = Ask::How::Self;
    for (const auto& [key, how] :
         {std::pair("call", Ask::How::Method), std::pair("get", Ask::How::Get),
          std::pair("set", Ask::How::Set)}) {
      const YamlNode* name = node.find(key);
      if (name == nullptr) continue;
      step.ask.how = how;
      step.ask.name = read_text(name);
    }
    const YamlNode* to = node.find("to");
    const bool sets = step.ask.how == Ask::How::Set;
    if (sets != (to != nullptr)) {
      maker_.mistakes.error(sets ? node.find("set")->position : to->position,
                            "'set' and 'to' stand together");
    }
    if (const YamlNode* args = node.find("args");
        args != nullptr && (sets || step.ask.how == Ask::How::Get)) {
      maker_.mistakes.error(args->position, "'args' is for calls");
    }
    read_call(node, step);
    if (sets && to != nullptr) step.ask.arguments.items = {value(*to, true)};
    return step;
  }

  // What is given, and what should come of it.
  void read_call(const YamlNode& node, CallStep& step) const {
    CallRule& rule = step.rule;
    if (const YamlNode* args = node.find("args")) step.ask.arguments = list(*args, true);
    if (const YamlNode* returns = node.find("returns")) rule.returns = {value(*returns)};
    if (const YamlNode* any = node.find("returns_any")) {
      for (const YamlNode& item : any->items) rule.returns.push_back(value(item));
    }
    if (const YamlNode* yields = node.find("yields")) rule.yields = list(*yields);
    if (const YamlNode* first = node.find("yields_first")) {
      rule.yields = list(*first);
      rule.yields_more = true;
    }
    if (rule.yields) {
      // One more would show that there are too many.
      step.ask.take = static_cast<int>(std::min(rule.yields->items.size(), kMaxYields)) +
                      (rule.yields_more ? 0 : 1);
    }
    if (const YamlNode* throws = node.find("throws")) rule.throws = read_throws(*throws);
    if (const YamlNode* after = node.find("args_after")) rule.after = list(*after);
    if (const YamlNode* prints = node.find("prints")) rule.prints = read_prints(*prints);
    step.ask.after = rule.after.has_value();
    step.ask.prints = rule.prints.has_value();
    read_called(node, step);
    if (const YamlNode* within = node.find("within")) {
      rule.within = static_cast<double>(as_integer(*within).value_or(0));
      if (!as_integer(*within)) rule.within = as_number(*within).value_or(0);
      if (rule.returns.empty() && !rule.after && !rule.yields && rule.called.empty() &&
          node.find("generate") == nullptr) {
        maker_.mistakes.error(within->position, "'within' is about 'returns', which is not there");
      }
    }
  }

  void read_called(const YamlNode& node, CallStep& step) const {
    std::vector<std::string> functions;
    add_functions(step.ask.arguments, functions);
    std::set<std::string> known;
    for (const std::string& name : functions) {
      if (!known.insert(name).second) {
        maker_.mistakes.error(node.find("args")->position,
                              "two functions are called '" + visible(name, 60) + "'");
      }
    }
    const YamlNode* called = node.find("called");
    if (called == nullptr) return;
    for (const YamlEntry& entry : called->entries) {
      if (!known.contains(entry.key)) {
        const std::string near = suggestion(entry.key, functions);
        maker_.mistakes.error(entry.key_position, "no argument is a function called '" +
                                                      visible(entry.key, 60) + "'" + near);
      }
      CalledRule rule;
      rule.name = entry.key;
      rule.times = read_integer(&entry.value);
      if (entry.value.kind == YamlNode::Kind::Sequence) {
        rule.times.reset();
        rule.calls.emplace();
        for (const YamlNode& call : entry.value.items) rule.calls->push_back(read_call_back(call));
      }
      step.rule.called.push_back(std::move(rule));
    }
  }

  Value read_call_back(const YamlNode& call) const {
    if (call.kind != YamlNode::Kind::Sequence) {
      maker_.mistakes.error(call.position, "expected the arguments of one call as a list, found " +
                                               found_instead(call));
    }
    return list(call);
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
  std::chrono::milliseconds patience_{0};
};

}  // namespace

CallsRules read_calls(const CheckMaker& maker) {
  return Reader(maker).read();
}

}  // namespace grader::rubrics
