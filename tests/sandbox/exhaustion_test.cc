// Programs that take too much of something: each is ended, and the cause is said exactly.
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;
using ::testing::Values;

struct Row {
  std::string name;
  Command command;
  std::string ending;
  bool out_of_memory = false;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class ExhaustionTest : public JailTest, public ::testing::WithParamInterface<Row> {
 protected:
  static Limits tight() {
    Limits limits = small_limits();
    limits.wall = milliseconds(20'000);  // a busy machine gives little CPU time
    limits.cpu = milliseconds(10'000);
    return limits;
  }
};

TEST_P(ExhaustionTest, IsEndedForItsCause) {
  Limits limits = tight();
  if (GetParam().ending == "limit wall") limits.wall = milliseconds(300);
  if (GetParam().ending == "limit cpu") limits.cpu = milliseconds(300);
  const Outcome outcome = run(GetParam().command, limits);
  EXPECT_EQ(to_text(outcome.ending), GetParam().ending);
  EXPECT_EQ(outcome.out_of_memory, GetParam().out_of_memory);
  EXPECT_LT(outcome.usage.wall, limits.wall + milliseconds(2000));
  // The next one on the slots finds them as new.
  for (int i = 0; i < 2; ++i) EXPECT_EQ(to_text(run(shell("exit 0"), tight()).ending), "exit 0");
}

INSTANTIATE_TEST_SUITE_P(
    Attacks, ExhaustionTest,
    Values(Row{"EndsAnEndlessLoop", attack("loop"), "limit cpu"},
           Row{"EndsManyEndlessLoops",
               shell("for i in 1 2 3 4; do (while :; do :; done) & done; wait"), "limit cpu"},
           Row{"WallLimitCountsSleeping", attack("sleep"), "limit wall"},
           Row{"WallLimitCountsStoppedProcesses", shell("kill -STOP $$"), "limit wall"},
           Row{"EndsAForkBomb", attack("fork"), "limit processes"},
           Row{"EndsAShellForkBomb", shell("f() { f | f & }; f; wait; sleep 5"), "limit processes"},
           Row{"EndsAThreadBomb",
               python("import threading, time\n"
                      "for _ in range(99): threading.Thread(target=time.sleep, args=(9,)).start()"),
               "limit processes"},
           Row{"EndsAMemoryBomb", attack("memory"), "limit memory", true},
           Row{"EndsAMemoryBombInTheFork",
               python("import os\n"
                      "os.fork()\n"
                      "x = []\n"
                      "while True: x.append(bytearray(1 << 20))"),
               "limit memory", true},
           Row{"EndsAMemoryBombInSharedMemory",
               python("import mmap\n"
                      "x = []\n"
                      "while True:\n"
                      "  m = mmap.mmap(-1, 1 << 20); m.write(b'x' * (1 << 20)); x.append(m)"),
               "limit memory", true},
           Row{"EndsAMemoryBombInAMemoryFile",
               python("import os\n"
                      "while True: os.write(os.memfd_create('x'), b'x' * (1 << 20))"),
               "limit memory", true},
           Row{"GrandchildOutOfMemoryIsSeen", attack("grandchild-memory"), "limit memory", true},
           Row{"EndsAnOutputFlood", attack("print"), "limit output"},
           Row{"EndsAFloodOfErrors", shell("while :; do echo x; done >&2"), "limit output"},
           Row{"DiskFloodIsSeen", attack("disk"), "limit disk"},
           Row{"InodeFloodIsSeen", shell("i=0; while : > /tmp/$i; do i=$((i+1)); done; exit 1"),
               "limit disk"},
           Row{"AFullDiskThatDoesNotHurtIsNoLimit",
               shell("head -c 9000000 /dev/zero > /tmp/x; exit 0"), "exit 0"},
           Row{"SparseFilesAreFree", shell("truncate -s 3M /tmp/x && exit 0"), "exit 0"},
           Row{"ManyDescriptorsAreRefused",
               python("import os, sys\n"
                      "try:\n"
                      "  while True: os.open('/dev/null', 0)\n"
                      "except OSError as e: sys.exit(e.errno)"),
               "exit 24"}),
    [](const auto& row) { return row.param.name; });

TEST_F(ExhaustionTest, OutputKeepsFirstAndLastPartAndTheTrueCount) {
  Limits limits = small_limits();
  limits.output = 1000;
  const Outcome outcome =
      run(python("import os; os.write(1, b'first\\n' + b'x' * 30000 + b'last\\n')"), limits);
  EXPECT_EQ(to_text(outcome.ending), "limit output");
  EXPECT_EQ(outcome.standard_output.head.substr(0, 6), "first\n");
  EXPECT_EQ(outcome.standard_output.head.size(), 1000u);
  EXPECT_EQ(outcome.standard_output.bytes, 30011u);
  EXPECT_EQ(outcome.standard_output.tail.size(), 16384u);
  EXPECT_EQ(outcome.standard_output.tail.substr(16384 - 5), "last\n");
}

TEST_F(ExhaustionTest, OutputUpToTheLimitIsWhole) {
  Limits limits = small_limits();
  limits.output = 1000;
  const Outcome outcome = run(shell("head -c 1000 /dev/zero | tr '\\0' x"), limits);
  EXPECT_EQ(to_text(outcome.ending), "exit 0");
  EXPECT_EQ(outcome.standard_output.head.size(), 1000u);
  EXPECT_EQ(outcome.standard_output.tail, "");
}

TEST_F(ExhaustionTest, V8SaysItselfThatItsHeapIsFull) {
  Command command;
  command.argv = {"/usr/bin/node", "--max-old-space-size=32", "-e",
                  "const x = []; for (;;) x.push(new Array(1000).fill(0.5).map(String))"};
  Limits limits;
  const Outcome outcome = run(command, limits);
  EXPECT_EQ(to_text(outcome.ending), "signal 6");
  EXPECT_TRUE(outcome.out_of_memory) << outcome.standard_error.head;
}

TEST_F(ExhaustionTest, UsageIsMeasured) {
  Limits limits = tight();
  limits.cpu = milliseconds(300);
  const Outcome outcome = run(python("x = bytearray(40 << 20)\nwhile True: pass"), limits);
  EXPECT_EQ(to_text(outcome.ending), "limit cpu");
  EXPECT_GE(outcome.usage.cpu, milliseconds(300));
  EXPECT_LT(outcome.usage.cpu, milliseconds(1000));
  EXPECT_GE(outcome.usage.wall, milliseconds(200));
  EXPECT_GT(outcome.usage.peak_memory, std::uint64_t{40} << 20);
  EXPECT_LT(outcome.usage.peak_memory, std::uint64_t{90} << 20);
}

}  // namespace
}  // namespace grader::sandbox
