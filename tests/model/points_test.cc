#include "grader/model/points.h"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(Points, PrintWithoutTrailingZeros) {
  EXPECT_EQ(to_text(Points{700}), "7");
  EXPECT_EQ(to_text(Points{250}), "2.5");
  EXPECT_EQ(to_text(Points{25}), "0.25");
  EXPECT_EQ(to_text(Points{5}), "0.05");
  EXPECT_EQ(to_text(Points{-150}), "-1.5");
  EXPECT_EQ(to_text(Points{0}), "0");
}

TEST(Points, SharesAreRoundedDownAndFullOnlyWhenAllIsThere) {
  EXPECT_EQ(share_of(Points{1000}, 1, 3), Points{333});
  EXPECT_EQ(share_of(Points{1000}, 2, 3), Points{666});
  EXPECT_EQ(share_of(Points{1000}, 3, 3), Points{1000});
  EXPECT_EQ(share_of(Points{1000}, 5, 3), Points{1000});
  EXPECT_EQ(share_of(Points{1}, 1, 2), Points{0});
}

}  // namespace
}  // namespace grader
