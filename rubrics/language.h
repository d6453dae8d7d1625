// The rubric language, version 1, as one table of shapes: rubric, tasks, checks, blocks.
#pragma once

#include "rubrics/shape.h"

namespace grader::rubrics {

// Built once; the kinds of check are part of it.
const Shape& rubric_shape();

}  // namespace grader::rubrics
