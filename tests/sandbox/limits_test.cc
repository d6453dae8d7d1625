// What is kept and measured of a program that met a limit. That each limit holds: tests/attacks.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/fd.h"
#include "tests/runners/scratch.h"
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;

class LimitsTest : public JailTest {};

TEST_F(LimitsTest, OutputKeepsFirstAndLastPartAndTheTrueCount) {
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

TEST_F(LimitsTest, OutputUpToTheLimitIsWhole) {
  Limits limits = small_limits();
  limits.output = 1000;
  const Outcome outcome = run(shell("head -c 1000 /dev/zero | tr '\\0' x"), limits);
  EXPECT_EQ(to_text(outcome.ending), "exit 0");
  EXPECT_EQ(outcome.standard_output.head.size(), 1000u);
  EXPECT_EQ(outcome.standard_output.tail, "");
}

TEST_F(LimitsTest, V8SaysItselfThatItsHeapIsFull) {
  Command command;
  command.argv = {"/usr/bin/node", "--max-old-space-size=32", "-e",
                  "const x = []; for (;;) x.push(new Array(1000).fill(0.5).map(String))"};
  Limits limits;
  const Outcome outcome = run(command, limits);
  EXPECT_EQ(to_text(outcome.ending), "signal 6");
  EXPECT_TRUE(outcome.out_of_memory) << outcome.standard_error.head;
}

// Files that nobody has read yet count for the jail that reads them. The kernel takes their pages
// back where room is wanted: whoever needs them on and on would read for ever.
TEST_F(LimitsTest, AProgramThatIsTooLargeIsNotTakenForASlowOne) {
  const grader::testing::Scratch scratch;
  scratch.write("code", std::string(std::size_t{40} << 20, 'c'));
  ASSERT_EQ(::chmod(scratch.path().c_str(), 0755), 0);
  const Fd file(::open((scratch.path() / "code").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::fsync(file.get()), 0);
  ASSERT_EQ(::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED), 0);
  Command command = python(
      "import mmap\n"
      "f = open('/shown/code')\n"
      "code = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ); held = []\n"
      "while True:\n"
      "  held.append(bytearray(b'x') * (1 << 20)); sum(code[::4096])");
  command.mounts = {{scratch.path().string(), "/shown"}};
  const Outcome outcome = run(command);
  EXPECT_EQ(to_text(outcome.ending), "limit memory") << outcome.standard_error.head;
  EXPECT_LT(outcome.usage.cpu, small_limits().cpu);
}

TEST_F(LimitsTest, UsageIsMeasured) {
  Limits limits = small_limits();
  limits.wall = milliseconds(20'000);  // a busy machine gives little CPU time
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
