// Marks of many submissions, by name: a folder with a file of marks for each, or one file.
//
//   marks: 1
//   rubric: js1/week-2
//   submissions:
//     pull-7: {commit: 0123..., checks: {bmi/read: {points: 2}}}
//     pull-9: {checks: {bmi/read: {points: 4, remark: Good to read.}}}
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/marks.h"

namespace grader::rubrics {

using ClassMarks = std::map<std::string, Marks>;  // by name of the submission

struct LoadedClassMarks {
  std::optional<ClassMarks> marks;      // none where there is a mistake
  std::vector<Diagnostic> diagnostics;  // file by file
};

// `names` are the submissions that there are. In a folder, "ada.yaml" or "ada.yml" is for "ada";
// other files do not matter. All mistakes at once: names of nobody, two marks for one, and those of
// load_marks().
LoadedClassMarks load_class_marks(const std::filesystem::path& place, const Rubric& rubric,
                                  const std::vector<std::string>& names);

// All of them as one Error of Blame::Usage.
Error to_error(const LoadedClassMarks& loaded, const std::filesystem::path& place);

}  // namespace grader::rubrics
