// Markdown as prose: sections and their words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace grader::rubrics {

struct Section {
  std::string heading;             // for comparing: lower case, without marks
  int level = 1;                   // 1 to 6
  int line = 1;                    // of the heading
  std::vector<std::string> words;  // below it, subsections included; no code blocks, no comments
};

// Headings are "# x" and lines underlined with === or ---. Code blocks hold none.
std::vector<Section> sections_of(std::string_view markdown);

// A heading as Section::heading has it.
std::string comparable_heading(std::string_view heading);

// How many of `words` are not in `given`, each word of which covers one.
std::int64_t own_words(const std::vector<std::string>& words,
                       const std::vector<std::string>& given);

}  // namespace grader::rubrics
