#include "rubrics/checks/calls_judge.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/calls_step.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/tests_failure.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

using runners::Ask;
using runners::LoadFailure;

constexpr std::size_t kMaxShown = 300;

// "findMax, sum, ...": the first few names of what the module has, of which only what cannot be
// taken for a sentence is said.
std::string some_names(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 3, kLongest = 40;
  const auto is_sign = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c == '.';
  };
  std::string text;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > kLongest || !std::all_of(name.begin(), name.end(), is_sign)) {
      continue;
    }
    if (++count > kMost) return text + ", ...";
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
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
    if (!evidence_.reference_fails.empty()) {
      judgement_.status = Status::Error;
      judgement_.message = {"calls.reference_fails", {}, ""};
      judgement_.note =
          Error{Blame::Rubric, "'" + rules_.reference + "': " + evidence_.reference_fails,
                "a solution must answer every input that is made", ""};
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
    const std::string others = near.empty() ? some_names(missing.has) : near;
    judgement_.message = {
        "calls.no_function", {{"path", rules_.module}, {"function", rules_.function}}, ""};
    if (others.empty()) return;
    judgement_.message.id = near.empty() ? "calls.no_function_has" : "calls.no_function_but";
    judgement_.message.params["near"] = others;
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
    if (one.hidden && !passed) {
      CaseResult whole = *result;
      whole.id = "case-" + std::to_string(index + 1);
      whole.name = one.call.empty() ? one.name : one.name + ": " + one.call;
      whole.status = Status::Fail;
      judgement_.for_author.push_back(std::move(whole));
    }
    if (one.hidden && one.about.empty()) {
      ++hidden_.total;
      hidden_.passed += passed ? 1 : 0;
      return;
    }
    if (one.hidden) {
      // Nothing that the call itself said.
      result.emplace();
      result->cause = passed ? Cause::None : Cause::WrongResult;
      result->message = {passed ? "calls.case_works" : "calls.hidden_fails", {}, ""};
    } else if (passed) {
      result.emplace();
      result->message = {"calls.case_works", {}, ""};
    }
    result->id = "case-" + std::to_string(index + 1);
    result->name = one.hidden ? one.about : one.name;
    result->status = passed ? Status::Pass : Status::Fail;
    judgement_.cases.push_back(std::move(*result));
  }

  // Of a case whose inputs are made.
  std::optional<CaseResult> mistake_made(const CallCase& one,
                                         const CallsEvidence::Call& call) const {
    Ask ask = one.steps.front().ask;
    if (!call.broken) {
      if (call.runs >= one.generated->runs) return std::nullopt;
      CaseResult result = ended(call);
      if (call.ended_with) {
        ask.arguments = *call.ended_with;
        result.actual = ask_text(rules_, ask, kMaxShown);
      }
      return result;
    }
    const CallsEvidence::Call::Broken& broken = *call.broken;
    const Property& property = one.generated->properties.at(broken.property);
    ask.arguments = broken.arguments;
    CaseResult result = explain_broken(property, *one.generated, ask, broken);
    name_step(result, ask);
    return result;
  }

  CaseResult explain_broken(const Property& property, const GeneratedCalls& generated,
                            const Ask& ask, const CallsEvidence::Call::Broken& broken) const {
    CallRule rule;
    rule.within = generated.within;
    const auto* other = broken.other ? std::get_if<runners::Returned>(&*broken.other) : nullptr;
    if (property.kind == Property::Kind::SameAs) {
      if (other != nullptr) rule.returns = {other->value};
      if (other == nullptr) rule.throws.emplace();
    }
    if (property.kind == Property::Kind::Unchanged) rule.after = ask.arguments;
    if (auto found = mistake_in(rule, ask, broken.reply, view_, rules_.language)) return *found;
    CaseResult result;
    result.cause = Cause::WrongResult;
    result.message = {message_of(property), {}, ""};
    if (property.kind == Property::Kind::RoundTrip) {
      result.message.params["function"] = property.function;
    }
    if (const auto* returned = std::get_if<runners::Returned>(&broken.reply)) {
      result.actual = to_text(returned->value, rules_.language, kMaxShown);
      if (other != nullptr) {
        *result.actual += " \u2192 " + to_text(other->value, rules_.language, kMaxShown);
      }
    }
    return result;
  }

  static std::string message_of(const Property& property) {
    switch (property.kind) {
      case Property::Kind::SameLength:
        return "calls.not_same_length";
      case Property::Kind::Ascending:
        return "calls.not_ascending";
      case Property::Kind::Descending:
        return "calls.not_descending";
      case Property::Kind::SameItems:
        return "calls.not_same_items";
      case Property::Kind::Unchanged:
        return "calls.changes_arguments";
      case Property::Kind::Idempotent:
        return "calls.not_idempotent";
      case Property::Kind::Commutative:
        return "calls.not_commutative";
      case Property::Kind::RoundTrip:
        return "calls.no_round_trip";
      case Property::Kind::SameAs:
        break;
    }
    return "calls.gives_other";
  }

  // What is wrong with the first step that is not as it should be; nullopt: nothing.
  std::optional<CaseResult> mistake(const CallCase& one, const CallsEvidence::Call& call) const {
    if (one.generated) return mistake_made(one, call);
    for (std::size_t i = 0; i < one.steps.size(); ++i) {
      const CallStep& step = one.steps[i];
      if (i >= call.replies.size()) return ended(call);
      auto result = mistake_in(step.rule, step.ask, call.replies[i], view_, rules_.language);
      if (!result) continue;
      if (one.steps.size() > 1) name_step(*result, step.ask);
      return result;
    }
    return std::nullopt;
  }

  CaseResult ended(const CallsEvidence::Call& call) const {
    CaseResult result;
    result.cause = call.cause == Cause::None ? Cause::MissingResult : call.cause;
    if (call.late.count() > 0) {
      result.message = {"calls.too_slow", {{"milliseconds", call.late.count()}}, ""};
    } else if (call.cause == Cause::None) {
      result.message = {"calls.not_tried", {}, ""};
    } else if (is_limit(call.cause)) {
      result.message = limit_message(call.cause, evidence_.limits);
    } else {
      result.message = {"calls.ended", {}, ""};
    }
    return result;
  }

  // Of several steps: which one it is about.
  void name_step(CaseResult& result, const Ask& ask) const {
    const std::string text = ask_text(rules_, ask, kMaxShown);
    const auto named = [&](const std::string& value) {
      return visible(text + " \u2192 " + value, kMaxShown);
    };
    if (result.expected) result.expected = named(*result.expected);
    result.actual = result.actual ? named(*result.actual) : text;
  }

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

std::string ask_text(const CallsRules& rules, const Ask& ask, std::size_t max_characters) {
  std::string text;
  for (const Value& argument : ask.arguments.items) {
    text += (text.empty() ? "" : ", ") + to_text(argument, rules.language, max_characters);
  }
  switch (ask.how) {
    case Ask::How::Function:
      text = ask.name + "(" + text + ")";
      break;
    case Ask::How::New:
      text = (rules.language == Language::Python ? "" : "new ") + ask.name + "(" + text + ")";
      break;
    case Ask::How::Self:
      text = "(" + text + ")";
      break;
    case Ask::How::Method:
      text = "." + ask.name + "(" + text + ")";
      break;
    case Ask::How::Get:
      text = "." + ask.name;
      break;
    case Ask::How::Set:
      text = "." + ask.name + " = " + text;
      break;
  }
  return visible(text, max_characters);
}

Judgement judge_calls(const CallsRules& rules, const CheckView& view,
                      const CallsEvidence& evidence) {
  return CallsJudge(rules, view, evidence).run();
}

}  // namespace grader::rubrics
