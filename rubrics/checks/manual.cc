// What only a person can judge. The check asks; it never decides.
#include <utility>

#include "rubrics/checks/kinds.h"
#include "rubrics/checks/share.h"
#include "rubrics/scalars.h"

namespace grader::rubrics {
namespace {

class ManualCheck final : public Check {
 public:
  ManualCheck(std::string prompt, std::vector<Glob> evidence)
      : prompt_(std::move(prompt)), evidence_(std::move(evidence)) {}

  Judgement judge(const CheckInput& input) const override {
    Judgement judgement;
    judgement.assurance = Assurance::Human;
    std::string files;
    std::size_t count = 0;
    for (const TreeEntry* entry : find_any(evidence_, *input.view.submission)) {
      if (++count > kMaxFindings) break;
      files += (files.empty() ? "" : ", ") + entry->path;
    }
    if (!evidence_.empty() && count == 0) {
      judgement.status = Status::Fail;
      judgement.cause = Cause::MissingResult;
      judgement.message = {"manual.nothing_there", {{"path", evidence_.front().text()}}, ""};
      return judgement;
    }
    judgement.status = Status::NeedsReview;
    judgement.message = {"manual.waits", {}, ""};
    if (!prompt_.empty()) judgement.message.params["prompt"] = prompt_;
    if (!files.empty()) judgement.message.params["files"] = files;
    return judgement;
  }

  std::vector<Glob> asks_for() const override { return evidence_; }

 private:
  std::string prompt_;
  std::vector<Glob> evidence_;
};

}  // namespace

Shape manual_shape() {
  Shape shape = scalar(Type::Object);
  shape.what = "manual";
  shape.fields = {
      {"prompt", text(2'000), "what the person is asked", "", false},
      {"evidence", list_of(scalar(Type::Glob)),
       "the files to look at; where none is there, nobody is asked", "", false},
  };
  return shape;
}

std::shared_ptr<const Check> make_manual(const CheckMaker& maker) {
  return std::make_shared<ManualCheck>(read_text(maker.settings.find("prompt")),
                                       maker.globs(maker.settings.find("evidence")));
}

}  // namespace grader::rubrics
