// A table of calls to one function of the student, with what each should give.
#include <filesystem>
#include <utility>

#include "grader/base/file.h"
#include "rubrics/checks/calls_judge.h"
#include "rubrics/checks/calls_read.h"
#include "rubrics/checks/kinds.h"

namespace grader::rubrics {
namespace {

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
    plan.calls = CallsPlan{rules_.module, {rules_.function}, {}, {}};
    plan.calls->functions.insert(plan.calls->functions.end(), rules_.others.begin(),
                                 rules_.others.end());
    if (!rules_.reference.empty()) {
      const auto file = std::filesystem::path(view.rubric_folder) / rules_.reference;
      Result<std::string> content = read_file(file, kMaxAssetBytes);
      if (!content) return std::move(content).error();
      plan.calls->reference = LaidFile{file.filename().string(), *std::move(content)};
    }
    for (const std::size_t index : order_of_calls(rules_.cases)) {
      CallsPlan::Call call;
      for (const CallStep& step : rules_.cases[index].steps) call.asks.push_back(step.ask);
      call.generated = rules_.cases[index].generated;
      plan.calls->calls.push_back(std::move(call));
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

  std::vector<std::string> assets() const override {
    if (rules_.reference.empty()) return {};
    return {rules_.reference};
  }

  std::vector<Glob> asks_for() const override {
    std::vector<Glob> globs;
    if (auto glob = Glob::resolve("", "/" + rules_.module)) globs.push_back(*std::move(glob));
    return globs;
  }

 private:
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

Shape one_or_list(const std::string& what, const Shape& one) {
  return either(what, {one, list_of(one)});
}

Shape prints_shape() {
  Shape words = scalar(Type::Literal);
  words.max = 10'000;
  Shape output = scalar(Type::Object);
  output.what = "an output";
  output.fields = {
      {"equals", one_or_list("text or a list of accepted ones", words), "all of it", "", false},
      {"contains", one_or_list("text or a list of texts", words), "each is in it", "", false},
      {"matches", one_or_list("a pattern or a list of patterns", scalar(Type::Pattern)),
       "RE2; each is found", "", false},
      {"lines", list_of(words), "these lines in this order, others between them", "", false},
  };
  output.rules = {{{"equals", "contains", "matches", "lines"}, 1, 4}};
  return either("text, or {equals, contains, matches, lines}", {words, output});
}

Shape timeout_shape() {
  Shape shape = scalar(Type::Duration);
  shape.min = 10;
  shape.max = 600'000;
  return shape;
}

// What a call should give, of a case or of one of its steps.
void add_expectations(Shape& shape) {
  const Shape value = scalar(Type::Value);
  const std::vector<Field> fields = {
      {"returns", value, "what it gives back", "", false},
      {"returns_any", list_of(value), "likewise; one of these", "", false},
      {"yields", list_of(value, 0), "all that can be iterated of it", "", false},
      {"yields_first", list_of(value), "likewise; there may be more", "", false},
      {"within", scalar(Type::Number), "how far numbers may be away", "0", false},
      {"throws", throws_shape(), "an error instead", "", false},
      {"args_after", list_of(value), "the arguments after the call", "", false},
      {"prints", prints_shape(), "what it prints meanwhile", "", false},
      {"called",
       map_of(Type::Text,
              either("how often, or a list of calls", {integer(0, 1'000'000), list_of(value, 0)})),
       "how each function that it is given was called", "", false},
  };
  shape.fields.insert(shape.fields.end(), fields.begin(), fields.end());
  shape.rules.push_back({{"returns", "returns_any", "throws", "yields", "yields_first"}, 0, 1});
}

}  // namespace

Shape calls_shape() {
  Shape step = scalar(Type::Object);
  step.what = "a step";
  step.fields = {
      {"call", text(100), "a method of what the case made", "the value itself", false},
      {"get", text(100), "a field of it", "", false},
      {"set", text(100), "likewise, to be changed", "", false},
      {"to", scalar(Type::Value), "with 'set': its new value", "", false},
      {"args", list_of(scalar(Type::Value), 0), "what the method is given", "nothing", false},
  };
  add_expectations(step);
  step.rules.push_back({{"call", "get", "set"}, 0, 1});
  Shape one = scalar(Type::Object);
  one.what = "a case";
  one.fields = {
      {"name", said_text(kMaxCaseName), "what people see", "the call", false},
      {"args", list_of(scalar(Type::Value), 0), "what the function is given", "nothing", false},
  };
  add_expectations(one);
  Shape round_trip = scalar(Type::Object);
  round_trip.what = "a property";
  round_trip.fields = {{"round_trip", text(100),
                        "this function leads from the result back to the first argument", "",
                        true}};
  const Shape property = either("a property, or {round_trip: function}",
                                {choice({"same_length", "ascending", "descending", "same_items",
                                         "unchanged", "idempotent", "commutative"}),
                                 round_trip});
  const std::vector<Field> more = {
      {"generate", list_of(scalar(Type::Value)), "instead of 'args': what each is made of", "",
       false},
      {"runs", integer(1, 500), "with 'generate': how many calls", "100", false},
      {"seed", integer(0, 1'000'000'000), "likewise: other numbers make other inputs", "1", false},
      {"same_as", scalar(Type::Path), "likewise: a solution beside the rubric gives the same", "",
       false},
      {"holds", list_of(property), "likewise: what is true of every result", "", false},
      {"steps", list_of(std::move(step)), "calls, in turn, on what this one gives", "", false},
      {"timeout", timeout_shape(), "how long each of its calls may take", "", false},
      {"hidden", scalar(Type::Boolean), "only whether it works is shown", "false", false},
      {"about", said_text(kMaxCaseName), "with 'hidden': what students may know of it", "", false},
  };
  one.fields.insert(one.fields.end(), more.begin(), more.end());
  one.rules.push_back({{"args", "generate"}, 0, 1});
  one.rules.push_back({{"same_as", "holds"}, 0, 1});
  Shape shape = scalar(Type::Object);
  shape.what = "calls";
  shape.fields = {
      {"module", scalar(Type::Path), "the file with the function", "the path of the task", false},
      {"function", text(100), "its name; 'default' for the file's default export", "", false},
      {"class", text(100), "instead: a class, of which each case makes an instance", "", false},
      {"timeout", timeout_shape(), "how long one call may take", "the limits of the check", false},
      {"cases", list_of(std::move(one)), "calls, each with what it should give", "", true},
  };
  shape.rules = {{{"function", "class"}, 1, 1}};
  return shape;
}

std::shared_ptr<const Check> make_calls(const CheckMaker& maker) {
  return std::make_shared<CallsCheck>(read_calls(maker));
}

}  // namespace grader::rubrics
