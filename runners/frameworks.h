// The runners themselves; others find them by name.
#pragma once

#include "runners/runner.h"

namespace grader::runners {

const Runner& ctest_runner();
const Runner& googletest_runner();
const Runner& jest_runner();
const Runner& junit_xml_runner();
const Runner& mocha_runner();
const Runner& node_test_runner();
const Runner& pytest_runner();
const Runner& tap_runner();
const Runner& vitest_runner();

}  // namespace grader::runners
