// Every submission of examples/, graded by the program itself: the outcome is the expected one.
// GRADER_UPDATE_GOLDEN=1 writes what came out into examples/*/expected/; then read the difference.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/base/error.h"
#include "grader/model/report_json.h"
#include "tests/examples/digest.h"
#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"
#include "tests/support/report_schema.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const fs::path kExamples = fs::path(GRADER_TESTS_DIR).parent_path() / "examples";

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

struct Row {
  std::string name;
  std::string example;
  std::string ref;  // of the built course; empty: `folder` is handed in
  std::string folder;
  std::string expected;  // below the example's expected/
};

// Names the row in CTest's list, which shows its bytes otherwise.
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

const std::string& course() {
  static const Scratch scratch;
  static const std::string path = [] {
    std::string built = scratch.path() / "course.git";
    const ShellOutcome outcome = run({kExamples / "javascript-week/build-course", built});
    if (outcome.exit_code != 0) ADD_FAILURE() << outcome.output;
    return built;
  }();
  return path;
}

class GradeExample : public ::testing::TestWithParam<Row> {};

TEST_P(GradeExample, ComesOutAsExpected) {
  const Row& row = GetParam();
  const fs::path example = kExamples / row.example;
  const Scratch scratch;
  const fs::path out = scratch.path() / "out";
  // Built environments are shared; everything else of the cache begins empty.
  const char* given = std::getenv("GRADER_LAYERS");
  const std::string layers = given != nullptr ? given : GRADER_BUILD_DIR "/cache/grader/layers";
  std::vector<std::string> command{"env", "GRADER_LAYERS=" + layers,
                                   "XDG_CACHE_HOME=" + (scratch.path() / "cache").string(),
                                   GRADER_BIN, "grade"};
  if (row.ref.empty()) {
    command.push_back(example / row.folder);
  } else {
    command.insert(command.end(), {course(), "--ref", row.ref});
  }
  command.insert(command.end(),
                 {"--rubric", example / "rubric.yaml", "--out", out, "--format", "json,html,md"});
  const ShellOutcome graded = run(command);
  ASSERT_EQ(graded.exit_code, 0) << graded.output;

  const std::string json = content(out / "report.json");
  EXPECT_TRUE(ValidatesAsReport(json));
  EXPECT_THAT(json, Not(HasSubstr("students.example"))) << "an e-mail address";
  EXPECT_THAT(json, Not(HasSubstr("Example <"))) << "a name";
  const Result<Report> report = report_from_json(json);
  ASSERT_TRUE(report) << to_text(report.error());
  EXPECT_GT(fs::file_size(out / "report.html"), 0U);
  EXPECT_GT(fs::file_size(out / "report.md"), 0U);

  const fs::path expected = example / "expected" / row.expected;
  const std::string came_out = digest(*report);
  if (std::getenv("GRADER_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(expected, std::ios::binary) << came_out;
  }
  EXPECT_EQ(came_out, content(expected));
}

Row pull(const std::string& number, const std::string& name) {
  return {name, "javascript-week", "pull/" + number + "/head", "", number + ".json"};
}

Row folder(const std::string& name, const std::string& example, const std::string& submission) {
  return {name, example, "", "submissions/" + submission, submission + ".json"};
}

INSTANTIATE_TEST_SUITE_P(
    Submissions, GradeExample,
    ::testing::Values(
        pull("1", "WeekSolved"), pull("2", "WeekHalf"), pull("3", "WeekNotStarted"),
        pull("4", "WeekMerged"), pull("5", "WeekDoesNotParse"), pull("6", "WeekHangs"),
        pull("7", "WeekOwnTestsOnly"), pull("8", "WeekNodeModules"),
        folder("PythonSolved", "python-basics", "solved"),
        folder("PythonHalf", "python-basics", "half"),
        folder("PythonCrashes", "python-basics", "crashes"),
        folder("PythonUntouched", "python-basics", "untouched"),
        folder("NodeTestSolved", "node-test", "solved"),
        folder("NodeTestHalf", "node-test", "half"), folder("NodeCliSolved", "node-cli", "solved"),
        folder("NodeCliHalf", "node-cli", "half"), folder("CppSolved", "cpp-basics", "solved"),
        folder("CppDoesNotBuild", "cpp-basics", "does-not-build"),
        folder("PythonWeekSolved", "python-week", "solved"),
        folder("PythonWeekPartly", "python-week", "partly"),
        folder("PageGood", "responsive-page", "good"),
        folder("PagePartial", "responsive-page", "partial"),
        folder("GoogleTestSolved", "cpp-googletest", "solved"),
        folder("GoogleTestWrong", "cpp-googletest", "wrong"),
        folder("GoogleTestDoesNotBuild", "cpp-googletest", "does-not-build")),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::testing
