#include "sandbox/trusted_process.h"

#include <gtest/gtest.h>

namespace grader::sandbox {
namespace {

TrustedCommand shell_command(const std::string& script) {
  TrustedCommand command;
  command.argv = {"sh", "-c", script};
  return command;
}

TEST(TrustedProcess, GivesOutputAndExitCode) {
  const Result<TrustedOutcome> outcome = run_trusted(shell_command("echo a; echo b >&2; exit 4"));
  ASSERT_TRUE(outcome) << to_text(outcome.error());
  EXPECT_EQ(outcome->exit_code, 4);
  EXPECT_EQ(outcome->output, "a\nb\n");
}

TEST(TrustedProcess, RunsInTheFolderWithAddedVariables) {
  TrustedCommand command = shell_command("pwd; echo $GRADER_COLOUR; test -n \"$PATH\"");
  command.working_directory = "/usr";
  command.environment = {{"GRADER_COLOUR", "green"}};
  const Result<TrustedOutcome> outcome = run_trusted(command);
  ASSERT_TRUE(outcome) << to_text(outcome.error());
  EXPECT_EQ(outcome->exit_code, 0);
  EXPECT_EQ(outcome->output, "/usr\ngreen\n");
}

TEST(TrustedProcess, KeepsTheEndOfLongOutput) {
  const Result<TrustedOutcome> outcome =
      run_trusted(shell_command("yes | head -c 1000000; echo end"));
  ASSERT_TRUE(outcome) << to_text(outcome.error());
  EXPECT_EQ(outcome->output.size(), 65536u);
  EXPECT_EQ(outcome->output.substr(65536 - 6), "y\nend\n");
}

TEST(TrustedProcess, AMissingProgramIsAnError) {
  TrustedCommand command;
  command.argv = {"grader-no-such-program"};
  const Result<TrustedOutcome> outcome = run_trusted(command);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(to_text(outcome.error()),
            "cannot find the program 'grader-no-such-program'\n"
            "hint: install it, or add its folder to PATH");
}

TEST(TrustedProcess, AMissingFolderIsAnError) {
  TrustedCommand command = shell_command("true");
  command.working_directory = "/no/such/folder";
  const Result<TrustedOutcome> outcome = run_trusted(command);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(to_text(outcome.error()),
            "/no/such/folder: cannot run 'sh': No such file or directory");
}

TEST(TrustedProcess, ATimeoutEndsTheWholeGroup) {
  TrustedCommand command = shell_command("sleep 100 & sleep 100");
  command.timeout = std::chrono::milliseconds(50);
  const Result<TrustedOutcome> outcome = run_trusted(command);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(to_text(outcome.error()), "'sh' did not end within 0 s");
}

TEST(TrustedProcess, WhatAProgramLeavesRunningEndsWithIt) {
  const Result<TrustedOutcome> outcome = run_trusted(shell_command("sleep 100 & echo done"));
  ASSERT_TRUE(outcome) << to_text(outcome.error());
  EXPECT_EQ(outcome->output, "done\n");
}

}  // namespace
}  // namespace grader::sandbox
