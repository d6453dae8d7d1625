// Which environments a rubric needs, before there is a submission.
#pragma once

#include <string>
#include <vector>

#include "rubrics/rubric.h"

namespace grader::engine {

// Sorted. Of rules that look at the template, all that they may choose. Where the rubric names
// none, what its checks need by their kinds and by the names of files.
std::vector<std::string> environments_for(const rubrics::Rubric& rubric);

}  // namespace grader::engine
