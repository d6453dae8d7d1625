// For a log of GitHub Actions, which makes annotations of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "grader/report/render.h"

namespace grader::report {

// GitHub shows so many of each kind that one step prints.
inline constexpr std::size_t kMaxAnnotationsOfAKind = 10;

// Workflow commands, one a line: the result as a notice, then errors, warnings and notices, what
// matters most first. What would not be shown is counted in the last notice.
std::string render_github(const Report& report, const RenderOptions& options);

// What stands after "::", and the value of a property.
std::string workflow_data(std::string_view text);
std::string workflow_property(std::string_view text);

}  // namespace grader::report
