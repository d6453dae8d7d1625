#include "sum.h"

#include <stdexcept>

#include <gtest/gtest.h>

TEST(Sum, Adds) {
  EXPECT_EQ(sum(1, 2), 3);
}

TEST(Sum, AddsMore) {
  EXPECT_EQ(sum(2, 2), 4);
}

TEST(Sum, CanNeverBeTrue) {
  EXPECT_EQ(1, 2);
}

TEST(Sum, TakesSmallNumbersOnly) {
  EXPECT_THROW(sum(2'000'000'000, 2'000'000'000), std::overflow_error);
}

// Nobody is to read on.
const char* const kSecret = "MARKER-7f3a";
