// For systems that show test results.
#pragma once

#include <string>

#include "grader/report/render.h"

namespace grader::report {

// JUnit XML as Jenkins' schema has it: a suite for each task, a test for each check; points stand
// in the properties of the suites. `failure` is the student's, `error` is the grader's.
std::string render_junit(const Report& report, const RenderOptions& options);

}  // namespace grader::report
