// Rules for people who have just begun: what is a mistake or hides one, not what is a taste.
#pragma once

#include <string_view>

namespace grader::rubrics {

// The rules of "eslint", "stylelint" or "html" as that tool has them, an object in JSON.
std::string_view beginner_rules(std::string_view tool);

}  // namespace grader::rubrics
