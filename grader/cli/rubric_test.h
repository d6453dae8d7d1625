// `grader rubric test`: rubrics prove themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/base/error.h"
#include "grader/cli/command.h"
#include "grader/engine/prove.h"
#include "rubrics/proofs.h"
#include "rubrics/rubric.h"

namespace CLI {
class App;
}

namespace grader::cli {

struct RubricTestFlags {
  std::vector<std::string> files;  // rubrics, or their proofs
  std::string format = "text";
  std::string config;
  std::string sandbox = "full";
  int repeat = 1;
  int jobs = 1;
  bool no_cache = false;
  bool quiet = false;
  bool explain = false;
};

void add_rubric_test(CLI::App& app, RubricTestFlags& flags);

// The exit code: 0 all proved, 1 not all, 2 a rubric, its proofs or the call is wrong, 4 the grader
// failed, 130 interrupted.
int test_rubrics(const RubricTestFlags& flags, Streams& streams);

// One rubric with what came out.
struct TestedRubric {
  std::string file;            // as it was given
  std::optional<Error> error;  // it could not be tested; then the rest is empty
  std::optional<rubrics::Rubric> rubric;
  std::optional<rubrics::Proofs> proofs;
  std::vector<engine::ProofRun> runs;  // pointing into `proofs`
  engine::RubricProof proof;
  bool judged = true;  // false: some check could not be judged, and it is our fault

  bool rubric_is_wrong = false;  // a browser or a tool found a mistake in it; it is told

  bool proved() const { return !error && judged && proof.faults.empty(); }
};

// What came out, for people; without the errors. With `explain`, how the points of each proof came
// about.
std::string proof_text(const TestedRubric& tested, bool explain);

// All of them, for programs.
std::string proofs_json(const std::vector<TestedRubric>& all);

}  // namespace grader::cli
