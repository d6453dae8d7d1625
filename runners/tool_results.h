// Formats in which tools tell how their tests went. Nothing about them is sealed: whoever runs in
// the tool's process or can write to the file can write them too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runners/runner.h"

namespace grader::runners {

struct ToolResults {
  std::vector<TestRun> tests;  // in their order; at most kMaxTests
  bool complete = false;       // the tool came to its end, as far as the format tells
  std::string problem;         // why not, for the operator
};

// `file` is what the tests are said to be of. Both are total: anything may stand in the text.

// <testsuites> or <testsuite>. The name is "classname > name", or, where there is no class, the
// names of the suites around the test. Texts over 4 MiB or 200,000 elements are not read.
ToolResults read_junit_xml(std::string_view text, const std::string& file);

// TAP 12 to 14. A subtest's name is "parent > child"; the parent is a test too. Complete: there is
// a plan, as many tests as it says, and no "Bail out!".
ToolResults read_tap(std::string_view text, const std::string& file);

}  // namespace grader::runners
