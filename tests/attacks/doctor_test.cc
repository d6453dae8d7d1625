// The whole output of `grader doctor`, on several hosts: doctor/<host>.txt. What varies from run to
// run is replaced; GRADER_UPDATE_GOLDEN=1 rewrites the files.
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "tests/examples/shell.h"

namespace grader::testing {
namespace {

namespace fs = std::filesystem;

struct Row {
  const char* name;
  int exit_code;
  std::vector<std::string> around;  // what doctor is started through
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string scrubbed(std::string text) {
  const std::pair<const char*, const char*> kVarying[] = {
      {"after [0-9]+ ms", "after N ms"},
      {"Linux [^ ]+ [^ ]+, [0-9]+ processors", "Linux RELEASE MACHINE, N processors"},
      {"[0-9]+\\.[0-9] GiB free", "N GiB free"},
      {"cgroup v[12]", "cgroup vN"},
      {"grader [ ]*[0-9]+\\.[0-9]+\\.[0-9]+, .*", "grader         VERSION, LIBEXEC"},
      {"/tmp/grader-host-mode-[A-Za-z0-9]+", "SCRATCH"},
  };
  for (const auto& [pattern, replacement] : kVarying) {
    text = std::regex_replace(text, std::regex(pattern), replacement);
  }
  return text;
}

class DoctorTest : public ::testing::TestWithParam<Row> {};

TEST_P(DoctorTest, SaysAllOfThis) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can play other hosts";
  constexpr int kCannot = 77;  // of host_mode
  // As the operator of a fresh host has it: no configuration, nothing built.
  std::vector<std::string> command = {"/usr/bin/env", "XDG_CONFIG_HOME=/nonexistent/config",
                                      "XDG_CACHE_HOME=/nonexistent/cache",
                                      "GRADER_LAYERS=/nonexistent/layers", "NO_COLOR=1"};
  command.insert(command.end(), GetParam().around.begin(), GetParam().around.end());
  command.insert(command.end(), {GRADER_BIN, "doctor"});
  const ShellOutcome doctor = run(command);
  if (doctor.exit_code == kCannot) GTEST_SKIP() << "this host cannot play that mode";
  EXPECT_EQ(doctor.exit_code, GetParam().exit_code);
  const std::string said = scrubbed(doctor.output);
  // In a chroot an ordinary user may make no user namespace: another kind of host.
  const bool in_a_chroot = run({"/usr/bin/unshare", "-U", "true"}).exit_code != 0;
  const std::string host =
      std::string(GetParam().name) +
      (in_a_chroot && std::string(GetParam().name) == "user" ? "_in_a_chroot" : "");
  const fs::path golden = fs::path(GRADER_TESTS_DIR) / "attacks/doctor" / (host + ".txt");
  if (std::getenv("GRADER_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file_atomically(golden, said));
  }
  const Result<std::string> expected = read_file(golden);
  ASSERT_TRUE(expected) << golden;
  EXPECT_EQ(said, *expected) << doctor.output;
}

// Two slots of killed graders whose cgroups cannot be removed, since they have children.
constexpr const char* kTwoStuck =
    "run=$TMPDIR/run/grader; mkdir -p $run $TMPDIR/grader-7-0/child $TMPDIR/grader-7-1/child;"
    "echo $TMPDIR/grader-7-0 >$run/slot-0; echo $TMPDIR/grader-7-1 >$run/slot-1;"
    "XDG_RUNTIME_DIR=$TMPDIR/run exec \"$@\"";

INSTANTIATE_TEST_SUITE_P(
    Hosts, DoctorTest,
    ::testing::Values(Row{"root", 0, {}}, Row{"user", 4, {HOST_MODE, "user"}},
                      Row{"user_with_cgroups", 0, {HOST_MODE, "user-with-cgroups"}},
                      Row{"slots_out_of_use",
                          0,
                          {HOST_MODE, "user-with-cgroups", "/bin/sh", "-c", kTwoStuck, "sh"}},
                      Row{"no_second_wall",
                          4,
                          {"/usr/bin/env", "GRADER_LIBEXEC_DIR=" LEAKS_DIR "/no-second-wall"}}),
    [](const auto& row) { return std::string(row.param.name); });

// With the environments that are built here, and started by a strict root: what students' programs
// need is theirs to read all the same.
TEST(DoctorOfEnvironments, TriesTheirRunnersWhateverTheUmask) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs a host that can isolate";
  ::setenv("GRADER_LAYERS", GRADER_BUILD_DIR "/cache/grader/layers", 0);
  const ShellOutcome doctor =
      run({"/bin/sh", "-c", "umask 077; exec \"$@\"", "sh", GRADER_BIN, "doctor"});
  EXPECT_EQ(doctor.exit_code, 0);
  const std::size_t at = doctor.output.find("Environments:\n");
  ASSERT_NE(at, std::string::npos) << doctor.output;
  std::set<std::string> names;
  for (const auto& entry :
       fs::directory_iterator(fs::path(GRADER_TESTS_DIR) / "../runners/environments")) {
    if (fs::exists(entry.path() / "environment.yaml")) names.insert(entry.path().filename());
  }
  std::string expected = "Environments:\n";
  for (const std::string& name : names) {
    expected += "  " + name + ": its runners do what they should\n";
  }
  EXPECT_EQ(doctor.output.substr(at), expected + "All is well: this host can grade.\n");
}

}  // namespace
}  // namespace grader::testing
