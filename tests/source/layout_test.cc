#include "grader/source/layout.h"

#include <filesystem>
#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

namespace fs = std::filesystem;
using testing::GitFixture;
using testing::shell;
using testing::TemporaryFolder;

// What a hand did to a repository's .git folder, and what is said of it.
struct Row {
  const char* name;
  std::function<void(const fs::path& git)> hand;
  const char* said;  // behind the path of `git`; empty: fine
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

void link_away(const fs::path& path) {
  fs::rename(path, path.string() + ".real");
  fs::create_symlink(path.string() + ".real", path);
}

void pipe_at(const fs::path& path) {
  fs::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
}

class HandMade : public ::testing::TestWithParam<Row> {};

TEST_P(HandMade, IsToldByName) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  repo.git("pack-refs --all");
  const fs::path git = repo.path() / ".git";
  GetParam().hand(git);
  const Result<void> checked = check_layout(repo.path(), "the/repository");
  if (*GetParam().said == '\0') {
    EXPECT_TRUE(checked) << to_text(checked.error());
    return;
  }
  ASSERT_FALSE(checked);
  EXPECT_EQ(to_text(checked.error()),
            "the/repository: the repository is not as git makes it: " + git.string() +
                GetParam().said + "\nhint: clone it anew with git, or grade it by its URL");
  EXPECT_EQ(checked.error().blame, Blame::Submission);
}

INSTANTIATE_TEST_SUITE_P(
    Folders, HandMade,
    ::testing::Values(
        Row{"Untouched", [](const fs::path&) {}, ""},
        Row{"ALinkedHead", [](const fs::path& git) { link_away(git / "HEAD"); },
            "/HEAD is no regular file"},
        Row{"APipeAsHead", [](const fs::path& git) { pipe_at(git / "HEAD"); },
            "/HEAD is no regular file"},
        Row{"APipeAsPackedRefs", [](const fs::path& git) { pipe_at(git / "packed-refs"); },
            "/packed-refs is no regular file"},
        Row{"APipeAsConfiguration", [](const fs::path& git) { pipe_at(git / "config"); },
            "/config is no regular file"},
        Row{"APipeAsRef", [](const fs::path& git) { pipe_at(git / "refs" / "heads" / "main"); },
            "/refs/heads/main is no regular file"},
        Row{"ALinkedRef",
            [](const fs::path& git) {
              fs::create_symlink("/etc/passwd", git / "refs" / "heads" / "x");
            },
            "/refs/heads/x is no regular file"},
        Row{"LinkedRefs", [](const fs::path& git) { link_away(git / "refs"); },
            "/refs is no folder"},
        Row{"LinkedObjects", [](const fs::path& git) { link_away(git / "objects"); },
            "/objects is no folder"},
        Row{"ALinkedFolderOfObjects",
            [](const fs::path& git) { fs::create_symlink("/tmp", git / "objects" / "ab"); },
            "/objects/ab is a link"},
        Row{"ALinkedPack",
            [](const fs::path& git) {
              fs::create_symlink("/tmp/x", git / "objects" / "pack" / "pack-1.pack");
            },
            "/objects/pack/pack-1.pack is no regular file"},
        Row{"APipeAsAlternates",
            [](const fs::path& git) { pipe_at(git / "objects" / "info" / "alternates"); },
            "/objects/info/alternates is no regular file"},
        Row{"ACommonFolder",
            [](const fs::path& git) { testing::write(git / "commondir", "/srv/other.git\n"); },
            "/commondir leads to another repository"},
        Row{"AnIncludedFolder",
            [](const fs::path& git) {
              testing::write(git / "config", "[core]\n\tbare = false\n[include] path = refs\n");
            },
            "/refs is no small regular file"},
        Row{"AnIncludedPipe",
            [](const fs::path& git) {
              pipe_at(git / "more");
              testing::write(git / "config", "[Include]\n\tPath = \"more\"\n");
            },
            "/more is no small regular file"},
        Row{"AnIncludeOfItself",
            [](const fs::path& git) {
              testing::write(git / "config", "[includeIf \"gitdir:/\"]\npath = config\n");
            },
            "/config is included too deeply"},
        Row{"AnEscapedInclude",
            [](const fs::path& git) {
              testing::write(git / "config", "[include]\npath = mo\\\nre\n");
            },
            "/config includes a file in an unusual way"},
        Row{"AnIncludeAsCheckoutStepsWriteIt",
            [](const fs::path& git) {
              testing::write(git / "more", "[http]\n\textraheader = x\n");
              testing::write(git / "config",
                             "[core]\n\tbare = false\n[includeIf \"gitdir:" + git.string() +
                                 "\"]\n\tpath = " + (git / "more").string() + "\n");
            },
            ""},
        Row{"AnIncludeThatIsNotThere",
            [](const fs::path& git) {
              testing::write(git / "config", "[include]\npath = nowhere\n");
            },
            ""},
        Row{"ASocketOfTheFileWatcher",
            [](const fs::path& git) {
              ASSERT_EQ(::mknod((git / "fsmonitor--daemon.ipc").c_str(), S_IFSOCK | 0600, 0), 0);
            },
            ""}),
    [](const auto& row) { return row.param.name; });

TEST(LayoutTest, BorrowedObjectsAreNotRead) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  const TemporaryFolder other;
  shell(other, "git clone -q --shared '" + repo.name() + "' copy");
  const fs::path copy = other.path() / "copy";
  const Result<void> checked = check_layout(copy, "copy");
  ASSERT_FALSE(checked);
  EXPECT_EQ(to_text(checked.error()),
            "copy: the repository borrows objects of another one\nhint: copy them into it: git "
            "repack -a -d && rm " +
                (copy / ".git/objects/info/alternates").string());
  shell(copy, "git repack -q -a -d && rm .git/objects/info/alternates");
  EXPECT_TRUE(check_layout(copy, "copy"));
}

TEST(LayoutTest, WhatGitMakesIsFine) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  const TemporaryFolder other;
  shell(other, "git clone -q --bare '" + repo.name() + "' bare && git clone -q --mirror '" +
                   repo.name() + "' mirror && git clone -q '" + repo.name() + "' clone");
  repo.git("worktree add -q '" + other.path().string() + "/tree' -b side");
  shell(other,
        "git init -q super && cd super && git -c protocol.file.allow=always submodule "
        "--quiet add '" +
            repo.name() + "' part");
  for (const char* place : {"bare", "mirror", "clone", "tree", "super", "super/part"}) {
    const Result<void> checked = check_layout(other.path() / place, place);
    EXPECT_TRUE(checked) << to_text(checked.error());
  }
}

TEST(LayoutTest, AFolderThatIsNoRepositoryHasNothingToRefuse) {
  const TemporaryFolder folder;
  fs::create_symlink("/etc", folder.path() / "refs");
  EXPECT_TRUE(check_layout(folder, "folder"));
}

// Each would read a repository that was never handed in.
class LeadsAway : public ::testing::TestWithParam<const char*> {};

TEST_P(LeadsAway, IsRefused) {
  const GitFixture secret;
  secret.commit_file("a.txt", "secret\n");
  const TemporaryFolder handed_in;
  // $1 is the handed-in folder, $2 the repository it wants to read.
  testing::write(handed_in.path() / "make.sh", GetParam());
  shell(handed_in, "mkdir work && sh ./make.sh \"$PWD/work\" '" + secret.name() + "'");
  const Result<void> checked = check_layout(handed_in.path() / "work", "work");
  ASSERT_FALSE(checked);
  const std::string message = checked.error().message;
  EXPECT_TRUE(message.ends_with("leads to a repository that does not know this folder") ||
              message.ends_with("is neither a folder nor a file"))
      << message;
}

INSTANTIATE_TEST_SUITE_P(
    Ways, LeadsAway,
    ::testing::Values(
        "echo gitdir: $2/.git > $1/.git", "ln -s $2/.git $1/.git",
        // A worktree's folder of one's own, whose repository is another.
        "mkdir $1/../w; echo $1/.git > $1/../w/gitdir; echo $2/.git > $1/../w/commondir; "
        "cp $2/.git/HEAD $1/../w; echo gitdir: $1/../w > $1/.git",
        "mkdir -p $1/../worktrees/w; cd $1/../worktrees/w; echo $1/.git > gitdir; "
        "echo $2/.git > commondir; cp $2/.git/HEAD .; echo gitdir: $PWD > $1/.git",
        // A link in place of the folder above the worktree's.
        "mkdir -p $1/../o; ln -s $2/.git $1/../o/worktrees; echo gitdir: $1/../o/worktrees/x > "
        "$1/.git; mkdir $2/.git/x; cp $2/.git/HEAD $2/.git/x; echo $2/.git > $2/.git/x/commondir"));

}  // namespace
}  // namespace grader::source
