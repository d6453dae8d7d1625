#include "rubrics/glob.h"

#include <gtest/gtest.h>

#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

struct Row {
  const char* glob;
  const char* path;
  bool matches;
};

TEST(Glob, MatchesWhatTheManualSays) {
  const Row rows[] = {
      {"a.js", "week-2/a.js", true},
      {"a.js", "a.js", false},
      {"/a.js", "a.js", true},
      {"./a.js", "week-2/a.js", true},
      {"../a.js", "a.js", true},
      {"*.js", "week-2/a.js", true},
      {"*.js", "week-2/.a.js", true},
      {"*.js", "week-2/b/a.js", false},
      {"*.js", "week-2/a.jsx", false},
      {"**/*.js", "week-2/a.js", true},
      {"**/*.js", "week-2/b/c/a.js", true},
      {"**/*.js", "week-3/a.js", false},
      {"/**/*.js", "week-3/a.js", true},
      {"b/**", "week-2/b/c/d", true},
      {"b/**", "week-2/b", false},
      {"b/**/d", "week-2/b/d", true},
      {"b/**/d", "week-2/b/x/y/d", true},
      {"b/**/d", "week-2/bd", false},
      {"b", "week-2/b/c/d", true},
      {"b/", "week-2/b/c", true},
      {"b", "week-2/bc", false},
      {"*", "week-2/b/c", false},
      {"*/", "week-2/b/c", true},
      {"?.js", "week-2/\xC3\xA4.js", true},
      {"?.js", "week-2/ab.js", false},
      {"[ab].js", "week-2/b.js", true},
      {"[!ab].js", "week-2/b.js", false},
      {"[!ab].js", "week-2/c.js", true},
      {"[a-c].js", "week-2/b.js", true},
      {"[]].js", "week-2/].js", true},
      {"[.^].js", "week-2/^.js", true},
      {"{a,b}.{js,ts}", "week-2/b.ts", true},
      {"{a,b}.{js,ts}", "week-2/c.ts", false},
      {"{*-a,b?}.js", "week-2/x-a.js", true},
      {"a+b(c).js", "week-2/a+b(c).js", true},
      {"a.js", "week-2/aXjs", false},
      {".", "week-2/x/y", true},
      {".", "week-3/x", false},
      {"/", "week-3/x", true},
      {"*.js", "week-2/\xFF.js", true},
  };
  for (const Row& row : rows) {
    ASSERT_EQ(glob_mistake(row.glob), std::nullopt) << row.glob;
    const auto glob = Glob::resolve("week-2", row.glob);
    ASSERT_TRUE(glob) << row.glob;
    EXPECT_EQ(glob->matches(row.path), row.matches) << row.glob << " on " << row.path;
    testing::MemoryTree tree;
    tree.add(row.path, "x");
    EXPECT_EQ(glob->find(tree).size(), row.matches ? 1u : 0u) << row.glob << " in " << row.path;
  }
}

TEST(Glob, SignsInTheFolderOfATaskAreItsName) {
  const auto glob = Glob::resolve("week [2] {x}", "*.js");
  ASSERT_TRUE(glob);
  EXPECT_TRUE(glob->matches("week [2] {x}/a.js"));
  EXPECT_FALSE(glob->matches("week 2 x/a.js"));
}

TEST(Glob, NothingLeavesTheRoot) {
  EXPECT_FALSE(Glob::resolve("week-2", "../../a.js"));
  EXPECT_FALSE(Glob::resolve("week-2", "/../a.js"));
  EXPECT_FALSE(Glob::resolve("", "x/../../a.js"));
  EXPECT_EQ(resolve_path("week-2", "../../a"), std::nullopt);
  EXPECT_EQ(resolve_path("week-2", "/.."), std::nullopt);
  EXPECT_EQ(resolve_path("week-2", ".././a//b/"), "a/b");
  EXPECT_EQ(resolve_path("week-2", ".."), "");
}

TEST(Glob, FindsEachEntryOnceAndInOrder) {
  const testing::MemoryTree tree({{"a/x.js", "1"}, {"a/y.js", "2"}, {"a.js", "3"}, {"b.js", "4"}});
  const auto all = Glob::resolve("", "**/*.js");
  const auto some = Glob::resolve("", "a/*");
  const std::vector<Glob> globs{*all, *some};
  const auto found = find_any(globs, tree);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0]->path, "a.js");
  EXPECT_EQ(found[3]->path, "b.js");
}

}  // namespace
}  // namespace grader::rubrics
