// Where cgroups are, on the kinds of host there are.
#include "sandbox/cgroup.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "sandbox/slot_lease.h"
#include "tests/examples/scratch.h"

namespace grader::sandbox {
namespace {

TEST(ParseCgroups, HybridHost) {
  const CgroupParents parents = parse_cgroups(
      "8:pids:/\n4:memory:/box/7b\n2:cpu,cpuacct:/\n0::/\n",
      "30 20 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct\n"
      "31 20 0:27 / /sys/fs/cgroup/memory rw,relatime shared:5 - cgroup cgroup rw,memory\n"
      "32 20 0:28 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids\n"
      "33 20 0:29 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
      "34 20 8:1 / / rw - ext4 /dev/vda rw\n");
  EXPECT_EQ(parents.memory, "/sys/fs/cgroup/memory/box/7b");
  EXPECT_EQ(parents.pids, "/sys/fs/cgroup/pids");
  EXPECT_EQ(parents.cpu, "/sys/fs/cgroup/cpu,cpuacct");
  EXPECT_EQ(parents.unified, "/sys/fs/cgroup/unified");
}

TEST(ParseCgroups, UnifiedHost) {
  const CgroupParents parents =
      parse_cgroups("0::/user.slice/user-1000.slice/run-r1.scope\n",
                    "35 24 0:30 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n");
  EXPECT_EQ(parents.unified, "/sys/fs/cgroup/user.slice/user-1000.slice/run-r1.scope");
  EXPECT_EQ(parents.memory, "");
  EXPECT_EQ(parents.pids, "");
  EXPECT_EQ(parents.cpu, "");
}

TEST(ParseCgroups, ContainerWithPartOfTheHierarchyMounted) {
  const CgroupParents parents =
      parse_cgroups("4:memory:/docker/abc/inner\n",
                    "31 20 0:27 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
  EXPECT_EQ(parents.memory, "/sys/fs/cgroup/memory/inner");
}

TEST(ParseCgroups, NothingMounted) {
  const CgroupParents parents = parse_cgroups("0::/\n", "34 20 8:1 / / rw - ext4 /dev/vda rw\n");
  EXPECT_EQ(parents.unified, "");
  EXPECT_EQ(parents.memory, "");
}

TEST(ParseCgroups, NoiseIsNothing) {
  const CgroupParents parents = parse_cgroups("x\n::\n:memory\n", " - cgroup2\na - b\n\n - - -\n");
  EXPECT_EQ(parents.unified, "");
  EXPECT_EQ(parents.memory, "");
}

// A folder in a folder cannot be removed, as a cgroup with a stuck process cannot.
TEST(SlotLease, ANumberWhoseCgroupCannotBeEmptiedIsOutOfUse) {
  const testing::Scratch scratch;
  const std::filesystem::path run = scratch.path() / "run", stuck = scratch.path() / "grader-1-0";
  std::filesystem::create_directories(run);
  std::filesystem::create_directories(stuck / "child");
  {
    Result<SlotLease> lease = SlotLease::take(run);
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->number(), 0u);
    lease->record({stuck.string()});
  }
  {
    Result<SlotLease> next = SlotLease::take(run);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->number(), 1u);
    const std::vector<StuckSlot> told = stuck_slots(run);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].number, 0u);
    EXPECT_EQ(told[0].cgroup_folders, std::vector<std::string>{stuck.string()});
  }
  std::filesystem::remove(stuck / "child");
  Result<SlotLease> later = SlotLease::take(run);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->number(), 0u);
  EXPECT_FALSE(std::filesystem::exists(stuck));
  EXPECT_TRUE(stuck_slots(run).empty());
}

}  // namespace
}  // namespace grader::sandbox
