// Every example and every rubric of the library proves itself, by the program and in jails.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

const fs::path kExamples = fs::path(GRADER_TESTS_DIR).parent_path() / "examples";
const fs::path kLibrary = fs::path(GRADER_TESTS_DIR).parent_path() / "rubrics/library";

std::vector<std::string> rubrics_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (fs::exists(entry.path() / "rubric.yaml")) names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

ShellOutcome test_rubric(const fs::path& rubric, const fs::path& cache,
                         std::vector<std::string> more = {}) {
  const char* given = std::getenv("GRADER_LAYERS");
  const std::string layers = given != nullptr ? given : GRADER_BUILD_DIR "/cache/grader/layers";
  std::vector<std::string> command{"env",
                                   "GRADER_LAYERS=" + layers,
                                   "XDG_CACHE_HOME=" + cache.string(),
                                   GRADER_BIN,
                                   "rubric",
                                   "test",
                                   "--quiet",
                                   rubric};
  command.insert(command.end(), more.begin(), more.end());
  return run(command);
}

void expect_proved(const fs::path& rubric) {
  const Scratch scratch;
  const ShellOutcome outcome = test_rubric(rubric, scratch.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr(rubric.string() + ": proved, "));
}

std::string row_name(const ::testing::TestParamInfo<std::string>& row) {
  std::string name = row.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class ProveExample : public ::testing::TestWithParam<std::string> {};

TEST_P(ProveExample, ItsRubricIsProved) {
  expect_proved(kExamples / GetParam() / "rubric.yaml");
}

INSTANTIATE_TEST_SUITE_P(Rubrics, ProveExample, ::testing::ValuesIn(rubrics_in(kExamples)),
                         row_name);

class ProveLibrary : public ::testing::TestWithParam<std::string> {};

TEST_P(ProveLibrary, ItsRubricIsProved) {
  expect_proved(kLibrary / GetParam() / "rubric.yaml");
}

TEST_P(ProveLibrary, AllItsTextsAreTranslated) {
  const ShellOutcome outcome =
      run({GRADER_BIN, "rubric", "check", kLibrary / GetParam() / "rubric.yaml"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  for (const char* language : {"ar", "ca", "es", "fr", "uk"}) {
    EXPECT_THAT(outcome.output, HasSubstr(std::string("\n  ") + language + ": all "));
  }
  EXPECT_THAT(outcome.output, Not(HasSubstr("warning"))) << "a question has its question mark";
}

INSTANTIATE_TEST_SUITE_P(Rubrics, ProveLibrary, ::testing::ValuesIn(rubrics_in(kLibrary)),
                         row_name);

// A test that holds in some runs only would give or take points by luck.
TEST(ProveFlaky, ATestOfChanceIsFoundByRepeating) {
  const Scratch scratch;
  const fs::path example = scratch.path() / "example";
  fs::copy(kExamples / "node-cli", example, fs::copy_options::recursive);
  std::ofstream(example / "submissions/solved/total.js", std::ios::app)
      << "\nif (Math.random() < 0.5) console.log('surprise');\n";
  const ShellOutcome outcome =
      test_rubric(example / "rubric.yaml", scratch.path() / "cache", {"--repeat", "9"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("solution: total/adds comes out differently in 9 runs: "));
  EXPECT_THAT(outcome.output,
              HasSubstr("hint: does it depend on the time, on chance or on the order of tests?\n"));
}

// The rubric's author reads which hidden case failed; nobody finds it in a report.
TEST(ProveHidden, TheAuthorIsToldAndTheReportIsSilent) {
  const Scratch scratch;
  const auto write = [&](const std::string& name, const std::string& text) {
    fs::create_directories((scratch.path() / name).parent_path());
    std::ofstream(scratch.path() / name) << text;
  };
  write("rubric.yaml",
        "rubric: hidden\nversion: 1\ntitle: Hidden\ntemplate: none\nenvironment: node\n"
        "tasks:\n  - id: sum\n    title: The sum\n    path: sum.js\n    checks:\n"
        "      - id: adds\n        title: It adds\n        points: 2\n        calls:\n"
        "          function: sum\n          cases:\n"
        "            - {args: [[1, 2]], returns: 3}\n"
        "            - {args: [[quokka]], returns: wombat, hidden: true}\n");
  write("rubric.proofs.yaml", "proofs: 1\nsolution: {folder: solution}\n");
  write("solution/sum.js",
        "module.exports = { sum: (all) => (all[0] === 1 ? 3 : all[0] + '-dingo') };\n");
  const ShellOutcome outcome =
      test_rubric(scratch.path() / "rubric.yaml", scratch.path() / "cache");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output,
              HasSubstr("1. solution: sum/adds passes in part, 1 of 2 points: \"1 of 2 calls "
                        "works.\"; hidden from students: case 'sum([\"quokka\"])', expected "
                        "'\"wombat\"', came '\"quokka-dingo\"'\n"));
  const char* given = std::getenv("GRADER_LAYERS");
  const std::string layers = given != nullptr ? given : GRADER_BUILD_DIR "/cache/grader/layers";
  const fs::path out = scratch.path() / "out";
  const ShellOutcome graded = run(
      {"env", "GRADER_LAYERS=" + layers, "XDG_CACHE_HOME=" + (scratch.path() / "cache").string(),
       GRADER_BIN, "grade", scratch.path() / "solution", "--rubric", scratch.path() / "rubric.yaml",
       "--out", out, "--format", "json,html,md,text", "--explain", "--quiet"});
  EXPECT_EQ(graded.exit_code, 0) << graded.output;
  std::string all = graded.output;
  for (const auto& entry : fs::recursive_directory_iterator(out)) {
    if (entry.is_regular_file()) {
      std::ifstream file(entry.path());
      all.append(std::istreambuf_iterator<char>(file), {});
    }
  }
  EXPECT_THAT(all, HasSubstr("1 example that is not shown does not work yet."));
  for (const char* secret : {"quokka", "wombat"}) EXPECT_THAT(all, Not(HasSubstr(secret)));
}

TEST(ProveTrouble, AnEnvironmentThatIsNotBuiltIsOurTrouble) {
  const Scratch scratch;
  const ShellOutcome outcome =
      run({"env", "GRADER_LAYERS=" + (scratch.path() / "none").string(),
           "XDG_CACHE_HOME=" + scratch.path().string(), GRADER_BIN, "rubric", "test", "--quiet",
           kExamples / "node-cli/rubric.yaml"});
  EXPECT_EQ(outcome.exit_code, 4) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("grader environment build node"));
}

}  // namespace
}  // namespace grader::testing
