// What tools that mark places in files are told: the student's findings, and what did not pass
// without one. Nothing that the template had, nothing that waits or is our own fault.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "grader/model/report.h"
#include "grader/report/words.h"

namespace grader::report {

enum class Level { Error, Warning, Note };  // not passed, partly passed, an idea or a remark

struct Annotation {
  Level level = Level::Note;
  const TaskResult* task = nullptr;    // null for a remark about the submission
  const CheckResult* check = nullptr;  // likewise
  const Finding* finding = nullptr;    // null where the check speaks for itself
  const Fix* fix = nullptr;            // of the finding, at places that can be
  std::string rule;                    // "task/check/rule", one safe line
  std::string path;                    // in the repository, valid UTF-8; empty: it has no place
  std::string title;                   // one safe line, not empty
  std::vector<std::string> message;    // safe lines, at least one
};

// In the order of the report, at most `max` of them.
std::vector<Annotation> annotations_of(const Words& words, const Report& report, std::size_t max);

// Errors first, in the order in which they matter most to the student.
void sort_by_weight(std::vector<Annotation>& annotations, const Report& report);

// What is said of a check that did not pass, in safe lines: the sentence, its findings (unless they
// are told by themselves), up to three examples with values, how many are hidden, the question.
std::vector<std::string> told_of(const Words& words, const CheckResult& check, bool with_findings);

// Text from outside as one safe line.
std::string safe_line(std::string_view text, std::size_t max_characters = 400);

}  // namespace grader::report
