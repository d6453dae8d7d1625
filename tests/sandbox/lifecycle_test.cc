// Jails come and go, graders die: what is left, and how the next run goes.
#include <csignal>
#include <filesystem>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/sandbox/jail.h"
#include "tests/sandbox/traces.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;

class LifecycleTest : public JailTest {
 protected:
  static std::unique_ptr<Launcher> own_launcher(int slots) {
    LauncherOptions options;
    options.slots = slots;
    Result<std::unique_ptr<Launcher>> made = create_launcher(probe_host(), options);
    EXPECT_TRUE(made);
    return made ? *std::move(made) : nullptr;
  }
  static std::string token(const char* name) {
    return std::string("grader-test-") + name + "-" + std::to_string(::getpid());
  }
};

TEST_F(LifecycleTest, LeavesNothingBehind) {
  const std::string cgroups = "grader-" + std::to_string(::getpid()) + "-";
  run(shell("true"));
  const std::size_t cgroups_before = cgroups_named(cgroups).size();
  const std::size_t descriptors = open_descriptors();
  const std::string before = mounts();
  {
    const std::unique_ptr<Launcher> launcher = own_launcher(1);
    ASSERT_NE(launcher, nullptr);
    Command command = attack("outlive", token("nothing"));
    command.files.push_back({"/submission/x", "x", false, true});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(launcher->run(command, small_limits()));
    EXPECT_GT(cgroups_named(cgroups).size(), cgroups_before);
  }
  EXPECT_EQ(cgroups_named(cgroups).size(), cgroups_before);
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_EQ(mounts(), before);
  EXPECT_EQ(processes_with(token("nothing")), std::vector<int>());
}

TEST_F(LifecycleTest, TwentyJailsInParallelOverTwoSlots) {
  std::vector<std::string> said(20);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < said.size(); ++i) {
    threads.emplace_back([&said, i] {
      Command command = shell("cat /submission/name; ls /submission | wc -l; cp name /tmp/name");
      command.files.push_back({"/submission/name", std::to_string(i) + "\n", false, false});
      said[i] = run(command).standard_output.head;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < said.size(); ++i) EXPECT_EQ(said[i], std::to_string(i) + "\n1\n");
}

TEST_F(LifecycleTest, AnInterruptEndsRunningJailsAndRefusesMore) {
  const std::unique_ptr<Launcher> launcher = own_launcher(1);
  ASSERT_NE(launcher, nullptr);
  const std::string mark = token("interrupt");
  std::string running, waiting;
  const auto run_one = [&](std::string& said) {
    Limits limits = small_limits();
    limits.wall = milliseconds(60'000);
    const Result<Outcome> outcome = launcher->run(attack("sleep", mark), limits);
    said = outcome ? to_text(outcome->ending) : grader::to_text(outcome.error());
    EXPECT_TRUE(!outcome && outcome.error().blame == Blame::Interrupted);
  };
  std::thread first([&] { run_one(running); });
  ASSERT_TRUE(soon([&] { return !processes_with(mark).empty(); }));
  std::thread second([&] { run_one(waiting); });
  const auto start = std::chrono::steady_clock::now();
  launcher->interrupt();
  first.join();
  second.join();
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(2000));
  EXPECT_EQ(running, "interrupted");
  EXPECT_EQ(waiting, "interrupted");
  EXPECT_EQ(processes_with(mark), std::vector<int>());
  run_one(waiting);
  EXPECT_EQ(waiting, "interrupted");
}

// The slots of a grader that hold a running program. Blank jails are only an init.
std::vector<int> busy_slots(int grader) {
  std::vector<int> busy;
  for (const int slot : children_of(grader)) {
    for (const int init : children_of(slot)) {
      if (!children_of(init).empty()) busy.push_back(slot);
    }
  }
  return busy;
}

// Another process that grades, to be killed.
class Victim {
 public:
  explicit Victim(const std::string& mark) {
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
    const std::string command =
        "exec " + (self.parent_path() / "sandbox_victim").string() + " " + mark;
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], 1);
      ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    char byte = 0;
    ready_ = ::read(ends[0], &byte, 1) == 1;
    ::close(ends[0]);
    ready_ =
        ready_ && soon([&] { return !processes_with(mark).empty() && !busy_slots(pid_).empty(); });
  }
  ~Victim() { end(); }

  bool is_ready() const { return ready_; }
  int pid() const { return pid_; }
  void end() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  int pid_ = -1;
  bool ready_ = false;
};

TEST_F(LifecycleTest, AKilledGraderLeavesNothingBehind) {
  const std::string mark = token("killed");
  Victim victim(mark);
  ASSERT_TRUE(victim.is_ready());
  const std::string cgroups = "grader-" + std::to_string(victim.pid()) + "-";
  const std::vector<int> slots = children_of(victim.pid());
  EXPECT_EQ(slots.size(), 2u);
  EXPECT_FALSE(cgroups_named(cgroups).empty());
  victim.end();
  EXPECT_TRUE(soon([&] { return cgroups_named(cgroups).empty(); }));
  for (const int slot : slots) EXPECT_TRUE(soon([&] { return ::kill(slot, 0) != 0; }));
  EXPECT_TRUE(soon([&] { return processes_with(mark).empty(); }));
}

TEST_F(LifecycleTest, WhatAKilledGraderAndItsSlotLeaveIsRemovedByTheNextOne) {
  const std::string mark = token("stale");
  Victim victim(mark);
  ASSERT_TRUE(victim.is_ready());
  const std::string cgroups = "grader-" + std::to_string(victim.pid()) + "-";
  const std::vector<int> slots = children_of(victim.pid());
  for (const int slot : slots) ::kill(slot, SIGSTOP);  // so that they see nothing of it
  victim.end();
  for (const int slot : slots) ::kill(slot, SIGKILL);
  ASSERT_TRUE(soon([&] { return processes_with(mark).empty(); }));
  EXPECT_FALSE(cgroups_named(cgroups).empty());
  const std::unique_ptr<Launcher> launcher = own_launcher(3);
  EXPECT_TRUE(soon([&] { return cgroups_named(cgroups).empty(); }));
}

TEST_F(LifecycleTest, AKilledSlotIsAnErrorAndReplaced) {
  const std::unique_ptr<Launcher> launcher = own_launcher(1);
  ASSERT_NE(launcher, nullptr);
  ASSERT_TRUE(launcher->run(shell("true"), small_limits()));
  const std::string mark = token("slot");
  std::string said;
  std::thread runner([&] {
    const Result<Outcome> outcome = launcher->run(attack("sleep", mark), small_limits());
    said = outcome ? to_text(outcome->ending) : grader::to_text(outcome.error());
  });
  ASSERT_TRUE(
      soon([&] { return !processes_with(mark).empty() && !busy_slots(::getpid()).empty(); }));
  for (const int slot : busy_slots(::getpid())) ::kill(slot, SIGKILL);
  runner.join();
  EXPECT_EQ(said, "the jailer ended unexpectedly");
  // Nobody is left to wait for the kernel, which ends them.
  EXPECT_TRUE(soon([&] { return processes_with(mark).empty(); }));
  const Result<Outcome> next = launcher->run(shell("exit 7"), small_limits());
  ASSERT_TRUE(next) << grader::to_text(next.error());
  EXPECT_EQ(to_text(next->ending), "exit 7");
}

}  // namespace
}  // namespace grader::sandbox
