#include "rubrics/checks/calls_step.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "grader/base/text.h"

namespace grader::rubrics {
namespace {

using runners::Ask;
using runners::Beside;
using runners::CalledBack;
using runners::Returned;
using runners::Threw;
using runners::Yielded;
using Kind = Value::Kind;

constexpr std::size_t kMaxShown = 300;

// The number that a text or a BigInt is, for "the text 5 and not the number".
bool says_the_same(const Value& expected, const Value& actual) {
  if (expected.kind == actual.kind) return false;
  const auto words = [](const Value& value) {
    return value.kind == Kind::Text || value.kind == Kind::BigInt
               ? std::string(trim(value.text))
               : to_text(value, Language::JavaScript);
  };
  return (expected.kind == Kind::Text || actual.kind == Kind::Text) &&
         words(expected) == words(actual);
}

bool nearly(const Value& expected, const Value& actual) {
  return expected.kind == Kind::Number && actual.kind == Kind::Number &&
         std::abs(expected.number - actual.number) <=
             1e-9 * std::max(1.0, std::abs(expected.number));
}

// The arguments of a call begin with these.
bool begins_with(const Value& call, const Value& expected, double within) {
  return call.items.size() >= expected.items.size() &&
         std::equal(expected.items.begin(), expected.items.end(), call.items.begin(),
                    [&](const Value& a, const Value& b) { return equals(a, b, within); });
}

CaseResult wrong(std::string message, std::map<std::string, MessageParam> params = {}) {
  CaseResult result;
  result.cause = Cause::WrongResult;
  result.message = {std::move(message), std::move(params), ""};
  return result;
}

class StepJudge {
 public:
  StepJudge(const CallRule& rule, const Ask& ask, const CheckView& view, Language language)
      : rule_(rule), ask_(ask), view_(view), language_(language) {}

  std::optional<CaseResult> judge(const Threw& threw) const {
    if (!rule_.throws) {
      CaseResult result = wrong("calls.stops_with_error", {{"original", words_of(threw, view_)}});
      if (!rule_.returns.empty() || rule_.yields) result.expected = expected_text();
      return result;
    }
    if (!is_asked(*rule_.throws, threw)) return other_error(*rule_.throws, threw);
    return beside(threw.beside);
  }

  std::optional<CaseResult> judge(const Returned& returned) const {
    if (rule_.throws) return no_error(returned.value);
    if (rule_.yields) {
      CaseResult result = wrong("calls.yields_nothing");
      result.expected = expected_text();
      result.actual = shown(returned.value);
      return result;
    }
    const bool right =
        rule_.returns.empty() ||
        std::any_of(rule_.returns.begin(), rule_.returns.end(), [&](const Value& value) {
          return equals(value, returned.value, rule_.within);
        });
    if (right) return beside(returned.beside);
    CaseResult result = difference(returned.value);
    result.expected = expected_text();
    result.actual = shown(returned.value);
    return result;
  }

  std::optional<CaseResult> judge(const Yielded& yielded) const {
    if (rule_.throws) return no_error(yielded.values);
    if (!rule_.yields) return wrong("calls.gives_other");
    const bool ends = rule_.yields_more || yielded.done;
    if (ends && equals(*rule_.yields, yielded.values, rule_.within)) return beside(yielded.beside);
    const std::size_t wanted = rule_.yields->items.size(), given = yielded.values.items.size();
    CaseResult result =
        wrong(!begins_with(yielded.values, *rule_.yields, rule_.within)
                  ? (given < wanted && yielded.done &&
                             begins_with(*rule_.yields, yielded.values, rule_.within)
                         ? "calls.yields_too_few"
                         : "calls.yields_others")
                  : "calls.yields_too_many");
    result.expected = expected_text();
    result.actual = shown(yielded.values);
    return result;
  }

  std::optional<CaseResult> judge(const runners::MissingFunction& missing) const {
    if (ask_.how == Ask::How::Self) return wrong("calls.gives_no_function");
    const std::vector<std::string_view> names(missing.has.begin(), missing.has.end());
    const std::string near = did_you_mean(ask_.name, names);
    CaseResult result =
        wrong(near.empty() ? "calls.no_method" : "calls.no_method_but", {{"method", ask_.name}});
    if (!near.empty()) result.message.params["near"] = near;
    return result;
  }

  template <class Other>
  std::optional<CaseResult> judge(const Other&) const {
    return wrong("calls.gives_other");
  }

 private:
  CaseResult no_error(const Value& value) const {
    CaseResult result = wrong("calls.gives_no_error");
    result.expected = rule_.throws->type.empty() ? "Error" : rule_.throws->type;
    result.actual = shown(value);
    return result;
  }

  CaseResult difference(const Value& actual) const {
    const Value& expected = rule_.returns.front();
    if (actual.kind == Kind::Undefined ||
        (actual.kind == Kind::Null && expected.kind != Kind::Undefined)) {
      return wrong("calls.gives_nothing");
    }
    if (actual.kind == Kind::Other) return wrong("calls.cannot_compare", {{"what", actual.text}});
    if (says_the_same(expected, actual)) return wrong("calls.other_type");
    if (nearly(expected, actual)) return wrong("calls.nearly");
    return wrong("calls.gives_other");
  }

  // What the call did besides; nullopt: what is asked for, or nothing is.
  std::optional<CaseResult> beside(const Beside& beside) const {
    if (auto found = changed(beside.after)) return found;
    if (rule_.prints) {
      auto found = rubrics::difference(*rule_.prints, {}, beside.printed.value_or(""), "stdout");
      if (found) {
        CaseResult result = wrong(found->message.id, std::move(found->message.params));
        result.expected = std::move(found->expected);
        result.actual = std::move(found->actual);
        return result;
      }
    }
    for (const CalledRule& called : rule_.called) {
      if (auto found = called_otherwise(called, beside.called)) return found;
    }
    return std::nullopt;
  }

  std::optional<CaseResult> changed(const std::optional<Value>& after) const {
    if (!rule_.after || (after && equals(*rule_.after, *after, rule_.within))) return std::nullopt;
    CaseResult result = wrong(equals(*rule_.after, ask_.arguments) ? "calls.changes_arguments"
                                                                   : "calls.arguments_differ");
    result.expected = shown(*rule_.after);
    if (after) result.actual = shown(*after);
    return result;
  }

  std::optional<CaseResult> called_otherwise(const CalledRule& rule,
                                             const std::vector<CalledBack>& called) const {
    static const CalledBack kNever;
    const auto found = std::find_if(called.begin(), called.end(),
                                    [&](const CalledBack& one) { return one.name == rule.name; });
    const CalledBack& one = found == called.end() ? kNever : *found;
    const std::int64_t wanted =
        rule.times ? *rule.times : static_cast<std::int64_t>(rule.calls ? rule.calls->size() : 0);
    if (one.times != wanted) {
      CaseResult result =
          wrong("calls.called_times",
                {{"function", rule.name}, {"times", one.times}, {"wanted", wanted}});
      if (rule.calls) result.expected = calls_text(rule.name, *rule.calls);
      if (one.times > 0) result.actual = calls_text(rule.name, one.calls);
      return result;
    }
    if (!rule.calls) return std::nullopt;
    const bool right = one.calls.size() == rule.calls->size() &&
                       std::equal(rule.calls->begin(), rule.calls->end(), one.calls.begin(),
                                  [&](const Value& expected, const Value& call) {
                                    return begins_with(call, expected, rule_.within);
                                  });
    if (right) return std::nullopt;
    CaseResult result = wrong("calls.called_with_others", {{"function", rule.name}});
    result.expected = calls_text(rule.name, *rule.calls);
    result.actual = calls_text(rule.name, one.calls);
    return result;
  }

  // "done(1), done(2)"
  std::string calls_text(const std::string& name, const std::vector<Value>& calls) const {
    std::string text;
    for (const Value& call : calls) {
      if (text.size() > kMaxShown) break;
      std::string arguments;
      for (const Value& argument : call.items) {
        arguments += (arguments.empty() ? "" : ", ") + shown(argument);
      }
      text += (text.empty() ? "" : ", ") + name + "(" + arguments + ")";
    }
    return visible(text, kMaxShown);
  }

  static bool is_asked(const ThrowRule& rule, const Threw& threw) {
    if (!rule.type.empty() &&
        std::find(threw.types.begin(), threw.types.end(), rule.type) == threw.types.end()) {
      return false;
    }
    const std::string& message = threw.error.message;
    if (!rule.contains.empty() && message.find(rule.contains) == std::string::npos) return false;
    return !rule.matches || rule.matches->find(message, 0);
  }

  static CaseResult other_error(const ThrowRule& rule, const Threw& threw) {
    const bool type = rule.type.empty() || std::find(threw.types.begin(), threw.types.end(),
                                                     rule.type) != threw.types.end();
    CaseResult result = wrong(type ? "calls.other_words" : "calls.other_error");
    if (type) {
      if (!rule.contains.empty()) result.expected = visible(rule.contains, kMaxShown);
      result.actual = threw.error.message;
    } else {
      result.expected = rule.type;
      result.actual = threw.types.empty() ? threw.error.message : threw.types.front();
    }
    return result;
  }

  std::string expected_text() const {
    std::string text;
    for (const Value& value : rule_.returns) text += (text.empty() ? "" : " | ") + shown(value);
    if (rule_.yields) {
      text = shown(*rule_.yields);
      if (rule_.yields_more)
        text.insert(text.size() - 1, rule_.yields->items.empty() ? "..." : ", ...");
    }
    if (rule_.within > 0) {
      text += " \u00b1 " + to_text(Value::number_of(rule_.within), language_);
    }
    return visible(text, kMaxShown);
  }

  std::string shown(const Value& value) const { return to_text(value, language_, kMaxShown); }

  const CallRule& rule_;
  const Ask& ask_;
  const CheckView& view_;
  Language language_;
};

}  // namespace

std::optional<CaseResult> mistake_in(const CallRule& rule, const Ask& ask,
                                     const runners::Reply& reply, const CheckView& view,
                                     Language language) {
  const StepJudge judge(rule, ask, view, language);
  return std::visit([&](const auto& said) { return judge.judge(said); }, reply);
}

std::string words_of(const Threw& threw, const CheckView& view) {
  std::string words = threw.error.message;
  if (threw.error.line > 0 && !threw.error.file.empty() &&
      view.submission->find(threw.error.file) != nullptr) {
    words += " (" + threw.error.file + ":" + std::to_string(threw.error.line) + ")";
  }
  return visible(words, kMaxShown);
}

}  // namespace grader::rubrics
