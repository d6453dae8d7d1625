// Judgements as text, for exact comparisons.
#pragma once

#include <string>
#include <variant>

#include "rubrics/check.h"

namespace grader::rubrics {

inline std::string told(const Message& message) {
  std::string text = message.id;
  for (const auto& [name, value] : message.params) {
    text += " " + name + "=";
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      text += std::to_string(*number);
    } else {
      text += std::get<std::string>(value);
    }
  }
  return text;
}

// "partial 1/2 files.some_good ..." and a line for each finding:
// "  required a.js:3:1 files.missing path=a.js (template)".
inline std::string told(const Judgement& judgement) {
  std::string text(to_text(judgement.status));
  if (judgement.status == Status::Partial) {
    text += judgement.awarded
                ? " " + to_text(*judgement.awarded)
                : " " + std::to_string(judgement.earned) + "/" + std::to_string(judgement.of);
  }
  if (judgement.cause != Cause::None) text += " (" + std::string(to_text(judgement.cause)) + ")";
  text += ": " + told(judgement.message) + "\n";
  for (const Finding& finding : judgement.findings) {
    text += "  " + finding.rule + " " + finding.path;
    if (finding.line > 0) {
      text += ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column);
    }
    text += " " + told(finding.message) + (finding.in_template ? " (template)" : "") + "\n";
  }
  for (const CaseResult& result : judgement.cases) {
    text += "  " + std::string(to_text(result.status)) + " " + result.id;
    if (result.cause != Cause::None) text += " (" + std::string(to_text(result.cause)) + ")";
    text += (result.message.empty() ? "" : " " + told(result.message)) + "\n";
  }
  if (judgement.cases_hidden) {
    text += "  hidden " + std::to_string(judgement.cases_hidden->passed) + "/" +
            std::to_string(judgement.cases_hidden->total) + "\n";
  }
  return text;
}

// What is for the rubric's author alone: a line for each case, with its values.
inline std::string told_author(const Judgement& judgement) {
  std::string text;
  for (const CaseResult& one : judgement.for_author) {
    text += std::string(to_text(one.status)) + " " + one.id + " '" + one.name + "'";
    if (one.expected) text += " expected " + *one.expected;
    if (one.actual) text += " came " + *one.actual;
    text += " " + told(one.message) + "\n";
  }
  return text;
}

}  // namespace grader::rubrics
