// What was in the files of a history, whether or not it still is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/history.h"
#include "grader/model/tree.h"
#include "rubrics/checks/git_people.h"
#include "rubrics/checks/git_rules.h"

namespace grader::rubrics {

struct PathHit {
  std::size_t commit = 0;
  std::string path;       // the first
  std::int64_t more = 0;  // further paths in the same commit
};
// Files that came with a commit and match `glob`, but for what the template has, oldest first.
std::vector<PathHit> forbidden_paths(const History& history, const Tree* base, const Glob& glob);

struct TextHit {
  std::size_t commit = 0;  // the oldest that has it
  std::string path;
};
struct TextHits {
  std::vector<TextHit> hits;  // each path once, oldest first
  bool cut = false;           // there was more than can be read
};
// Lines of the template, binary files, those over 1 MiB and those in folders of packages are free.
Result<TextHits> forbidden_text(const History& history, const Tree* base, const ContentRule& rule);

struct LineCredits {
  std::vector<std::int64_t> of;  // for each of People::all, in kWhole for a line
  bool cut = false;
};
// The lines that each commit added, but for empty ones and those that stood in a file that it
// changed or took away: what was only moved is nobody's. Lock files and packages do not count.
Result<LineCredits> line_credits(const History& history, const Tree* base, const People& people,
                                 const ShareRules& rules);

}  // namespace grader::rubrics
