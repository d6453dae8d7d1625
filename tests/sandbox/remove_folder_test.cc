#include "sandbox/remove_folder.h"

#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/examples/scratch.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

TEST(RemoveFolder, TakesAllOfItAndNothingElse) {
  const testing::Scratch scratch;
  const fs::path top = scratch.path() / "top";
  fs::create_directories(top / "up-0/a/b");
  fs::create_directories(top / "up-1");
  std::ofstream(top / "up-0/a/file") << "x";
  std::ofstream(top / "up-2") << "x";
  std::ofstream(scratch.path() / "kept") << "x";
  fs::create_directory_symlink(scratch.path(), top / "up-0/a/link");
  fs::create_hard_link(scratch.path() / "kept", top / "hard");
  ASSERT_EQ(::mkfifo((top / "pipe").c_str(), 0600), 0);
  fs::permissions(top / "up-0/a", fs::perms::none);
  fs::permissions(top / "up-0", fs::perms::none);
  ASSERT_TRUE(remove_folder(top));
  EXPECT_FALSE(fs::exists(top));
  EXPECT_TRUE(fs::exists(scratch.path() / "kept"));
  EXPECT_TRUE(remove_folder(top));
}

TEST(RemoveFolder, DepthIsNoTrouble) {
  const testing::Scratch scratch;
  const fs::path top = scratch.path() / "top";
  fs::create_directory(top);
  int at = ::open(top.c_str(), O_RDONLY | O_DIRECTORY);
  for (int depth = 0; depth < 500; ++depth) {
    ASSERT_EQ(::mkdirat(at, "d", 0700), 0) << depth;
    const int below = ::openat(at, "d", O_RDONLY | O_DIRECTORY);
    ASSERT_EQ(::close(at), 0);
    at = below;
  }
  ASSERT_EQ(::close(at), 0);
  rlimit descriptors{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &descriptors), 0);
  const rlimit few{256, descriptors.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_TRUE(remove_folder(top));
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &descriptors), 0);
  EXPECT_FALSE(fs::exists(top));
}

TEST(RemoveFolder, WhatIsNoFolderIsAnError) {
  const testing::Scratch scratch;
  std::ofstream(scratch.path() / "file") << "x";
  const Result<void> removed = remove_folder(scratch.path() / "file");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().message, "cannot remove a folder: Not a directory");
}

}  // namespace
}  // namespace grader::sandbox
