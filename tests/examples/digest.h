// What matters of a report, short enough to be read in a review: status, cause and points of every
// task and check.
#pragma once

#include <string>

#include "grader/model/report.h"

namespace grader::testing {

// JSON, a final newline.
std::string digest(const Report& report);

}  // namespace grader::testing
