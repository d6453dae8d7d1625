// The Common Test Report Format.
#pragma once

#include <string>

#include "grader/report/render.h"

namespace grader::report {

// A test for each check, its examples as steps, points in `extra`.
std::string render_ctrf(const Report& report, const RenderOptions& options);

}  // namespace grader::report
