// What the reviewer says, as far as it is taken. It reads what students wrote: its rows may hold
// anything.
#include "runners/reviewer.h"

#include <string>

#include <gtest/gtest.h>

namespace grader::runners {
namespace {

std::optional<Remark> remark_of(const std::string& remark) {
  const auto row = read_review_row(R"({"run":1,"ask":0,"file":0,"remarks":[)" + remark + "]}");
  const auto* read = row ? std::get_if<ReviewedFile>(&row->what) : nullptr;
  if (read == nullptr || read->remarks.size() != 1) return std::nullopt;
  return read->remarks.front();
}

std::string fix_at(const std::string& fix) {
  const auto remark = remark_of(R"({"rule":"r","line":1,"column":1,"fix":)" + fix + "}");
  if (!remark) return "no row";
  if (!remark->fix) return "no fix";
  const Fix& read = *remark->fix;
  return std::to_string(read.line) + ":" + std::to_string(read.column) + "-" +
         std::to_string(read.end_line) + ":" + std::to_string(read.end_column) + " " + read.text;
}

std::string fix_of(const std::string& text) {
  return fix_at(R"({"line":1,"column":2,"end_line":1,"end_column":4,"text":)" + text + "}");
}

TEST(Reviewer, ARemarkIsOfTheTemplateUntilItIsSaidToBeNew) {
  EXPECT_TRUE(remark_of(R"({"rule":"r","line":1})")->given);
  EXPECT_TRUE(remark_of(R"({"rule":"r","line":1,"given":true})")->given);
  EXPECT_TRUE(remark_of(R"({"rule":"r","line":1,"given":0})")->given);
  EXPECT_FALSE(remark_of(R"({"rule":"r","line":1,"given":false})")->given);
}

TEST(Reviewer, AFixIsARangeAndAText) {
  EXPECT_EQ(fix_of(R"("a\n\tb")"), "1:2-1:4 a\n\tb");
  EXPECT_EQ(fix_of(R"("")"), "1:2-1:4 ");
  EXPECT_EQ(fix_of(R"("\ud83d\ude00")"), "1:2-1:4 \xF0\x9F\x98\x80");
  EXPECT_EQ(fix_at(R"({"line":2,"column":5,"end_line":2,"end_column":5,"text":";"})"), "2:5-2:5 ;");
}

TEST(Reviewer, WhatIsNoFixIsLeftOutAndTheRemarkStays) {
  for (const char* fix : {
           "null",
           "3",
           "[]",
           R"("let")",
           "{}",
           R"({"line":1,"column":2,"end_line":1,"end_column":4})",
           R"({"line":0,"column":2,"end_line":1,"end_column":4,"text":""})",
           R"({"line":1,"column":-2,"end_line":1,"end_column":4,"text":""})",
           R"({"line":1,"column":2.5,"end_line":1,"end_column":4,"text":""})",
           R"({"line":1,"column":2,"end_line":1,"end_column":1e9,"text":""})",
           R"({"line":1,"column":2,"end_line":1,"end_column":99999999999,"text":""})",
           R"({"line":1,"column":5,"end_line":1,"end_column":4,"text":""})",
           R"({"line":2,"column":1,"end_line":1,"end_column":4,"text":""})",
       }) {
    EXPECT_EQ(fix_at(fix), "no fix") << fix;
  }
  for (const char* text : {"3", "null", R"(["a"])", R"("\u0000")", R"("a\rb")", R"("\u202e")",
                           R"("\u001b[2J")", R"("\u200b")"}) {
    EXPECT_EQ(fix_of(text), "no fix") << text;
  }
  EXPECT_EQ(fix_of('"' + std::string(1'000, 'a') + '"'), "1:2-1:4 " + std::string(1'000, 'a'));
  EXPECT_EQ(fix_of('"' + std::string(1'001, 'a') + '"'), "no fix");
}

TEST(Reviewer, WhatIsNoUtf8IsNoRow) {
  EXPECT_EQ(fix_of("\"\xFF\""), "no row");
  EXPECT_EQ(fix_of(R"("\ud83d")"), "no row");
}

TEST(Reviewer, AFileHasSoManyFixes) {
  std::string rows;
  for (int i = 1; i <= 60; ++i) {
    const std::string line = std::to_string(i);
    rows += (i > 1 ? "," : "") + (R"({"line":)" + line + R"(,"fix":{"line":)" + line) +
            R"(,"column":1,"end_line":)" + line + R"(,"end_column":2,"text":""}})";
  }
  const auto row = read_review_row(R"({"run":1,"ask":0,"file":0,"remarks":[)" + rows + "]}");
  ASSERT_TRUE(row);
  const auto& read = std::get<ReviewedFile>(row->what);
  ASSERT_EQ(read.remarks.size(), 60U);
  EXPECT_TRUE(read.remarks[49].fix);
  EXPECT_FALSE(read.remarks[50].fix);
  EXPECT_FALSE(read.remarks[59].fix);
}

}  // namespace
}  // namespace grader::runners
