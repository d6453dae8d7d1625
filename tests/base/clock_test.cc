#include "grader/base/clock.h"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(Clock, TimesAreUtcAndHeldToFourDigitYears) {
  EXPECT_EQ(rfc3339_utc(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339_utc(1795455000), "2026-11-23T17:30:00Z");
  EXPECT_EQ(rfc3339_utc(-5), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339_utc(INT64_MAX), "9999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace grader
