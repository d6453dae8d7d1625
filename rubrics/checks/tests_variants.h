// `variants` of `tests`: the student's tests are worth what they notice. Right tests pass with
// every good version of the code, and fail with a buggy one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "rubrics/check.h"
#include "rubrics/checks/kinds.h"

namespace grader::rubrics {

struct BuggyVersion {
  std::string asset;
  std::string missed;  // said where no test notices it
};

struct VariantsSettings {
  std::string of;  // in the submission
  std::vector<std::string> good;
  std::vector<BuggyVersion> buggy;
  int mutants = 0;  // so many more are made
  // What notices those that count: beside the rubric -> place in the submission.
  std::map<std::string, std::string> mutant_tests;

  std::vector<std::string> assets() const;
};

Shape variants_shape();
VariantsSettings read_variants(const CheckMaker& maker, const YamlNode& node);

// `tests`: the submission's files that the check's globs mean.
Result<VariantsPlan> plan_variants(const VariantsSettings& settings, const CheckView& view,
                                   const std::vector<LaidFile>& tests);

// What the runs say.
struct VariantsWeighed {
  bool tampered = false;
  // The same code came out differently: the tests depend on chance or time.
  bool unsteady = false;
  // A good version cannot be read; for the rubric's author.
  std::string broken;
  std::set<runners::TestId> right;  // pass with every good version
  std::set<runners::TestId> wrong;  // do not
  std::vector<bool> noticed;        // by buggy version
  std::vector<bool> mutants;        // likewise
  bool all_apart = false;
};

VariantsWeighed weigh(const VariantsSettings& settings, const VariantsEvidence& evidence);

}  // namespace grader::rubrics
