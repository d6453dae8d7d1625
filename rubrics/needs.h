// What waits for what, and shows what: names resolved, circles and dead ends found.
#pragma once

#include <string>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/mistakes.h"
#include "rubrics/rubric.h"

namespace grader::rubrics {

// One item of a `needs` list, or of a list of evidence.
struct Need {
  std::size_t task = 0, check = 0;  // who needs, as indices into the rubric
  std::string name;                 // as written
  Position at;
  bool shows = false;  // not waited for: what it saw is shown
};

// Fills in CheckSpec::needs and CheckSpec::shows.
void resolve_needs(Rubric& rubric, const std::vector<Need>& needs, Mistakes& mistakes);

}  // namespace grader::rubrics
