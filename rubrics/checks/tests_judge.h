// What a suite's run means: the rubric's side says which tests there are, the run says how they
// went, and whatever is missing did not pass.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "grader/model/points.h"
#include "rubrics/check.h"
#include "rubrics/checks/tests_variants.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

enum class TestsFrom { Template, Rubric, Submission };
enum class TestsScore { Each, All, Loads };
// What the rubric asks for: judged from outside where that can be, or only then, or never.
enum class TestsAssurance { Best, Isolated, InProcess };

// Points for the tests whose names match.
struct Award {
  Pattern match;
  Points points;
};

struct TestsRules {
  TestsFrom from = TestsFrom::Template;
  TestsScore score = TestsScore::Each;
  std::vector<Award> award;  // not empty: instead of a share of all
  bool hidden = false;
  TestsAssurance assurance = TestsAssurance::Best;
  std::int64_t at_least = 1;                  // from the submission: so many tests pass
  std::map<std::string, std::string> places;  // of the rubric's files: in the submission -> beside
                                              // the rubric
  std::optional<VariantsSettings> variants;

  // Students do not have these tests.
  bool secret() const { return hidden || from == TestsFrom::Rubric; }
};

inline constexpr std::size_t kMaxCases = 100;

Judgement judge_suite(const TestsRules& rules, const CheckView& view, const SuiteEvidence& suite);

}  // namespace grader::rubrics
