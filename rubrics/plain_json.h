// A part of a rubric as JSON, for programs that read JSON: plain scalars follow YAML 1.2's core
// schema, quoted ones are texts.
#pragma once

#include <string>

#include "grader/base/yaml.h"

namespace grader::rubrics {

std::string to_plain_json(const YamlNode& node);

}  // namespace grader::rubrics
