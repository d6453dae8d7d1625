// The verdict on programs that ran: examples of input with the output that they should give.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/checks/output.h"

namespace grader::rubrics {

struct ProgramCase {
  std::string name;
  std::string input;  // what goes in, where the name does not say it
  ProgramStart start;
  std::set<std::int64_t> exits{0};  // accepted exit codes
  OutputRule standard_output, standard_error;
  std::vector<std::pair<std::string, OutputRule>> files;  // in the submission
  bool hidden = false;                                    // only whether it works is shown
};

struct ProgramRules {
  std::string folder;  // where programs start, in the submission
  OutputRules compare;
  bool all_or_nothing = false;
  std::vector<ProgramCase> cases;
};

Judgement judge_program(const ProgramRules& rules, const CheckView& view,
                        const ProgramEvidence& evidence);

}  // namespace grader::rubrics
