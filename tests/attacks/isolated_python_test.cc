// Submissions that try to write their own verdict while a judge in another jail runs pytest: each
// folder of isolated/python has an attack, which gives no right answer and must pass no test, and
// may have an honest twin that does something alike and must pass all but the one that nobody can.
// Those without one share isolated/python/honest.
#include <algorithm>
#include <filesystem>

#include "grader/base/file.h"
#include "tests/engine/apart_row.h"

namespace grader::engine {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(GRADER_TESTS_DIR) / "attacks/isolated/python";
constexpr const char* kTests = "given_test.py";

std::string content(const fs::path& file) {
  auto text = read_file(file);
  return text ? *std::move(text) : "cannot be read";
}

ApartRow row_of(const fs::path& folder) {
  ApartRow row{
      folder.string(), "python", "pytest", {}, {}, {kTests}, {}, std::chrono::milliseconds(4'000)};
  row.laid[kTests] = content(kCases / kTests);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    row.submission[entry.path().lexically_relative(folder).string()] = content(entry.path());
  }
  return row;
}

bool passed(const std::string& line) {
  return line.ends_with(": passed");
}

// The one that nobody passes.
bool is_canary(const std::string& line) {
  return line.starts_with("test_never: ");
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    if (fs::exists(entry.path() / "attack")) found.push_back(entry.path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> honest(const fs::path& folder) {
  const ApartRow row = row_of(folder);
  return told(run(row), row.files);
}

void expect_full(const std::vector<std::string>& lines, const std::string& name) {
  EXPECT_GT(lines.size(), 10U) << name;
  for (const std::string& line : lines) EXPECT_NE(passed(line), is_canary(line)) << name << line;
}

class IsolatedPythonTest : public ::testing::TestWithParam<std::string> {};

TEST_P(IsolatedPythonTest, GainsNothing) {
  const ApartRow attack = row_of(kCases / GetParam() / "attack");
  const RanBatch ran = run(attack);
  EXPECT_FALSE(ran.failed) << to_text(*ran.failed);
  for (const std::string& line : told(ran, attack.files)) EXPECT_FALSE(passed(line)) << line;
  // Whoever comes next finds everything as it was.
  const fs::path twin = kCases / GetParam() / "honest";
  if (fs::exists(twin)) expect_full(honest(twin), GetParam());
}

TEST(IsolatedPythonLastTest, HonestAnswersAreStillJudgedAsTheyAre) {
  expect_full(honest(kCases / "honest"), "honest");
}

std::string as_identifier(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Attacks, IsolatedPythonTest, ::testing::ValuesIn(names()), as_identifier);

}  // namespace
}  // namespace grader::engine
