#include "tests/examples/digest.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace grader::testing {
namespace {

using Json = nlohmann::ordered_json;

std::string of(Points points, Points possible) {
  return to_text(points) + "/" + to_text(possible);
}

// "fail (not_loadable) 0/15, 2 of 5 cases, title-case.js:6:39"
std::string line(const CheckResult& check) {
  std::string text{to_text(check.status)};
  if (check.cause != Cause::None) text += " (" + std::string(to_text(check.cause)) + ")";
  if (check.points_possible.hundredths != 0) {
    text += " " + of(check.points, check.points_possible);
  }
  if (!check.cases.empty()) {
    const auto passed = std::count_if(check.cases.begin(), check.cases.end(),
                                      [](const CaseResult& c) { return c.status == Status::Pass; });
    text += ", " + std::to_string(passed) + " of " + std::to_string(check.cases.size()) + " cases";
  }
  for (const Finding& finding : check.findings) {
    if (finding.in_template) continue;
    text += ", " + finding.path;
    if (finding.line > 0) {
      text += ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column);
    }
  }
  for (const std::string& other : check.waits_for) text += ", waits for " + other;
  return text;
}

}  // namespace

std::string digest(const Report& report) {
  const ReportResult& result = report.result;
  Json json;
  json["result"] = {{"status", result.status == Completeness::Complete ? "complete" : "incomplete"},
                    {"points", of(result.points, result.points_possible)},
                    {"open", to_text(result.points_open)},
                    {"percent", result.percent},
                    {"passed", result.passed ? Json(*result.passed) : Json(nullptr)},
                    {"label", to_text(result.label)}};
  json["base"] = report.submission.base.empty() ? "none" : report.submission.base;
  json["environments"] = Json::array();
  for (const EnvironmentFacts& environment : report.environments) {
    json["environments"].push_back(environment.name);
  }
  json["remarks"] = Json::array();
  for (const SubmissionRemark& remark : report.remarks) {
    json["remarks"].push_back(remark.rule + ": " + remark.path);
  }
  json["focus"] = Json::array();
  for (const FocusItem& item : report.focus) {
    json["focus"].push_back(item.task + "/" + item.check);
  }
  for (const TaskResult& task : report.tasks) {
    Json& mine = json["tasks"][task.id];
    mine["task"] = std::string(to_text(task.status)) + " " + of(task.points, task.points_possible);
    for (const CheckResult& check : task.checks) mine[check.id] = line(check);
  }
  return json.dump(2) + "\n";
}

}  // namespace grader::testing
