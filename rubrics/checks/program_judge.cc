#include "rubrics/checks/program_judge.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "grader/base/text.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

constexpr std::size_t kMaxQuote = 300;

// The last lines of what a program complained, on one line: there interpreters say what it was.
std::string last_words(const sandbox::Capture& output) {
  const std::string& text = output.tail.empty() ? output.head : output.tail;
  std::vector<std::string_view> kept;
  std::size_t size = 0;
  const std::vector<std::string_view> lines = lines_of(text);
  for (auto line = lines.rbegin(); line != lines.rend() && size < kMaxQuote; ++line) {
    if (trim(*line).empty()) continue;
    kept.push_back(trim(*line));
    size += line->size();
    if (kept.size() == 3) break;
  }
  std::string quote;
  for (auto line = kept.rbegin(); line != kept.rend(); ++line) {
    quote += (quote.empty() ? "" : " ") + std::string(*line);
  }
  return visible(quote, kMaxQuote);
}

// "main.cc:3:5: error: expected ';'", as GCC and Clang say it.
struct CompilerError {
  std::string path;
  int line = 0, column = 0;
  std::string text;
};

std::optional<int> number_before_colon(std::string_view& rest) {
  const std::size_t colon = rest.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > 7) return std::nullopt;
  int number = 0;
  for (const char c : rest.substr(0, colon)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  rest.remove_prefix(colon + 1);
  return number;
}

std::optional<CompilerError> compiler_error(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::nullopt;
  CompilerError error;
  error.path = std::string(line.substr(0, colon));
  line.remove_prefix(colon + 1);
  const auto number = number_before_colon(line);
  if (!number) return std::nullopt;
  error.line = *number;
  error.column = number_before_colon(line).value_or(0);
  line = trim(line);
  for (const std::string_view word : {"error: ", "fatal error: "}) {
    if (!line.starts_with(word)) continue;
    error.text = visible(line.substr(word.size()), kMaxQuote);
    return error;
  }
  return std::nullopt;
}

class ProgramJudge {
 public:
  ProgramJudge(const ProgramRules& rules, const CheckView& view, const ProgramEvidence& evidence)
      : rules_(rules), view_(view), evidence_(evidence) {}

  Judgement run() {
    judgement_.assurance = Assurance::BlackBox;
    if (evidence_.build && !ended_well(*evidence_.build)) {
      explain_build(*evidence_.build);
      return std::move(judgement_);
    }
    for (std::size_t i = 0; i < rules_.cases.size(); ++i) {
      judge_case(rules_.cases[i], i < evidence_.starts.size() ? &evidence_.starts[i] : nullptr, i);
    }
    summarise();
    return std::move(judgement_);
  }

 private:
  static bool ended_well(const sandbox::Outcome& outcome) {
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    return exited != nullptr && exited->code == 0;
  }

  void explain_build(const sandbox::Outcome& build) {
    judgement_.status = Status::Fail;
    const Cause cause = cause_of(build);
    if (is_limit(cause)) {
      judgement_.cause = cause;
      judgement_.message = limit_message(cause, evidence_.limits);
      return;
    }
    judgement_.cause = Cause::NotLoadable;
    judgement_.message = {"program.build_failed", {}, ""};
    for (const std::string_view line : lines_of(build.standard_error.head)) {
      if (judgement_.findings.size() == kMaxFindings) break;
      if (const auto error = compiler_error(line)) show(*error);
    }
    const std::string words = last_words(build.standard_error);
    if (judgement_.findings.empty() && !words.empty()) {
      judgement_.message.params["original"] = words;
    }
  }

  // At its place, where that is a file that the student has.
  void show(const CompilerError& error) {
    const std::string path = rules_.folder.empty() ? error.path : rules_.folder + "/" + error.path;
    const TreeEntry* entry = view_.submission->find(path);
    if (entry == nullptr || entry->kind == EntryKind::Gitlink) return;
    Finding& finding = add_finding(judgement_, "builds", path,
                                   {"program.compiler_stops", {{"original", error.text}}, ""});
    finding.line = error.line;
    finding.column = error.column;
    if (const Result<std::string> content = view_.submission->read(*entry)) {
      finding.excerpt = excerpt_at(*content, error.line);
    }
  }

  // What is wrong with one run; nullopt: nothing.
  std::optional<CaseResult> mistake(const ProgramCase& one, const sandbox::Outcome& outcome) const {
    CaseResult result;
    const auto* exited = std::get_if<sandbox::Exited>(&outcome.ending);
    const Cause cause = cause_of(outcome);
    if (is_limit(cause) && (exited == nullptr || !one.exits.contains(exited->code))) {
      result.cause = cause;
      result.message = limit_message(cause, evidence_.limits);
      return result;
    }
    const std::string words = last_words(outcome.standard_error);
    if (exited == nullptr) {
      result.cause = Cause::Crashed;
      result.message = {"program.crashed", {}, ""};
      if (!words.empty()) result.message.params["original"] = words;
      return result;
    }
    if (!one.exits.contains(exited->code)) {
      result.cause = Cause::WrongResult;
      result.message = {
          "program.exit_code", {{"code", exited->code}, {"expected", *one.exits.begin()}}, ""};
      if (!words.empty()) result.message.params["original"] = words;
      return result;
    }
    std::optional<Difference> found =
        difference(one.standard_output, rules_.compare, whole(outcome.standard_output), "stdout");
    if (!found) {
      found =
          difference(one.standard_error, rules_.compare, whole(outcome.standard_error), "stderr");
    }
    for (const auto& [path, rule] : one.files) {
      if (found) break;
      const auto written = outcome.files.find("/submission/" + path);
      if (written == outcome.files.end()) {
        result.cause = Cause::MissingResult;
        result.message = {"program.no_file", {{"path", path}}, ""};
        return result;
      }
      found = difference(rule, rules_.compare, written->second, path);
    }
    if (!found) return std::nullopt;
    result.cause = Cause::WrongResult;
    result.message = std::move(found->message);
    result.expected = std::move(found->expected);
    result.actual = std::move(found->actual);
    return result;
  }

  // Within the limit the head is all of it.
  static std::string_view whole(const sandbox::Capture& output) { return output.head; }

  // `outcome`: null where it was not started.
  void judge_case(const ProgramCase& one, const sandbox::Outcome* outcome, std::size_t index) {
    std::optional<CaseResult> result;
    if (outcome != nullptr) {
      result = mistake(one, *outcome);
    } else {
      result.emplace();
      result->cause = Cause::MissingResult;
      result->message = {"program.not_tried", {}, ""};
    }
    const bool passed = !result;
    if (passed) ++passed_;
    if (!passed && trouble_ == Cause::None) {
      trouble_ = result->cause;
      trouble_message_ = result->message;
    }
    if (passed) {
      result.emplace();
      result->message = {"program.case_works", {}, ""};
    }
    result->id = "case-" + std::to_string(index + 1);
    result->name = one.name;
    result->status = passed ? Status::Pass : Status::Fail;
    if (!one.hidden) {
      judgement_.cases.push_back(std::move(*result));
      return;
    }
    ++hidden_.total;
    hidden_.passed += passed ? 1 : 0;
    if (passed) return;
    if (!one.input.empty()) result->name += ": " + one.input;
    judgement_.for_author.push_back(std::move(*result));
  }

  void summarise() {
    const auto count = static_cast<std::int64_t>(rules_.cases.size());
    set_share(judgement_, passed_, count, rules_.all_or_nothing);
    if (hidden_.total > 0) judgement_.cases_hidden = hidden_;
    if (passed_ == count) {
      judgement_.message = {"program.all_work", {{"count", count}}, ""};
      return;
    }
    judgement_.cause = trouble_;
    if (is_limit(trouble_)) {
      judgement_.message = trouble_message_;
    } else if (passed_ == 0) {
      judgement_.message = {"program.none_works", {{"count", count}}, ""};
    } else {
      judgement_.message = {"program.some_work", {{"passed", passed_}, {"count", count}}, ""};
    }
  }

  const ProgramRules& rules_;
  const CheckView& view_;
  const ProgramEvidence& evidence_;
  Judgement judgement_;
  std::int64_t passed_ = 0;
  HiddenCases hidden_;
  Cause trouble_ = Cause::None;  // of the first case that does not work
  Message trouble_message_;
};

}  // namespace

Judgement judge_program(const ProgramRules& rules, const CheckView& view,
                        const ProgramEvidence& evidence) {
  return ProgramJudge(rules, view, evidence).run();
}

}  // namespace grader::rubrics
