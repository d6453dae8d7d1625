// What every run of a command gives: endings, streams, files.
#include <string>

#include <sched.h>

#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

using LauncherTest = JailTest;

TEST_F(LauncherTest, RunsAProgramAndSaysHowItEnded) {
  EXPECT_EQ(to_text(run(shell("exit 0")).ending), "exit 0");
  EXPECT_EQ(to_text(run(shell("exit 3")).ending), "exit 3");
  EXPECT_EQ(to_text(run(shell("kill -SEGV $$")).ending), "signal 11");
}

TEST_F(LauncherTest, CapturesBothStreams) {
  const Outcome outcome = run(shell("echo out; echo err >&2"));
  EXPECT_EQ(outcome.standard_output.head, "out\n");
  EXPECT_EQ(outcome.standard_output.bytes, 4u);
  EXPECT_EQ(outcome.standard_error.head, "err\n");
}

TEST_F(LauncherTest, GivesStandardInput) {
  Command command = shell("cat; cat");
  command.standard_input = "one\ntwo\n";
  EXPECT_EQ(run(command).standard_output.head, "one\ntwo\n");
}

TEST_F(LauncherTest, PutsFilesInAndTakesResultsOut) {
  Command command = shell("cat a/b.txt > /results/copy; ls -l /submission/a | grep -c x.sh");
  command.files.push_back({"/submission/a/b.txt", "content", false, false});
  command.files.push_back({"/submission/a/x.sh", "#!/bin/sh", true, true});
  command.collect = {"/results/copy", "/results/none"};
  const Outcome outcome = run(command);
  EXPECT_EQ(to_text(outcome.ending), "exit 0") << outcome.standard_error.head;
  EXPECT_EQ(outcome.files, (std::map<std::string, std::string>{{"/results/copy", "content"}}));
  EXPECT_TRUE(outcome.refused.empty());
}

TEST_F(LauncherTest, StaysOnTheProcessorThatIsNamed) {
  Command command = python("import os; print(len(os.sched_getaffinity(0)), end='')");
  const std::string all = run(command).standard_output.head;
  cpu_set_t ours;
  ASSERT_EQ(::sched_getaffinity(0, sizeof ours, &ours), 0);
  EXPECT_EQ(all, std::to_string(CPU_COUNT(&ours)));
  for (int i = 0; i < CPU_SETSIZE && command.processor < 0; ++i) {
    if (CPU_ISSET(static_cast<std::size_t>(i), &ours)) command.processor = i;
  }
  EXPECT_EQ(run(command).standard_output.head, "1");
  command.processor = CPU_SETSIZE - 1;  // nobody has so many
  EXPECT_EQ(run(command).standard_output.head, all);
}

TEST_F(LauncherTest, NodeStartsAndSeesItsInterfaces) {
  Command command;
  command.argv = {"/usr/bin/node", "-e",
                  "console.log(Object.keys(require('os').networkInterfaces()).join())"};
  Limits limits = small_limits();
  limits.memory = std::uint64_t{512} << 20;
  limits.processes = 64;
  const Outcome outcome = run(command, limits);
  EXPECT_EQ(to_text(outcome.ending), "exit 0") << outcome.standard_error.head;
  EXPECT_EQ(outcome.standard_output.head, "lo\n");
}

}  // namespace
}  // namespace grader::sandbox
