// Text that stays text in the log of a system that runs programs for every push.
#pragma once

#include <string>
#include <string_view>

namespace grader {

// Such systems read commands in what programs print: "::name" where a line begins, "##[name" and
// "##vso[name" anywhere in it. In the line that comes back a space breaks them.
std::string without_log_commands(std::string_view line);

}  // namespace grader
