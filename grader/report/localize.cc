#include "grader/report/localize.h"

#include <vector>

#include "grader/report/render.h"
#include "grader/report/translate.h"
#include "grader/report/words.h"

namespace grader::report {
namespace {

std::vector<Message*> messages_of(Report& report) {
  std::vector<Message*> all;
  for (SubmissionRemark& remark : report.remarks) all.push_back(&remark.message);
  for (TaskResult& task : report.tasks) {
    for (CheckResult& check : task.checks) {
      all.push_back(&check.message);
      for (Finding& finding : check.findings) {
        all.push_back(&finding.message);
        if (finding.why) all.push_back(&*finding.why);
      }
      for (CaseResult& one : check.cases) all.push_back(&one.message);
    }
  }
  return all;
}

}  // namespace

void localize(Report& report, const Catalogue& catalogue) {
  // Texts of the rubric within a sentence are in its language, where they are translated.
  InLanguage in = in_language(report, catalogue.language());
  const std::vector<Message*> stored = messages_of(report), said = messages_of(in.report);
  for (std::size_t i = 0; i < stored.size(); ++i) {
    Message& message = *stored[i];
    if (message.empty()) continue;
    // An id of an older or newer catalogue keeps the words that were stored with it.
    if (!catalogue.has(message.id) && !message.text.empty()) continue;
    message.text = plain(spans_of_marked(catalogue.marked(message.id, args_of(*said[i]))));
  }
}

Result<void> localize(Report& report, std::string_view language) {
  Result<const Catalogue*> catalogue = Catalogue::of(language);
  if (!catalogue) return std::move(catalogue).error();
  localize(report, **catalogue);
  return {};
}

}  // namespace grader::report
