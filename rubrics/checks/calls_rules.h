// What a table of calls asks for: each call with what it should give.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/checks/calls_property.h"
#include "rubrics/checks/output.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// An error that a call should throw.
struct ThrowRule {
  std::string type;      // its class or one above it; empty: any, and what is no error too
  std::string contains;  // in its message
  std::optional<Pattern> matches;  // likewise
};

// How one of the rubric's functions should be called.
struct CalledRule {
  std::string name;
  std::optional<std::int64_t> times;        // nullopt: as often as `calls` says
  std::optional<std::vector<Value>> calls;  // lists of the first arguments
};

// What one call should give; what is empty is not asked.
struct CallRule {
  std::vector<Value> returns;   // one of these
  std::optional<Value> yields;  // a list
  bool yields_more = false;     // there may be more of them
  double within = 0;
  std::optional<ThrowRule> throws;
  std::optional<Value> after;  // the arguments after the call
  std::optional<OutputRule> prints;
  std::vector<CalledRule> called;

  bool asks() const {
    return !returns.empty() || yields || throws || after || prints || !called.empty();
  }
};

struct CallStep {
  runners::Ask ask;
  CallRule rule;
};

struct CallCase {
  std::string name;
  std::string call;             // what is called, where the name does not say it
  std::string about;            // of a hidden one: what students may know of it
  std::vector<CallStep> steps;  // the call itself, then those on what it gave
  bool hidden = false;          // only whether it works is shown
  std::shared_ptr<const GeneratedCalls> generated = {};  // the arguments of its only step are made
};

struct CallsRules {
  std::string module;    // in the submission
  std::string function;  // or the class
  bool is_class = false;
  Language language = Language::JavaScript;
  bool all_or_nothing = false;
  std::vector<std::string> others;  // functions that properties need besides
  std::string reference;            // the rubric's own solution, beside the rubric; empty: none
  std::vector<CallCase> cases;
};

// "add(1, [2])", "new Stack()", ".push(1)": as people of the language write it.
std::string ask_text(const CallsRules& rules, const runners::Ask& ask, std::size_t max_characters);

}  // namespace grader::rubrics
