// What our harnesses wrote under each version of the frameworks (record.sh), and what we read
// there.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "tests/runners/in_jail.h"
#include "tests/runners/sealed.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;

const fs::path kRecorded = fs::path(GRADER_TESTS_DIR) / "runners" / "recorded";

class RecordedTest : public ::testing::TestWithParam<std::string> {};

std::vector<std::string> test_files(const fs::path& fixtures) {
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(fixtures)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".test.") != std::string::npos || name.rfind("test_", 0) == 0) {
      files.push_back(name);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

TEST_P(RecordedTest, ReadsAsExpected) {
  const std::string framework = GetParam().substr(0, GetParam().rfind('-'));
  const Runner* runner = find_runner(framework);
  ASSERT_NE(runner, nullptr);
  const Result<std::string> results = read_file(kRecorded / GetParam() / "results.jsonl");
  ASSERT_TRUE(results) << to_text(results.error());
  const SuiteRun run =
      runner->read(grader::testing::request_for(test_files(kRecorded / "fixtures" / framework)),
                   grader::testing::outcome_with(*results));
  std::string text;
  for (const std::string& line : grader::testing::lines_of_run(run)) text += line + "\n";
  for (const FileRun& file : run.files) {
    for (const TestRun& test : file.tests) {
      if (test.state == TestState::Failed)
        text += "--- " + test.id.name + "\n" + test.message + "\n";
    }
  }
  const fs::path golden = kRecorded / GetParam() / "expected.txt";
  if (std::getenv("GRADER_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file_atomically(golden, text));
  }
  const Result<std::string> expected = read_file(golden);
  ASSERT_TRUE(expected) << to_text(expected.error());
  EXPECT_EQ(text, *expected);
}

INSTANTIATE_TEST_SUITE_P(Versions, RecordedTest,
                         ::testing::Values("jest-26", "jest-27", "jest-28", "jest-29", "jest-30",
                                           "node-test-20", "node-test-22", "node-test-24",
                                           "pytest-7", "vitest-1", "vitest-2", "vitest-3",
                                           "vitest-4"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace grader::runners
