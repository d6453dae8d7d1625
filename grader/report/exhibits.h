// What people can look at beside the verdict: files below the folder of the report.
#pragma once

#include <vector>

#include "grader/model/report.h"
#include "grader/report/words.h"

namespace grader::report {

// Those whose places are ours: a stored report may come from anywhere, and must lead nowhere else.
std::vector<const Evidence*> exhibits_of(const CheckResult& check);

bool is_picture(const Evidence& evidence);

// What people read where it is shown or linked.
Spans said_of(const Evidence& evidence, const Words& words);

// Whether any check of the report has a picture.
bool has_pictures(const Report& report);

}  // namespace grader::report
