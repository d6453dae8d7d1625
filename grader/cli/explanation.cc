#include "grader/cli/explanation.h"

#include <utility>

#include "grader/engine/explain_points.h"
#include "grader/report/render.h"

namespace grader::cli {

Result<std::string> explanation_of(Report report, const rubrics::Rubric* rubric) {
  if (auto localized = report::localize(report, "en"); !localized) {
    return std::move(localized).error();
  }
  return engine::explain_points(report, rubric);
}

}  // namespace grader::cli
