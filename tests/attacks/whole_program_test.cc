// Submissions that attack, graded by the program itself, each a folder of cases/. After each hold:
//   1. it never earns more than the same answers would earn honestly
//   2. a valid report is there within the wall limit and two seconds; the exit code is 0
//   3. no process, cgroup, mount or temporary file is left
//   4. no marker is in the report: of the tests, the environment, the host's files
//   5. the next honest submission has the same report as alone
//   6. nothing of it is an error of ours
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "grader/model/report_json.h"
#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"
#include "tests/sandbox/traces.h"
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

constexpr const char* kMarker = "MARKER-7f3a";  // of given/, the host's files and our environment
constexpr std::chrono::seconds kWall{60};       // of rubric.yaml

// The rubric's text on an environment, which has one framework that such tests are for.
std::string rubric_on(const std::string& environment) {
  const char* const file = environment == "cpp" ? "rubric-cpp.yaml" : "rubric.yaml";
  std::string text = content(kAttacks / file);
  const auto replace = [&text](std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
  };
  if (environment == "node-vitest") replace("framework: jest", "framework: vitest");
  if (environment == "node-mocha") {
    replace("framework: jest", "framework: mocha");
    replace("given/sum.test.js", "given/sum.mocha.js");
  }
  return text + "environment: " + environment + "\n";
}

// Grades a case and asserts all that is not about its points.
Report graded(const std::string& name, const std::string& environment) {
  const Scratch scratch;
  const fs::path rubric = scratch.path() / "rubric.yaml";
  fs::copy(kAttacks / "given", scratch.path() / "given");
  std::ofstream(rubric) << rubric_on(environment);
  const fs::path temporary = scratch.path() / "tmp";
  fs::create_directory(temporary);
  std::ofstream(scratch.path() / "marker") << kMarker;
  const char* given = std::getenv("GRADER_LAYERS");
  ::setenv("GRADER_LAYERS", given != nullptr ? given : GRADER_BUILD_DIR "/cache/grader/layers", 1);
  ::setenv("GRADER_ATTACKS_MARKER", kMarker, 1);
  const std::string mounts = sandbox::mounts();

  const fs::path out = scratch.path() / "out", pid = scratch.path() / "pid";
  const auto start = std::chrono::steady_clock::now();
  const ShellOutcome outcome =
      run({"/bin/sh", "-c", "echo $$ > \"$0\"; export TMPDIR=\"$1\"; shift; exec \"$@\"", pid,
           temporary, GRADER_BIN, "grade", kAttacks / "cases" / name, "--rubric", rubric, "--out",
           out, "--format", "json,html,md,text", "--quiet"});
  EXPECT_LE(std::chrono::steady_clock::now() - start, kWall + std::chrono::seconds(2));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
  EXPECT_EQ(sandbox::mounts(), mounts);
  EXPECT_TRUE(fs::is_empty(temporary));
  const std::string grader = content(pid).substr(0, content(pid).find('\n'));
  EXPECT_EQ(sandbox::cgroups_named("grader-" + grader + "-"), std::vector<std::string>());
  EXPECT_EQ(sandbox::processes_with(out.string()), std::vector<int>());
  EXPECT_EQ(outcome.output.find(kMarker), std::string::npos);
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(out)) {
    if (!file.is_regular_file()) continue;
    EXPECT_EQ(content(file.path()).find(kMarker), std::string::npos) << file.path();
  }

  const std::string json = content(out / "report.json");
  EXPECT_TRUE(ValidatesAsReport(json));
  Result<Report> report = report_from_json(json);
  EXPECT_TRUE(report);
  return report ? std::move(*report) : Report{};
}

// The honest submission's report, without what differs from run to run.
std::string honest(const std::string& environment) {
  Report report = graded(environment == "cpp" ? "cpp-honest" : "honest", environment);
  report.run = {};
  return report_to_json(report);
}

// As it is alone: graded before any attack of this program.
const std::string& honest_alone(const std::string& environment) {
  static std::map<std::string, std::string> reports;
  const auto there = reports.find(environment);
  if (there != reports.end()) return there->second;
  return reports[environment] = honest(environment);
}

class WholeProgram : public ::testing::TestWithParam<std::tuple<Row, std::string>> {};

TEST_P(WholeProgram, EarnsNothingByAttacking) {
  const Row& row = std::get<0>(GetParam());
  const std::string& environment = std::get<1>(GetParam());
  const std::string& alone = honest_alone(environment);
  const Report report = graded(row.name, environment);
  ASSERT_EQ(report.tasks.size(), 1u);
  const CheckResult& check = report.tasks[0].checks[0];
  EXPECT_LE(report.result.points.hundredths, row.at_most);
  EXPECT_EQ(to_text(check.cause), to_text(row.cause));
  EXPECT_EQ(report.result.status, Completeness::Complete);
  EXPECT_NE(check.status, Status::Error);
  EXPECT_EQ(report.sandbox.level, "full");
  EXPECT_EQ(honest(environment), alone);
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
                          Row{"equals-everything", kByChance, Cause::WrongResult},
                          Row{"rewrites-lists", kByChance, Cause::WrongResult},
                          Row{"declares-the-tests", kByChance, Cause::WrongResult}),
        ::testing::Values(std::string("node"), std::string("node-jest-29"))),
    name_of);

// Vitest judges in the realm of the submission, so some show here that do nothing to jest.
INSTANTIATE_TEST_SUITE_P(
    ForgingVitest, WholeProgram,
    ::testing::Combine(::testing::Values(Row{"honest", 750, Cause::WrongResult},
                                         Row{"patches-object-is", 0, Cause::Tampering},
                                         Row{"exits-at-load", 0, Cause::ExitedEarly},
                                         Row{"exits-past-the-hooks", 0, Cause::ExitedEarly},
                                         Row{"replaces-matchers", 0, Cause::Tampering},
                                         Row{"replaces-test", kByChance, Cause::WrongResult},
                                         Row{"replaces-expect", kByChance, Cause::WrongResult},
                                         Row{"writes-results", 0, Cause::Tampering},
                                         Row{"patches-json", kByChance, Cause::WrongResult},
                                         Row{"equals-everything", kByChance, Cause::WrongResult},
                                         Row{"passes-by-definition", 0, Cause::Tampering},
                                         Row{"is-meant-to-fail", 0, Cause::Tampering},
                                         Row{"answers-for-the-runner", kByChance,
                                             Cause::WrongResult},
                                         Row{"rewrites-lists", kByChance, Cause::WrongResult},
                                         Row{"declares-the-tests", kByChance, Cause::WrongResult},
                                         Row{"speaks-to-vitest", kByChance, Cause::WrongResult}),
                       ::testing::Values(std::string("node-vitest"))),
    name_of);

// Mocha and what its tests assert with are there once for all of a process.
INSTANTIATE_TEST_SUITE_P(
    ForgingMocha, WholeProgram,
    ::testing::Combine(::testing::Values(Row{"honest", 750, Cause::WrongResult},
                                         Row{"patches-object-is", kByChance, Cause::WrongResult},
                                         Row{"exits-at-load", 0, Cause::ExitedEarly},
                                         Row{"exits-past-the-hooks", 0, Cause::ExitedEarly},
                                         Row{"replaces-test", kByChance, Cause::WrongResult},
                                         Row{"replaces-chai", 0, Cause::Tampering},
                                         Row{"speaks-for-mocha", 0, Cause::Tampering},
                                         Row{"skips-the-calls", 0, Cause::Tampering},
                                         Row{"writes-results", 0, Cause::Tampering},
                                         Row{"patches-json", kByChance, Cause::WrongResult},
                                         Row{"equals-everything", kByChance, Cause::WrongResult},
                                         Row{"rewrites-lists", kByChance, Cause::WrongResult},
                                         Row{"declares-the-tests", kByChance, Cause::WrongResult}),
                       ::testing::Values(std::string("node-mocha"))),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    ForgingInCpp, WholeProgram,
    ::testing::Combine(::testing::Values(Row{"cpp-honest", 750, Cause::WrongResult},
                                         Row{"cpp-exits-at-load", 0, Cause::ExitedEarly},
                                         Row{"cpp-exits-in-a-test", 0, Cause::WrongResult},
                                         Row{"cpp-replaces-the-framework", kByChance,
                                             Cause::WrongResult},
                                         Row{"cpp-writes-results", 0, Cause::Tampering},
                                         Row{"cpp-includes-the-tests", 0, Cause::NotLoadable}),
                       ::testing::Values(std::string("cpp"))),
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
