// What proves a rubric: submissions whose outcome its author knows, in a file beside the rubric
// (week-2.yaml is proved by week-2.proofs.yaml; .yml does as well).
//
//   proofs: 1
//   solution: {folder: solution}             # all points
//   template: {folder: template, points: 0}  # left out: as the rubric says, and no points
//   examples:
//     - id: half
//       changes: examples/half               # laid over the template
//       points: 6
//       checks: {bmi/given: fail, bmi/names: {status: partial, points: 1.5}}
//   unproved: {bmi/shares: needs the history of a team}
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/base/yaml.h"
#include "grader/model/points.h"
#include "grader/model/verdict.h"
#include "rubrics/rubric.h"
#include "rubrics/shape.h"

namespace grader::rubrics {

// Where a submission is. Paths are absolute.
struct PlainFolder {
  std::filesystem::path folder;  // graded as it is
};
struct ChangesFolder {
  std::filesystem::path folder;  // its files are laid over the template's
};
struct RepositoryRef {
  std::string repository;  // URL or absolute path
  std::string ref;         // empty: HEAD
};
struct NothingHandedIn {};  // what a rubric without a template starts from
using ProofPlace = std::variant<NothingHandedIn, PlainFolder, ChangesFolder, RepositoryRef>;

// What should come out for a task or a check; what is not said may be anything.
struct Pin {
  std::optional<Points> points;
  std::optional<Status> status;
  std::optional<Cause> cause;  // of a check
};

enum class ProofKind { Solution, Template, Example };

struct Proof {
  ProofKind kind = ProofKind::Example;
  std::string name;  // "solution", "template", "solution first", or the example's id
  ProofPlace place;
  std::size_t start = 0;  // index into Proofs::templates: what its author started from
  std::filesystem::path metadata, marks;  // files; empty: none
  std::optional<Points> points;           // of the whole; of a template always there
  std::optional<bool> passed;
  std::map<std::string, Pin> tasks;   // by id
  std::map<std::string, Pin> checks;  // by "task/check"
};

struct Proofs {
  std::filesystem::path file;    // that they were read from
  std::vector<Proof> templates;  // at least one
  std::vector<Proof> solutions;  // at least one
  std::vector<Proof> examples;
  std::map<std::string, std::string> unproved;  // "task/check" -> why
};

struct LoadedProofs {
  std::optional<Proofs> proofs;         // none where there is a mistake
  std::vector<Diagnostic> diagnostics;  // in the order of the file
};

// "week-2.proofs.yaml" or "week-2.proofs.yml" beside "week-2.yaml". An Error where there is none,
// and where both are there.
Result<std::filesystem::path> find_proofs(const std::filesystem::path& rubric);
// "week-2.yaml" for "week-2.proofs.yaml"; nullopt: the file's name is not that of proofs.
std::optional<std::filesystem::path> rubric_file_of(const std::filesystem::path& proofs);

// All mistakes at once: unknown ids, folders that are not there, more points than there are.
LoadedProofs load_proofs(const std::filesystem::path& file, const Rubric& rubric);
LoadedProofs load_proofs_text(std::string_view text, const std::filesystem::path& file,
                              const Rubric& rubric);

// All of them as one Error of Blame::Rubric.
Error to_error(const LoadedProofs& loaded, const std::filesystem::path& file);

// The file's keys; where folders are and what a task can earn is looked at by the loader alone.
const Shape& proofs_shape();

}  // namespace grader::rubrics
