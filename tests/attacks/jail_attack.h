// The one test of all attacks on the jail; skipped where the host cannot isolate, unless
// GRADER_SANDBOX_MUST_WORK is set.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "tests/attacks/case.h"

namespace grader::attacks {

class JailAttack : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override;
};

inline std::string name_of(const ::testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

}  // namespace grader::attacks
