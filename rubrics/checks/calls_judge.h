// The verdict on calls that were made: each with what it should give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// An error that a call should throw.
struct ThrowRule {
  std::string type;      // its class or one above it; empty: any, and what is no error too
  std::string contains;  // in its message
  std::optional<Pattern> matches;  // likewise
};

struct CallCase {
  std::string name;
  Value arguments;             // a list
  std::vector<Value> returns;  // one of these; empty: not asked
  double within = 0;
  std::optional<ThrowRule> throws;
  std::optional<Value> after;  // the arguments after the call; nullopt: not asked
  bool hidden = false;         // only whether it works is shown
};

struct CallsRules {
  std::string module;  // in the submission
  std::string function;
  Language language = Language::JavaScript;
  bool all_or_nothing = false;
  std::vector<CallCase> cases;
};

// The order in which the cases are called: those that are shown, then the hidden ones.
std::vector<std::size_t> order_of_calls(const std::vector<CallCase>& cases);

// "add(1, [2])"
std::string call_text(const CallsRules& rules, const Value& arguments, std::size_t max_characters);

Judgement judge_calls(const CallsRules& rules, const CheckView& view,
                      const CallsEvidence& evidence);

}  // namespace grader::rubrics
