// The judge of frameworks in JavaScript (harness/judge, harness/student).
#pragma once

#include <string>

#include "runners/runner.h"

namespace grader::runners {

TwoJails node_jails(const std::string& framework);

// What the judge of a framework runs, in one file that is read at once.
Preparation prepared_judge(const Environment& environment, const std::string& framework);

}  // namespace grader::runners
