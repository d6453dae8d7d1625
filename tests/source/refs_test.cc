#include <string>

#include <gtest/gtest.h>

#include "grader/source/source.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

using grader::testing::GitFixture;
using grader::testing::shell;
using grader::testing::TemporaryFolder;

Result<Submission> get(const std::string& repository, const std::string& ref = "",
                       BaseRequest base = {}) {
  return fetch({repository, ref, std::move(base)}, Policy{}, "unused", {}, {});
}

std::string error_of(const Result<Submission>& result) {
  return result ? "no error" : to_text(result.error());
}

TEST(RefsTest, EveryFormNamesItsCommit) {
  const GitFixture repo;
  const std::string first = repo.commit_file("a.txt", "one\n");
  repo.git("tag light");
  repo.git("tag -a -m annotated heavy");
  repo.git("update-ref refs/pull/7/head " + first);
  repo.git("update-ref refs/merge-requests/3/head " + first);
  repo.git("update-ref refs/remotes/origin/solutions " + first);
  const std::string second = repo.commit_file("a.txt", "two\n");
  // Anybody who may push can give a branch such a name.
  repo.git("update-ref refs/heads/pull/7/head " + second);
  repo.git("update-ref refs/remotes/origin/pull/7/head " + second);
  for (const std::string ref : {"light", "heavy", "pull/7/head", "refs/pull/7/head", "solutions",
                                "refs/tags/heavy", "merge-requests/3/head", first.c_str()}) {
    const auto found = get(repo.name(), ref);
    ASSERT_TRUE(found) << ref << ": " << error_of(found);
    EXPECT_EQ(found->facts.commit, first) << ref;
    EXPECT_EQ(found->facts.ref, ref);
    EXPECT_EQ(*found->tree->read(found->tree->entries().front()), "one\n");
  }
  for (const std::string ref : {"", "HEAD", "main", "refs/heads/main"}) {
    const auto found = get(repo.name(), ref);
    ASSERT_TRUE(found) << ref << ": " << error_of(found);
    EXPECT_EQ(found->facts.commit, second) << ref;
  }
}

TEST(RefsTest, FactsSayWhatWasFetched) {
  const GitFixture repo;
  const std::string commit = repo.commit_file("a/b.txt", "one\n");
  const auto found = get(repo.name());
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.repository, repo.name());
  EXPECT_EQ(found->facts.ref, "HEAD");
  EXPECT_EQ(found->facts.commit, commit);
  EXPECT_EQ(found->facts.tree, repo.git("rev-parse HEAD^{tree}"));
  EXPECT_EQ(found->facts.base, "");
  EXPECT_EQ(found->facts.authored_at, "2026-03-01T09:00:00Z");
  EXPECT_EQ(found->base, nullptr);
}

TEST(RefsTest, WithoutARefTheLastCommitIsGradedAndThatIsSaid) {
  const GitFixture repo;
  const std::string commit = repo.commit_file("a.txt", "committed\n");
  repo.write("a.txt", "not committed\n");
  std::string said;
  const auto found = fetch({repo.name(), "", {}}, Policy{}, "unused", {},
                           [&](const std::string& line) { said += line; });
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(*found->tree->read(found->tree->entries().front()), "committed\n");
  EXPECT_EQ(said, "grading the last commit, " + commit.substr(0, 10) +
                      "; changes that are not committed do not count");
}

TEST(RefsTest, BareRepositoriesAndWorktreesOpenInPlace) {
  const GitFixture repo;
  const std::string commit = repo.commit_file("a.txt", "one\n");
  const TemporaryFolder other;
  shell(other, "git clone -q --bare '" + repo.name() + "' bare");
  repo.git("worktree add -q '" + other.path().string() + "/tree' -b side");
  const std::string side = repo.git("rev-parse side");
  for (const char* place : {"bare", "tree"}) {
    const auto found = get((other.path() / place).string());
    ASSERT_TRUE(found) << error_of(found);
    EXPECT_EQ(found->facts.commit, commit);
  }
  EXPECT_EQ(get((other.path() / "bare").string(), "side").error().message,
            "unknown ref 'side'; there is 'main'");
}

TEST(RefsTest, BranchComesBeforeTag) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  repo.git("tag week-1");
  const std::string second = repo.commit_file("a.txt", "two\n");
  repo.git("branch week-1");
  EXPECT_EQ(get(repo.name(), "week-1")->facts.commit, second);
}

TEST(RefsTest, ForgedDatesAreCut) {
  const GitFixture repo;
  const std::string tree = repo.raw_tree("");
  testing::write(repo.path() / "commit", "tree " + tree +
                                             "\nauthor S <s@e.org> 99999999999999 +0000\n"
                                             "committer S <s@e.org> 1 +0000\n\nx\n");
  const std::string commit = repo.git("hash-object -w --literally -t commit commit");
  const auto found = get(repo.name(), commit);
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.authored_at, "9999-12-31T23:59:59Z");
}

TEST(BadRefsTest, UnknownRefSuggestsANearOne) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  repo.git("branch solutions");
  EXPECT_EQ(error_of(get(repo.name(), "solution")),
            repo.name() +
                ": unknown ref 'solution', did you mean 'solutions'?\n"
                "hint: give a branch, a tag, a commit id of 40 digits or pull/N/head");
  EXPECT_EQ(error_of(get(repo.name(), "x y\n")),
            repo.name() +
                ": unknown ref 'x y<U+000A>'; there is 'main', 'solutions'\n"
                "hint: give a branch, a tag, a commit id of 40 digits or pull/N/head");
  EXPECT_EQ(get(repo.name(), "solution").error().blame, Blame::Submission);
  repo.git("update-ref refs/pull/7/head main");
  repo.git("update-ref refs/pull/7/merge main");
  EXPECT_EQ(get(repo.name(), "pull/7/heads").error().message,
            "unknown ref 'pull/7/heads', did you mean 'pull/7/head'?");
}

TEST(BadRefsTest, OfManyBranchesTheUsualOneIsNamed) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  for (const char* name : {"ada", "bo", "cy", "di"}) repo.git("branch " + std::string(name));
  EXPECT_EQ(get(repo.name(), "solution").error().message,
            "unknown ref 'solution'; there is 'main'");
  repo.git("branch -m main week-1");
  EXPECT_EQ(get(repo.name(), "solution").error().message, "unknown ref 'solution'");
}

TEST(BadRefsTest, MissingPullRequest) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  EXPECT_EQ(error_of(get(repo.name(), "pull/8/head")),
            repo.name() +
                ": there is no pull request 8\n"
                "hint: this repository holds no pull request heads; fetch them with: git "
                "fetch origin '+refs/pull/*/head:refs/pull/*/head'");
  repo.git("update-ref refs/pull/7/head HEAD");
  EXPECT_EQ(error_of(get(repo.name(), "pull/8/head")),
            repo.name() +
                ": there is no pull request 8\n"
                "hint: check the number in the address of the pull request");
}

TEST(BadRefsTest, UnknownCommit) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  const std::string id(40, 'a');
  EXPECT_EQ(error_of(get(repo.name(), id)),
            repo.name() + ": there is no commit " + id +
                "\nhint: check the id; the commit may have been removed by a forced push");
}

TEST(BadRefsTest, ObjectThatIsNoCommit) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  const std::string id = repo.git("rev-parse HEAD:a.txt");
  EXPECT_EQ(error_of(get(repo.name(), id)), repo.name() + ": object " + id +
                                                " is not a commit\n"
                                                "hint: give a branch, a tag or a commit");
}

TEST(BadRefsTest, EmptyRepository) {
  const GitFixture repo;
  for (const char* ref : {"", "main"}) {
    EXPECT_EQ(error_of(get(repo.name(), ref)),
              repo.name() + ": the repository is empty\nhint: commit and push at least one file");
  }
}

TEST(BadRefsTest, HeadWithoutItsBranch) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  repo.git("symbolic-ref HEAD refs/heads/master");
  EXPECT_EQ(error_of(get(repo.name())), repo.name() +
                                            ": HEAD names a branch that does not exist\n"
                                            "hint: name a branch with --ref");
}

TEST(BadRefsTest, NeitherRepositoryNorFolder) {
  const TemporaryFolder folder;
  const std::string nothing = (folder.path() / "nothing").string();
  EXPECT_EQ(error_of(get(nothing)), nothing +
                                        ": there is no such folder\n"
                                        "hint: give the folder of a repository or its URL");
  testing::write(nothing, "a file");
  EXPECT_EQ(error_of(get(nothing)), nothing +
                                        ": this is not a folder\n"
                                        "hint: give the folder of a repository or its URL");
  EXPECT_EQ(get(nothing).error().blame, Blame::Submission);
}

TEST(BadRefsTest, PartialClone) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  repo.git("config uploadpack.allowFilter true");
  const TemporaryFolder other;
  shell(other, "git clone -q --bare --filter=blob:none 'file://" + repo.name() + "' partial");
  const std::string partial = (other.path() / "partial").string();
  EXPECT_EQ(error_of(get(partial)), partial +
                                        ": cannot read 'a.txt': this clone leaves files out\n"
                                        "hint: fetch all of them: git fetch --refetch --no-filter");
}

TEST(BadRefsTest, CorruptObject) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  const std::string blob = repo.git("rev-parse HEAD:a.txt");
  const auto file = repo.path() / ".git/objects" / blob.substr(0, 2) / blob.substr(2);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  testing::write(file, "not zlib");
  const auto found = get(repo.name());
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().blame, Blame::Submission);
  EXPECT_EQ(found.error().message, "the repository is broken: a loose object cannot be unpacked");
  EXPECT_EQ(found.error().hint, "the repository is damaged or incomplete; clone it anew");
}

}  // namespace
}  // namespace grader::source
