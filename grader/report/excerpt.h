// The lines around a finding, ready to be shown.
#pragma once

#include <string>
#include <vector>

#include "grader/model/verdict.h"

namespace grader::report {

struct ExcerptLine {
  int number = 0;
  bool in_question = false;
  std::string before, at, after;  // `at`: the exact columns; else all is in `before`
};

// All of it for plain text: a tab indents by two.
std::string text_of(const ExcerptLine& line);

// At most 9 lines; a line over 200 characters is cut around the column. Needs finding.excerpt.
std::vector<ExcerptLine> excerpt_lines(const Finding& finding);

}  // namespace grader::report
