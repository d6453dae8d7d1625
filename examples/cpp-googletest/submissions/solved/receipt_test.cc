#include "receipt.h"

#include <stdexcept>

#include <gtest/gtest.h>

TEST(Total, AddsTheLines) {
  EXPECT_EQ(total({{"tea", 150}, {"bread", 320}}), 470);
}

TEST(Total, ReckonsWithTheCount) {
  EXPECT_EQ(total({{"tea", 150, 3}}), 450);
}

TEST(Total, RefusesACountBelowOne) {
  EXPECT_THROW(total({{"tea", 150, 0}}), std::invalid_argument);
}

class LargeReceipt : public testing::TestWithParam<int> {};

TEST_P(LargeReceipt, AddsUp) {
  const std::vector<Line> lines(GetParam(), Line{"tea", 150});
  EXPECT_EQ(total(lines), 150 * GetParam());
}

INSTANTIATE_TEST_SUITE_P(Lines, LargeReceipt, testing::Values(1, 10, 1000));

TEST(Total, DISABLED_ReadsAFile) {}
