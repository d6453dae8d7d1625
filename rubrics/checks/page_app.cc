#include "rubrics/checks/page_app.h"

#include <utility>

#include "grader/base/text.h"
#include "rubrics/checks/share.h"
#include "rubrics/checks/trouble.h"

namespace grader::rubrics {
namespace {

std::string beside(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

// Whether the app says that it uses the package: then it is we who lack it.
bool names_package(const std::string& folder, const CheckView& view, const std::string& package) {
  const TreeEntry* file = view.submission->find(beside(folder, "package.json"));
  if (file == nullptr) return false;
  const Result<std::string> content = view.submission->read(*file);
  return content && content->find('"' + package + '"') != std::string::npos;
}

void add_place(Judgement& judgement, const char* rule, const runners::AppBuilt& built,
               const CheckView& view, Message message) {
  Finding& finding = add_finding(judgement, rule, built.file, std::move(message));
  finding.line = built.line;
  finding.column = built.column;
  finding.excerpt = excerpt_in(view, built.file, built.line);
}

}  // namespace

Judgement judge_unbuilt(const std::string& folder, const CheckView& view,
                        const runners::AppBuilt& built, const sandbox::Limits& limits) {
  Judgement judgement;
  judgement.assurance = Assurance::BlackBox;
  judgement.status = Status::Fail;
  judgement.cause = Cause::NotLoadable;
  judgement.message = {"browser.app_not_built", {}, ""};
  if (!built.refused.empty()) {
    const std::string lacks =
        built.refused == "entry" ? beside(folder, "src/index.js") : beside(folder, "index.html");
    judgement.message = {"browser.app_not_there", {{"path", lacks}}, ""};
    judgement.cause = Cause::MissingResult;
  } else if (!built.missing_package.empty()) {
    const std::string& package = built.missing_package;
    judgement.cause = Cause::MissingPackage;
    if (names_package(folder, view, package)) {
      judgement.status = Status::NeedsReview;
      judgement.message = {"browser.app_lacks_here", {{"package", package}}, ""};
      judgement.note = rubric_error(
          "the app uses the package '" + package + "', which its environment does not have", "",
          "an environment of your own can have it");
      return judgement;
    }
    add_place(judgement, "build", built, view,
              {"browser.app_lacks_package", {{"package", package}}, ""});
  } else if (!built.missing_file.empty()) {
    add_place(judgement, "build", built, view,
              {"browser.app_lacks_file", {{"path", built.missing_file}}, ""});
  } else if (!built.said.empty()) {
    add_place(judgement, "build", built, view,
              {"browser.app_stops", {{"original", built.said}}, ""});
  } else if (is_limit(built.cause)) {
    judgement.cause = built.cause;
    judgement.message = limit_message(built.cause, limits);
  } else if (built.cause != Cause::None) {
    judgement.cause = built.cause;
  }
  return judgement;
}

}  // namespace grader::rubrics
