#include "grader/base/units.h"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(Units, DurationsAreAWholeNumberAndAUnit) {
  EXPECT_EQ(parse_duration_ms("500ms"), 500);
  EXPECT_EQ(parse_duration_ms("20s"), 20'000);
  EXPECT_EQ(parse_duration_ms("2m"), 120'000);
  EXPECT_EQ(parse_duration_ms("1h"), 3'600'000);
  for (const char* text : {"", "20", "s", "1.5s", "-1s", "20 s", "20S", "9223372036854775807h"}) {
    EXPECT_EQ(parse_duration_ms(text), std::nullopt) << text;
  }
}

TEST(Units, SizesAreBytesOrBinaryMultiples) {
  EXPECT_EQ(parse_size("100"), 100);
  EXPECT_EQ(parse_size("64KiB"), 65'536);
  EXPECT_EQ(parse_size("512MiB"), std::int64_t{512} << 20);
  EXPECT_EQ(parse_size("1GiB"), std::int64_t{1} << 30);
  for (const char* text : {"", "MiB", "1MB", "1 MiB", "0x10", "-5"}) {
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
  }
}

TEST(Units, PrintTheShortestExactForm) {
  EXPECT_EQ(duration_to_text(90'000), "90s");
  EXPECT_EQ(duration_to_text(1'500), "1500ms");
  EXPECT_EQ(duration_to_text(600'000), "10m");
  EXPECT_EQ(duration_to_text(0), "0ms");
  EXPECT_EQ(size_to_text(65'536), "64KiB");
  EXPECT_EQ(size_to_text(1'000), "1000");
}

}  // namespace
}  // namespace grader
