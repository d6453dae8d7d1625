// Submissions that attack a judge in another jail: folders of isolated/<language>/cases, over the
// wrong answers of an exercise. One world grades them all, as a cohort is graded. After each hold:
//   1. no test passes that the same wrong answers do not pass honestly, nor ever the canary
//   2. a valid report is there in time
//   3. no process is left, and no mount
//   4. no marker of hidden tests is in the report
//   5. the next honest submission has the same report as alone, is judged from another jail, and
//   has
//      all points
//   6. nothing of it is an error of ours
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <unistd.h>

#include "grader/cli/command.h"
#include "grader/cli/progress.h"
#include "grader/cli/world.h"
#include "grader/engine/grade.h"
#include "grader/model/report_json.h"
#include "rubrics/load.h"
#include "tests/attacks/isolated_rows.h"
#include "tests/examples/scratch.h"
#include "tests/sandbox/traces.h"
#include "tests/support/report_schema.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::IsSubsetOf;

const fs::path kPlace = fs::path(GRADER_TESTS_DIR) / "attacks" / "isolated";
constexpr const char* kMarker = "MARKER-7f3a";

// One of each for all cases: slots and judges are reused as they are in a cohort.
struct World {
  World() {
    configuration.cache = scratch.path() / "cache";
    tools = cli::make_tools(configuration, jails, 1, true, progress);
    tools.save = [](Report&, engine::Stage) -> Result<void> { return {}; };
  }
  const Scratch scratch;
  std::ostringstream out, err;
  cli::Streams streams{out, err};
  cli::Progress progress{streams, true};
  cli::Configuration configuration;
  cli::Jails jails{false};
  engine::Tools tools;
};

World& world() {
  static World all;
  return all;
}

fs::path exercise_folder(const Attack& attack) {
  return kPlace / attack.language / "exercises" / attack.exercise;
}

const rubrics::Rubric& rubric_of(const Attack& attack) {
  static std::map<std::string, rubrics::Rubric> known;
  const fs::path file = exercise_folder(attack) / "rubric.yaml";
  const auto found = known.find(file);
  if (found != known.end()) return found->second;
  auto loaded = rubrics::load_rubric(file);
  if (!loaded.rubric) ADD_FAILURE() << to_text(rubrics::to_error(loaded, file));
  return known[file] = loaded.rubric ? std::move(*loaded.rubric) : rubrics::Rubric{};
}

// Of all of its threads.
std::set<int> children_of(int pid) {
  std::set<int> children;
  std::error_code gone;
  for (const fs::directory_entry& task :
       fs::directory_iterator("/proc/" + std::to_string(pid) + "/task", gone)) {
    std::ifstream in(task.path() / "children");
    children.insert(std::istream_iterator<int>(in), {});
  }
  return children;
}

// Processes below this one that are no jailers and no judges.
std::set<int> students_below(int pid) {
  std::set<int> found;
  for (const int child : children_of(pid)) {
    std::ifstream in("/proc/" + std::to_string(child) + "/cmdline", std::ios::binary);
    const std::string line((std::istreambuf_iterator<char>(in)), {});
    const bool ours = line.find("jailer") != std::string::npos ||
                      line.find("/harness/judge") != std::string::npos;
    if (!ours && !line.empty()) found.insert(child);
    found.merge(students_below(child));
  }
  return found;
}

Report graded(const Attack& attack, const fs::path& folder) {
  source::SubmissionRequest request;
  request.repository = folder;
  engine::GradeOptions options;
  options.jobs = 1;
  auto report = engine::grade(request, rubric_of(attack), options, world().tools);
  if (report) return std::move(*report);
  ADD_FAILURE() << to_text(report.error());
  return {};
}

std::string plain(Report report) {
  report.run = {};
  return report_to_json(report);
}

const CheckResult& check_of(const Report& report, std::size_t index) {
  static const CheckResult nothing;
  const bool there = report.tasks.size() == 1 && report.tasks[0].checks.size() > index;
  if (!there) ADD_FAILURE() << "the report has other checks";
  return there ? report.tasks[0].checks[index] : nothing;
}

// The tests that passed; of hidden ones how many.
std::set<std::string> passed(const CheckResult& check) {
  std::set<std::string> names;
  for (const CaseResult& one : check.cases) {
    if (one.status == Status::Pass) names.insert(one.id);
  }
  for (int i = 0; check.cases_hidden && i < check.cases_hidden->passed; ++i) {
    names.insert("hidden " + std::to_string(i));
  }
  return names;
}

// Whether it counted or waited is hard to tell on a busy machine.
std::string word(Cause cause) {
  return std::string(to_text(cause == Cause::TimeoutCpu ? Cause::TimeoutWall : cause));
}

void expect_canary(const Report& report) {
  const CheckResult& canary = check_of(report, 1);
  EXPECT_NE(canary.status, Status::Pass);
  EXPECT_EQ(canary.points, Points{});
  EXPECT_EQ(passed(canary), std::set<std::string>());
}

void expect_honest(const Report& report) {
  const CheckResult& given = check_of(report, 0);
  EXPECT_EQ(to_text(given.status), to_text(Status::Pass)) << plain(report);
  EXPECT_EQ(given.points, given.points_possible);
  EXPECT_EQ(given.assurance, Assurance::Isolated) << given.in_process_because;
  expect_canary(report);
}

// What is graded once for each exercise, before anybody attacks it.
struct Known {
  std::string honest;            // the report
  std::set<std::string> passed;  // by the wrong answers
  Points points;
};

const Known& known_of(const Attack& attack) {
  static std::map<std::string, Known> known;
  const fs::path exercise = exercise_folder(attack);
  const auto found = known.find(exercise);
  if (found != known.end()) return found->second;
  Known made;
  const Report honest = graded(attack, exercise / "honest");
  expect_honest(honest);
  made.honest = plain(honest);
  const Report wrong = graded(attack, exercise / "wrong");
  EXPECT_EQ(check_of(wrong, 0).assurance, Assurance::Isolated);
  expect_canary(wrong);
  made.passed = passed(check_of(wrong, 0));
  made.points = check_of(wrong, 0).points;
  return known[exercise] = std::move(made);
}

// The wrong answers, with the attack over them. What git would leave out has another name here.
fs::path laid_out(const Attack& attack) {
  const fs::path cases = kPlace / attack.language / "cases" / attack.name;
  const fs::path folder = world().scratch.path() / attack.name;
  const auto how = fs::copy_options::recursive | fs::copy_options::copy_symlinks;
  fs::copy(exercise_folder(attack) / "wrong", folder, how);
  const fs::path shared = kPlace / attack.language / "shared";
  if (fs::exists(shared)) fs::copy(shared, folder, how);
  for (const fs::directory_entry& one : fs::directory_iterator(cases)) {
    const std::string name = one.path().filename();
    const fs::path to = folder / (name == "modules" ? "node_modules" : name);
    fs::remove(to);
    fs::copy(one.path(), to, how);
  }
  return folder;
}

class Isolated : public ::testing::TestWithParam<Attack> {};

TEST_P(Isolated, EarnsNothingByAttacking) {
  const Attack& attack = GetParam();
  const Known& known = known_of(attack);
  const std::string mounts = sandbox::mounts();
  const fs::path folder = laid_out(attack);
  const auto start = std::chrono::steady_clock::now();
  const Report report = graded(attack, folder);
  // A judge and a submission may take their time for each of two files.
  EXPECT_LE(std::chrono::steady_clock::now() - start, std::chrono::seconds(70));

  const CheckResult& given = check_of(report, 0);
  EXPECT_THAT(passed(given), IsSubsetOf(known.passed));
  EXPECT_LE(given.points, known.points);
  EXPECT_EQ(to_text(given.status), to_text(attack.status)) << plain(report);
  EXPECT_EQ(word(given.cause), word(attack.cause));
  EXPECT_EQ(given.assurance, Assurance::Isolated) << given.in_process_because;
  expect_canary(report);
  for (const CheckResult& check : report.tasks[0].checks) EXPECT_NE(check.status, Status::Error);
  EXPECT_EQ(report.result.status, Completeness::Complete);
  EXPECT_EQ(report.sandbox.level, "full");

  const std::string json = report_to_json(report);
  EXPECT_TRUE(ValidatesAsReport(json));
  EXPECT_EQ(json.find(kMarker), std::string::npos) << json;
  EXPECT_EQ(sandbox::mounts(), mounts);
  EXPECT_TRUE(sandbox::soon([] { return students_below(::getpid()).empty(); }));

  EXPECT_EQ(plain(graded(attack, exercise_folder(attack) / "honest")), known.honest);
}

std::string name_of(const ::testing::TestParamInfo<Attack>& info) {
  std::string name = std::string(info.param.exercise) + "_class" +
                     std::to_string(info.param.of_class) + "_" + info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(JavaScript, Isolated, ::testing::ValuesIn(javascript_attacks()), name_of);

}  // namespace
}  // namespace grader::testing
