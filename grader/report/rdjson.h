// For reviewdog, which comments on pull requests.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "grader/report/render.h"

namespace grader::report {

// The Reviewdog Diagnostic Format, one document. What has no place in a file is left out.
std::string render_rdjson(const Report& report, const RenderOptions& options);

// Reviewdog's columns count bytes. Nothing where the line is not known to its full, or was not
// UTF-8: then the bytes of the file are not those of the report.
std::optional<std::size_t> byte_column(const Finding& finding, int line, int column);

}  // namespace grader::report
