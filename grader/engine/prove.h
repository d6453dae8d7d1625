// Whether a rubric proves itself: pure, from the reports of its proofs.
#pragma once

#include <string>
#include <vector>

#include "grader/engine/kept_back.h"
#include "grader/model/report.h"
#include "rubrics/proofs.h"
#include "rubrics/rubric.h"

namespace grader::engine {

// One proof, graded once or more often; texts of messages are filled in.
struct ProofRun {
  const rubrics::Proof* proof = nullptr;
  std::vector<Report> reports;  // at least one
  KeptBack kept_back = {};      // of the first one
};

// Something that the author should look at.
struct Fault {
  std::string what;     // "solution_loses", "template_earns", "pin_differs", "flaky",
                        // "asks_a_person", "never_passes", "never_fails", "never_decides",
                        // "proved_after_all", "never_noticed"
  std::string proof;    // its name; empty: of all together
  std::string subject;  // "task/check" or a task's id; empty: the whole
  std::string message;  // lower case, no full stop
  std::string hint;     // may be empty
};

// A check over all proofs. Only a verdict counts: not_started, skipped, error and needs_review say
// nothing about the check.
struct CheckProof {
  enum class State {
    Proved,    // it has passed, and it has not passed
    Person,    // a person judges
    Excused,   // the author says why it is not proved
    Unproved,  // one side is missing; a Fault says so
  };
  std::string id;  // "task/check"
  State state = State::Unproved;
  std::vector<std::string> passed, not_passed;  // names of proofs
};

struct RubricProof {
  std::vector<Fault> faults;       // proof by proof, then check by check
  std::vector<CheckProof> checks;  // in the order of the rubric
};

RubricProof prove(const rubrics::Rubric& rubric, const rubrics::Proofs& proofs,
                  const std::vector<ProofRun>& runs);

}  // namespace grader::engine
