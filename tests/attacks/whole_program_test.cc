// Submissions that attack, graded by the program itself. Each folder of cases/ is one: it never
// earns more than the same answers would earn honestly, a valid report is there, nothing of it is
// an error of ours, and the next honest submission is graded as if nothing had been.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "grader/model/report_json.h"
#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"
#include "tests/support/report_schema.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kAttacks = fs::path(GRADER_TESTS_DIR) / "attacks";

struct Row {
  const char* name;      // of the folder
  std::int64_t at_most;  // hundredths of points
  Cause cause;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Report graded(const std::string& name, const std::string& environment) {
  const Scratch scratch;
  const fs::path rubric = scratch.path() / "rubric.yaml";
  fs::copy(kAttacks / "given", scratch.path() / "given");
  std::ofstream(rubric) << content(kAttacks / "rubric.yaml") << "environment: " << environment
                        << "\n";
  const char* given = std::getenv("GRADER_LAYERS");
  ::setenv("GRADER_LAYERS", given != nullptr ? given : GRADER_BUILD_DIR "/cache/grader/layers", 1);
  const fs::path out = scratch.path() / "out";
  const ShellOutcome outcome = run({GRADER_BIN, "grade", kAttacks / "cases" / name, "--rubric",
                                    rubric, "--out", out, "--format", "json", "--quiet"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  const std::string json = content(out / "report.json");
  EXPECT_TRUE(ValidatesAsReport(json));
  Result<Report> report = report_from_json(json);
  EXPECT_TRUE(report);
  return report ? std::move(*report) : Report{};
}

class WholeProgram : public ::testing::TestWithParam<std::tuple<Row, std::string>> {};

TEST_P(WholeProgram, EarnsNothingByAttacking) {
  const Row& row = std::get<0>(GetParam());
  const Report report = graded(row.name, std::get<1>(GetParam()));
  ASSERT_EQ(report.tasks.size(), 1u);
  const CheckResult& check = report.tasks[0].checks[0];
  EXPECT_LE(report.result.points.hundredths, row.at_most);
  EXPECT_EQ(to_text(check.cause), to_text(row.cause));
  EXPECT_EQ(report.result.status, Completeness::Complete);
  EXPECT_NE(check.status, Status::Error);
  EXPECT_EQ(report.sandbox.level, "full");
}

std::string name_of(const ::testing::TestParamInfo<std::tuple<Row, std::string>>& info) {
  std::string name = std::string(std::get<0>(info.param).name) + "-" + std::get<1>(info.param);
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

// One test of four can be right by chance.
constexpr std::int64_t kByChance = 250;

INSTANTIATE_TEST_SUITE_P(
    Forging, WholeProgram,
    ::testing::Combine(
        ::testing::Values(Row{"honest", 750, Cause::WrongResult},
                          Row{"patches-object-is", 0, Cause::Tampering},
                          Row{"exits-at-load", 0, Cause::ExitedEarly},
                          Row{"exits-past-the-hooks", 0, Cause::ExitedEarly},
                          Row{"replaces-matchers", 0, Cause::Tampering},
                          Row{"replaces-test", kByChance, Cause::WrongResult},
                          Row{"empties-test-functions", kByChance, Cause::WrongResult},
                          Row{"replaces-expect", kByChance, Cause::WrongResult},
                          Row{"loses-errors", 0, Cause::Tampering},
                          Row{"writes-results", 0, Cause::Tampering},
                          Row{"patches-json", kByChance, Cause::WrongResult},
                          Row{"reaches-the-outer-realm", kByChance, Cause::WrongResult},
                          Row{"drops-failures", kByChance, Cause::WrongResult},
                          Row{"filters-failures", kByChance, Cause::WrongResult},
                          Row{"equals-everything", kByChance, Cause::WrongResult}),
        ::testing::Values(std::string("node"), std::string("node-jest-29"))),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Exhausting, WholeProgram,
    ::testing::Combine(::testing::Values(Row{"never-ends", 0, Cause::TimeoutCpu},
                                         Row{"fills-the-heap", 0, Cause::MemoryLimit},
                                         Row{"fills-memory-off-heap", 0, Cause::MemoryLimit},
                                         Row{"forks-many", 0, Cause::ProcessLimit},
                                         Row{"calls-out", kByChance, Cause::WrongResult}),
                       ::testing::Values(std::string("node"))),
    name_of);

}  // namespace
}  // namespace grader::testing
