// JSON that is safe to look at.
#pragma once

#include <string>
#include <string_view>

namespace grader {

// Names and values come from submissions: what moves, hides or reorders text on a screen is
// written as an escape, so that JSON can be looked at in a terminal; likewise what a log would
// obey, such as "##[name". `json` is valid UTF-8 in which such characters stand inside strings
// only.
std::string with_escaped_hidden(std::string_view json);

}  // namespace grader
