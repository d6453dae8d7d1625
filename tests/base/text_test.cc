#include "grader/base/text.h"

#include <array>

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(DidYouMean, FindsTheNearOne) {
  constexpr std::array<std::string_view, 4> kKinds{"files", "text", "tests", "manual"};
  EXPECT_EQ(did_you_mean("fils", kKinds), "files");
  EXPECT_EQ(did_you_mean("files", kKinds), "");  // never the word itself
  EXPECT_EQ(did_you_mean("test", kKinds), "tests");
  EXPECT_EQ(did_you_mean("manaul", kKinds), "manual");
  EXPECT_EQ(did_you_mean("browser", kKinds), "");
  EXPECT_EQ(did_you_mean("", kKinds), "");
}

TEST(Utf8, InvalidBytesAreReplacedOneByOne) {
  EXPECT_TRUE(is_valid_utf8("aé漢😀"));
  EXPECT_FALSE(is_valid_utf8("a\xFF"));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));  // surrogate
  EXPECT_FALSE(is_valid_utf8("\xE2\x82"));      // cut
  EXPECT_EQ(to_valid_utf8("a\xFF\xC3\xA9"), "a\xEF\xBF\xBD\xC3\xA9");
}

TEST(Visible, WhatHidesOrReordersIsWrittenOut) {
  EXPECT_EQ(visible("a\x1b[31mb"), "a<U+001B>[31mb");
  EXPECT_EQ(visible("x\xE2\x80\xAEy"), "x<U+202E>y");
  EXPECT_EQ(visible("a\nb"), "a<U+000A>b");
  EXPECT_EQ(visible("\xFF"), "\xEF\xBF\xBD");
  EXPECT_EQ(visible("漢字です", 2), "漢字...");
}

TEST(Lines, EndWithLfOrCrLf) {
  EXPECT_EQ(lines_of("a\r\nb\n\nc"), (std::vector<std::string_view>{"a", "b", "", "c"}));
  EXPECT_TRUE(lines_of("").empty());
  EXPECT_EQ(lines_of("a\n").size(), 1u);
}

TEST(Trim, TakesSpaceOffBothEnds) {
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

}  // namespace
}  // namespace grader
