// The review rules that we ship: one folder of rubrics/review each, part of the program.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace grader::rubrics {

struct ShippedRule {
  std::string name;                    // "no-var"
  std::vector<std::string> languages;  // as `code` names them
  std::string tool;                    // "code", "eslint"
  std::string settings;                // one member of what the tool is given, in JSON
  std::string reported;                // the rule's name in what the tool says
  std::string unless_given;            // not of files whose template has this (RE2); may be empty

  // Ids of its sentences: the question, and why one asks and how to look at it.
  std::string message() const;
  std::string why() const;
};

// What may be a mistake first, what is a habit last.
std::span<const ShippedRule> shipped_rules();
const ShippedRule* find_shipped_rule(std::string_view name);  // null where there is none

}  // namespace grader::rubrics
