// What a `git` check asks for, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rubrics/glob.h"
#include "rubrics/pattern.h"

namespace grader::rubrics {

// A pattern with what is said where it does not hold; empty: our own sentence.
struct SaidPattern {
  Pattern pattern;
  std::string message;
};

struct Bounds {
  std::int64_t min = 0;
  std::optional<std::int64_t> max;
};

struct MessageRules {
  std::vector<SaidPattern> require, forbid;
  std::optional<Bounds> subject;  // characters of the first line
  bool whole = false;             // patterns look at all of it, not at the first line
  std::int64_t at_least = 100;    // percent of the messages that keep to each rule
};

struct ShareRules {
  bool lines = false;                    // not commits
  std::optional<std::int64_t> at_least;  // percent, of each person
  std::optional<std::int64_t> at_most;
  std::optional<std::int64_t> people;  // at least so many took part
  std::vector<Glob> in;                // whose lines count; empty: all
  bool names = false;                  // the report may say who
  bool fail = false;                   // otherwise a person is asked
};

struct ContentRule {
  SaidPattern text;
  std::vector<Glob> in;  // empty: all files
};

struct SectionRule {
  std::string heading;
  std::int64_t words = 1;
};

struct PullRequestRules {
  std::vector<SaidPattern> title, require, forbid;
  std::vector<SectionRule> sections;

  bool any() const {
    return !title.empty() || !require.empty() || !forbid.empty() || !sections.empty();
  }
};

struct GitRules {
  std::optional<Bounds> commits;
  std::optional<MessageRules> messages;
  std::optional<Pattern> branch;
  std::optional<ShareRules> shares;
  std::vector<Pattern> leave_out;  // people, as "Name <e-mail>"
  bool merges = false;             // merge commits count too
  std::vector<Glob> forbidden;
  std::vector<ContentRule> forbid;
  PullRequestRules pull_request;
  bool all_or_nothing = false;

  bool needs_versions() const {
    return !forbidden.empty() || !forbid.empty() || (shares && shares->lines);
  }
  bool needs_history() const { return commits || messages || shares || needs_versions(); }
};

}  // namespace grader::rubrics
