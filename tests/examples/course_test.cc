// The course repository of examples/javascript-week: its builder.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

const fs::path kExample = fs::path(GRADER_TESTS_DIR).parent_path() / "examples/javascript-week";
const std::string kBuilder = kExample / "build-course";

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string refs(const std::string& repository) {
  return run({"git", "-C", repository, "for-each-ref", "--format=%(objectname) %(refname)"}).output;
}

TEST(BuildCourse, MakesTheSameCommitsEachTime) {
  const Scratch scratch;
  const std::string course = scratch.path() / "course.git";
  const ShellOutcome built = run({kBuilder, course});
  ASSERT_EQ(built.exit_code, 0) << built.output;
  EXPECT_EQ(built.output, "");
  EXPECT_EQ(refs(course), content(kExample / "expected/commits"));
}

TEST(BuildCourse, TakesNothingFromTheUsersConfiguration) {
  const Scratch scratch;
  const std::string course = scratch.path() / "course.git";
  std::ofstream(scratch.path() / ".gitconfig")
      << "[core]\n\tautocrlf = true\n\texcludesFile = /dev/null\n[commit]\n\tgpgSign = true\n"
         "[user]\n\tname = Somebody Else\n[init]\n\tdefaultBranch = trunk\n";
  const ShellOutcome built = run({"env", "HOME=" + scratch.path().string(), "TZ=Asia/Tokyo",
                                  "GIT_DIR=/nowhere", "GIT_AUTHOR_NAME=Nobody", kBuilder, course});
  ASSERT_EQ(built.exit_code, 0) << built.output;
  EXPECT_EQ(refs(course), content(kExample / "expected/commits"));
}

TEST(BuildCourse, ReplacesWhatItBuiltBefore) {
  const Scratch scratch;
  const std::string course = scratch.path() / "course.git";
  ASSERT_EQ(run({kBuilder, course}).exit_code, 0);
  run({"git", "-C", course, "update-ref", "-d", "refs/pull/1/head"});
  ASSERT_EQ(run({kBuilder, course}).exit_code, 0);
  EXPECT_EQ(refs(course), content(kExample / "expected/commits"));
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch.path()), fs::directory_iterator()), 1);
}

TEST(BuildCourse, LeavesAnythingElseAlone) {
  const Scratch scratch;
  const fs::path folder = scratch.path() / "homework";
  fs::create_directory(folder);
  const ShellOutcome built = run({kBuilder, folder.string()});
  EXPECT_EQ(built.exit_code, 2);
  EXPECT_EQ(built.output,
            "build-course: '" + folder.string() + "' exists and was not built by this script\n");
}

TEST(BuildCourse, SaysHowItIsCalled) {
  const ShellOutcome built = run({kBuilder});
  EXPECT_EQ(built.exit_code, 2);
  EXPECT_THAT(built.output, HasSubstr("usage: build-course OUTPUT.git\n"));
}

TEST(Course, HoldsTheSituationsOfARealOne) {
  const Scratch scratch;
  const std::string course = scratch.path() / "course.git";
  ASSERT_EQ(run({kBuilder, course}).exit_code, 0);
  const auto git = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"git", "-C", course});
    return run(arguments);
  };
  EXPECT_EQ(git({"fsck", "--strict"}).exit_code, 0);
  // Merged: its merge base with main is itself.
  EXPECT_EQ(git({"merge-base", "--is-ancestor", "refs/pull/4/head", "main"}).exit_code, 0);
  EXPECT_NE(git({"merge-base", "--is-ancestor", "refs/pull/1/head", "main"}).exit_code, 0);
  // Students start from several generations of the template.
  EXPECT_NE(git({"merge-base", "main", "refs/pull/3/head"}).output,
            git({"merge-base", "main", "refs/pull/1/head"}).output);
  EXPECT_NE(git({"merge-base", "main", "refs/pull/8/head"}).output,
            git({"merge-base", "main", "refs/pull/1/head"}).output);
  EXPECT_THAT(git({"ls-tree", "-r", "--name-only", "refs/pull/8/head"}).output,
              HasSubstr("week-2/node_modules/jest/index.js"));
}

}  // namespace
}  // namespace grader::testing
