// The verdict on a page whose app could not be built.
#pragma once

#include "rubrics/check.h"

namespace grader::rubrics {

// `folder`: of the app, in the submission. `built` came to no page.
Judgement judge_unbuilt(const std::string& folder, const CheckView& view,
                        const runners::AppBuilt& built, const sandbox::Limits& limits);

}  // namespace grader::rubrics
