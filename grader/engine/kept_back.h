// What a report keeps from students and a rubric's author may see: cases that did not pass, with
// all that is known of them. Never part of a report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "grader/model/verdict.h"

namespace grader::engine {

using KeptBack = std::map<std::string, std::vector<CaseResult>>;  // by "task/check"

}  // namespace grader::engine
