// What is left out of a commit's tree, what is remarked, and where the limits lie.
#include "grader/source/inventory.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/source/remarks.h"
#include "grader/source/source.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

using grader::testing::entry;
using grader::testing::GitFixture;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Result<Submission> get(const GitFixture& repo, const std::string& ref, const Policy& policy = {},
                       BaseRequest base = {}) {
  return fetch({repo.name(), ref, std::move(base)}, policy, "unused", {}, {});
}

std::string error_of(const Result<Submission>& result) {
  return result ? "no error" : to_text(result.error());
}

std::vector<std::string> paths(const Submission& submission) {
  std::vector<std::string> all;
  for (const TreeEntry& found : submission.tree->entries()) all.push_back(found.path);
  return all;
}

// "rule path" of each remark.
std::vector<std::string> remarks(const Submission& submission) {
  std::vector<std::string> all;
  for (const SubmissionRemark& remark : submission.remarks) {
    EXPECT_EQ(remark.message.id.substr(0, 11), "submission.");
    all.push_back(remark.rule + " " + remark.path);
  }
  return all;
}

TEST(TreeTest, EntriesAreSortedByBytesWithKindsIdsAndSizes) {
  const GitFixture repo;
  repo.write("a/x", "1");
  repo.write("a-b", "22");
  repo.write("a.b", "333");
  repo.write("run.sh", "#!/bin/sh\n");
  repo.git("init -q");
  std::filesystem::permissions(repo.path() / "run.sh", std::filesystem::perms::owner_all);
  std::filesystem::create_symlink("a/x", repo.path() / "link");
  repo.commit();
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("a-b", "a.b", "a/x", "link", "run.sh"));
  EXPECT_THAT(found->remarks, IsEmpty());
  EXPECT_EQ(found->tree->find("a.b")->size, 3u);
  EXPECT_EQ(found->tree->find("a.b")->id, repo.git("rev-parse HEAD:a.b"));
  EXPECT_EQ(found->tree->find("run.sh")->kind, EntryKind::Executable);
  EXPECT_EQ(found->tree->find("link")->kind, EntryKind::Symlink);
  EXPECT_EQ(*found->tree->read(*found->tree->find("link")), "a/x");
}

TEST(LeftOutTest, DependenciesEnvironmentsAndCaches) {
  const GitFixture repo;
  repo.write("index.js", "");
  repo.write("node_modules/left-pad/index.js", "");
  repo.write("web/node_modules/a/node_modules/b.js", "");
  repo.write(".venv/pyvenv.cfg", "");
  repo.write(".venv/bin/tool", "");
  repo.write("env3/pyvenv.cfg", "");
  repo.write("venv/notes.md", "a folder that is only called so");
  repo.write("src/__pycache__/a.pyc", "");
  repo.commit();
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("index.js", "venv/notes.md"));
  EXPECT_THAT(remarks(*found),
              ElementsAre("node_modules_committed node_modules",
                          "node_modules_committed web/node_modules", "venv_committed .venv",
                          "venv_committed env3", "pycache_committed src/__pycache__"));
}

TEST(LeftOutTest, LinkCalledNodeModules) {
  const GitFixture repo;
  repo.write("deps/jest/index.js", "");
  std::filesystem::create_symlink("deps", repo.path() / "node_modules");
  repo.commit();
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("deps/jest/index.js"));
  EXPECT_THAT(remarks(*found), ElementsAre("node_modules_committed node_modules"));
}

TEST(LeftOutTest, BuildFoldersOnlyWhereTheyLookGenerated) {
  const GitFixture repo;
  repo.write("kept/dist/index.html", "template's");
  repo.write("kept/package.json", "{}");
  const std::string base = repo.commit();
  repo.write("kept/dist/page.html", "");
  repo.write("app/package.json", "{}");
  repo.write("app/dist/bundle.js", "");
  repo.write("app/build", "a file");
  repo.write("plain/build/house.js", "");
  repo.commit();
  const auto found = get(repo, "main", {}, BaseRef{base, ""});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found),
              ElementsAre("app/build", "app/package.json", "kept/dist/index.html",
                          "kept/dist/page.html", "kept/package.json", "plain/build/house.js"));
  EXPECT_THAT(remarks(*found), ElementsAre("build_folder_committed app/dist"));
}

TEST(LeftOutTest, GitLikeAndUnsafeNames) {
  const GitFixture repo;
  const std::string file = repo.blob("x");
  const std::string inner = repo.raw_tree(entry("100644", "config", file));
  const std::string tree = repo.raw_tree(
      entry("100644", ".", file) + entry("100644", "..", file) + entry("40000", ".GIT", inner) +
      entry("40000", ".g\u200cit", inner) + entry("100644", "/etc/passwd", file) +
      entry("100644", "a", file) + entry("40000", "a", inner) + entry("40000", "git~1", inner) +
      entry("100644", "ok", file) + entry("100644", "up/../../x", file));
  const auto found = get(repo, repo.commit_tree(tree));
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("a", "ok"));
  EXPECT_THAT(remarks(*found),
              ElementsAre("git_like_name .GIT", "git_like_name .g<U+200C>it", "git_like_name git~1",
                          "unsafe_name .", "unsafe_name ..", "unsafe_name /etc/passwd",
                          "unsafe_name a", "unsafe_name up/../../x"));
}

TEST(LeftOutTest, LinksThatLeaveAndGitlinks) {
  const GitFixture repo;
  repo.write("src/a.js", "");
  std::filesystem::create_symlink("/usr/bin/python3", repo.path() / "python");
  std::filesystem::create_symlink("python/lib", repo.path() / "through");
  std::filesystem::create_symlink("../../x", repo.path() / "src/up");
  std::filesystem::create_symlink("../src/a.js", repo.path() / "src/inside");
  std::filesystem::create_symlink(std::string(4090, 'x') + "/long", repo.path() / "fine");
  repo.commit();
  repo.git("update-index --add --cacheinfo 160000," + std::string(40, '1') + ",other");
  repo.git("commit -q -m gitlink");
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("fine", "src/a.js", "src/inside"));
  EXPECT_THAT(remarks(*found), ElementsAre("link_leaves python", "link_leaves src/up",
                                           "link_leaves through", "gitlink other"));
}

TEST(RemarkedTest, TwinsStayBecauseEitherMayBeTheStudents) {
  const GitFixture repo;
  const std::string file = repo.blob("x");
  const std::string tree =
      repo.raw_tree(entry("100644", "Index.js", file) + entry("100644", "caf\u00e9", file) +
                    entry("100644", "cafe\u0301", file) + entry("100644", "index.js", file));
  const auto found = get(repo, repo.commit_tree(tree));
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_EQ(found->tree->entries().size(), 4u);
  EXPECT_THAT(remarks(*found), ElementsAre("case_twin index.js", "unicode_twin cafe\u0301"));
  EXPECT_EQ(std::get<std::string>(found->remarks[0].message.params.at("other")), "Index.js");
}

TEST(RemarkedTest, NamesThatCannotBeShownAreShownVisibly) {
  const GitFixture repo;
  const std::string file = repo.blob("x");
  const std::string tree =
      repo.raw_tree(entry("100644", "a\nb", file) + entry("100644", "x\u202egpj.exe", file) +
                    entry("100644", "\xff.js", file));
  const auto found = get(repo, repo.commit_tree(tree));
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre("a\nb", "x\u202egpj.exe", "\xff.js"));
  EXPECT_THAT(remarks(*found), ElementsAre("odd_name a<U+000A>b", "odd_name x<U+202E>gpj.exe",
                                           "odd_name \uFFFD.js"));
}

TEST(RemarkedTest, EnvironmentAndDesktopFilesAreKept) {
  const GitFixture repo;
  repo.write(".env", "KEY=1");
  repo.write(".env.example", "KEY=");
  repo.write("api/.env.local", "KEY=1");
  repo.write(".DS_Store", "");
  repo.commit();
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(paths(*found), ElementsAre(".DS_Store", ".env", ".env.example", "api/.env.local"));
  EXPECT_THAT(remarks(*found),
              ElementsAre("ds_store_committed .DS_Store", "env_file_committed .env",
                          "env_file_committed api/.env.local"));
}

TEST(RemarkedTest, WhatTheTemplateHasIsNotTheStudents) {
  const GitFixture repo;
  repo.write(".env", "KEY=1");
  repo.write("node_modules/a.js", "");
  const std::string base = repo.commit();
  repo.write("api/.env", "KEY=1");
  repo.commit();
  const auto found = get(repo, "main", {}, BaseRef{base, ""});
  ASSERT_TRUE(found) << error_of(found);
  EXPECT_THAT(remarks(*found), ElementsAre("env_file_committed api/.env"));
}

TEST(RemarkedTest, TwentyOfARuleAndTheCountOfTheOthers) {
  const GitFixture repo;
  for (int i = 100; i < 123; ++i) repo.write("d" + std::to_string(i) + "/.DS_Store", "");
  repo.commit();
  const auto found = get(repo, "main");
  ASSERT_TRUE(found) << error_of(found);
  ASSERT_EQ(found->remarks.size(), kMaxRemarksOfARule + 1);
  EXPECT_EQ(found->remarks.front().path, "d100/.DS_Store");
  EXPECT_EQ(found->remarks.back().rule, "ds_store_committed");
  EXPECT_EQ(found->remarks.back().path, "");
  EXPECT_EQ(found->remarks.back().message.id, "submission.more_like_this");
  EXPECT_EQ(std::get<std::int64_t>(found->remarks.back().message.params.at("count")), 3);
}

struct LimitRow {
  std::string name;
  Policy policy;
  std::string message;
  std::string where;
};

Policy with(void (*change)(Policy&)) {
  Policy policy;
  change(policy);
  return policy;
}

class LimitTest : public ::testing::TestWithParam<LimitRow> {};

TEST_P(LimitTest, RefusesTheTreeAndSaysTheNumbers) {
  const GitFixture repo;
  repo.write("a/b/c/d.txt", std::string(3000, 'x'));
  repo.write("e.txt", std::string(2000, 'y'));
  repo.write("node_modules/huge", std::string(9000, 'z'));
  repo.commit();
  const auto found = get(repo, "main", GetParam().policy);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().blame, Blame::Submission);
  EXPECT_EQ(to_text(found.error()),
            (GetParam().where.empty() ? "" : GetParam().where + ": ") +
                "the submission is too large: " + GetParam().message +
                "\nhint: leave generated and very large files out of the commit");
  const auto as_template = get(repo, "main", GetParam().policy, BaseRef{"main", ""});
  ASSERT_FALSE(as_template);
  EXPECT_EQ(as_template.error().blame, Blame::Usage);
  EXPECT_EQ(as_template.error().message, "the template is too large: " + GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Limits, LimitTest,
    ::testing::Values(LimitRow{"Entries", with([](Policy& p) { p.max_entries = 4; }),
                               "it holds more than 4 files and folders", ""},
                      LimitRow{"Depth", with([](Policy& p) { p.max_depth = 2; }),
                               "folders lie deeper than 2 levels", "a/b/c"},
                      LimitRow{"OneFile", with([](Policy& p) { p.max_file_bytes = 2048; }),
                               "a file has 2.9 KiB, the limit for one file is 2 KiB",
                               "a/b/c/d.txt"},
                      LimitRow{"Total", with([](Policy& p) { p.max_total_bytes = 4096; }),
                               "its files have more than 4 KiB in all", ""}),
    [](const auto& row) { return row.param.name; });

TEST(LimitTest, TreeOfTenToTheTenEntriesIsRefusedQuickly) {
  const GitFixture repo;
  std::string tree = repo.raw_tree(entry("100644", "x", repo.blob("x")));
  for (int level = 0; level < 10; ++level) {
    std::string entries;
    for (char c = '0'; c <= '9'; ++c) entries += entry("40000", std::string(1, c), tree);
    tree = repo.raw_tree(entries);
  }
  const auto found = get(repo, repo.commit_tree(tree));
  EXPECT_EQ(error_of(found),
            "the submission is too large: it holds more than 200,000 files and folders\n"
            "hint: leave generated and very large files out of the commit");
}

}  // namespace
}  // namespace grader::source
