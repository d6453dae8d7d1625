// The texts of rubrics/review/*/rule.yaml.
#pragma once

#include <span>
#include <string_view>

namespace grader::rubrics {

struct ReviewRuleText {
  std::string_view name;
  std::string_view yaml;
};

// By name.
std::span<const ReviewRuleText> review_rule_texts();

}  // namespace grader::rubrics
