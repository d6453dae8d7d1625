// A summary for the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "grader/report/render.h"

namespace grader::report {

// Result first, then exercises and checks, then what comes next. Lines fit options.width (60 at
// least); nothing from a submission reaches the terminal as a control sequence.
std::string render_text(const Report& report, const RenderOptions& options);

// Cells that valid UTF-8 takes on a terminal.
std::size_t display_width(std::string_view text);

// Lines of at most `width` cells, broken at spaces, words that are longer within.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace grader::report
