#include "grader/report/ctrf.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/model/json_text.h"
#include "grader/report/annotations.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

using Json = nlohmann::ordered_json;

double number(Points points) {
  return static_cast<double>(points.hundredths) / 100;
}

// Of "2026-11-23T17:30:00Z", in milliseconds; 0 where it is not one.
std::int64_t moment(const std::string& rfc3339) {
  std::tm time{};
  char zone = 0;
  if (std::sscanf(rfc3339.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%c", &time.tm_year, &time.tm_mon,
                  &time.tm_mday, &time.tm_hour, &time.tm_min, &time.tm_sec, &zone) != 7 ||
      zone != 'Z') {
    return 0;
  }
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  return std::max<std::int64_t>(0, timegm(&time)) * 1000;
}

std::int64_t duration(const RunFacts& run, const std::string& what) {
  const auto found = run.durations_ms.find(what);
  return found == run.durations_ms.end() ? 0 : std::max<std::int64_t>(0, found->second);
}

// Ideas cost nothing: they never make a run fail.
const char* status_of(Status status, Tier tier) {
  switch (status) {
    case Status::Pass:
      return "passed";
    case Status::Partial:
    case Status::Fail:
      return tier == Tier::Improve ? "other" : "failed";
    case Status::Skipped:
      return "skipped";
    case Status::NotStarted:
    case Status::NeedsReview:
      return "pending";
    case Status::Error:
      return "other";
  }
  return "other";
}

Json steps_of(const CheckResult& check) {
  Json steps = Json::array();
  for (const CaseResult& one : check.cases) {
    steps.push_back({{"name", safe_line(one.name)}, {"status", status_of(one.status, check.tier)}});
  }
  return steps;
}

std::string not_empty(std::string text, const char* otherwise) {
  return text.empty() ? otherwise : std::move(text);
}

Json test_of(const Words& words, const Report& report, const TaskResult& task,
             const CheckResult& check) {
  const std::string id = task.id + "/" + check.id;
  Json test{{"testId", not_empty(safe_line(id, 200), "check")},
            {"name", not_empty(safe_line(check.title.empty() ? check.id : check.title), "check")},
            {"status", status_of(check.status, takes_off(check) ? Tier::Blocking : check.tier)},
            {"duration", duration(report.run, "check:" + id)},
            {"suite", Json::array({safe_line(report.rubric.title), safe_line(task.title)})}};
  if (check.status != Status::Pass) {
    test["message"] = join(told_of(words, check, true), "\n");
  }
  test["rawStatus"] = std::string(to_text(check.status));
  test["tags"] = Json::array({safe_line(check.kind, 100), std::string(to_text(task.group))});
  if (!task.path.empty()) test["filePath"] = safe_line(task.path);
  if (!check.cases.empty()) test["steps"] = steps_of(check);
  Json extra{{"score", number(check.points)},
             {"max_score", number(check.points_possible)},
             {"assurance", std::string(to_text(check.assurance))},
             {"tier", std::string(to_text(check.tier))}};
  if (check.deduction) extra["taken_off"] = number(check.deduction->points);
  if (check.cause != Cause::None) extra["cause"] = std::string(to_text(check.cause));
  if (check.cases_hidden) {
    extra["cases_hidden"] = {{"total", check.cases_hidden->total},
                             {"passed", check.cases_hidden->passed}};
  }
  test["extra"] = std::move(extra);
  return test;
}

Json summary_of(const Report& report, const Json& tests) {
  const std::int64_t start = moment(report.run.graded_at);
  const std::int64_t total = duration(report.run, "total");
  Json summary{{"tests", tests.size()}};
  for (const char* status : {"passed", "failed", "skipped", "pending", "other"}) {
    summary[status] = std::count_if(tests.begin(), tests.end(),
                                    [&](const Json& test) { return test["status"] == status; });
  }
  summary["suites"] = report.tasks.size();
  summary["start"] = start;
  summary["stop"] = start + total;
  summary["duration"] = total;
  summary["extra"] = {{"score", number(report.result.points)},
                      {"max_score", number(report.result.points_possible)},
                      {"percent", report.result.percent},
                      {"label", std::string(to_text(report.result.label))}};
  return summary;
}

}  // namespace

std::string render_ctrf(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  const Report& report = in.report;
  words.quote(report.rubric.language, in.native);

  Json tests = Json::array();
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      tests.push_back(test_of(words, report, task, check));
    }
  }
  Json tool{{"name", "Grader"}, {"version", safe_line(report.engine_version, 100)}};
  Json results{{"tool", std::move(tool)}};
  results["summary"] = summary_of(report, tests);
  results["tests"] = std::move(tests);
  Json environment{{"reportName", safe_line(report.rubric.title)}};
  if (!report.submission.commit.empty()) {
    environment["commit"] = safe_line(report.submission.commit, 100);
  }
  results["environment"] = std::move(environment);
  Json document{{"reportFormat", "CTRF"}, {"specVersion", "0.0.0"}};
  if (moment(report.run.graded_at) > 0) document["timestamp"] = report.run.graded_at;
  document["generatedBy"] = "Grader";
  document["results"] = std::move(results);
  return with_escaped_hidden(document.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace grader::report
