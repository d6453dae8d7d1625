// `grader cohort`: who is graded, what is kept, and what people and programs read in the end.
#include "grader/cli/cohort.h"

#include <sstream>
#include <thread>

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"
#include "grader/cli/command.h"
#include "tests/source/git_fixture.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;
using grader::testing::GitFixture;
using grader::testing::TemporaryFolder;

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran run(const Arguments& arguments) {
  std::ostringstream out, err;
  Streams streams{out, err};
  const int code = run_program(arguments, streams);
  return {code, out.str(), err.str()};
}

std::string names(const Result<std::vector<CohortMember>>& members) {
  if (!members) return to_text(members.error());
  std::string text;
  for (const CohortMember& member : *members) text += (text.empty() ? "" : " ") + member.name;
  return text;
}

TEST(CohortMembersTest, PullRequestsComeByTheirNumber) {
  const GitFixture repo;
  const std::string id = repo.commit_file("a.txt", "one\n");
  for (const char* ref : {"refs/pull/10/head", "refs/pull/9/head", "refs/pull/9/merge",
                          "refs/heads/week/two", "refs/heads/other"}) {
    repo.git("update-ref " + std::string(ref) + " " + id);
  }
  EXPECT_EQ(names(list_members({repo.name()}, {"pull/*/head"}, {})), "pull-9 pull-10");
  EXPECT_EQ(names(list_members({repo.name()}, {"week/*", "pull/9/head"}, {})), "pull-9 week-two");
  const auto members = list_members({repo.name()}, {"pull/10/head"}, {});
  ASSERT_TRUE(members);
  EXPECT_EQ(members->front().ref, "pull/10/head");
  EXPECT_EQ(members->front().commit, id);
}

TEST(CohortMembersTest, RefsThatWouldShareAFolderGetOneEach) {
  const GitFixture repo;
  const std::string id = repo.commit_file("a.txt", "one\n");
  for (const char* ref : {"refs/heads/a-b", "refs/heads/a/b", "refs/heads/c@d", "refs/heads/c/d",
                          "refs/heads/pull-7", "refs/pull/7/head"}) {
    repo.git("update-ref " + std::string(ref) + " " + id);
  }
  EXPECT_EQ(names(list_members({repo.name()}, {"a*", "a/*"}, {})), "a-b~d44362 a-b~c14cdd");
  EXPECT_EQ(names(list_members({repo.name()}, {"c*", "c/*"}, {})), "c-d~e5fb60 c-d~e15282");
  EXPECT_EQ(names(list_members({repo.name()}, {"pull*", "pull/*/head"}, {})),
            "pull-7 pull-7~19442f");
  EXPECT_EQ(names(list_members({repo.name()}, {"a/b"}, {})), "a-b");
}

// Anybody who may push gives a branch any name; the marks of others go by these names.
TEST(CohortMembersTest, NobodyTakesTheNameOfAnother) {
  const GitFixture repo;
  const std::string theirs = repo.commit_file("a.txt", "one\n");
  repo.git("update-ref refs/pull/7/head " + theirs);
  const std::string mine = repo.commit_file("a.txt", "two\n");
  for (const char* ref :
       {"refs/heads/pull/7/head", "refs/remotes/origin/pull/7/head", "refs/tags/pull/7",
        "refs/heads/a-b", "refs/heads/a/b", "refs/heads/a-b-c14cdd"}) {
    repo.git("update-ref " + std::string(ref) + " " + mine);
  }
  const auto members = list_members({repo.name()}, {"pull/*/head"}, {});
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 1);
  EXPECT_EQ(members->front().commit, theirs);
  EXPECT_EQ(names(list_members({repo.name()}, {"pull/*", "pull/*/head"}, {})),
            "pull-7 pull-7~f552fb");
  EXPECT_EQ(names(list_members({repo.name()}, {"a*", "a/*"}, {})),
            "a-b~d44362 a-b-c14cdd a-b~c14cdd");
}

TEST(CohortMembersTest, FoldersAreCalledByTheirNames) {
  EXPECT_EQ(names(list_members({"class/ada", "class/bo/", "./.cy"}, {}, {})), "ada bo -.cy");
  EXPECT_EQ(names(list_members({"."}, {}, {})), fs::current_path().filename().string());
}

TEST(CohortMembersTest, WhatCannotBeIsSaid) {
  const GitFixture repo;
  repo.commit_file("a.txt", "one\n");
  EXPECT_EQ(names(list_members({"a/ada", "b/ada"}, {}, {})),
            "'a/ada' and 'b/ada' would both be reported in 'ada'\n"
            "hint: grade them by themselves, with another --out");
  EXPECT_EQ(names(list_members({"class-*"}, {}, {})),
            "there is no folder 'class-*'\n"
            "hint: without quotes the shell puts the folders in its place");
  EXPECT_EQ(names(list_members({"a", "b"}, {"pull/*/head"}, {})),
            "--ref chooses from one repository, and there are 2\n"
            "hint: give one repository with --ref, or folders without");
  EXPECT_EQ(names(list_members({repo.name()}, {"pull/*/head"}, {})),
            repo.name() +
                ": no ref matches 'pull/*/head'\n"
                "hint: pull request heads come with: git fetch origin "
                "'+refs/pull/*/head:refs/pull/*/head'");
  const TemporaryFolder folder;
  EXPECT_EQ(names(list_members({folder.path().string()}, {"main"}, {})),
            folder.path().string() +
                ": this is no repository\n"
                "hint: refs can only be chosen in a local clone; give folders instead");
}

TEST(CohortRunTest, EachIsGradedOnceAndNoneAfterTheStop) {
  std::atomic<int> graded{0};
  const auto grade = [&](std::size_t) {
    ++graded;
    return CohortResult{{}, Error{Blame::Grader, "x", "", ""}, false};
  };
  int told = 0;
  const auto done = [&](std::size_t, const CohortResult&) { ++told; };
  EXPECT_EQ(run_cohort_members(20, 4, grade, done, [] { return false; }).size(), 20u);
  EXPECT_EQ(graded, 20);
  EXPECT_EQ(told, 20);
  const auto results = run_cohort_members(20, 1, grade, done, [&] { return graded >= 23; });
  EXPECT_EQ(graded, 23);
  EXPECT_TRUE(results[2].error);
  EXPECT_FALSE(results[3].error);
}

class CohortCommandTest : public ::testing::Test {
 protected:
  CohortCommandTest() {
    write("rubric.yaml",
          "rubric: tiny\nversion: 1\ntitle: Tiny\npass: 50\ntemplate: none\n"
          "tasks:\n  - id: readme\n    title: The readme\n    points: 4\n    checks:\n"
          "      - id: there\n        title: It is there\n        points: 3\n"
          "        files: {required: [README.md]}\n"
          "      - id: license\n        title: It has a license\n        points: 1\n"
          "        files: {required: [LICENSE]}\n");
  }
  void write(const std::string& name, const std::string& text) {
    grader::testing::write(folder_.path() / name, text);
  }
  std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
  Ran cohort(Arguments more) {
    Arguments arguments{"cohort", "--rubric", at("rubric.yaml"), "--out", at("out"), "--jobs", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(CohortCommandTest, FoldersGetAReportEach) {
  write("class/ada/README.md", "# A\n");
  write("class/ada/LICENSE", "MIT\n");
  write("class/bo/README.md", "# B\n");
  write("class/cy/notes.txt", "x\n");
  const Ran ran = cohort({at("class/ada"), at("class/bo"), at("class/cy"), at("class/di")});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.out,
            "ada  complete    4 / 4\n"
            "bo   complete    3 / 4\n"
            "cy   on the way  0 / 4\n"
            "di   not graded  there is no such folder\n"
            "\n"
            "4 submissions: 2 complete, 1 on the way, 1 not graded\n"
            "Reports: " +
                at("out/") + "\n");
  EXPECT_TRUE(fs::exists(at("out/ada/report.html")));
  const auto json = nlohmann::json::parse(*read_file(at("out/cohort.json")));
  EXPECT_EQ(json["submissions"][1]["points"], "3");
  EXPECT_EQ(json["submissions"][1]["report"], "bo/report.json");
  EXPECT_TRUE(json["submissions"][3].contains("error"));
}

TEST_F(CohortCommandTest, WhatIsGradedIsKeptUntilItsCommitOrTheRubricChanges) {
  const GitFixture repo;
  const std::string first = repo.commit_file("README.md", "one\n");
  repo.git("update-ref refs/pull/1/head " + first);
  repo.git("update-ref refs/pull/2/head " + first);
  const Arguments all{repo.name(), "--ref", "pull/*/head"};
  EXPECT_EQ(cohort(all).err, "graded pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
  EXPECT_EQ(cohort(all).err, "kept pull-1, 1 of 2\nkept pull-2, 2 of 2\n");
  repo.git("update-ref refs/pull/2/head " + repo.commit_file("LICENSE", "MIT\n"));
  const Ran changed = cohort(all);
  EXPECT_EQ(changed.err, "kept pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
  EXPECT_EQ(changed.code, 0);
  Arguments again = all;
  again.push_back("--again");
  EXPECT_EQ(cohort(again).err, "graded pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
}

class CohortMarksTest : public CohortCommandTest {
 protected:
  CohortMarksTest() {
    write("rubric.yaml",
          "rubric: tiny\nversion: 1\ntitle: Tiny\npass: 50\ntemplate: none\n"
          "tasks:\n  - id: a\n    title: A\n    checks:\n"
          "      - {id: there, title: It is there, points: 3, files: {required: [README.md]}}\n"
          "      - {id: talk, title: A talk, points: 2, manual: {prompt: Talk}}\n");
    write("class/ada/README.md", "# A\n");
    write("class/bo/README.md", "# B\n");
    write("class/cy/notes.txt", "x\n");
  }
  Ran marked(const std::string& marks, Arguments more = {}) {
    Arguments arguments{at("class/ada"), at("class/bo"), at("class/cy"),
                        "--quiet",       "--marks",      at(marks)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return cohort(arguments);
  }
  static std::string table(const Ran& ran) { return ran.out.substr(0, ran.out.find("\n\n") + 1); }
};

TEST_F(CohortMarksTest, OpenPointsHaveAColumn) {
  const Ran ran = cohort({at("class/ada"), at("class/cy"), "--quiet"});
  EXPECT_EQ(table(ran),
            "ada  complete    3 / 5  2 open\n"
            "cy   on the way  0 / 5  2 open\n");
  const auto json = nlohmann::json::parse(*read_file(at("out/cohort.json")));
  EXPECT_EQ(json["submissions"][0]["points_open"], "2");
}

TEST_F(CohortMarksTest, AFolderHasAFileForEachThatHasSome) {
  write("marks/ada.yaml", "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 1.5}}\n");
  write("marks/bo.yml",
        "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 0, remark: Well asked.}}\n");
  write("marks/notes.txt", "not for the grader\n");
  const Ran ran = marked("marks");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(table(ran),
            "ada  complete    4.5 / 5\n"
            "bo   complete    3 / 5\n"
            "cy   on the way  0 / 5    2 open\n");
  EXPECT_NE(read_file(at("out/bo/report.html"))->find("Well asked."), std::string::npos);
}

TEST_F(CohortMarksTest, OneFileHoldsThemByName) {
  write("all.yaml",
        "marks: 1\nrubric: tiny\nsubmissions:\n  cy: {checks: {a/talk: {points: 2}}}\n");
  const Ran ran = marked("all.yaml");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(table(ran),
            "ada  complete    3 / 5  2 open\n"
            "bo   complete    3 / 5  2 open\n"
            "cy   on the way  2 / 5\n");
}

TEST_F(CohortMarksTest, MistakesInAFileAreSaidAtOnce) {
  write("all.yaml",
        "marks: 1\nrubric: tiny\nsubmissions:\n  adda: {checks: {a/talk: {points: 2}}}\n"
        "  bo: {checks: {a/talk: {points: 9}}}\n");
  Ran ran = marked("all.yaml");
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err, at("all.yaml") +
                         ":4:3: no submission here is called 'adda', did you mean 'ada'?\n"
                         "  adda: {checks: {a/talk: {points: 2}}}\n  ^\n" +
                         at("all.yaml") +
                         ":5:34: more than the 2 points of 'a/talk'\n"
                         "  bo: {checks: {a/talk: {points: 9}}}\n"
                         "                                 ^\n"
                         "2 mistakes in all.yaml\n");
  write("all.yaml",
        "marks: 1\nrubric: tiny\nsubmissions:\n  bo: {checks: {a/talk: {points: 2}}}\n"
        "  bo: {checks: {a/talk: {points: 1}}}\n");
  EXPECT_EQ(marked("all.yaml").err, at("all.yaml") +
                                        ":5:3: duplicate key 'bo', first on line 4\n"
                                        "  bo: {checks: {a/talk: {points: 1}}}\n  ^\n"
                                        "1 mistake in all.yaml\n");
  write("all.yaml", "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 2}}\n");
  EXPECT_EQ(marked("all.yaml").err,
            at("all.yaml") +
                ":1:1: these are the marks of one submission; say whose, as 'submissions: {NAME: "
                "{checks: ...}}', or give a folder with NAME.yaml for each\n"
                "marks: 1\n^\n1 mistake in all.yaml\n");
  EXPECT_EQ(marked("nothing").err,
            "grader: " + at("nothing") +
                ": cannot read the marks: cannot open: No such file or directory\n");
}

TEST_F(CohortMarksTest, MistakesInAFolderAreSaidAtOnce) {
  write("marks/dora.yaml", "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 2}}\n");
  write("marks/bo.yaml", "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 2}}\n");
  write("marks/bo.yml", "marks: 1\nrubric: tiny\nchecks: {a/talk: {points: 1}}\n");
  EXPECT_EQ(marked("marks").err,
            at("marks/bo.yml") + ": 'bo' has marks in 'bo.yaml' already; remove one of them\n" +
                at("marks/dora.yaml") +
                ": no submission here is called 'dora'\n2 mistakes in marks\n");
  fs::create_directories(at("empty"));
  EXPECT_EQ(marked("empty").err,
            "grader: " + at("empty") +
                ": there are no marks in this folder; it holds NAME.yaml for each submission that "
                "has some\n");
}

TEST_F(CohortMarksTest, MarksOfAClassAreNotForOne) {
  write("all.yaml",
        "marks: 1\nrubric: tiny\nsubmissions: {ada: {checks: {a/talk: {points: 2}}}}\n");
  const Ran ran = run({"grade", at("class/ada"), "--rubric", at("rubric.yaml"), "--out", at("out"),
                       "--marks", at("all.yaml")});
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("these are the marks of a class; 'grader cohort --marks' takes them"),
            std::string::npos)
      << ran.err;
}

TEST_F(CohortMarksTest, WhoGotOtherMarksIsGradedAgain) {
  const GitFixture repo;
  const std::string first = repo.commit_file("README.md", "one\n");
  repo.git("update-ref refs/pull/1/head " + first);
  repo.git("update-ref refs/pull/2/head " + first);
  const auto told = [&](const std::string& marks) {
    write("all.yaml", "marks: 1\nrubric: tiny\nsubmissions:\n" + marks);
    return cohort({repo.name(), "--ref", "pull/*/head", "--marks", at("all.yaml")}).err;
  };
  const std::string one = "  pull-1: {checks: {a/talk: {points: 1}}}\n";
  EXPECT_EQ(told(one), "graded pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
  EXPECT_EQ(told("  pull-1:\n    checks: {a/talk: {points: 1.0}}\n"),
            "kept pull-1, 1 of 2\nkept pull-2, 2 of 2\n");
  EXPECT_EQ(told(one + "  pull-2: {checks: {a/talk: {points: 1}}}\n"),
            "kept pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
  EXPECT_EQ(told("  pull-2: {checks: {a/talk: {points: 1, remark: Good.}}}\n"),
            "graded pull-1, 1 of 2\ngraded pull-2, 2 of 2\n");
}

TEST_F(CohortCommandTest, HelpHasExamplesAndExitCodes) {
  const Ran ran = run({"cohort", "--help"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("grader cohort course.git --ref 'pull/*/head' --rubric week-2.yaml"),
            std::string::npos);
  EXPECT_NE(ran.out.find("exit codes: 0 all are graded"), std::string::npos);
  EXPECT_NE(ran.out.find("first column of the table (marks/pull-7.yaml, marks/ada.yaml)"),
            std::string::npos);
}

}  // namespace
}  // namespace grader::cli
