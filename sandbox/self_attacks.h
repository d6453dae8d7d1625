// Attacks on ourselves: hostile programs of our own, run in jails by `grader doctor`, so that an
// operator sees each guard hold on this very host.
#pragma once

#include <string>
#include <vector>

#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

struct SelfAttack {
  std::string name;   // "fork-bomb"
  std::string tries;  // "starts processes for ever", for people
};

struct AttackResult {
  bool held = false;
  std::string detail;  // "ended by the process limit after 21 ms", or what was reached
};

// All of them, in the order in which doctor shows them.
const std::vector<SelfAttack>& self_attacks();

// Takes some 300 ms at most on an idle machine. An Error where the jail itself does not work, or
// for a name that is not in the list.
Result<AttackResult> run_self_attack(const std::string& name, Launcher& launcher);

}  // namespace grader::sandbox
