// For code scanning and editors.
#pragma once

#include <string>

#include "grader/report/render.h"

namespace grader::report {

// SARIF 2.1.0, within what GitHub reads. Columns count characters, which the file says. What has no
// place in a file stands in the notifications of the run.
std::string render_sarif(const Report& report, const RenderOptions& options);

// A path as a relative reference, every byte but letters, digits and -._~/ as %XX.
std::string uri_of_path(std::string_view path);

}  // namespace grader::report
