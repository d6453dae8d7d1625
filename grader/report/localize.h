// Fills in the text of every message of a report.
#pragma once

#include "grader/model/report.h"
#include "grader/report/catalogue.h"

namespace grader::report {

void localize(Report& report, const Catalogue& catalogue);

}  // namespace grader::report
