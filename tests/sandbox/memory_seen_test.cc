// For how long a memory limit that was seen to hold is taken as holding.
#include "sandbox/memory_seen.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/runners/scratch.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

class MemorySeenTest : public ::testing::Test {
 protected:
  MemorySeenTest() {
    for (const char* name : {"grader-jailer", "grader-attacker"}) {
      std::ofstream(scratch_.path() / name) << name;
    }
  }

  std::string key(const CgroupParents& cgroups) const {
    return memory_seen_key(scratch_.path(), cgroups);
  }

  testing::Scratch scratch_;
  CgroupParents v1_ = [] {
    CgroupParents cgroups;
    cgroups.memory = "/sys/fs/cgroup/memory";
    return cgroups;
  }();
};

TEST_F(MemorySeenTest, IsForTheSameProgramsAndCgroups) {
  EXPECT_FALSE(memory_was_seen(scratch_.path(), key(v1_)));
  remember_memory_was_seen(scratch_.path(), key(v1_));
  EXPECT_TRUE(memory_was_seen(scratch_.path(), key(v1_)));
  CgroupParents v2;
  v2.memory_is_v2 = true;
  EXPECT_FALSE(memory_was_seen(scratch_.path(), key(v2)));
  EXPECT_FALSE(memory_was_seen(scratch_.path(), key({})));
}

TEST_F(MemorySeenTest, IsOverWithAnotherProgramOrAnotherStartOfTheHost) {
  remember_memory_was_seen(scratch_.path(), key(v1_));
  std::ofstream(scratch_.path() / "grader-jailer") << "another one";
  EXPECT_FALSE(memory_was_seen(scratch_.path(), key(v1_)));
  const std::string now = key(v1_);
  std::string another_start = now;
  another_start[0] = another_start[0] == '0' ? '1' : '0';
  std::ofstream(memory_seen_file(scratch_.path(), now)) << another_start;
  EXPECT_FALSE(memory_was_seen(scratch_.path(), now));
}

TEST_F(MemorySeenTest, WhatCannotBeToldIsNeverSeen) {
  fs::remove(scratch_.path() / "grader-attacker");
  EXPECT_EQ(key(v1_), "");
  remember_memory_was_seen(scratch_.path(), "");
  EXPECT_FALSE(memory_was_seen(scratch_.path(), ""));
  std::ofstream(memory_seen_file(scratch_.path(), ""));
  EXPECT_FALSE(memory_was_seen(scratch_.path(), ""));
}

}  // namespace
}  // namespace grader::sandbox
