#include <gtest/gtest.h>

#include "receipt.h"

TEST(Discount, TakesAPartAway) {
  EXPECT_EQ(discounted(1000, 25), 750);
}

TEST(Discount, RoundsToTheNearestCent) {
  EXPECT_EQ(discounted(199, 50), 100);
}

TEST(Discount, LeavesNothingOfAll) {
  EXPECT_EQ(discounted(1234, 100), 0);
}
