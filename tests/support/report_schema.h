// The published schema, held against every report that a test makes.
#pragma once

#include <string_view>

#include <gtest/gtest.h>

namespace grader::testing {

// Whether `json` is a report by grader/report/schema/report.schema.json; says where it is not.
// Link grader_report_schema_check.
::testing::AssertionResult ValidatesAsReport(std::string_view json);

}  // namespace grader::testing
