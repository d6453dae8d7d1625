// Small rubrics and checks for the engine's tests.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "rubrics/check.h"
#include "rubrics/rubric.h"

namespace grader::engine::testing {

// Says what it was told to say.
class FixedCheck final : public rubrics::Check {
 public:
  FixedCheck(rubrics::CheckPlan plan, rubrics::Judgement judgement)
      : plan_(std::move(plan)), judgement_(std::move(judgement)) {}
  Result<rubrics::CheckPlan> plan(const rubrics::CheckView&) const override { return plan_; }
  rubrics::Judgement judge(const rubrics::CheckInput&) const override { return judgement_; }

 private:
  rubrics::CheckPlan plan_;
  rubrics::Judgement judgement_;
};

inline rubrics::Judgement says(Status status, std::int64_t earned = 0, std::int64_t of = 1) {
  rubrics::Judgement judgement;
  judgement.status = status;
  judgement.earned = earned;
  judgement.of = of;
  return judgement;
}

inline rubrics::CheckSpec check(std::string id, std::int64_t hundredths,
                                rubrics::Judgement judgement = says(Status::Pass),
                                rubrics::CheckPlan plan = {}) {
  rubrics::CheckSpec spec;
  spec.id = std::move(id);
  spec.title = "Title of " + spec.id;
  spec.kind = "files";
  spec.has_points = hundredths > 0;
  spec.points = {hundredths};
  spec.check = std::make_shared<FixedCheck>(std::move(plan), std::move(judgement));
  return spec;
}

inline rubrics::CheckPlan suite(std::string file, std::string laid = "",
                                std::string framework = "jest") {
  rubrics::CheckPlan plan;
  plan.suite.emplace();
  plan.suite->framework = std::move(framework);
  plan.suite->files = {file};
  if (!laid.empty()) plan.suite->laid = {{std::move(file), std::move(laid)}};
  return plan;
}

inline rubrics::Task task(std::string id, std::vector<rubrics::CheckSpec> checks,
                          std::string path = "") {
  rubrics::Task made;
  made.id = std::move(id);
  made.title = "Task " + made.id;
  made.path = std::move(path);
  for (const rubrics::CheckSpec& c : checks) made.points += c.points;
  made.checks = std::move(checks);
  return made;
}

}  // namespace grader::engine::testing
