#include "grader/base/file.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/base/digest.h"

namespace grader {
namespace {

namespace fs = std::filesystem;

class FileTest : public ::testing::Test {
 protected:
  FileTest() {
    std::string name = (fs::temp_directory_path() / "grader-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~FileTest() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(FileTest, WritesAndReadsBack) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "one"));
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "two", false));
  const Result<std::string> content = read_file(folder_ / "a");
  ASSERT_TRUE(content);
  EXPECT_EQ(*content, "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(FileTest, AMissingFileIsNamed) {
  const Result<std::string> content = read_file(folder_ / "none");
  ASSERT_FALSE(content);
  EXPECT_EQ(to_text(content.error()),
            (folder_ / "none").string() + ": cannot open: No such file or directory");
}

TEST_F(FileTest, AFileOverTheLimitIsRefused) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "12345"));
  const Result<std::string> content = read_file(folder_ / "a", 4);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message, "the file is larger than 4 bytes");
}

TEST_F(FileTest, AFolderIsNotAFile) {
  const Result<std::string> content = read_file(folder_);
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().message, "cannot read: Is a directory");
}

TEST_F(FileTest, AFailedWriteLeavesTheOldContentAndNoRest) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "old"));
  fs::create_directory(folder_ / "b");
  const Result<void> written = write_file_atomically(folder_ / "b", "new");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write: Is a directory");
  const Result<void> nowhere = write_file_atomically(folder_ / "none" / "a", "new");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().message, "cannot write: No such file or directory");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

TEST_F(FileTest, AFullDiskIsSaidWithARemedy) {
  const Error error = system_error("cannot write", ENOSPC, "/x/report.json");
  EXPECT_EQ(to_text(error),
            "/x/report.json: cannot write: No space left on device\n"
            "hint: the disk is full; free some room and run the command again");
}

TEST(Errors, EveryBlameHasItsExitCode) {
  EXPECT_EQ(exit_code(Blame::Usage), 2);
  EXPECT_EQ(exit_code(Blame::Rubric), 2);
  EXPECT_EQ(exit_code(Blame::Submission), 3);
  EXPECT_EQ(exit_code(Blame::Grader), 4);
  EXPECT_EQ(exit_code(Blame::Interrupted), 130);
}

TEST(Digest, IsSha256) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace grader
