// A rubric as a value: what load() makes of a YAML file, with every rule of the language applied.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "grader/model/points.h"
#include "grader/model/translation.h"
#include "grader/model/verdict.h"
#include "sandbox/launcher.h"

namespace grader::rubrics {

class Check;

// Where students start from.
struct NoTemplate {};
struct MergeBaseTemplate {
  std::string branch;
  std::string repository;  // empty: the submission's own
  std::string place{};     // of the branch in the file of the rubric: "5:24"
};
struct RefTemplate {
  std::string repository;
  std::string ref;
  std::string place{};
};
struct FolderTemplate {
  std::filesystem::path folder;  // absolute
};
using TemplateSpec = std::variant<NoTemplate, MergeBaseTemplate, RefTemplate, FolderTemplate>;

// `environment: name` is one row without a condition.
struct EnvironmentRule {
  std::string file;  // when: this file of the template (relative to the submission's root) ...
  std::string has;   // ... holds this text; both empty: always
  std::string use;
};
using EnvironmentChoice = std::vector<EnvironmentRule>;  // first match wins

// What the rubric says of limits; what it leaves open comes from the level above.
struct LimitsSpec {
  std::optional<std::int64_t> wall_ms, cpu_ms, memory, processes, output, disk;
};

struct CheckSpec {
  std::string id;
  std::string title;
  std::string kind;
  Tier tier = Tier::Blocking;
  bool has_points = false;             // without points or weight a check only remarks
  Points points;                       // after weights were shared out; 0 inside a block
  std::optional<std::int64_t> weight;  // what `points` were shared out by; none: the rubric says
  std::string score;                   // "each", "all", "loads"; empty: not said
  std::optional<Points> deduct_each, deduct_at_most;
  std::vector<std::string> needs;  // "task/check", always in full
  std::vector<std::string> shows;  // likewise: checks whose evidence is its own too
  std::string ask, why, learn, praise;
  std::vector<std::string> texts;  // what else it says to people, each once; none of hidden cases
  std::optional<EnvironmentChoice> environment;
  LimitsSpec limits;
  int block = -1;  // index into Task::blocks; -1: stands alone
  std::shared_ptr<const Check> check;
  int line = 0;  // in the rubric, for messages
};

// {id, title, points, any: k, checks}: worth points times min(passed, k) / k. Without `any`, k is
// the number of checks.
struct Block {
  std::string id;
  std::string title;
  Points points;
  int any = 0;
  std::optional<std::int64_t> weight = {};  // as in CheckSpec
};

struct Task {
  std::string id;
  std::string title;
  std::string path;    // a file or a folder; empty: the whole submission
  std::string folder;  // what paths of checks are relative to: `path`, or its folder if a file.
                       // Told by the name alone: "bmi.js" is a file, "week-2" is not
  Group group = Group::Mandatory;
  Points points;
  std::string first_step;
  std::optional<EnvironmentChoice> environment;
  LimitsSpec limits;
  std::vector<Block> blocks;
  std::vector<CheckSpec> checks;  // in the order of the file
};

struct Rubric {
  std::string id;
  std::int64_t version = 0;
  std::string digest;  // "sha256:..." of the file and the assets that checks name
  std::string title;
  std::string language = "en";
  int pass = 0;  // percent; 0: not given
  TemplateSpec start = NoTemplate{};
  EnvironmentChoice environment;  // empty: none named
  LimitsSpec limits;
  std::vector<Task> tasks;
  Translations translations;     // of the files beside it
  std::filesystem::path file;    // absolute
  std::filesystem::path folder;  // of the file; assets are relative to it

  Points points_possible() const;  // of the mandatory tasks
};

// limits of check over task over rubric over the defaults, never above the operator's maximum.
sandbox::Limits effective_limits(const Rubric& rubric, const Task& task, const CheckSpec& check,
                                 const sandbox::Limits& defaults, const sandbox::Limits& maximum);

}  // namespace grader::rubrics
