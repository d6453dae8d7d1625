// What a program should have written, and where what it wrote first differs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/message.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// Which differences do not count.
struct OutputRules {
  enum class Trim {
    Lines,  // spaces at the ends of lines, empty lines at the end
    Ends,   // white space at the beginning and the end of the whole
    None,
  };
  Trim trim = Trim::Lines;
  bool ignore_case = false;
};

// All that is given must hold.
struct OutputRule {
  std::vector<std::string> equals;    // one of these; empty: not asked
  std::vector<std::string> contains;  // each
  std::vector<Pattern> matches;       // each is found
  std::vector<std::string> lines;     // these, in this order; others may stand between them
};

struct Difference {
  Message message;
  // What stands there and what should, where that helps; on one line, at most 300 characters.
  std::optional<std::string> expected, actual;
};

// nullopt: as it should be. `what` names the place in messages: "stdout", "stderr" or a file's
// path.
std::optional<Difference> difference(const OutputRule& rule, const OutputRules& rules,
                                     std::string_view written, const std::string& what);

}  // namespace grader::rubrics
