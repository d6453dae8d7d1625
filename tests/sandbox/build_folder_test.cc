#include "sandbox/build_folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/examples/scratch.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

// A folder for temporary files of its own.
class BuildFolderTest : public ::testing::Test {
 protected:
  BuildFolderTest() {
    const char* before = std::getenv("TMPDIR");
    if (before != nullptr) before_ = before;
    ::setenv("TMPDIR", scratch_.path().c_str(), 1);
  }
  ~BuildFolderTest() override {
    if (before_) {
      ::setenv("TMPDIR", before_->c_str(), 1);
    } else {
      ::unsetenv("TMPDIR");
    }
  }

  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(scratch_.path()), fs::directory_iterator()));
  }

  testing::Scratch scratch_;
  std::optional<std::string> before_;
};

TEST_F(BuildFolderTest, IsThereAsLongAsItLives) {
  {
    const Result<BuildFolder> folder = BuildFolder::make();
    ASSERT_TRUE(folder) << to_text(folder.error());
    const WritableFolder writable = folder->writable(5);
    EXPECT_EQ(fs::path(writable.source).parent_path(), scratch_.path());
    EXPECT_EQ(writable.target, "/build");
    EXPECT_EQ(writable.bytes, 5u);
    std::ofstream(fs::path(writable.source) / "a") << "x";
    const Result<Mount> readable = folder->readable();
    ASSERT_TRUE(readable);
    EXPECT_EQ(readable->source, writable.source);
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(BuildFolderTest, TwoOfThemDoNotDisturbEachOther) {
  const Result<BuildFolder> one = BuildFolder::make();
  const Result<BuildFolder> two = BuildFolder::make();
  ASSERT_TRUE(one && two);
  EXPECT_EQ(entries(), 2u);
}

TEST_F(BuildFolderTest, WhatAKilledGraderLeftIsRemoved) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<BuildFolder> folder = BuildFolder::make();
    if (folder) std::ofstream(fs::path(folder->writable(0).source) / "left") << "x";
    ::_exit(folder ? 0 : 1);  // as a kill does: no destructor runs
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  ASSERT_EQ(entries(), 1u);
  fs::create_directory(scratch_.path() / "grader-of-others");
  const Result<BuildFolder> folder = BuildFolder::make();
  ASSERT_TRUE(folder);
  EXPECT_EQ(entries(), 2u);
  EXPECT_TRUE(fs::is_empty(folder->writable(0).source));
}

}  // namespace
}  // namespace grader::sandbox
