// Attacks on the jail itself, each a row of jail_cases_*.cc.
#include <ostream>

#include <unistd.h>

#include "tests/attacks/case.h"
#include "tests/attacks/invariants.h"
#include "tests/attacks/jail_attack.h"

namespace grader::attacks {

void PrintTo(const Case& attack, std::ostream* out) {
  *out << attack.name;
}

sandbox::Command program(const std::string& name, const std::vector<std::string>& arguments) {
  sandbox::Command command;
  command.argv = {"/grader/attack_programs", name};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.mounts = {{ATTACK_PROGRAMS_DIR, "/grader"}};
  return command;
}

sandbox::Command shell(const std::string& script) {
  sandbox::Command command;
  command.argv = {"/bin/sh", "-c", script};
  command.environment = {{"PATH", "/usr/bin:/bin"}};
  return command;
}

sandbox::Command python(const std::string& script) {
  sandbox::Command command;
  command.argv = {"/usr/bin/python3", "-I", "-c", script};
  return command;
}

sandbox::Command node(const std::string& script) {
  sandbox::Command command;
  command.argv = {"/usr/bin/node", "-e", script};
  return command;
}

void JailAttack::SetUp() {
  if (Grounds::shared() != nullptr) return;
  if (std::getenv("GRADER_SANDBOX_MUST_WORK") != nullptr) FAIL() << "the sandbox must work here";
  GTEST_SKIP() << "this host cannot isolate";
}

TEST_P(JailAttack, IsHeld) {
  Grounds::shared()->run(GetParam());
}

}  // namespace grader::attacks
