// The report as JSON, version 1 (grader/report/schema/report.schema.json).
#pragma once

#include <string>
#include <string_view>

#include "grader/base/result.h"
#include "grader/model/report.h"

namespace grader {

// Indented by two, keys in the order of docs/report.md, a final newline. All text becomes valid
// UTF-8.
std::string report_to_json(const Report& report);

// Strict: a document that is not a version 1 report is an error that says what is wrong and where
// ("/tasks/0/status: unknown status 'passt'"), with a JSON pointer or, where it is not JSON,
// line:column.
Result<Report> report_from_json(std::string_view json);

}  // namespace grader
