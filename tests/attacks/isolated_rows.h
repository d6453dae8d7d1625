// The cases of isolated_test.cc.
#pragma once

#include <ostream>
#include <vector>

#include "grader/model/verdict.h"

namespace grader::testing {

struct Attack {
  const char* name;  // of its folder
  const char* exercise;
  int of_class;  // README.md
  Cause cause;   // of the check that it attacks
  Status status = Status::Fail;
  const char* language = "javascript";
};

inline void PrintTo(const Attack& attack, std::ostream* out) {
  *out << attack.name;
}

std::vector<Attack> javascript_attacks();

}  // namespace grader::testing
