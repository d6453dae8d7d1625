// Collects all mistakes of one rubric file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"

namespace grader::rubrics {

class Mistakes {
 public:
  // `text` is the whole file and outlives this.
  Mistakes(std::string file, std::string_view text);

  void error(Position place, std::string message);
  void warning(Position place, std::string message);
  bool any_error() const { return errors_ > 0; }

  // In the order of the file.
  std::vector<Diagnostic> take();

 private:
  void add(Diagnostic::Severity severity, Position place, std::string message);

  std::string file_;
  std::vector<std::string_view> lines_;
  std::vector<Diagnostic> found_;
  int errors_ = 0;
};

// All of a file as one Error (Blame::Rubric): their texts, then "3 mistakes in week-2.yaml"; or the
// one about the file as a whole.
Error all_mistakes(const std::vector<Diagnostic>& diagnostics, const std::string& file_name);

// ", did you mean 'files'?" or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

// "'a', 'b' and 'c'"
std::string enumerated(const std::vector<std::string>& words, const std::string& last = "and");

}  // namespace grader::rubrics
