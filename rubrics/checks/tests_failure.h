// What is said where a test file gave no tests.
#pragma once

#include <string>
#include <string_view>

#include "rubrics/check.h"

namespace grader::rubrics {

// The first lines of what a framework said, without empty ones: about 300 characters.
std::string quote_of(const std::string& message);

// The message for a file that stops being code at a line; its parameters are `path` and `line`.
const char* not_readable_at(std::string_view file);

// `secret`: students do not have the test file, and its name stays with us. `may_quote`: nor does
// the failure hold anything that they do not have.
Message failure_message(const runners::LoadFailure& failure, const std::string& test_file,
                        const CheckView& view, bool secret, bool may_quote);

}  // namespace grader::rubrics
