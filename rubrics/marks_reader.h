// What files of marks have in common, one submission's or a class's.
#pragma once

#include "grader/base/yaml.h"
#include "rubrics/marks.h"
#include "rubrics/mistakes.h"
#include "rubrics/shape.h"
#include "rubrics/validate.h"

namespace grader::rubrics {

// The keys below `checks`.
Shape checks_of_marks();

// `commit` and `checks` of a map; a `rubric` that is there is compared with the rubric's id.
Marks read_marks(const YamlNode& root, const Rubric& rubric, const Unusable& unusable,
                 Mistakes& mistakes);

}  // namespace grader::rubrics
