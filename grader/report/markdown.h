// A comment for a pull request.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "grader/report/render.h"

namespace grader::report {

// Hosts cut comments at 64 KiB.
inline constexpr std::size_t kMaxCommentBytes = std::size_t{60} << 10;

// GitHub's Markdown. Code, paths, names and values stand in code spans and blocks, where nothing
// has a meaning; all other text is escaped: no HTML, mentions, pictures or links. Links only from
// prose of the rubric, and to the report where it is known where that can be read.
std::string render_markdown(const Report& report, const RenderOptions& options);

// Words as words: every sign of Markdown escaped, mentions and references broken.
std::string markdown_text(std::string_view outside, std::size_t max_characters);

// A code span that holds any text. Not for tables.
std::string markdown_code(std::string_view outside, std::size_t max_characters);

}  // namespace grader::report
