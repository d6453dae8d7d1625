#include "sum.h"

#include <gtest/gtest.h>

TEST(Sum, OfTwo) {
  EXPECT_EQ(sum(1, 2), 3);
}

TEST(Sum, BelowZero) {
  EXPECT_EQ(sum(-1, -2), -3);
}
