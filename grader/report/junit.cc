#include "grader/report/junit.h"

#include <cstdio>
#include <sstream>
#include <vector>

#include <pugixml.hpp>

#include "grader/base/text.h"
#include "grader/report/annotations.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

// Two characters that UTF-8 can hold and XML cannot; all others are written out before.
std::string xml(std::string text) {
  for (const char* bad : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = text.find(bad); at != std::string::npos; at = text.find(bad, at)) {
      text.replace(at, 3, "\xEF\xBF\xBD");
    }
  }
  return text;
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(xml(value).c_str());
}

void add_property(pugi::xml_node properties, const std::string& name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

std::string seconds(std::int64_t milliseconds) {
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(milliseconds / 1000),
                static_cast<long long>(milliseconds % 1000));
  return text;
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
};

// What is told of a check that did not pass goes into its element; an idea costs nothing, so its
// test passes and says it.
void add_check(pugi::xml_node suite, const Words& words, const TaskResult& task,
               const CheckResult& check, Counts& counts) {
  pugi::xml_node test = suite.append_child("testcase");
  set(test, "name", safe_line(check.title.empty() ? check.id : check.title));
  set(test, "classname", safe_line(task.id + "." + check.id));
  set(test, "status", std::string(to_text(check.status)));
  ++counts.tests;
  if (check.status == Status::Pass) return;
  const bool idea = check.tier == Tier::Improve && !takes_off(check) &&
                    (check.status == Status::Fail || check.status == Status::Partial);
  const char* element = "skipped";
  if (idea) {
    element = "system-out";
  } else if (check.status == Status::Error) {
    element = "error";
    ++counts.errors;
  } else if (check.status == Status::Fail || check.status == Status::Partial) {
    element = "failure";
    ++counts.failures;
  } else {
    ++counts.skipped;
  }
  const std::vector<std::string> told = told_of(words, check, true);
  pugi::xml_node said = test.append_child(element);
  if (element == std::string_view("failure") || element == std::string_view("error")) {
    const std::string cause(to_text(check.cause));
    set(said, "type", cause.empty() ? std::string(to_text(check.status)) : cause);
    if (!told.empty()) set(said, "message", told.front());
  }
  said.text().set(xml(join(told, "\n")).c_str());
}

void add_result(pugi::xml_node properties, const ReportResult& result) {
  add_property(properties, "result.points", to_text(result.points));
  add_property(properties, "result.points_possible", to_text(result.points_possible));
  add_property(properties, "result.percent", std::to_string(result.percent));
  add_property(properties, "result.label", std::string(to_text(result.label)));
}

Counts add_task(pugi::xml_node root, const Words& words, const Report& report,
                const TaskResult& task, bool first) {
  pugi::xml_node suite = root.append_child("testsuite");
  set(suite, "name", safe_line(task.title.empty() ? task.id : task.title));
  pugi::xml_node properties = suite.append_child("properties");
  if (first) add_result(properties, report.result);
  add_property(properties, "points", to_text(task.points));
  add_property(properties, "points_possible", to_text(task.points_possible));
  add_property(properties, "points_open", to_text(task.points_open));
  for (const CheckResult& check : task.checks) {
    const std::string id = safe_line(check.id, 100);
    add_property(properties, id + ".points", to_text(check.points));
    add_property(properties, id + ".points_possible", to_text(check.points_possible));
    add_property(properties, id + ".assurance", std::string(to_text(check.assurance)));
  }
  Counts counts;
  for (const CheckResult& check : task.checks) add_check(suite, words, task, check, counts);
  set(suite, "tests", std::to_string(counts.tests));
  set(suite, "failures", std::to_string(counts.failures));
  set(suite, "errors", std::to_string(counts.errors));
  set(suite, "skipped", std::to_string(counts.skipped));
  // The schema's moments are without a zone.
  const std::string& moment = report.run.graded_at;
  if (moment.size() == 20 && moment.back() == 'Z') {
    set(suite, "timestamp", safe_line(moment.substr(0, 19)));
  }
  return counts;
}

}  // namespace

std::string render_junit(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  const Report& report = in.report;
  words.quote(report.rubric.language, in.native);

  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", safe_line(report.rubric.title));
  Counts all;
  bool first = true;
  for (const TaskResult& task : report.tasks) {
    const Counts counts = add_task(root, words, report, task, first);
    first = false;
    all.tests += counts.tests;
    all.failures += counts.failures;
    all.errors += counts.errors;
  }
  set(root, "tests", std::to_string(all.tests));
  set(root, "failures", std::to_string(all.failures));
  set(root, "errors", std::to_string(all.errors));
  const auto total = report.run.durations_ms.find("total");
  if (total != report.run.durations_ms.end()) set(root, "time", seconds(total->second));
  std::ostringstream text;
  document.save(text, "  ", pugi::format_default, pugi::encoding_utf8);
  return text.str();
}

}  // namespace grader::report
