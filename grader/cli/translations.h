// What `grader rubric check` tells of the translations of a rubric.
#pragma once

#include <ostream>

#include "rubrics/rubric.h"

namespace grader::cli {

// One line a language: how much is translated, and the first texts that are not. Remarks, no
// mistakes.
void tell_translations(const rubrics::Rubric& rubric, std::ostream& out);

}  // namespace grader::cli
