// Each guard taken away in turn: `grader doctor` names it with its remedy, `grader grade` refuses
// to run student code, both with exit code 4. A guard that is not needed is told and changes
// nothing.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "tests/examples/scratch.h"
#include "tests/examples/shell.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;

struct Row {
  const char* name;  // of a jailer that leaks.cc made, or a mode of host_mode.cc
  // How doctor's lines of guards that do not hold begin; what was reached depends on the host.
  std::vector<std::string> missing;
  std::string refusal;  // what grade says; empty: it grades
};

// What other rows say where jails go without a user namespace: as root in a chroot.
const Row& row_here(const Row& row);

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class RefusalTest : public ::testing::TestWithParam<Row> {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can take a guard away, or change the host";
    ::setenv("GRADER_LAYERS", GRADER_BUILD_DIR "/cache/grader/layers", 0);
  }

  // `program` with something missing, as the row says.
  virtual ShellOutcome run_without(std::vector<std::string> program) const = 0;

  void doctor_misses_it() const;
  void grade_refuses() const;
};

class GuardTest : public RefusalTest {
 protected:
  ShellOutcome run_without(std::vector<std::string> program) const override {
    program.insert(program.begin(),
                   "GRADER_LIBEXEC_DIR=" LEAKS_DIR "/" + std::string(GetParam().name));
    program.insert(program.begin(), "/usr/bin/env");
    return run(program);
  }
};

class HostTest : public RefusalTest {
 protected:
  ShellOutcome run_without(std::vector<std::string> program) const override {
    program.insert(program.begin(), {HOST_MODE, GetParam().name});
    return run(program);
  }
};

// The lines about guards that do not hold.
std::vector<std::string> missing_of(const std::string& said) {
  std::vector<std::string> missing;
  for (const std::string_view line : lines_of(said)) {
    if (line.find("MISSING") != line.npos) missing.emplace_back(trim(line));
  }
  return missing;
}

void RefusalTest::doctor_misses_it() const {
  const ShellOutcome doctor = run_without({GRADER_BIN, "doctor"});
  const std::vector<std::string> missing = missing_of(doctor.output);
  const Row& row = row_here(GetParam());
  ASSERT_EQ(missing.size(), row.missing.size()) << doctor.output;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    EXPECT_EQ(missing[i].substr(0, row.missing[i].size()), row.missing[i]);
  }
  if (row.refusal.empty()) return;
  EXPECT_EQ(doctor.exit_code, 4);
  EXPECT_NE(doctor.output.find(row.refusal), std::string::npos) << doctor.output;
}

void RefusalTest::grade_refuses() const {
  // A user without a home has no environments, which is said first.
  const Row& row = row_here(GetParam());
  if (row.refusal.empty() || std::string(row.name) == "user") return;
  const Scratch scratch;
  fs::permissions(scratch.path(), fs::perms::all);
  const fs::path attacks = fs::path(GRADER_TESTS_DIR) / "attacks";
  const ShellOutcome grade = run_without({GRADER_BIN, "grade", attacks / "cases" / "honest",
                                          "--rubric", attacks / "rubric.yaml", "--out",
                                          scratch.path() / "out", "--format", "json", "--quiet"});
  EXPECT_EQ(grade.exit_code, 4);
  EXPECT_EQ(grade.output, row.refusal);
}

TEST_P(GuardTest, IsMissedByDoctor) {
  doctor_misses_it();
}

TEST_P(GuardTest, IsARefusalToGrade) {
  grade_refuses();
}

TEST_P(HostTest, DoctorNamesWhatIsMissing) {
  doctor_misses_it();
}

TEST_P(HostTest, GradeRefuses) {
  grade_refuses();
}

// Asked for, an unprotected run gives the honest result, and every view of it says so.
TEST(WeakTest, GradesAndIsShownInEveryView) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can change the host";
  ::setenv("GRADER_LAYERS", GRADER_BUILD_DIR "/cache/grader/layers", 0);
  const Scratch scratch;
  const fs::path attacks = fs::path(GRADER_TESTS_DIR) / "attacks";
  const fs::path out = scratch.path() / "out";
  const ShellOutcome grade =
      run({HOST_MODE, "no-cgroups", GRADER_BIN, "grade", attacks / "cases" / "honest", "--rubric",
           attacks / "rubric.yaml", "--sandbox", "weak", "--out", out, "--quiet"});
  EXPECT_EQ(grade.exit_code, 0);
  EXPECT_NE(grade.output.find("7.5 of 10 points"), std::string::npos) << grade.output;
  const std::string sentence = "Some protections were off on the computer that made this report.";
  EXPECT_NE(grade.output.find(sentence), std::string::npos);
  for (const char* view : {"report.md", "report.html"}) {
    const Result<std::string> text = read_file(out / view);
    ASSERT_TRUE(text);
    EXPECT_NE(text->find(sentence), std::string::npos) << view;
  }
  const Result<std::string> report = read_file(out / "report.json");
  ASSERT_TRUE(report);
  EXPECT_NE(report->find("\"level\": \"weak\""), std::string::npos);
}

std::string name_of(const ::testing::TestParamInfo<Row>& row) {
  std::string name = row.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

constexpr const char* kReport = "\nhint: do not grade on this host, and report this\n";

std::string refusal_for(const std::string& guards) {
  return "grader: this host cannot isolate student code, these guards do not hold: " + guards +
         kReport;
}

INSTANTIATE_TEST_SUITE_P(
    TakenAway, GuardTest,
    ::testing::Values(
        Row{"environment",
            {"nothing inherited           MISSING  reached variable LEAKED=1"},
            refusal_for("nothing inherited")},
        Row{"descriptors",
            {"nothing inherited           MISSING  reached descriptor "},
            refusal_for("nothing inherited")},
        Row{"new-privileges", {"jail                        MISSING  cannot "}, ""},
        Row{"no-filter",
            {"no privileges               MISSING  reached a namespace by unshare",
             "own files only              MISSING  reached ",
             "no network                  MISSING  reached a vsock socket",
             "nothing inherited           MISSING  reached descriptor ",
             "memory limit                MISSING  cgroup "},
            refusal_for(
                "no privileges, own files only, no network, nothing inherited, memory limit")},
        Row{"no-user-id",
            {"no privileges               MISSING  reached being root",
             "nothing inherited           MISSING  reached 1 other processes"},
            refusal_for("no privileges, nothing inherited")},
        Row{"no-network-namespace",
            {"no network                  MISSING  reached a port on the host's loopback"},
            refusal_for("no network")},
        Row{"no-process-namespace",
            {"jail                        MISSING  cannot mount a fresh /proc in the jail: "
             "Operation not permitted"},
            "grader: cannot make a jail here: cannot mount a fresh /proc in the jail: Operation "
            "not "
            "permitted (check who owns this place and whether it may be written to)\nhint: in a "
            "container: let it mount /proc (docker run --security-opt systempaths=unconfined)\n"},
        Row{"no-process-limit",
            {"process limit               MISSING  cgroup v1, but it did not hold"},
            refusal_for("process limit")},
        Row{"no-memory-limit",
            {"memory limit                MISSING  cgroup v1, but it did not hold"},
            refusal_for("memory limit")},
        Row{"stuck",
            {"jail                        MISSING  a jail could not be emptied"},
            "grader: cannot make a jail here: a jail could not be emptied\nhint: wait or restart "
            "the "
            "host: processes are stuck\n"},
        // The second wall stands where the first is gone, and the first where the second is.
        Row{"no-second-wall", {"second wall (not needed)    MISSING  reached a device"}, ""},
        Row{"no-root", {}, ""},
        Row{"no-walls-around-files",
            {"own files only              MISSING  reached ",
             "nothing inherited           MISSING  reached ",
             "second wall (not needed)    MISSING  reached a device"},
            refusal_for("own files only, nothing inherited")}),
    name_of);

constexpr const char* kNoProcesses =
    "process limit               MISSING  no cgroup with a pids controller is ours";
constexpr const char* kNoMemory =
    "memory limit                MISSING  no cgroup with a memory controller is ours";
constexpr const char* kNoCpu =
    "cpu counter (not needed)    MISSING  each process is limited by itself";
constexpr const char* kNoLimits =
    "grader: this host cannot isolate student code, these guards do not hold: process limit, "
    "memory "
    "limit\nhint: run as root, or in a scope of your own: systemd-run --user --scope -p "
    "Delegate=yes "
    "grader ... (as a service: share/grader/hosts/grader@.service)\n";

const Row& row_here(const Row& row) {
  static const bool with_user_namespaces = run({"/usr/bin/unshare", "-U", "true"}).exit_code == 0;
  static const Row others[] = {
      {"no-filter",
       {"no privileges               MISSING  reached ",
        "no network                  MISSING  reached a vsock socket",
        "nothing inherited           MISSING  reached descriptor "},
       refusal_for("no privileges, no network, nothing inherited")},
      {"no-process-namespace",
       {"nothing inherited           MISSING  reached processes outside"},
       refusal_for("nothing inherited")},
      {"user",
       {"jail                        MISSING  cannot make a user namespace: Operation not "
        "permitted",
        kNoProcesses, kNoMemory},
       "grader: cannot make a jail here: cannot make a user namespace: Operation not permitted\n"
       "hint: allow user namespaces (sysctl user.max_user_namespaces; on Ubuntu the AppArmor "
       "profile share/grader/hosts/apparmor-grader-jailer), or run as root\n"}};
  for (const Row& other : others) {
    if (!with_user_namespaces && std::string_view(other.name) == row.name) return other;
  }
  return row;
}

INSTANTIATE_TEST_SUITE_P(
    Modes, HostTest,
    ::testing::Values(
        Row{"user", {kNoProcesses, kNoMemory, kNoCpu}, kNoLimits},
        Row{"no-cgroups", {kNoProcesses, kNoMemory, kNoCpu}, kNoLimits},
        Row{"v2-without-controllers", {kNoProcesses, kNoMemory}, kNoLimits},
        Row{"read-only-cgroups", {kNoProcesses, kNoMemory, kNoCpu}, kNoLimits},
        Row{"container",
            {"jail                        MISSING  cannot make a mount namespace: "
             "Operation not permitted"},
            "grader: cannot make a jail here: cannot make a mount namespace: Operation "
            "not permitted\nhint: in a container: run it with --privileged\n"},
        Row{"masked-proc", {}, ""}),
    name_of);

}  // namespace
}  // namespace grader::testing
