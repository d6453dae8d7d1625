// What the history of a submission says, on real repositories: the range, people, files, limits.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/source/source.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

using grader::testing::entry;
using grader::testing::GitFixture;
using grader::testing::shell;
using grader::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

Submission get(const GitFixture& repo, const std::string& ref, BaseRequest base = {}) {
  auto found = fetch({repo.name(), ref, std::move(base)}, Policy{}, "unused", {}, {});
  EXPECT_TRUE(found) << to_text(found.error());
  return std::move(*found);
}

std::unique_ptr<History> history_of(const Submission& submission, bool versions = false,
                                    const std::string& mailmap = "") {
  auto read = submission.history({mailmap, versions});
  EXPECT_TRUE(read) << to_text(read.error());
  return std::move(*read);
}

std::vector<std::string> subjects(const History& history) {
  std::vector<std::string> all;
  for (const HistoryCommit& commit : history.commits()) {
    all.push_back(commit.message.substr(0, commit.message.find('\n')));
  }
  return all;
}

// "+path", "-path" or "~path" of each version, with the commit's subject.
std::vector<std::string> files(const History& history) {
  std::vector<std::string> all;
  for (const FileVersion& version : history.versions()) {
    const char sign = version.id.empty() ? '-' : version.before.empty() ? '+' : '~';
    all.push_back(subjects(history)[version.commit] + ": " + sign + version.path);
  }
  return all;
}

TEST(CommitsTest, AreThoseBetweenBaseAndHead) {
  const GitFixture repo;
  repo.write("a", "1");
  repo.commit("course");
  repo.git("checkout -q -b work");
  repo.write("a", "2");
  repo.commit("first");
  repo.write("b", "1");
  repo.commit("second");
  EXPECT_THAT(subjects(*history_of(get(repo, "work", BaseMergeBase{"main", ""}))),
              ElementsAre("second", "first"));
  // Without a template all are the submission's.
  EXPECT_THAT(subjects(*history_of(get(repo, "work"))), ElementsAre("second", "first", "course"));
  // A template that has nothing to do with it hides nothing.
  const GitFixture starter;
  starter.write("a", "1");
  starter.commit("starter");
  EXPECT_THAT(subjects(*history_of(get(repo, "work", BaseRef{"main", starter.name()}))),
              ElementsAre("second", "first", "course"));
}

TEST(CommitsTest, NewsOfTheCourseAreNotTheStudents) {
  const GitFixture repo;
  repo.write("a", "1");
  repo.commit("course");
  repo.git("checkout -q -b work");
  repo.write("mine", "1");
  repo.commit("mine");
  repo.git("checkout -q main");
  repo.write("news", "1");
  repo.commit("news");
  repo.git("checkout -q work");
  repo.git("merge -q -m taken-in main");
  repo.write("mine", "2");
  repo.commit("more");
  const auto open = history_of(get(repo, "work", BaseMergeBase{"main", ""}), true);
  EXPECT_THAT(subjects(*open), ElementsAre("more", "taken-in", "mine"));
  EXPECT_EQ(open->commits()[1].parents, 2u);
  EXPECT_THAT(files(*open), ElementsAre("more: ~mine", "mine: +mine"));
  repo.git("checkout -q main");
  repo.git("merge -q --no-ff -m merged work");
  EXPECT_THAT(subjects(*history_of(get(repo, "work", BaseMergeBase{"main", ""}))),
              ElementsAre("more", "taken-in", "mine"));
}

TEST(CommitsTest, ForgedDatesChangeNothing) {
  const GitFixture repo;
  repo.write("a", "1");
  repo.commit("course");
  repo.git("checkout -q -b work");
  for (const char* date : {"@0 +0000", "@4070000000 +0000", "@1 +0000"}) {
    repo.write("a", date);
    repo.git("add -A");
    shell(repo.path(), std::string("GIT_AUTHOR_DATE='") + date + "' GIT_COMMITTER_DATE='" + date +
                           "' git commit -q -m forged");
  }
  repo.git("checkout -q main");
  for (const char* name : {"b", "c", "d", "e", "f", "g", "h"}) repo.commit_file(name, "news");
  repo.git("checkout -q work");
  shell(repo.path(),
        "GIT_COMMITTER_DATE='@2 +0000' git merge -q -m taken-in main && git checkout -q main");
  EXPECT_THAT(subjects(*history_of(get(repo, "work", BaseMergeBase{"main", ""}))),
              ElementsAre("taken-in", "forged", "forged", "forged"));
}

TEST(CommitsTest, PeopleAreAuthorsAndCoAuthorsByTheMailmapThatIsGiven) {
  const GitFixture repo;
  repo.write(".mailmap", "Forged <forged@example.org> <sam@example.org>\n");
  repo.commit(
      "pairing\n\nText.\n\nCo-authored-by: Bo <bo@old.example>\nco-Authored-By: C "
      "<c@example.org>\nCo-authored-by: nobody\nReviewed-by: D <d@example.org>");
  const auto plain = history_of(get(repo, "main"));
  ASSERT_EQ(plain->commits().size(), 1u);
  const auto emails = [](const History& history) {
    std::vector<std::string> all;
    for (const HistoryPerson& person : history.commits()[0].people) {
      all.push_back(person.name + " <" + person.email + ">");
    }
    return all;
  };
  EXPECT_THAT(emails(*plain),
              ElementsAre("Sam <sam@example.org>", "Bo <bo@old.example>", "C <c@example.org>"));
  const auto mapped = history_of(get(repo, "main"), false,
                                 "Bo New <bo@example.org> <bo@old.example>\nnot a line\n");
  EXPECT_THAT(emails(*mapped),
              ElementsAre("Sam <sam@example.org>", "Bo New <bo@example.org>", "C <c@example.org>"));
}

TEST(CommitsTest, FilesAreToldAsEachCommitMadeThem) {
  const GitFixture repo;
  repo.write("week/a.js", "1");
  repo.write("gone", "1");
  repo.commit("one");
  repo.write("week/a.js", "2");
  repo.git("rm -q gone");
  repo.write("week/lib/b.js", "1");
  repo.commit("two");
  const auto history = history_of(get(repo, "main"), true);
  EXPECT_THAT(files(*history), ElementsAre("two: -gone", "two: ~week/a.js", "two: +week/lib/b.js",
                                           "one: +gone", "one: +week/a.js"));
  const FileVersion& changed = history->versions()[1];
  EXPECT_EQ(*history->read(changed.id), "2");
  EXPECT_EQ(*history->read(changed.before), "1");
  EXPECT_EQ(*history->size(changed.id), 1u);
  EXPECT_TRUE(history_of(get(repo, "main"))->versions().empty());
}

TEST(CommitsTest, AFileThatBecomesAFolderIsBoth) {
  const GitFixture repo;
  repo.write("x", "1");
  repo.commit("file");
  repo.git("rm -q x");
  repo.write("x/y", "1");
  repo.commit("folder");
  EXPECT_THAT(files(*history_of(get(repo, "main"), true)),
              UnorderedElementsAre("folder: -x", "folder: +x/y", "file: +x"));
}

TEST(CommitsTest, WhatOnlyAMergeBringsIsSeen) {
  const GitFixture repo;
  repo.commit_file("a", "1");
  repo.git("checkout -q -b work");
  repo.commit_file("b", "1");
  repo.git("checkout -q main");
  repo.commit_file("c", "1");
  repo.git("merge -q --no-commit work");
  repo.write("secret", "1");
  repo.commit("evil");
  const auto history = history_of(get(repo, "main"), true);
  EXPECT_THAT(files(*history), ::testing::Contains("evil: +secret"));
  EXPECT_THAT(files(*history), ::testing::Not(::testing::Contains("evil: +b")));
}

TEST(CommitsTest, TheBranchIsKnownWhereTheRefNamesOne) {
  const GitFixture repo;
  const std::string id = repo.commit_file("a", "1");
  repo.git("branch feature/x");
  repo.git("tag v1");
  repo.git("update-ref refs/pull/7/head " + id);
  EXPECT_EQ(get(repo, "feature/x").branch, "feature/x");
  EXPECT_EQ(get(repo, "").branch, "main");
  EXPECT_EQ(get(repo, "v1").branch, "");
  EXPECT_EQ(get(repo, "pull/7/head").branch, "");
  EXPECT_EQ(get(repo, id).branch, "");
}

TEST(CommitsTest, APlainFolderHasNone) {
  const TemporaryFolder folder;
  grader::testing::write(folder.path() / "a", "1");
  const auto found = fetch({folder.path().string(), "", {}}, Policy{}, "unused", {}, {});
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->history);
}

TEST(CommitsTest, ACutOffHistoryAsksForAllOfIt) {
  const GitFixture repo;
  for (const char* text : {"1", "2", "3"}) repo.commit_file("a", text);
  const TemporaryFolder folder;
  shell(folder, "git clone -q --depth 2 'file://" + repo.name() + "' cut");
  const std::string cut = (folder.path() / "cut").string();
  const auto found = fetch({cut, "", {}}, Policy{}, "unused", {}, {});
  ASSERT_TRUE(found);
  const auto history = found->history({"", true});
  ASSERT_FALSE(history);
  EXPECT_EQ(to_text(history.error()),
            "cannot read the history: the history of " + cut +
                " is cut off\n"
                "hint: fetch all of it: fetch-depth: 0 in the checkout step, or git fetch "
                "--unshallow");
  EXPECT_EQ(history.error().blame, Blame::Usage);
}

// Ten folders of ten folders of ... : ten thousand million files from a few objects, in a commit
// before the head.
TEST(CommitsTest, ATreeBombEndsAtTheLimits) {
  const GitFixture repo;
  std::string id = repo.blob("x");
  std::string mode = "100644";
  for (int level = 0; level < 10; ++level) {
    std::string entries;
    for (char name = 'a'; name < 'k'; ++name) entries += entry(mode, std::string(1, name), id);
    id = repo.raw_tree(entries);
    mode = "40000";
  }
  const std::string bomb = repo.commit_tree(id);
  repo.git("reset -q --soft " + bomb);
  repo.commit_file("a", "1");
  const auto history = history_of(get(repo, "main"), true);
  EXPECT_TRUE(history->cut());
  EXPECT_EQ(history->commits().size(), 2u);
}

TEST(CommitsTest, EmptyFoldersInFoldersEndAtTheLimitsToo) {
  const GitFixture repo;
  std::string id = repo.raw_tree("");
  for (int level = 0; level < 200; ++level) {
    id = repo.raw_tree(entry("40000", "a", id) + entry("40000", "b", id));
  }
  const std::string deep = repo.commit_tree(id);
  repo.git("reset -q --soft " + deep);
  repo.commit_file("a", "1");
  EXPECT_TRUE(history_of(get(repo, "main"), true)->cut());
}

TEST(CommitsTest, NamesAndMessagesAreMadeValid) {
  const GitFixture repo;
  repo.write("a", "1");
  repo.git("add -A");
  const std::string id = shell(
      repo.path(),
      "printf 'tree %s\\nauthor A\\377 <a@x.org> 1772355600 +0100\\ncommitter B <b@x.org> "
      "1772355600 +0100\\n\\ncaf\\351\\n' $(git write-tree) | git hash-object -w --literally -t "
      "commit --stdin");
  repo.git("reset -q --soft " + id);
  const auto history = history_of(get(repo, "main"));
  EXPECT_EQ(history->commits()[0].message, "caf\xEF\xBF\xBD\n");
  EXPECT_EQ(history->commits()[0].people[0].name, "A\xEF\xBF\xBD");
}

}  // namespace
}  // namespace grader::source
