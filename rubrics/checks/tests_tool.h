// Suites that a tool of the rubric runs, and that tells in a format which tests there were.
#pragma once

#include <string>

#include "rubrics/checks/kinds.h"
#include "runners/runner.h"

namespace grader::rubrics {

// `run`, `results` and `expect`; no argv where the framework is no such tool.
runners::SuiteTool read_tool(const CheckMaker& maker, const std::string& framework);

}  // namespace grader::rubrics
