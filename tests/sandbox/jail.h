// A launcher for tests, and short ways to say what to run in it.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sandbox/launcher.h"

namespace grader::sandbox {

// One for the whole program; null where the host cannot isolate (why is printed).
Launcher* shared_launcher();

// Small limits, so that attacks end soon.
inline Limits small_limits() {
  Limits limits;
  limits.wall = std::chrono::milliseconds(5000);
  limits.cpu = std::chrono::milliseconds(2000);
  limits.memory = std::uint64_t{96} << 20;
  limits.processes = 32;
  limits.output = std::uint64_t{64} << 10;
  limits.disk = std::uint64_t{4} << 20;
  limits.inodes = 256;
  return limits;
}

inline Command shell(const std::string& script) {
  Command command;
  command.argv = {"/bin/sh", "-c", script};
  command.environment = {{"PATH", "/usr/bin:/bin"}};
  return command;
}

inline Command python(const std::string& program) {
  Command command;
  command.argv = {"/usr/bin/python3", "-I", "-c", program};
  return command;
}

// An attack of grader-attacker.
Command attack(const std::string& name, const std::string& argument = "");

// Short names of endings, for rows and messages: "exit 3", "signal 11", "limit memory".
std::string to_text(const Ending& ending);

// Tests of jails: skipped where the host cannot isolate, unless GRADER_SANDBOX_MUST_WORK is set.
class JailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (shared_launcher() != nullptr) return;
    if (std::getenv("GRADER_SANDBOX_MUST_WORK") != nullptr) FAIL() << "the sandbox must work here";
    GTEST_SKIP() << "this host cannot isolate";
  }

  // An Error is a failed test and a default outcome.
  static Outcome run(const Command& command, const Limits& limits = small_limits()) {
    Result<Outcome> outcome = shared_launcher()->run(command, limits);
    if (outcome) return *std::move(outcome);
    ADD_FAILURE() << grader::to_text(outcome.error());
    return {};
  }
};

}  // namespace grader::sandbox
