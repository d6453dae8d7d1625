// What a program finds around it. What it must not reach: tests/attacks.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <sys/stat.h>

#include "grader/base/places.h"
#include "sandbox/cgroup.h"
#include "sandbox/memory_seen.h"
#include "sandbox/slot_lease.h"
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

class IsolationTest : public JailTest {};

TEST_F(IsolationTest, SignalsAreAsInAFreshSession) {
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);
  sigset_t blocked;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  // A launcher of its own: a slot inherits from whoever starts it.
  LauncherOptions options;
  Result<std::unique_ptr<Launcher>> launcher = create_launcher(probe_host(), options);
  ::pthread_sigmask(SIG_UNBLOCK, &blocked, nullptr);
  std::signal(SIGXFSZ, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  ASSERT_TRUE(launcher);
  const Result<Outcome> outcome =
      (*launcher)->run(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status"), small_limits());
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->standard_output.head,
            "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

// Whether the file of what was seen is a new one tells whether memory was taken.
TEST(ProbeHost, TriesTheMemoryLimitOnceForAStartOfTheHost) {
  const Result<fs::path> run = run_directory();
  ASSERT_TRUE(run);
  const fs::path seen =
      memory_seen_file(*run, memory_seen_key(libexec_directory(), find_cgroups()));
  const auto number = [&] {
    struct stat about {};
    return ::stat(seen.c_str(), &about) == 0 ? about.st_mtim.tv_nsec : -1;
  };
  fs::remove(seen);
  EXPECT_TRUE(probe_host().can_isolate());
  const long first = number();
  EXPECT_NE(first, -1);
  EXPECT_TRUE(probe_host().can_isolate());
  EXPECT_EQ(number(), first);
  EXPECT_TRUE(probe_host(true).can_isolate());
  EXPECT_NE(number(), first);
  std::ofstream(seen) << "something else";
  const long other = number();
  EXPECT_TRUE(probe_host().can_isolate());
  EXPECT_NE(number(), other);
}

TEST_F(IsolationTest, SeesOnlyItsOwnFolders) {
  EXPECT_EQ(run(shell("ls -A / | tr '\\n' ' '; ls -A /submission /results /tmp /dev/shm"))
                .standard_output.head,
            "bin dev etc lib lib64 proc results sbin submission tmp usr "
            "/dev/shm:\n\n/results:\n\n/submission:\n\n/tmp:\n");
}

TEST_F(IsolationTest, LooksAlikeInEverySlot) {
  // Not the number: without user namespaces each slot has its own.
  const std::string facts =
      "id -un; id -gn; id -G | wc -w; hostname; echo $$; grep -E 'Cap|NoNew|Seccomp:' "
      "/proc/self/status";
  const std::string expected =
      "student\nstudent\n1\njail\n2\n"
      "CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
      "CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n";
  for (int i = 0; i < 4; ++i) EXPECT_EQ(run(shell(facts)).standard_output.head, expected);
}

TEST_F(IsolationTest, EachJailHasPortsOfItsOwn) {
  const Command command = python(
      "import socket, time\n"
      "s = socket.socket(); s.bind(('127.0.0.1', 3000)); s.listen(1)\n"
      "u = socket.socket(socket.AF_UNIX); u.bind('\\0grader'); time.sleep(0.2)");
  std::string first, second;
  std::thread other([&] { first = to_text(run(command).ending); });
  second = to_text(run(command).ending);
  other.join();
  EXPECT_EQ(first, "exit 0");
  EXPECT_EQ(second, "exit 0");
}

TEST_F(IsolationTest, AReadOnlyMountIsReadOnly) {
  Command command =
      shell("cat /layer/x; echo y > /layer/x; echo z > /submission/deps/y; ls /submission/deps");
  const fs::path folder = fs::path(::testing::TempDir()) / "grader-layer";
  fs::create_directories(folder);
  std::ofstream(folder / "x") << "layer\n";
  command.mounts = {{folder.string(), "/layer"}, {folder.string(), "/submission/deps"}};
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.standard_output.head, "layer\nx\n");
  EXPECT_EQ(outcome.standard_error.head,
            "/bin/sh: 1: cannot create /layer/x: Read-only file system\n"
            "/bin/sh: 1: cannot create /submission/deps/y: Read-only file system\n");
  std::ifstream kept(folder / "x");
  std::string line;
  std::getline(kept, line);
  EXPECT_EQ(line, "layer");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace grader::sandbox
