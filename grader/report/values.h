// Expected and given values, set so that the difference shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader::report {

// A line of a difference.
struct DiffLine {
  enum class Kind { Same, Expected, Given };
  Kind kind = Kind::Same;
  std::string text;
};

struct ValuePair {
  // One line each, where `lines` is empty.
  std::string expected, given;
  std::vector<DiffLine> lines;  // where one of them has several lines
  std::size_t lines_cut = 0;
  bool marks_spaces = false;  // they differ in spaces or line ends only: written as signs
  std::string expected_type, given_type;  // "number", ... where only the types differ; else empty
};

inline constexpr std::size_t kMaxDiffLines = 40;

// `max_characters` for each side.
ValuePair compare_values(std::string_view expected, std::string_view given,
                         std::size_t max_characters);

}  // namespace grader::report
