#include <string>

#include <gtest/gtest.h>

#include "grader/source/source.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

using grader::testing::GitFixture;
using grader::testing::shell;
using grader::testing::TemporaryFolder;

Result<Submission> get(const std::string& repository, const std::string& ref,
                       BaseRequest base = BaseMergeBase{"main", ""}) {
  return fetch({repository, ref, std::move(base)}, Policy{}, "unused", {}, {});
}

std::string error_of(const Result<Submission>& result) {
  return result ? "no error" : to_text(result.error());
}

// A branch `work` with one commit from `main`, which went on.
struct Forked {
  Forked() {
    repo.commit_file("week.js", "// todo\n");
    root = repo.git("rev-parse HEAD");
    repo.git("checkout -q -b work");
    head = repo.commit_file("week.js", "done\n");
    repo.git("checkout -q main");
    repo.commit_file("news.md", "more\n");
  }
  GitFixture repo;
  std::string root, head;
};

TEST(MergeBaseTest, OpenPullRequest) {
  const Forked forked;
  const auto found = get(forked.repo.name(), "work");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.commit, forked.head);
  EXPECT_EQ(found->facts.base, forked.root);
  ASSERT_NE(found->base, nullptr);
  EXPECT_EQ(*found->base->read(*found->base->find("week.js")), "// todo\n");
}

TEST(MergeBaseTest, MergedHeadHasTheMergesFirstParentAsItsSide) {
  const Forked forked;
  forked.repo.git("merge -q --no-ff -m merge work");
  forked.repo.commit_file("later.md", "later\n");
  forked.repo.commit_file("later.md", "much later\n");
  const auto found = get(forked.repo.name(), "work");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.commit, forked.head);
  EXPECT_EQ(found->facts.base, forked.root);
}

TEST(MergeBaseTest, HeadMergedThroughAnotherBranch) {
  const Forked forked;
  forked.repo.git("checkout -q -b cohort");
  forked.repo.git("merge -q --no-ff -m 'into cohort' work");
  forked.repo.git("checkout -q main");
  forked.repo.commit_file("more.md", "more\n");
  forked.repo.git("merge -q --no-ff -m 'into main' cohort");
  EXPECT_EQ(get(forked.repo.name(), "work")->facts.base, forked.root);
}

TEST(MergeBaseTest, HeadThatTookMainInBeforeItWasMerged) {
  const Forked forked;
  const std::string news = forked.repo.git("rev-parse main");
  forked.repo.git("checkout -q work");
  forked.repo.git("merge -q --no-ff -m 'take main in' main");
  forked.repo.git("checkout -q main");
  forked.repo.commit_file("more.md", "more\n");
  forked.repo.git("merge -q --no-ff -m merge work");
  EXPECT_EQ(get(forked.repo.name(), "work")->facts.base, news);
}

TEST(MergeBaseTest, SquashedHeadKeepsItsOrdinaryBase) {
  const Forked forked;
  forked.repo.git("merge -q --squash work");
  forked.repo.commit("squashed");
  EXPECT_EQ(get(forked.repo.name(), "work")->facts.base, forked.root);
}

TEST(MergeBaseTest, FastForwardAsksForTheBase) {
  const GitFixture repo;
  const std::string root = repo.commit_file("week.js", "// todo\n");
  const std::string head = repo.commit_file("week.js", "done\n");
  repo.git("branch work");
  repo.commit_file("week.js", "more\n");
  const auto found = get(repo.name(), "work");
  EXPECT_EQ(error_of(found), "commit " + head +
                                 " is already part of 'main', and no merge commit says what it was "
                                 "based on\nhint: name the commit that the work started from with "
                                 "--base");
  EXPECT_EQ(found.error().blame, Blame::Usage);
  EXPECT_EQ(get(repo.name(), "work", BaseRef{root, ""})->facts.base, root);
}

TEST(MergeBaseTest, TheTipItselfIsNobodysWork) {
  const GitFixture repo;
  const std::string head = repo.commit_file("week.js", "// todo\n");
  EXPECT_EQ(
      error_of(get(repo.name(), "main")),
      "commit " + head +
          " is the newest one of 'main', which students start from\n"
          "hint: name the work with --ref (pull/N/head, a branch), or the commit that it started "
          "from with --base");
}

TEST(MergeBaseTest, UnrelatedHistories) {
  const Forked forked;
  forked.repo.git("checkout -q --orphan alone");
  const std::string head = forked.repo.commit("alone");
  const auto found = get(forked.repo.name(), "alone");
  EXPECT_EQ(error_of(found), "commit " + head +
                                 " and 'main' have no common history\n"
                                 "hint: name the template with --base");
  EXPECT_EQ(found.error().blame, Blame::Usage);
}

TEST(MergeBaseTest, BranchOfAnotherRepository) {
  const Forked forked;
  const TemporaryFolder other;
  // The fork has the work and nothing that came to the course's branch afterwards.
  shell(other, "git clone -q --single-branch -b work '" + forked.repo.name() + "' fork");
  const std::string fork = (other.path() / "fork").string();
  const auto found = get(fork, "work", BaseMergeBase{"main", forked.repo.name()});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.base, forked.root);
  forked.repo.git("merge -q --no-ff -m merge work");
  EXPECT_EQ(get(fork, "work", BaseMergeBase{"main", forked.repo.name()})->facts.base, forked.root);
}

TEST(MergeBaseTest, TheCoursesOwnRepositoryMayBorrowObjects) {
  const Forked forked;
  const TemporaryFolder other;
  shell(other, "git clone -q --shared '" + forked.repo.name() + "' course");
  shell(other, "git clone -q --single-branch -b work '" + forked.repo.name() + "' fork");
  const auto found = get((other.path() / "fork").string(), "work",
                         BaseMergeBase{"main", (other.path() / "course").string()});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->facts.base, forked.root);
}

TEST(BaseTest, RefOfAnotherRepositoryAndFolder) {
  const Forked forked;
  const GitFixture template_repo;
  const std::string other = template_repo.commit_file("week.js", "// other\n");
  EXPECT_EQ(get(forked.repo.name(), "work", BaseRef{"main", template_repo.name()})->facts.base,
            other);
  const TemporaryFolder folder;
  testing::write(folder.path() / "week.js", "// folder\n");
  const auto found = get(forked.repo.name(), "work", BaseFolder{folder});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(*found->base->read(*found->base->find("week.js")), "// folder\n");
  EXPECT_EQ(found->facts.base.size(), 40u);
}

TEST(BaseTest, UnknownBaseIsTheCallersMistake) {
  const Forked forked;
  const auto found = get(forked.repo.name(), "work", BaseMergeBase{"mian", ""});
  EXPECT_EQ(error_of(found), forked.repo.name() +
                                 ": unknown ref 'mian', did you mean 'main'?\n"
                                 "hint: give a branch, a tag, a commit id of 40 digits or "
                                 "pull/N/head");
  EXPECT_EQ(found.error().blame, Blame::Usage);
}

TEST(BaseTest, AnUnknownBranchOfARubricIsToldAtItsPlace) {
  const Forked forked;
  const auto found =
      get(forked.repo.name(), "work", BaseMergeBase{"master", "", "week-2.yaml:5:24"});
  EXPECT_EQ(error_of(found), "week-2.yaml:5:24: 'merge_base': " + forked.repo.name() +
                                 ": unknown ref 'master'; there is 'main', 'work'\n"
                                 "hint: give a branch, a tag, a commit id of 40 digits or "
                                 "pull/N/head");
  EXPECT_EQ(found.error().blame, Blame::Usage);
  const auto other = get(forked.repo.name(), "work", BaseRef{"mian", "", "week-2.yaml:5:24"});
  EXPECT_EQ(other.error().where, "week-2.yaml:5:24: 'ref'");
}

TEST(ShallowTest, MissingHistoryNamesFetchDepth) {
  const Forked forked;
  const TemporaryFolder other;
  shell(other, "git clone -q --depth 1 --no-single-branch 'file://" + forked.repo.name() + "' cut");
  const std::string cut = (other.path() / "cut").string();
  const auto found = get(cut, "work");
  EXPECT_EQ(error_of(found), "cannot read the history of commit " + forked.head +
                                 ": the history of " + cut +
                                 " is cut off\nhint: fetch all of it: fetch-depth: 0 in the "
                                 "checkout step, or git fetch --unshallow");
  EXPECT_EQ(found.error().blame, Blame::Usage);
}

TEST(ShallowTest, GradingWithoutHistoryWorks) {
  const Forked forked;
  const TemporaryFolder other;
  shell(other, "git clone -q --depth 1 --no-single-branch 'file://" + forked.repo.name() + "' cut");
  const std::string cut = (other.path() / "cut").string();
  EXPECT_TRUE(get(cut, "work", {}));
  EXPECT_TRUE(get(cut, "work", BaseRef{"main", ""}));
}

}  // namespace
}  // namespace grader::source
