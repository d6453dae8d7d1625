// Who made the commits of a history: people rather than addresses, without bots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/model/history.h"
#include "rubrics/checks/git_rules.h"

namespace grader::rubrics {

// Whether git's author is a program: "[bot]" in the name or address, or one that is known as one.
bool is_bot(const HistoryPerson& person);

struct Contributor {
  std::string name;          // as their newest commit has it
  std::size_t newest = 0;    // index of that commit
  std::int64_t credits = 0;  // parts of kWhole for each commit or line
};

// A commit by n people gives each kWhole / n.
inline constexpr std::int64_t kWhole = 720'720;  // divisible by 1 to 16

struct People {
  std::vector<Contributor> all;              // in the order of their newest commits
  std::vector<std::vector<std::size_t>> of;  // for each commit: indices into `all`
  bool counts(std::size_t commit) const { return !of[commit].empty(); }
};

// The same person: the same address, the same account at GitHub or GitLab ("123+ada@users.noreply
// ..."), or the same name. A commit that only bots and those of `leave_out` made has nobody; so
// has a merge, where merges do not count.
People people_of(const History& history, const GitRules& rules);

}  // namespace grader::rubrics
