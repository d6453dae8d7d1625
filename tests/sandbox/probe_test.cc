// What a probing jail said, as guards, and how a host that cannot isolate is refused.
#include "sandbox/probe.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace grader::sandbox {
namespace {

constexpr const char* kAllHeld =
    "section privileges\nsection files\nsection second wall\nsection network\nsection handed down\n"
    "section processes\nsection memory\nsection end\n";

CgroupParents v1() {
  CgroupParents cgroups;
  cgroups.memory = "/sys/fs/cgroup/memory";
  cgroups.pids = "/sys/fs/cgroup/pids";
  cgroups.cpu = "/sys/fs/cgroup/cpuacct";
  return cgroups;
}

Outcome said(const std::string& text) {
  Outcome outcome;
  outcome.standard_output.head = text;
  outcome.out_of_memory = true;
  outcome.usage.cpu = std::chrono::milliseconds(5);
  return outcome;
}

// "name: detail" of the guards that do not hold.
std::vector<std::string> missing(const std::vector<Guard>& guards) {
  std::vector<std::string> names;
  for (const Guard& guard : guards) {
    if (!guard.holds) names.push_back(guard.name + ": " + guard.detail);
  }
  return names;
}

using Lines = std::vector<std::string>;

TEST(GuardsFromProbe, AllHold) {
  const std::vector<Guard> guards = guards_from_probe(said(kAllHeld), false, v1(), true);
  EXPECT_EQ(missing(guards), Lines());
  EXPECT_EQ(guards.size(), 8u);
  EXPECT_TRUE((HostReport{guards, nullptr}).can_isolate());
}

TEST(GuardsFromProbe, WhatWasReachedIsSaid) {
  std::string text = kAllHeld;
  text.insert(text.find("section files"), "reached setuid\nreached mount\n");
  EXPECT_EQ(missing(guards_from_probe(said(text), true, v1(), true)),
            (Lines{"no privileges: reached setuid, reached mount",
                   "no network: reached a port of the host"}));
}

TEST(GuardsFromProbe, AProbeThatEndedEarlyProvesNothing) {
  EXPECT_EQ(
      missing(guards_from_probe(said("section privileges\nsection files\n"), false, v1(), true)),
      (Lines{"no network: the probe ended before it was tried",
             "nothing inherited: the probe ended before it was tried",
             "process limit: cgroup v1, but it did not hold",
             "memory limit: cgroup v1, but it did not hold",
             "second wall: the probe ended before it was tried"}));
}

TEST(GuardsFromProbe, ASecondWallIsNotNeeded) {
  std::string text = kAllHeld;
  text.insert(text.find("section network"), "no Landlock\n");
  const std::vector<Guard> guards = guards_from_probe(said(text), false, v1(), true);
  EXPECT_EQ(missing(guards), (Lines{"second wall: this kernel has no Landlock"}));
  EXPECT_TRUE((HostReport{guards, nullptr}).can_isolate());
}

TEST(GuardsFromProbe, MemoryThatWasKilledWithoutACounterDoesNotHold) {
  Outcome outcome = said(kAllHeld);
  outcome.out_of_memory = false;
  EXPECT_EQ(missing(guards_from_probe(outcome, false, v1(), true)),
            (Lines{"memory limit: cgroup v1, but it did not hold"}));
}

TEST(GuardsFromProbe, MemoryIsTriedOrWasSeen) {
  Outcome outcome = said(
      "section privileges\nsection files\nsection second wall\nsection network\n"
      "section handed down\nsection processes\nsection end\n");
  outcome.out_of_memory = false;
  EXPECT_EQ(missing(guards_from_probe(outcome, false, v1(), true, true)), Lines());
  EXPECT_EQ(missing(guards_from_probe(outcome, false, v1(), true, false)),
            (Lines{"memory limit: cgroup v1, but it did not hold"}));
  EXPECT_EQ(missing(guards_from_probe(outcome, false, {}, true, true)),
            (Lines{"process limit: no cgroup with a pids controller is ours",
                   "memory limit: no cgroup with a memory controller is ours"}));
  // What it says now counts more than what was seen.
  outcome = said(std::string(kAllHeld).insert(std::string(kAllHeld).find("section end"),
                                              "reached more memory than allowed\n"));
  EXPECT_EQ(missing(guards_from_probe(outcome, false, v1(), true, true)),
            (Lines{"memory limit: cgroup v1, but it did not hold"}));
}

TEST(GuardsFromProbe, WithoutCgroupsTheLimitsAreMissing) {
  const std::vector<Guard> guards = guards_from_probe(said(kAllHeld), false, {}, false);
  EXPECT_EQ(missing(guards), (Lines{"process limit: no cgroup with a pids controller is ours",
                                    "memory limit: no cgroup with a memory controller is ours",
                                    "cpu counter: each process is limited by itself"}));
  EXPECT_FALSE((HostReport{guards, nullptr}).can_isolate());
}

TEST(CreateLauncher, RefusesAHostThatCannotIsolate) {
  const HostReport host{guards_from_probe(said(kAllHeld), false, {}, false), nullptr};
  const Result<std::unique_ptr<Launcher>> launcher = create_launcher(host, {});
  ASSERT_FALSE(launcher);
  EXPECT_EQ(
      to_text(launcher.error()),
      "this host cannot isolate student code, these guards do not hold: process limit, memory "
      "limit\n"
      "hint: run as root, or in a scope of your own: systemd-run --user --scope -p "
      "Delegate=yes grader ... (as a service: share/grader/hosts/grader@.service)");
  EXPECT_EQ(exit_code(launcher.error().blame), 4);
}

TEST(CreateLauncher, RefusesAHostThatWasNotProbed) {
  EXPECT_FALSE(create_launcher(HostReport{}, {}));
}

struct Row {
  std::string name;
  std::string message;
  std::string remedy;
};

class FailureTest : public ::testing::TestWithParam<Row> {};

TEST_P(FailureTest, HasARemedy) {
  const std::vector<Guard> guards = guards_from_failure(grader_error(GetParam().message), v1());
  EXPECT_EQ(guards[0].name, "jail");
  EXPECT_FALSE(guards[0].holds);
  EXPECT_EQ(guards[0].detail, GetParam().message);
  EXPECT_EQ(guards[0].remedy, GetParam().remedy);
}

INSTANTIATE_TEST_SUITE_P(
    Hosts, FailureTest,
    ::testing::Values(
        Row{"NoUserNamespaces", "cannot make a user namespace: Operation not permitted",
            "allow user namespaces (sysctl user.max_user_namespaces; on Ubuntu the AppArmor "
            "profile "
            "share/grader/hosts/apparmor-grader-jailer), or run as root"},
        Row{"MaskedProc", "cannot mount a fresh /proc in the jail: Operation not permitted",
            "in a container: let it mount /proc (docker run --security-opt "
            "systempaths=unconfined)"},
        Row{"PlainChroot", "cannot enter the jail's root (pivot_root): Invalid argument",
            "mount the root folder onto itself before chroot"},
        Row{"OldKernel", "cannot make a tmpfs (fsopen): Function not implemented",
            "Linux 5.12 or later is needed"},
        Row{"TooFewDescriptors", "cannot make a socket: Too many open files",
            "raise the limit of open files: ulimit -n 1024"},
        Row{"NoJailer", "cannot start the jailer: No such file or directory",
            "install grader completely"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::sandbox
