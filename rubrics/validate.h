// The first pass over a rubric: every node against its shape.
#pragma once

#include <set>

#include "grader/base/yaml.h"
#include "rubrics/mistakes.h"
#include "rubrics/shape.h"

namespace grader::rubrics {

// Nodes in or below which a value has a wrong type or a needed key is missing: the second pass
// cannot build from them.
using Unusable = std::set<const YamlNode*>;

// Whether `part` of an Either is what `node` is meant to be.
bool is_meant(const YamlNode& node, const Shape& part);

Unusable validate(const YamlNode& root, const Shape& shape, Mistakes& mistakes);

}  // namespace grader::rubrics
