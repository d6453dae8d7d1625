// What `code` and `lint` share: which files tools read, and what their remarks are in a report.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rubrics/check.h"
#include "rubrics/checks/review_fixes.h"
#include "rubrics/checks/text_file.h"

namespace grader::rubrics {

// "javascript", "typescript", "tsx", "html", "css", "python", "json", "yaml"; "" for others.
std::string_view language_of(std::string_view path);

// Files that a check may mean: those of `in`, or, without any, the task's. Packages are nobody's
// work; links and gitlinks are no files. Of very many, the student's own come first.
std::vector<std::string> files_to_review(const std::vector<Glob>& in, const CheckView& view);

// The first file of the student's own that is not among them, since there are too many; empty:
// none.
std::string left_out(const std::vector<Glob>& in, const CheckView& view);

// Whether it is as the template has it: then all that is said about it is the template's.
bool is_untouched(const std::string& path, const CheckView& view);

// A file of the student's own that has the name of code or text and is none, or is too large for
// any tool: that nothing is found in it says nothing. Large data is no code.
bool hides(const TextFile& file, const CheckView& view);

// Turns remarks into findings, at most so many of one rule and in all.
class ReviewFindings {
 public:
  ReviewFindings(const CheckView& view, Judgement& judgement)
      : view_(view), judgement_(judgement) {}

  // Null: no text, or too large; or it cannot be read (then failed() is true).
  const TextFile* text(const std::string& path);
  bool failed() const { return failed_; }

  // Whether a line that only looks otherwise than the template's is the student's: where the tool
  // speaks of layout. Else it is not.
  void heed_layout(bool layout) { layout_ = layout; }

  // All lines that a remark is about are the template's, and so is what it is about.
  bool in_template(const std::string& path, const runners::Remark& remark);

  // Null where there are enough of them.
  Finding* add(const std::string& rule, const std::string& path, const runners::Remark& remark,
               Message message);
  // Why no tool has come to the end of it; nothing: one has, or nobody has to.
  Cause unread(const std::string& path, const ReviewEvidence::File& file);
  // What ended the tool, or what is no code in there.
  void note(const std::string& path, const ReviewEvidence::File& file);
  void note_left_out(const std::string& path);

 private:
  struct Known {
    TextFile file;
    std::vector<bool> given;       // by line: it is the template's
    std::vector<bool> but_layout;  // by line: likewise, but for its layout
  };
  const Known* known(const std::string& path);
  // Of what `remark` proposes: nothing where it does not fit, or would change the template's lines.
  std::optional<Fix> fix_of(const std::string& path, const runners::Remark& remark);

  const CheckView& view_;
  Judgement& judgement_;
  std::map<std::string, Known> texts_;
  std::map<std::string, std::vector<FixSpan>> fixes_;  // by path: those that were taken
  std::map<std::string, std::size_t> by_rule_;
  bool failed_ = false;
  bool layout_ = false;
};

// Our failure: the tools did not read what they should have. Error.
void set_not_done(Judgement& judgement);

// Where in the rubric a tool's word on its settings belongs.
RubricMistake mistake_of(const ToolSettings& settings, const runners::WrongSetting& wrong);

// For the author: tools do not take what the rubric says. Error.
void set_invalid(Judgement& judgement, std::vector<RubricMistake> mistakes);

}  // namespace grader::rubrics
