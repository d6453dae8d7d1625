#include "grader/model/tree.h"

#include <gtest/gtest.h>

#include "tests/support/memory_tree.h"

namespace grader {
namespace {

using testing::MemoryTree;

TEST(Tree, FoldersAreFoundByTheirEntries) {
  const MemoryTree tree({{"a.js", ""}, {"a/b.js", ""}, {"a/c/d.js", ""}, {"a0.js", ""}});
  EXPECT_TRUE(tree.has_folder("a"));
  EXPECT_TRUE(tree.has_folder("a/c"));
  EXPECT_TRUE(tree.has_folder(""));
  EXPECT_FALSE(tree.has_folder("a.js"));
  EXPECT_FALSE(tree.has_folder("b"));
  const EntryRange range = entries_below(tree, "a");
  EXPECT_EQ(range.last - range.first, 2u);
}

TEST(Tree, SameAtComparesFilesAndFolders) {
  const MemoryTree base({{"w/a.js", "1"}, {"w/b.js", "2"}, {"x.js", "3"}});
  const MemoryTree same({{"w/a.js", "1"}, {"w/b.js", "2"}, {"x.js", "4"}});
  const MemoryTree more({{"w/a.js", "1"}, {"w/b.js", "2"}, {"w/c.js", ""}});
  EXPECT_TRUE(same_at(base, same, "w"));
  EXPECT_TRUE(same_at(base, same, "w/a.js"));
  EXPECT_FALSE(same_at(base, same, "x.js"));
  EXPECT_FALSE(same_at(base, more, "w"));
  EXPECT_FALSE(same_at(base, more, "nowhere"));
}

TEST(Tree, AChangedModeIsAChange) {
  MemoryTree base;
  base.add("a.sh", "1");
  MemoryTree changed;
  changed.add("a.sh", "1", EntryKind::Executable);
  EXPECT_FALSE(same_at(base, changed, "a.sh"));
}

}  // namespace
}  // namespace grader
