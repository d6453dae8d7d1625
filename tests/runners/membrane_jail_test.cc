// The membrane between two jails against what a submission could write on its pipe by hand. The
// rows are in membrane/decoding.js, where frames are values.
#include <filesystem>

#include <gmock/gmock.h>

#include "grader/base/file.h"
#include "runners/environment.h"
#include "tests/runners/test_layers.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;
using ::testing::MatchesRegex;

// What a script of membrane/ prints, in a jail that sees what runs in jails.
std::string printed(const std::vector<std::string>& arguments) {
  const Result<Environment> environment = find_environment(grader::testing::real_places(), "node");
  auto launcher = sandbox::create_launcher(sandbox::probe_host(), sandbox::LauncherOptions{});
  if (!environment || !launcher) return "there is no environment, or no jail";
  sandbox::Command command;
  command.argv = {environment->interpreter};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.environment = environment->variables;
  command.mounts = environment->mounts;
  for (const fs::directory_entry& one :
       fs::directory_iterator(fs::path(GRADER_TESTS_DIR) / "runners" / "membrane")) {
    const auto content = read_file(one.path(), std::uint64_t{1} << 20);
    if (content) {
      command.files.push_back(
          {"/submission/" + one.path().filename().string(), *content, false, false});
    }
  }
  sandbox::Limits limits;
  limits.wall = std::chrono::seconds(50);
  limits.cpu = std::chrono::seconds(30);
  const Result<sandbox::Outcome> outcome = (*launcher)->run(command, limits);
  if (!outcome) return to_text(outcome.error());
  return outcome->standard_output.head + outcome->standard_error.head;
}

TEST(Membrane, EachFrameThatIsNoneIsNamed) {
  EXPECT_THAT(printed({"/submission/decoding.js"}), MatchesRegex("[0-9]+ as they must, 0 not\n"));
}

TEST(Membrane, RandomFramesDoNothing) {
  EXPECT_THAT(printed({"/submission/fuzz.js", "2500"}),
              MatchesRegex("[0-9]+ sessions, nothing odd\n"));
}

}  // namespace
}  // namespace grader::runners
