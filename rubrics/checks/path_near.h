// What a path that is not there may have been meant to be.
#pragma once

#include <string>

#include "grader/model/tree.h"

namespace grader::rubrics {

// A file of `tree` with other capitals, the same name in another folder, or a similar name beside
// where `path` would be; empty where there is none.
std::string path_near(const std::string& path, const Tree& tree);

}  // namespace grader::rubrics
