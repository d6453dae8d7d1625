// Names in patterns of code ($NAME), and in what is said about them.
#pragma once

#include <string>
#include <vector>

#include "rubrics/checks/kinds.h"

namespace grader::rubrics {

// Of an author's message: $NAME.
std::vector<std::string> names_in(const std::string& message);

// Names that no pattern of a rule has, or that ast-grep would take for code, become mistakes.
// `item`: {pattern or rule, constraints, utils, message, at}.
void check_names(const CheckMaker& maker, const YamlNode& item);

}  // namespace grader::rubrics
