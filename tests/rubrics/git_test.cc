#include <gtest/gtest.h>

#include "rubrics/checks/git_people.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_history.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using testing::MemoryHistory;
using testing::MemoryTree;

struct Given {
  const History* history = nullptr;
  const Tree* base = nullptr;
  const Metadata* metadata = nullptr;
  std::string branch;
};

std::string judged(const std::string& settings, const Given& given) {
  const MemoryTree mine = memory_tree({{"week-2/a.js", "1"}});
  CheckInput input;
  input.view = {&mine, given.base, "week-2", ""};
  input.view.history = given.history;
  input.view.metadata = given.metadata;
  input.view.branch = given.branch;
  const Judgement judgement = check_of("git: " + settings)->judge(input);
  return told(judgement) + (judgement.note ? "  note " + to_text(*judgement.note) + "\n" : "");
}

std::string judged(const std::string& settings, const History& history,
                   const Tree* base = nullptr) {
  return judged(settings, Given{&history, base, nullptr, ""});
}

const HistoryPerson kBot{"dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"};

TEST(Git, CommitsAreCountedWithoutMergesAndBots) {
  MemoryHistory history;
  history.commit("three").commit("Merge branch 'main'", {MemoryHistory::ada()}, 2);
  history.commit("Bump jest", {kBot}).commit("one");
  EXPECT_EQ(judged("{commits: {min: 2}}", history), "pass: git.all_good\n");
  EXPECT_EQ(judged("{commits: {min: 3}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  commits  git.too_few_commits count=2 min=3\n");
  EXPECT_EQ(judged("{commits: {min: 3}, merges: true}", history), "pass: git.all_good\n");
  EXPECT_EQ(judged("{commits: {max: 1}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  commits  git.too_many_commits count=2 max=1\n");
}

TEST(Git, PeopleWhoAreLeftOutDoNotCount) {
  MemoryHistory history;
  history.commit("by the mentor", {{"Mentor", "m@school.example"}}).commit("mine");
  EXPECT_EQ(judged("{commits: {min: 2}, leave_out: ['@school\\.example>$']}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  commits  git.too_few_commits count=1 min=2\n");
}

TEST(Git, MessagesAreNamedByCommitAndNeverWithAnAddress) {
  MemoryHistory history;
  history.commit("update\n\nAll of the rest").commit("Ask ada@example.org about loops");
  EXPECT_EQ(judged("{messages: {forbid: [{pattern: '^(?i)update$'}]}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  messages.forbid  git.message_says_little commit=1cccccc subject=update\n");
  EXPECT_EQ(judged("{messages: {require: [{pattern: '^Add', message: Begin with Add.}]}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  messages.require  git.author_says commit=1cccccc subject=update text=Begin with "
            "Add.\n"
            "  messages.require  git.author_says commit=2cccccc subject=Ask ... about loops "
            "text=Begin with Add.\n");
  EXPECT_EQ(judged("{messages: {subject: {min: 10, max: 30}}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  messages.subject  git.message_short commit=1cccccc count=6 min=10 subject=update\n"
            "  messages.subject  git.message_long commit=2cccccc count=31 max=30 subject=Ask ... "
            "about loops\n");
}

TEST(Git, NamesAndMessagesAreShownSafely) {
  MemoryHistory history;
  history.commit(
      "\x1B[2J ::error::x \xE2\x80\xAE"
      "txt",
      {{"A\x1B[31m\nB", "a@x.org"}});
  EXPECT_EQ(judged("{messages: {require: [{pattern: zz}]}, shares: {at_most: 50, names: true, "
                   "otherwise: fail}}",
                   history),
            "fail: git.some_good count=2 passed=0\n"
            "  messages.require  git.message_differs commit=1cccccc subject=<U+001B>[2J ::error::x "
            "<U+202E>txt\n"
            "  shares  git.share_large_named lines=0 max=50 percent=100 "
            "person=A<U+001B>[31m<U+000A>B\n");
}

TEST(Git, PatternsLookAtTheFirstLineUnlessAskedForAll) {
  MemoryHistory history;
  history.commit("Add a page\n\nRefs #12");
  EXPECT_EQ(judged("{messages: {require: [{pattern: 'Refs #'}]}}", history).substr(0, 5), "fail:");
  EXPECT_EQ(judged("{messages: {part: all, require: [{pattern: 'Refs #'}]}}", history),
            "pass: git.all_good\n");
}

TEST(Git, SomeMessagesMayDiffer) {
  MemoryHistory history;
  history.commit("Add a").commit("Add b").commit("Add c").commit("fix");
  EXPECT_EQ(judged("{messages: {require: [{pattern: ^Add}], at_least: 75}}", history),
            "pass: git.all_good\n");
  EXPECT_EQ(judged("{messages: {require: [{pattern: ^Add}], at_least: 76}}", history).substr(0, 5),
            "fail:");
}

TEST(Git, WithoutCommitsNothingPasses) {
  const MemoryHistory history;
  EXPECT_EQ(judged("{messages: {require: [{pattern: a}], subject: {min: 1}}}", history),
            "fail: git.some_good count=2 passed=0\n  messages.require  git.no_commits\n");
  EXPECT_EQ(judged("{shares: {at_most: 40}}", history),
            "fail: git.some_good count=1 passed=0\n  shares  git.no_commits\n");
}

TEST(Git, SharesAskAPersonAndNameNobodyUnlessTheRubricAsks) {
  MemoryHistory history;
  for (int i = 0; i < 3; ++i) history.commit("a");
  history.commit("b", {MemoryHistory::bo()});
  EXPECT_EQ(judged("{shares: {at_least: 25, at_most: 75, people: 2}}", history),
            "pass: git.all_good\n");
  EXPECT_EQ(judged("{shares: {at_least: 30, at_most: 70}}", history),
            "needs_review: git.shares_talk\n"
            "  shares  git.share_large commit=1cccccc lines=0 max=70 percent=75\n"
            "  shares  git.share_small commit=4cccccc lines=0 min=30 percent=25\n");
  EXPECT_EQ(judged("{shares: {at_most: 70, names: true, otherwise: fail}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  shares  git.share_large_named lines=0 max=70 percent=75 person=Ada Example\n");
  EXPECT_EQ(judged("{shares: {people: 3}}", history),
            "needs_review: git.shares_talk\n  shares.people  git.few_people count=2 min=3\n");
}

TEST(Git, CommitsOfSeveralAreShared) {
  MemoryHistory history;
  history.commit("together", {MemoryHistory::ada(), MemoryHistory::bo()});
  EXPECT_EQ(judged("{shares: {at_least: 50, at_most: 50, people: 2}}", history),
            "pass: git.all_good\n");
}

TEST(Git, LinesThatWereOnlyMovedAreNobodys) {
  MemoryHistory history;
  const std::string work = "one\ntwo\nthree\nfour\n";
  history.commit("move", {MemoryHistory::bo()});
  history.file("new.js", "five\n" + work).file("old.js", "", work);
  history.commit("write").file("old.js", work).file("package-lock.json", "a\nb\nc\nd\ne\nf\n");
  EXPECT_EQ(judged("{shares: {of: lines, at_least: 21, otherwise: fail, names: true}}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  shares  git.share_small_named lines=1 min=21 percent=20 person=Bo Example\n");
  EXPECT_EQ(judged("{shares: {of: lines, at_most: 80}}", history), "pass: git.all_good\n");
  EXPECT_EQ(judged("{shares: {of: lines, in: ['/old.js'], at_most: 99}}", history).substr(0, 12),
            "needs_review");
}

TEST(Git, CommitsWithoutALineThatCountsShareNothing) {
  MemoryHistory history;
  history.commit("clean up").file("old.js", "", "one\n").file("yarn.lock", "a");
  EXPECT_EQ(judged("{shares: {of: lines, at_most: 60}}", history),
            "needs_review: git.shares_talk\n  shares  git.no_lines\n");
  EXPECT_EQ(judged("{shares: {of: lines, at_most: 60, otherwise: fail}}", history),
            "fail: git.some_good count=1 passed=0\n  shares  git.no_lines\n");
}

TEST(Git, LinesOfTheTemplateInAFirstCommitAreNobodys) {
  const MemoryTree base = memory_tree({{"a.js", "given\ngiven too\n"}});
  MemoryHistory history;
  history.commit("b", {MemoryHistory::bo()})
      .file("a.js", "given\ngiven too\nx\n", "given\ngiven too\n");
  history.commit("Initial commit", {MemoryHistory::ada()}, 0).file("a.js", "given\ngiven too\n");
  EXPECT_EQ(
      judged("{shares: {of: lines, at_least: 100, otherwise: fail, names: true}}", history, &base),
      "fail: git.some_good count=1 passed=0\n"
      "  shares  git.share_small_named lines=1 min=100 percent=0 person=Ada Example\n");
}

TEST(Git, ForbiddenFilesCountAlsoWhenTheyAreGone) {
  MemoryHistory history;
  history.commit("take it away").file("week-2/.env", "", "KEY=1");
  history.commit("work").file("week-2/.env", "KEY=1").file("week-2/lib/.env", "KEY=2");
  history.commit("start").file("week-2/a.js", "1");
  EXPECT_EQ(judged("{forbidden: ['**/.env', '*.log']}", history),
            "partial 1/2: git.some_good count=2 passed=1\n"
            "  forbidden week-2/.env git.path_in_history commit=2cccccc count=1 "
            "path=week-2/.env\n");
  const MemoryTree base = memory_tree({{"week-2/.env", "KEY=0"}, {"week-2/lib/.env", ""}});
  EXPECT_EQ(judged("{forbidden: ['**/.env']}", history, &base), "pass: git.all_good\n");
}

TEST(Git, ForbiddenTextIsNeverShownAgain) {
  MemoryHistory history;
  history.commit("take it away")
      .file("week-2/a.js", "const key = load()\n", "const key = 'K123'\n");
  history.commit("more").file("week-2/a.js", "const key = 'K123'\n", "const key = 'K123'");
  history.commit("work").file("week-2/a.js", "x\nconst key = 'K123'");
  history.commit("packages").file("node_modules/a.js", "K123");
  EXPECT_EQ(judged("{forbid: [{pattern: 'K\\d+'}]}", history),
            "fail: git.some_good count=1 passed=0\n"
            "  forbid week-2/a.js git.text_in_history commit=3cccccc path=week-2/a.js\n");
  EXPECT_EQ(
      judged("{forbid: [{pattern: 'K\\d+', in: ['*.js'], message: A key is here.}]}", history),
      "fail: git.some_good count=1 passed=0\n"
      "  forbid week-2/a.js git.author_says_of_file commit=3cccccc path=week-2/a.js text=A "
      "key is here.\n");
  EXPECT_EQ(judged("{forbid: [{pattern: 'K\\d+', in: ['*.css']}]}", history),
            "pass: git.all_good\n");
  const MemoryTree base = memory_tree({{"week-2/a.js", "  const key = 'K123'\n"}});
  EXPECT_EQ(judged("{forbid: [{pattern: 'K\\d+'}]}", history, &base), "pass: git.all_good\n");
}

TEST(Git, TheBranchIsTheMetadatasOrTheRefs) {
  Metadata metadata;
  EXPECT_EQ(judged("{branch: '^week-\\d'}", {nullptr, nullptr, nullptr, "week-2"}),
            "pass: git.all_good\n");
  metadata.branch = "main";
  EXPECT_EQ(judged("{branch: '^week-\\d'}", {nullptr, nullptr, &metadata, "week-2"}),
            "fail: git.some_good count=1 passed=0\n  branch  git.branch_differs value=main\n");
  EXPECT_EQ(judged("{branch: '^week-\\d'}", {}),
            "needs_review: git.no_branch\n"
            "  note the name of the branch is not known\n"
            "hint: give it with --metadata, or name the branch with --ref\n");
}

TEST(Git, ThePullRequestIsAskedForWithoutShowingItsTitle) {
  Metadata metadata;
  metadata.title = "London | Ada Example | Week 2";
  metadata.body = "## Changes\n\nI did the loops.\n\n## Questions\n<!-- ask here -->\n";
  const Given given{nullptr, nullptr, &metadata, ""};
  EXPECT_EQ(judged(R"({pull_request: {title: [{pattern: '\|.*\| Week \d'}], body: {require: )"
                   R"([{pattern: loops}], sections: [{heading: Changes, words: 3}]}}})",
                   given),
            "pass: git.all_good\n");
  EXPECT_EQ(judged("{pull_request: {title: [{pattern: 'Sprint'}], body: {require: [{pattern: "
                   "'\\[x\\]', message: \"Is the list ticked?\"}], forbid: [{pattern: loops}], "
                   "sections: [{heading: questions}, {heading: Links}]}}}",
                   given),
            "fail: git.some_good count=5 passed=0\n"
            "  pull_request.title  git.title_differs\n"
            "  pull_request.body  text.author_says text=Is the list ticked?\n"
            "  pull_request.body  git.body_has\n"
            "  pull_request.sections  git.section_short count=0 heading=questions min=1\n"
            "  pull_request.sections  git.section_missing heading=Links\n");
}

TEST(Git, WordsOfTheCoursesFormAreNoAnswer) {
  const MemoryTree base = memory_tree(
      {{".github/PULL_REQUEST_TEMPLATE.md", "## Changes\n\nBriefly explain your work here\n"}});
  Metadata metadata;
  metadata.body = "## Changes\n\nBriefly explain your work here\n";
  const std::string settings = "{pull_request: {body: {sections: [{heading: Changes, words: 2}]}}}";
  EXPECT_EQ(judged(settings, {nullptr, &base, &metadata, ""}),
            "fail: git.some_good count=1 passed=0\n"
            "  pull_request.sections  git.section_short count=0 heading=Changes min=2\n");
  metadata.body = "## Changes\n\nBriefly explain your work here. Wrote three loops\n";
  EXPECT_EQ(judged(settings, {nullptr, &base, &metadata, ""}), "pass: git.all_good\n");
}

TEST(Git, WhatIsNotKnownAsksAPersonAndSaysTheNextStep) {
  EXPECT_EQ(judged("{commits: {min: 1}}", Given{}),
            "needs_review: git.no_history\n"
            "  note the submission has no history\n"
            "hint: grade the repository, not a copy of its files\n");
  EXPECT_EQ(judged("{pull_request: {title: [{pattern: a}]}}", Given{}),
            "needs_review: git.no_pull_request\n"
            "  note title and text of the pull request are not known\n"
            "hint: give them with --metadata FILE: the event file of the CI system will do\n");
  Metadata only_branch;
  only_branch.branch = "x";
  EXPECT_EQ(judged("{pull_request: {title: [{pattern: a}]}}", {nullptr, nullptr, &only_branch, ""})
                .substr(0, 13),
            "needs_review:");
  MemoryHistory history;
  history.commit("one").cut_off();
  EXPECT_EQ(judged("{commits: {max: 5}}", history),
            "needs_review: git.history_too_large\n"
            "  note the history is beyond the limits of what is read\n"
            "hint: look at the history by hand, and give the points with --marks\n");
}

struct SameRow {
  const char* name;
  HistoryPerson one, other;
  std::size_t people;
};

class PeopleTest : public ::testing::TestWithParam<SameRow> {};

TEST_P(PeopleTest, AreToldApart) {
  MemoryHistory history;
  history.commit("a", {GetParam().one}).commit("b", {GetParam().other});
  EXPECT_EQ(people_of(history, {}).all.size(), GetParam().people);
}

INSTANTIATE_TEST_SUITE_P(
    Git, PeopleTest,
    ::testing::Values(SameRow{"SameAddress", {"Ada", "a@x.org"}, {"ada l", "A@X.org"}, 1},
                      SameRow{"SameName", {"Ada Lo", "a@x.org"}, {"ada lo", "a@y.org"}, 1},
                      SameRow{"SameAccount",
                              {"Ada", "12+adalo@users.noreply.github.com"},
                              {"A. Lo", "adalo@users.noreply.github.com"},
                              1},
                      SameRow{"TwoPeople", {"Ada", "a@x.org"}, {"Bo", "b@x.org"}, 2},
                      SameRow{"ANameOfManyPeople", {"root", "a@x.org"}, {"root", "b@x.org"}, 2},
                      SameRow{"ABotIsNobody", {"Ada", "a@x.org"}, {"renovate[bot]", "b@x.org"}, 1},
                      SameRow{"WithoutAnyName", {"", ""}, {"Bo", "b@x.org"}, 2}),
    [](const auto& row) { return row.param.name; });

TEST(People, OneWhoIsKnownByTwoAddressesJoinsThem) {
  MemoryHistory history;
  history.commit("a", {{"Ada", "a@x.org"}}).commit("b", {{"A. Lovelace", "b@x.org"}});
  history.commit("c", {{"Ada", "b@x.org"}});
  const People people = people_of(history, {});
  ASSERT_EQ(people.all.size(), 1u);
  EXPECT_EQ(people.all[0].name, "Ada");
  EXPECT_EQ(people.of[1], std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace grader::rubrics
