#include "grader/report/localize.h"

#include "grader/report/render.h"
#include "grader/report/words.h"

namespace grader::report {
namespace {

void fill(Message& message, const Catalogue& catalogue) {
  if (message.empty()) return;
  // An id of an older or newer catalogue keeps the words that were stored with it.
  if (!catalogue.has(message.id) && !message.text.empty()) return;
  message.text = plain(spans_of_marked(catalogue.marked(message.id, args_of(message))));
}

}  // namespace

void localize(Report& report, const Catalogue& catalogue) {
  for (SubmissionRemark& remark : report.remarks) fill(remark.message, catalogue);
  for (TaskResult& task : report.tasks) {
    for (CheckResult& check : task.checks) {
      fill(check.message, catalogue);
      for (Finding& finding : check.findings) fill(finding.message, catalogue);
      for (CaseResult& one : check.cases) fill(one.message, catalogue);
    }
  }
}

Result<void> localize(Report& report, std::string_view language) {
  Result<const Catalogue*> catalogue = Catalogue::of(language);
  if (!catalogue) return std::move(catalogue).error();
  localize(report, **catalogue);
  return {};
}

}  // namespace grader::report
