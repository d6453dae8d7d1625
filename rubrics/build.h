// The second pass over a rubric: values, with every rule of the language applied.
#pragma once

#include <filesystem>

#include "grader/base/yaml.h"
#include "rubrics/mistakes.h"
#include "rubrics/rubric.h"
#include "rubrics/settings.h"
#include "rubrics/validate.h"

namespace grader::rubrics {

// Builds what can be built and adds what is wrong; the result counts only where nothing is.
// `file` is absolute. The digest is left out.
Rubric build_rubric(const YamlNode& root, const Unusable& unusable,
                    const std::filesystem::path& file, const KnownNames& known, Mistakes& mistakes);

}  // namespace grader::rubrics
