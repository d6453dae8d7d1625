#include "rubrics/checks/calls_judge.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/tests_failure.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

using runners::LoadFailure;
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

class CallsJudge {
 public:
  CallsJudge(const CallsRules& rules, const CheckView& view, const CallsEvidence& evidence)
      : rules_(rules), view_(view), evidence_(evidence) {}

  Judgement run() {
    judgement_.assurance = Assurance::Isolated;
    if (evidence_.broken) {
      judgement_.status = Status::Fail;
      judgement_.cause = Cause::Tampering;
      judgement_.message = {"tests.tampering", {}, ""};
      return std::move(judgement_);
    }
    if (explain_loading()) return std::move(judgement_);
    judge_cases();
    summarise();
    return std::move(judgement_);
  }

 private:
  // True where no call could be made.
  bool explain_loading() {
    judgement_.status = Status::Fail;
    if (const Cause cause = evidence_.load_cause; cause != Cause::None) {
      judgement_.cause = cause;
      judgement_.message = is_limit(cause)
                               ? limit_message(cause, evidence_.limits)
                               : Message{"calls.ends_while_read", {{"path", rules_.module}}, ""};
      return true;
    }
    if (!evidence_.not_there) return false;
    if (const auto* missing = std::get_if<runners::MissingFunction>(&*evidence_.not_there)) {
      explain_missing(*missing);
    } else {
      explain_failure(std::get<LoadFailure>(*evidence_.not_there));
    }
    return true;
  }

  void explain_missing(const runners::MissingFunction& missing) {
    judgement_.cause = Cause::NotLoadable;
    const std::vector<std::string_view> names(missing.has.begin(), missing.has.end());
    const std::string near = did_you_mean(rules_.function, names);
    judgement_.message = {near.empty() ? "calls.no_function" : "calls.no_function_but",
                          {{"path", rules_.module}, {"function", rules_.function}},
                          ""};
    if (!near.empty()) judgement_.message.params["near"] = near;
  }

  void explain_failure(const LoadFailure& failure) {
    const bool package = failure.kind == LoadFailure::Kind::MissingPackage;
    judgement_.cause = package ? Cause::MissingPackage : Cause::NotLoadable;
    judgement_.message = failure_message(failure);
    if (!failure.message.empty()) judgement_.message.params["original"] = failure.message;
    const TreeEntry* entry = place_of(failure);
    if (entry == nullptr) return;
    Finding& finding = add_finding(judgement_, "loads", failure.file, failure_message(failure));
    finding.line = failure.line;
    finding.column = failure.column;
    if (failure.line == 0) return;
    if (const Result<std::string> content = view_.submission->read(*entry)) {
      finding.excerpt = excerpt_at(*content, failure.line);
    }
  }

  const TreeEntry* place_of(const LoadFailure& failure) const {
    return failure.file.empty() ? nullptr : view_.submission->find(failure.file);
  }

  Message failure_message(const LoadFailure& failure) const {
    const std::string path = place_of(failure) == nullptr ? rules_.module : failure.file;
    if (!failure.subject.empty() && failure.kind == LoadFailure::Kind::MissingPackage) {
      if (rules_.language == Language::Python) {
        return {"tests.missing_module", {{"path", path}, {"module", failure.subject}}, ""};
      }
      return {"tests.missing_package", {{"path", path}, {"package", failure.subject}}, ""};
    }
    if (!failure.subject.empty() && failure.kind == LoadFailure::Kind::MissingFile) {
      return {"tests.missing_file", {{"path", path}, {"file", failure.subject}}, ""};
    }
    if (failure.line > 0 && place_of(failure) != nullptr) {
      return failure.kind == LoadFailure::Kind::Syntax
                 ? Message{not_readable_at(path), {{"path", path}, {"line", failure.line}}, ""}
                 : Message{"calls.stops_while_read", {{"path", path}, {"line", failure.line}}, ""};
    }
    return {"calls.not_readable", {{"path", path}}, ""};
  }

  void judge_cases() {
    const std::vector<std::size_t> order = order_of_calls(rules_.cases);
    std::vector<const CallsEvidence::Call*> calls(rules_.cases.size());
    for (std::size_t i = 0; i < order.size() && i < evidence_.calls.size(); ++i) {
      calls[order[i]] = &evidence_.calls[i];
    }
    static const CallsEvidence::Call kNotTried;
    for (std::size_t i = 0; i < rules_.cases.size(); ++i) {
      judge_case(rules_.cases[i], calls[i] == nullptr ? kNotTried : *calls[i], i);
    }
    // What came first explains what could not be tried after it.
    for (const std::size_t index : order) {
      if (!mistakes_[index]) continue;
      std::tie(trouble_, trouble_message_) = *mistakes_[index];
      return;
    }
  }

  void judge_case(const CallCase& one, const CallsEvidence::Call& call, std::size_t index) {
    std::optional<CaseResult> result = mistake(one, call);
    const bool passed = !result;
    if (passed) ++passed_;
    mistakes_.emplace_back();
    if (!passed) mistakes_.back() = {result->cause, result->message};
    if (one.hidden) {
      ++hidden_.total;
      hidden_.passed += passed ? 1 : 0;
      return;
    }
    if (passed) {
      result.emplace();
      result->message = {"calls.case_works", {}, ""};
    }
    result->id = "case-" + std::to_string(index + 1);
    result->name = one.name;
    result->status = passed ? Status::Pass : Status::Fail;
    judgement_.cases.push_back(std::move(*result));
  }

  // What is wrong with one call; nullopt: nothing.
  std::optional<CaseResult> mistake(const CallCase& one, const CallsEvidence::Call& call) const {
    CaseResult result;
    if (!call.reply) {
      result.cause = call.cause == Cause::None ? Cause::MissingResult : call.cause;
      if (call.cause == Cause::None) {
        result.message = {"calls.not_tried", {}, ""};
      } else if (is_limit(call.cause)) {
        result.message = limit_message(call.cause, evidence_.limits);
      } else {
        result.message = {"calls.ended", {}, ""};
      }
      return result;
    }
    result.cause = Cause::WrongResult;
    if (const auto* threw = std::get_if<runners::Threw>(&*call.reply)) {
      if (!one.throws) {
        result.message = {"calls.stops_with_error", {{"original", words_of(*threw)}}, ""};
        if (!one.returns.empty()) result.expected = expected_text(one);
        return result;
      }
      if (!is_asked(*one.throws, *threw)) return other_error(*one.throws, *threw);
      return changed(one, threw->after);
    }
    const auto& returned = std::get<runners::Returned>(*call.reply);
    if (one.throws) {
      result.expected = one.throws->type.empty() ? "Error" : one.throws->type;
      result.actual = shown(returned.value);
      result.message = {"calls.gives_no_error", {}, ""};
      return result;
    }
    const bool right = one.returns.empty() ||
                       std::any_of(one.returns.begin(), one.returns.end(), [&](const Value& value) {
                         return equals(value, returned.value, one.within);
                       });
    if (right) return changed(one, returned.after);
    result.expected = expected_text(one);
    result.actual = shown(returned.value);
    result.message = difference(one, returned.value);
    return result;
  }

  static Message difference(const CallCase& one, const Value& actual) {
    const Value& expected = one.returns.front();
    if (actual.kind == Kind::Undefined ||
        (actual.kind == Kind::Null && expected.kind != Kind::Undefined)) {
      return {"calls.gives_nothing", {}, ""};
    }
    if (actual.kind == Kind::Other) {
      return {"calls.cannot_compare", {{"what", actual.text}}, ""};
    }
    if (says_the_same(expected, actual)) return {"calls.other_type", {}, ""};
    if (nearly(expected, actual)) return {"calls.nearly", {}, ""};
    return {"calls.gives_other", {}, ""};
  }

  // What the call did to its arguments; nullopt: what is asked for, or nothing is.
  std::optional<CaseResult> changed(const CallCase& one, const std::optional<Value>& after) const {
    if (!one.after || (after && equals(*one.after, *after, one.within))) return std::nullopt;
    CaseResult result;
    result.cause = Cause::WrongResult;
    result.expected = shown(*one.after);
    if (after) result.actual = shown(*after);
    result.message = {
        equals(*one.after, one.arguments) ? "calls.changes_arguments" : "calls.arguments_differ",
        {},
        ""};
    return result;
  }

  static bool is_asked(const ThrowRule& rule, const runners::Threw& threw) {
    if (!rule.type.empty() &&
        std::find(threw.types.begin(), threw.types.end(), rule.type) == threw.types.end()) {
      return false;
    }
    const std::string& message = threw.error.message;
    if (!rule.contains.empty() && message.find(rule.contains) == std::string::npos) return false;
    return !rule.matches || rule.matches->find(message, 0);
  }

  static CaseResult other_error(const ThrowRule& rule, const runners::Threw& threw) {
    CaseResult result;
    result.cause = Cause::WrongResult;
    const bool type = rule.type.empty() || std::find(threw.types.begin(), threw.types.end(),
                                                     rule.type) != threw.types.end();
    if (type) {
      result.message = {"calls.other_words", {}, ""};
      if (!rule.contains.empty()) result.expected = visible(rule.contains, kMaxShown);
      result.actual = threw.error.message;
    } else {
      result.message = {"calls.other_error", {}, ""};
      result.expected = rule.type;
      result.actual = threw.types.empty() ? threw.error.message : threw.types.front();
    }
    return result;
  }

  // "TypeError: x is not a function (week-2/bmi.js:3)"
  std::string words_of(const runners::Threw& threw) const {
    std::string words = threw.error.message;
    if (place_of(threw.error) != nullptr && threw.error.line > 0) {
      words += " (" + threw.error.file + ":" + std::to_string(threw.error.line) + ")";
    }
    return visible(words, kMaxShown);
  }

  std::string expected_text(const CallCase& one) const {
    std::string text;
    for (const Value& value : one.returns) text += (text.empty() ? "" : " | ") + shown(value);
    if (one.within > 0) {
      text += " \u00b1 " + to_text(Value::number_of(one.within), rules_.language);
    }
    return visible(text, kMaxShown);
  }

  std::string shown(const Value& value) const { return to_text(value, rules_.language, kMaxShown); }

  void summarise() {
    const auto count = static_cast<std::int64_t>(rules_.cases.size());
    set_share(judgement_, passed_, count, rules_.all_or_nothing);
    if (hidden_.total > 0) judgement_.cases_hidden = hidden_;
    if (passed_ == count) {
      judgement_.message = {"calls.all_work", {{"count", count}}, ""};
      return;
    }
    judgement_.cause = trouble_;
    if (is_limit(trouble_)) {
      judgement_.message = trouble_message_;
    } else if (passed_ == 0) {
      judgement_.message = {"calls.none_works", {{"count", count}}, ""};
    } else {
      judgement_.message = {"calls.some_work", {{"passed", passed_}, {"count", count}}, ""};
    }
  }

  const CallsRules& rules_;
  const CheckView& view_;
  const CallsEvidence& evidence_;
  Judgement judgement_;
  std::int64_t passed_ = 0;
  HiddenCases hidden_;
  std::vector<std::optional<std::pair<Cause, Message>>> mistakes_;  // of each case
  Cause trouble_ = Cause::None;  // of the first call that does not work
  Message trouble_message_;
};

}  // namespace

std::vector<std::size_t> order_of_calls(const std::vector<CallCase>& cases) {
  std::vector<std::size_t> order;
  for (const bool hidden : {false, true}) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      if (cases[i].hidden == hidden) order.push_back(i);
    }
  }
  return order;
}

std::string call_text(const CallsRules& rules, const Value& arguments, std::size_t max_characters) {
  std::string text;
  for (const Value& argument : arguments.items) {
    text += (text.empty() ? "" : ", ") + to_text(argument, rules.language, max_characters);
  }
  return visible(rules.function + "(" + text + ")", max_characters);
}

Judgement judge_calls(const CallsRules& rules, const CheckView& view,
                      const CallsEvidence& evidence) {
  return CallsJudge(rules, view, evidence).run();
}

}  // namespace grader::rubrics
