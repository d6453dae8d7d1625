#include "grader/report/catalogue.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "grader/base/places.h"

namespace grader::report {
namespace {

namespace fs = std::filesystem;

const Catalogue& english() {
  Result<const Catalogue*> catalogue = Catalogue::of("en");
  return catalogue ? **catalogue : Catalogue::empty();
}

// A folder of catalogues for one test.
class Folder {
 public:
  Folder() : path_(fs::path(::testing::TempDir()) / ("messages-" + std::to_string(::getpid()))) {}
  ~Folder() { fs::remove_all(path_); }
  void write(const std::string& name, const std::string& content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << content;
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string in_english(const std::string& pattern, const Args& args) {
  const Folder folder;
  folder.write("en/a.json", "{\"a.b\": \"" + pattern + "\"}");
  Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load(folder.path(), "en");
  return catalogue ? (*catalogue)->text("a.b", args) : to_text(catalogue.error());
}

TEST(Catalogue, FillsInParametersAndPlurals) {
  const std::string pattern = "{count, plural, one {# test of {name}} other {# tests of {name}}}";
  EXPECT_EQ(in_english(pattern, {{"count", std::int64_t{1}}, {"name", "bmi"}}), "1 test of bmi");
  EXPECT_EQ(in_english(pattern, {{"count", std::int64_t{2}}, {"name", "bmi"}}), "2 tests of bmi");
}

TEST(Catalogue, ChoosesByText) {
  const std::string pattern = "{what, select, stdout {the output} other {the file {what}}}";
  EXPECT_EQ(in_english(pattern, {{"what", "stdout"}}), "the output");
  EXPECT_EQ(in_english(pattern, {{"what", "out.txt"}}), "the file out.txt");
}

TEST(Catalogue, ChoosesByTextWhereValuesAreMarked) {
  const Folder folder;
  folder.write("en/a.json", "{\"a.b\": \"{what, select, stdout {the output} other {{what}}}\"}");
  Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load(folder.path(), "en");
  ASSERT_TRUE(catalogue);
  EXPECT_EQ((*catalogue)->marked("a.b", {{"what", "stdout"}}), "the output");
}

TEST(Catalogue, WritesNumbersWithoutSeparators) {
  EXPECT_EQ(in_english("line {line}", {{"line", std::int64_t{12345}}}), "line 12345");
  EXPECT_EQ(in_english("{n, plural, one {#} other {# points}}", {{"n", Points{123450}}}),
            "1234.5 points");
}

TEST(Catalogue, ValuesAreNeverPatterns) {
  EXPECT_EQ(in_english("File {path}", {{"path", "{count} '{' # ''"}}), "File {count} '{' # ''");
}

TEST(Catalogue, WhatIsMissingShows) {
  EXPECT_EQ(english().text("no.such_id"), "[no.such_id]");
  EXPECT_EQ(in_english("File {path} of {name}", {{"path", "a"}}), "File a of {name}");
  EXPECT_EQ(Catalogue::empty().text("page.well"), "[page.well]");
}

TEST(Catalogue, MarksTextFromOutsideAndTakesMarksOutOfIt) {
  const Folder folder;
  folder.write("en/a.json", R"({"a.b": "File {path}"})");
  Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load(folder.path(), "en");
  ASSERT_TRUE(catalogue);
  EXPECT_EQ((*catalogue)->marked("a.b", {{"path", "x\x03y\x01"}}), "File \x01path\x02xy\x03");
}

TEST(Catalogue, AnUnknownLanguageNamesTheKnownOnes) {
  const Result<const Catalogue*> catalogue = Catalogue::of("../en");
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().blame, Blame::Usage);
  EXPECT_EQ(catalogue.error().message, "unknown language '../en'");
  EXPECT_EQ(catalogue.error().hint, "known languages: ar, ca, en, es, fr, uk");
}

TEST(Catalogue, AMistakeInAFileIsAnErrorThatNamesIt) {
  const Folder folder;
  folder.write("en/a.json", R"({"a.b": "x"})");
  folder.write("en/b.json", R"({"a.b": "y"})");
  const Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load(folder.path(), "en");
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().message, "the message 'a.b' is not text, or stands in two files");
}

TEST(Catalogue, NoCataloguesAtAllIsOurFault) {
  const Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load("/nowhere", "en");
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(catalogue.error().blame, Blame::Grader);
}

TEST(Catalogue, ListsAndDatesFollowTheLanguage) {
  EXPECT_EQ(english().list({"9", "14"}), "9 and 14");
  EXPECT_EQ(english().list({"9", "14", "20"}), "9, 14, and 20");
  EXPECT_EQ(english().date("2026-11-03T08:05:00Z"), "3 November 2026, 08:05");
  EXPECT_EQ(english().date("yesterday"), "yesterday");
}

TEST(Catalogue, ArabicIsWrittenFromRightToLeftWithPlainDigits) {
  const Folder folder;
  folder.write("ar/a.json", R"({"a.b": "{n, plural, one {#} few {# few} other {#}}"})");
  Result<std::unique_ptr<Catalogue>> catalogue = Catalogue::load(folder.path(), "ar");
  ASSERT_TRUE(catalogue);
  EXPECT_TRUE((*catalogue)->right_to_left());
  EXPECT_EQ((*catalogue)->text("a.b", {{"n", std::int64_t{5}}}), "5 few");
  EXPECT_FALSE(english().right_to_left());
}

}  // namespace
}  // namespace grader::report
