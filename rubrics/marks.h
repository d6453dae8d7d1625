// What a person gave: points and remarks by check and criterion, read from a file of marks.
//
//   marks: 1
//   rubric: js1/week-2
//   commit: 0123...                  # optional: only for this commit
//   checks:
//     bmi/read:
//       criteria: {names: {level: Mostly, remark: ...}, question: {points: 2}}
//       remark: ...
//     bmi/talk: {points: 1.5}
//     bmi/demo: {passed: true}       # of a check without points of its own, or in a block
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"
#include "rubrics/rubric.h"

namespace grader::rubrics {

struct CriterionMark {
  std::string id, title;  // of the criterion
  Points points, possible;
  std::string level;   // its title; empty: none has these points
  std::string remark;  // may be empty
};

struct CheckMark {
  std::int64_t earned = 0, of = 1;  // a share of the check's points, earned at most `of`
  std::vector<CriterionMark> criteria;
  std::string remark;
};

struct Marks {
  std::string commit;                       // empty: for any
  std::map<std::string, CheckMark> checks;  // by "task/check"
};

struct LoadedMarks {
  std::optional<Marks> marks;           // none where there is a mistake
  std::vector<Diagnostic> diagnostics;  // in the order of the file
};

// All mistakes at once: unknown ids, more points than there are, wrong types. An unreadable file is
// one too (line 0).
LoadedMarks load_marks(const std::filesystem::path& file, const Rubric& rubric);
LoadedMarks load_marks_text(std::string_view text, const std::filesystem::path& file,
                            const Rubric& rubric);

// The same for the same marks, however their file is written: "sha256:...".
std::string digest_of(const Marks& marks);

// All of them as one Error of Blame::Usage.
Error to_error(const LoadedMarks& loaded, const std::filesystem::path& file);

}  // namespace grader::rubrics
