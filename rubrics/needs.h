// What waits for what: names resolved, circles and dead ends found.
#pragma once

#include <string>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/mistakes.h"
#include "rubrics/rubric.h"

namespace grader::rubrics {

// One item of a `needs` list.
struct Need {
  std::size_t task = 0, check = 0;  // who needs, as indices into the rubric
  std::string name;                 // as written
  Position at;
};

// Fills in CheckSpec::needs.
void resolve_needs(Rubric& rubric, const std::vector<Need>& needs, Mistakes& mistakes);

}  // namespace grader::rubrics
