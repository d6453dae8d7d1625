// What a `code` check asks for, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/checks/kinds.h"
#include "rubrics/review_rules.h"

namespace grader::rubrics {

struct CodeRule {
  std::string id;
  bool forbid = false;
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string message;                   // the author's; may be empty
  const ShippedRule* shipped = nullptr;  // then all of these are its own:
  std::vector<std::string> languages;
  std::string tool = "code";
  std::string settings;  // as ShippedRule's
  std::string reported;
  Position place;  // of the author's
};

struct CodeRules {
  std::vector<Glob> in;
  std::vector<CodeRule> rules;
  bool all_or_nothing = false;
  bool notes = true;
};

CodeRules read_code_rules(const CheckMaker& maker);

// `evidence`: null where nothing was to be read.
Judgement judge_code(const CodeRules& rules, const CheckView& view, const ReviewEvidence* evidence);

}  // namespace grader::rubrics
