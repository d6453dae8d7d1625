// The judge of frameworks in JavaScript (harness/judge, harness/student).
#pragma once

#include <string>
#include <vector>

#include "runners/runner.h"

namespace grader::runners {

TwoJails node_jails(const std::string& framework);

// What the two of them run, each in one file that is read at once.
std::vector<Preparation> prepared_jails(const Environment& environment,
                                        const std::string& framework);

}  // namespace grader::runners
