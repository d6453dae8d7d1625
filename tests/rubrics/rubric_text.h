// Small rubrics for tests.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "rubrics/check.h"
#include "rubrics/load.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {

inline testing::MemoryTree memory_tree(const std::map<std::string, std::string>& files) {
  return testing::MemoryTree(files);
}

inline const char* const kRubricHead =
    "rubric: js1/week-2\nversion: 1\ntitle: Week 2\ntemplate: {merge_base: main}\n";

// A rubric with one task in the folder week-2; `checks` is indented by six.
inline std::string rubric_with(const std::string& checks, const std::string& task = "") {
  return std::string(kRubricHead) + "tasks:\n  - id: bmi\n    title: Body mass index\n" +
         "    path: week-2\n" + task + "    checks:\n" + checks;
}

// The first check of a rubric that has this one, by its settings: "files: {required: [a.js]}".
inline std::shared_ptr<const Check> check_of(const std::string& settings) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        " + settings +
                  "\n"),
      "rubric.yaml");
  if (!loaded.rubric) {
    ADD_FAILURE() << to_text(to_error(loaded, "rubric.yaml"));
    return nullptr;
  }
  return loaded.rubric->tasks[0].checks[0].check;
}

}  // namespace grader::rubrics
