// What `code` has tools read: rules that one tool knows, and the files for them.
#pragma once

#include <string>
#include <vector>

#include "rubrics/checks/code_rules.h"

namespace grader::rubrics {

// One ask of the plan: rules that one tool reads the same files for.
struct Reading {
  std::string tool;
  std::string language;
  std::vector<const CodeRule*> rules;
  std::vector<std::string> files;

  ReviewPlan::Ask ask() const;
};

// In a fixed order, so that the plan and the judgement mean the same.
std::vector<Reading> readings_of(const CodeRules& rules, const std::vector<std::string>& files,
                                 const CheckView& view);

}  // namespace grader::rubrics
