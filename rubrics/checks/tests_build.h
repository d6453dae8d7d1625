// What test files of a compiled language are linked with.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/checks/kinds.h"

namespace grader::rubrics {

// Frameworks whose tests are built; of the first, each test file is a program of its own.
inline constexpr std::string_view kBuilt = "googletest";
inline constexpr std::string_view kBuiltByCMake = "ctest";

struct BuildSettings {
  std::vector<Glob> sources;  // empty: chosen by what the task is
  std::vector<std::string> flags;
  std::string task_path, folder;
};

BuildSettings read_build(const CheckMaker& maker, const std::string& framework);

// `tests` are left out of the sources, and so is what is laid: that is linked with each of them.
// Where the rubric names none, the sources are the task's file, or all C and C++ files in its
// folder that are not tests themselves.
runners::SuiteBuild plan_build(const BuildSettings& settings, const CheckView& view,
                               const std::set<std::string>& tests,
                               const std::vector<LaidFile>& laid);

}  // namespace grader::rubrics
