// Plain directories that are no repository.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "grader/source/source.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

using grader::testing::GitFixture;
using grader::testing::shell;
using grader::testing::TemporaryFolder;
using ::testing::ElementsAre;

Result<Submission> get(const std::filesystem::path& folder, const std::string& ref = "",
                       BaseRequest base = {}) {
  return fetch({folder.string(), ref, std::move(base)}, Policy{}, "unused", {}, {});
}

std::string error_of(const Result<Submission>& result) {
  return result ? "no error" : to_text(result.error());
}

std::vector<std::string> paths(const Tree& tree) {
  std::vector<std::string> all;
  for (const TreeEntry& found : tree.entries()) all.push_back(found.path);
  return all;
}

TEST(DirectoryTest, IdsAreThoseThatGitWouldGive) {
  const GitFixture repo;
  repo.write("a/x", "1");
  repo.write("a-b", "22");
  repo.write("a.b/c/d", "333");
  repo.write("a0", "");
  repo.write("run.sh", "#!/bin/sh\n");
  std::filesystem::permissions(repo.path() / "run.sh", std::filesystem::perms::owner_all);
  std::filesystem::create_symlink("a/x", repo.path() / "link");
  repo.commit();
  const auto committed = get(repo.path());
  ASSERT_TRUE(committed) << error_of(committed);
  const std::filesystem::path aside = repo.path().string() + ".git-aside";
  std::filesystem::rename(repo.path() / ".git", aside);
  const auto plain = get(repo.path());
  ASSERT_TRUE(plain) << error_of(plain);
  EXPECT_EQ(plain->facts.tree, committed->facts.tree);
  EXPECT_EQ(plain->facts.commit, "");
  EXPECT_EQ(plain->facts.ref, "");
  EXPECT_EQ(plain->facts.authored_at, "");
  EXPECT_EQ(paths(*plain->tree), paths(*committed->tree));
  for (const TreeEntry& found : plain->tree->entries()) {
    const TreeEntry& other = *committed->tree->find(found.path);
    EXPECT_EQ(found.id, other.id);
    EXPECT_EQ(found.size, other.size);
    EXPECT_EQ(found.kind, other.kind);
  }
  std::filesystem::rename(aside, repo.path() / ".git");
  for (const TreeEntry& found : committed->tree->entries()) {
    EXPECT_EQ(*plain->tree->read(*plain->tree->find(found.path)), *committed->tree->read(found));
  }
}

TEST(DirectoryTest, EmptyFolderIsAnEmptyTree) {
  const TemporaryFolder folder;
  const auto found = get(folder.path());
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.tree, "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  EXPECT_TRUE(found->tree->entries().empty());
}

TEST(DirectoryTest, GitFoldersPipesAndLinksOutAreLeftOut) {
  const TemporaryFolder folder;
  testing::write(folder.path() / "a.txt", "a");
  testing::write(folder.path() / "inner/.git/config", "x");
  testing::write(folder.path() / "inner/b.txt", "b");
  testing::write(folder.path() / "node_modules/c.js", "c");
  std::filesystem::create_symlink("/etc", folder.path() / "out");
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  const auto found = get(folder.path());
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found->tree), ElementsAre("a.txt", "inner/b.txt"));
  ASSERT_EQ(found->remarks.size(), 3u);
  EXPECT_EQ(found->remarks[0].rule, "node_modules_committed");
  EXPECT_EQ(found->remarks[1].rule, "link_leaves");
  EXPECT_EQ(found->remarks[2].rule, "special_file");
}

TEST(DirectoryTest, FolderInsideARepositoryIsOnlyItself) {
  const GitFixture repo;
  repo.commit_file("week-1/a.txt", "one\n");
  repo.write("week-1/a.txt", "not committed\n");
  const auto found = get(repo.path() / "week-1");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.commit, "");
  EXPECT_EQ(*found->tree->read(found->tree->entries().front()), "not committed\n");
}

TEST(DirectoryTest, ChangesWhileGradingAreErrors) {
  const TemporaryFolder folder;
  for (const char* name : {"longer", "other", "link", "gone", "sub/a"}) {
    testing::write(folder.path() / name, "12345");
  }
  const auto found = get(folder.path());
  ASSERT_TRUE(found) << error_of(found);
  testing::write(folder.path() / "longer", "123456");
  testing::write(folder.path() / "other", "54321");
  std::filesystem::remove(folder.path() / "link");
  std::filesystem::create_symlink("/etc/passwd", folder.path() / "link");
  std::filesystem::remove(folder.path() / "gone");
  std::filesystem::rename(folder.path() / "sub", folder.path() / "sub2");
  std::filesystem::create_symlink("sub2", folder.path() / "sub");
  const auto text = [&](const char* path) {
    const auto content = found->tree->read(*found->tree->find(path));
    return content ? "no error" : to_text(content.error());
  };
  const std::string hint = "\nhint: run the command again when nothing writes to the folder";
  EXPECT_EQ(text("longer"), "longer: the file changed while it was read" + hint);
  EXPECT_EQ(text("other"), "other: the file changed while it was graded" + hint);
  EXPECT_EQ(text("link"), "link: cannot read: Too many levels of symbolic links");
  EXPECT_EQ(text("gone"), "gone: cannot read: No such file or directory");
  EXPECT_EQ(text("sub/a"), "sub/a: cannot read: Not a directory");
}

TEST(DirectoryTest, HasNoRefs) {
  const TemporaryFolder folder;
  EXPECT_EQ(error_of(get(folder.path(), "main")),
            folder.path().string() +
                ": not a repository, so there is no ref 'main'\n"
                "hint: leave --ref out to grade the folder as it is");
  const auto found = get(folder.path(), "", BaseMergeBase{"main", ""});
  EXPECT_EQ(error_of(found),
            "a plain folder has no history, so it has no ref 'main'\n"
            "hint: give the template as a folder, or the submission as a repository");
  EXPECT_EQ(found.error().blame, Blame::Usage);
}

TEST(DirectoryTest, TemplateMayBeARefOfARepository) {
  const GitFixture repo;
  const std::string base = repo.commit_file("a.txt", "template\n");
  const TemporaryFolder folder;
  testing::write(folder.path() / "a.txt", "mine\n");
  const auto found = get(folder.path(), "", BaseRef{"main", repo.name()});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.base, base);
  EXPECT_EQ(*found->base->read(*found->base->find("a.txt")), "template\n");
}

TEST(DirectoryTest, MissingTemplateFolder) {
  const TemporaryFolder folder;
  const auto found = get(folder.path(), "", BaseFolder{folder.path() / "nothing"});
  EXPECT_EQ(error_of(found),
            (folder.path() / "nothing").string() + ": cannot read: No such file or directory");
  EXPECT_EQ(found.error().blame, Blame::Usage);
}

TEST(DirectoryTest, RepositoryThatCannotBeOpenedIsNotTakenForAFolder) {
  const TemporaryFolder folder;
  testing::write(folder.path() / ".git", "gitdir: /nowhere/at/all\n");
  const auto found = get(folder.path());
  EXPECT_EQ(error_of(found), folder.path().string() +
                                 ": its .git leads to no repository\nhint: mend it, or remove .git "
                                 "to grade the folder as it is");
}

}  // namespace
}  // namespace grader::source
