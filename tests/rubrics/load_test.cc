// Mistakes of authors, each as a folder: rubric.yaml and the whole of what is said about it.
// GRADER_UPDATE_GOLDEN=1 rewrites the expected texts.
#include "rubrics/load.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "tests/rubrics/rubric_text.h"

namespace grader::rubrics {
namespace {

const std::filesystem::path kGolden = std::filesystem::path(GRADER_TESTS_DIR) / "rubrics/golden";

std::vector<std::string> folders_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void compare_or_update(const std::filesystem::path& file, const std::string& text) {
  if (std::getenv("GRADER_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file_atomically(file, text, false));
    return;
  }
  const Result<std::string> expected = read_file(file);
  ASSERT_TRUE(expected) << to_text(expected.error());
  EXPECT_EQ(text, *expected);
}

class MistakesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(MistakesTest, AreAllToldWithTheirPlaces) {
  const std::filesystem::path folder = kGolden / "mistakes" / GetParam();
  // Messages name the file as it was given.
  std::filesystem::current_path(folder);
  const LoadedRubric loaded = load_rubric("rubric.yaml");
  EXPECT_FALSE(loaded.rubric);
  compare_or_update(folder / "expected.txt", to_text(to_error(loaded, "rubric.yaml")) + "\n");
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name;
  bool upper = true;
  for (const char c : info.param) {
    if (c != '-') name += upper ? static_cast<char>(std::toupper(c)) : c;
    upper = c == '-';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rubric, MistakesTest,
                         ::testing::ValuesIn(folders_in(kGolden / "mistakes")), test_name);

class GoodRubricTest : public ::testing::TestWithParam<std::string> {};

TEST_P(GoodRubricTest, IsShownAsItWasUnderstood) {
  const std::filesystem::path folder = kGolden / "good" / GetParam();
  std::filesystem::current_path(folder);
  const LoadedRubric loaded = load_rubric("rubric.yaml");
  ASSERT_TRUE(loaded.rubric) << to_text(to_error(loaded, "rubric.yaml"));
  std::string told;
  for (const Diagnostic& diagnostic : loaded.diagnostics) told += to_text(diagnostic) + "\n";
  compare_or_update(folder / "expected.txt", told + show_rubric(*loaded.rubric));
}

INSTANTIATE_TEST_SUITE_P(Rubric, GoodRubricTest, ::testing::ValuesIn(folders_in(kGolden / "good")),
                         test_name);

TEST(LoadRubric, AFileThatCannotBeReadIsADiagnostic) {
  const LoadedRubric loaded = load_rubric("/nowhere/week-2.yaml");
  EXPECT_FALSE(loaded.rubric);
  EXPECT_EQ(to_text(to_error(loaded, "/nowhere/week-2.yaml")),
            "/nowhere/week-2.yaml: cannot read the rubric: no such file");
}

TEST(LoadRubric, TheDigestFollowsTheAssetsThatChecksName) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "grader-rubric-digest";
  std::filesystem::create_directories(folder);
  const std::string text = rubric_with(
      "      - id: a\n        title: A\n"
      "        tests: {from: rubric, files: [a.test.js]}\n");
  ASSERT_TRUE(write_file_atomically(folder / "a.test.js", "test one", false));
  const LoadedRubric first = load_rubric_text(text, folder / "rubric.yaml");
  ASSERT_TRUE(first.rubric) << to_text(to_error(first, "rubric.yaml"));
  ASSERT_TRUE(write_file_atomically(folder / "a.test.js", "test two", false));
  const LoadedRubric second = load_rubric_text(text, folder / "rubric.yaml");
  const LoadedRubric again = load_rubric_text(text, folder / "rubric.yaml");
  std::filesystem::remove_all(folder);
  EXPECT_EQ(first.rubric->digest.substr(0, 7), "sha256:");
  EXPECT_EQ(first.rubric->digest.size(), 71u);
  EXPECT_NE(first.rubric->digest, second.rubric->digest);
  EXPECT_EQ(second.rubric->digest, again.rubric->digest);
}

TEST(LoadRubric, AnAssetBehindALinkThatLeavesIsRefused) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "grader-rubric-link";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  std::filesystem::create_symlink("/etc/hostname", folder / "a.test.js");
  const LoadedRubric loaded =
      load_rubric_text(rubric_with("      - id: a\n        title: A\n"
                                   "        tests: {from: rubric, files: [a.test.js]}\n"),
                       folder / "rubric.yaml");
  std::filesystem::remove_all(folder);
  ASSERT_EQ(loaded.diagnostics.size(), 1u);
  EXPECT_EQ(loaded.diagnostics[0].message, "this path leaves the folder of the rubric");
}

struct AssetRow {
  const char* tests;  // settings after `from: rubric`
  const char* told;
};

TEST(LoadRubric, FilesOfTheRubricThatCannotBeLaidAreMistakes) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "grader-rubric-assets";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "hidden");
  ASSERT_TRUE(write_file_atomically(folder / "a.test.js", "require('./helper')\n"));
  ASSERT_TRUE(write_file_atomically(folder / "helper.js", "1\n"));
  ASSERT_TRUE(write_file_atomically(folder / "hidden/b.test.js", "require('./b')\n"));
  ASSERT_TRUE(write_file_atomically(folder / "big.js", std::string((4 << 20) + 1, ' ')));
  const AssetRow rows[] = {
      {"files: ['*.test.js'], with: [helper.js]", ""},
      {"files: ['**/*.test.js'], with: ['help*']", ""},
      {"files: ['*.test.ts']", "14:34: no file like '*.test.ts' beside the rubric"},
      {"files: [big.js]", "14:34: the file 'big.js' is larger than 4 MiB"},
      {"files: [a.test.js]",
       "14:34: warning: 'a.test.js' asks for './helper', and 'helper.js' is not laid; add it to "
       "'with', unless students write it"},
      {"files: {hidden/b.test.js: .git/b}", "14:52: 'week-2/.git/b' is in Git's own folder"},
      {"files: {hidden/b.test.js: \"b\\0\"}", "14:52: a path cannot hold a NUL"},
      {"files: {hidden/b.test.js: b}, with: {helper.js: b/c}",
       "14:74: 'week-2/b/c' would be below the file 'week-2/b'"},
  };
  for (const AssetRow& row : rows) {
    const LoadedRubric loaded = load_rubric_text(
        rubric_with("      - id: a\n        title: A\n        points: 1\n        tests:\n"
                    "          {from: rubric, " +
                    std::string(row.tests) + "}\n"),
        folder / "r.yaml");
    std::string told;
    for (const Diagnostic& one : loaded.diagnostics) {
      const std::string text = to_text(one);
      told += text.substr((folder / "r.yaml:").string().size());
      told = told.substr(0, told.find('\n'));
    }
    EXPECT_EQ(told, row.told) << row.tests;
  }
  std::filesystem::remove_all(folder);
}

TEST(LoadRubric, ForbiddenPackagesNeverSpeak) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - {id: a, title: A, files: {forbidden: ['**/node_modules/**']}}\n"),
      "r.yaml");
  ASSERT_EQ(loaded.diagnostics.size(), 1u);
  EXPECT_EQ(loaded.diagnostics[0].message,
            "folders 'node_modules' are always left out and remarked on; this never speaks");
}

TEST(LoadRubric, MoreThanAHundredMistakesAreCounted) {
  std::string keys;
  for (int i = 0; i < 150; ++i) keys += "zzz" + std::to_string(i) + ": 1\n";
  const LoadedRubric loaded = load_rubric_text(keys, "week.yaml");
  const std::string text = to_text(to_error(loaded, "week.yaml"));
  EXPECT_NE(text.find("and 54 more\n154 mistakes in week.yaml"), std::string::npos) << text;
}

// Hostile or merely huge, each ends soon and with something to say.
TEST(LoadRubric, HugeRubricsAreQuick) {
  std::string many = kRubricHead;
  many += "tasks:\n";
  for (int i = 0; i < 400; ++i) {
    const std::string n = std::to_string(i);
    many += "  - id: t" + n + "\n    title: T\n    checks:\n      - id: c\n        title: C\n";
    if (i > 0) many += "        needs: [t" + std::to_string(i - 1) + "/c]\n";
    many += "        files: {required: [a]}\n";
  }
  std::string wrong = kRubricHead + std::string("tasks:\n");
  for (int i = 0; i < 4'000; ++i) wrong += "  - x\n";
  std::string patterns =
      kRubricHead +
      std::string(
          "tasks:\n  - id: a\n    title: A\n    checks:\n      - id: a\n        title: A\n"
          "        text:\n          in: [a]\n          require:\n");
  for (int i = 0; i < 2'000; ++i) patterns += "            - pattern: ((a{1,30}){1,30}){1,30}\n";
  std::string candidates = kRubricHead + std::string("tasks:\n");
  for (int i = 0; i < 900; ++i) {
    const std::string n = std::to_string(i);
    candidates += "  - id: t" + n +
                  "\n    title: T\n    checks:\n      - {id: c, title: C, needs: [" +
                  std::string(200, 'q') + "/c], manual: {}}\n";
  }
  const auto start = std::chrono::steady_clock::now();
  const LoadedRubric chain = load_rubric_text(many, "x.yaml");
  EXPECT_TRUE(chain.rubric) << to_text(to_error(chain, "x.yaml")).substr(0, 500);
  EXPECT_FALSE(load_rubric_text(wrong, "x.yaml").rubric);
  EXPECT_FALSE(load_rubric_text(patterns, "x.yaml").rubric);
  EXPECT_FALSE(load_rubric_text(candidates, "x.yaml").rubric);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace grader::rubrics
