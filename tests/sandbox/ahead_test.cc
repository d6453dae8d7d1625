// Jails that were built before they were wanted.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "tests/sandbox/jail.h"
#include "tests/sandbox/traces.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

class AheadTest : public JailTest {
 protected:
  void SetUp() override {
    JailTest::SetUp();
    if (IsSkipped()) return;
    char name[] = "/tmp/ahead-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    folder_ = name;
    ASSERT_EQ(::chmod(name, 0755), 0);
    LauncherOptions options;
    Result<std::unique_ptr<Launcher>> made = create_launcher(probe_host(), options);
    ASSERT_TRUE(made) << grader::to_text(made.error());
    launcher_ = *std::move(made);
  }
  void TearDown() override {
    launcher_.reset();
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  std::string said(const Command& command, const Limits& limits = small_limits()) {
    const Result<Outcome> outcome = launcher_->run(command, limits);
    if (!outcome) return grader::to_text(outcome.error());
    return outcome->standard_output.head + outcome->standard_error.head;
  }

  Command cat(const fs::path& source) const {
    Command command = shell("cat /shown/text");
    command.mounts = {{source.string(), "/shown"}};
    return command;
  }

  // The slot and its blank jail, once that is there.
  static std::vector<int> blanks() {
    std::vector<int> inits;
    for (const int slot : children_of(::getpid())) {
      for (const int init : children_of(slot)) inits.push_back(init);
    }
    return inits;
  }

  fs::path folder_;
  std::unique_ptr<Launcher> launcher_;
};

fs::path folder_with(const fs::path& folder, const std::string& text) {
  fs::create_directory(folder);
  std::ofstream(folder / "text") << text;
  return folder;
}

TEST_F(AheadTest, NextJailStandsBeforeItIsWanted) {
  launcher_->expect({});
  EXPECT_TRUE(soon([] { return blanks().size() == 1; }));
  const std::vector<int> before = blanks();
  EXPECT_EQ(said(shell("echo in it")), "in it\n");
  EXPECT_TRUE(soon([&] { return blanks().size() == 1 && blanks() != before; }));
}

TEST_F(AheadTest, NothingStandsAheadWhereItIsNotWished) {
  LauncherOptions options;
  options.ahead = false;
  Result<std::unique_ptr<Launcher>> made = create_launcher(probe_host(), options);
  ASSERT_TRUE(made);
  launcher_ = *std::move(made);
  launcher_->expect({});
  EXPECT_EQ(said(shell("echo first")), "first\n");
  EXPECT_EQ(blanks(), std::vector<int>());
}

TEST_F(AheadTest, OtherMountsAreNotMistakenForTheExpectedOnes) {
  const fs::path one = folder_with(folder_ / "one", "one"),
                 two = folder_with(folder_ / "two", "two");
  launcher_->expect({{one.string(), "/shown"}});
  EXPECT_EQ(said(cat(two)), "two");
  EXPECT_EQ(said(cat(one)), "one");
  EXPECT_EQ(said(shell("ls -d /shown")), "ls: cannot access '/shown': No such file or directory\n");
}

TEST_F(AheadTest, AFolderThatTookAnothersPlaceIsSeen) {
  const fs::path here = folder_with(folder_ / "here", "old");
  EXPECT_EQ(said(cat(here)), "old");
  fs::rename(here, folder_ / "away");
  folder_with(here, "new");
  EXPECT_EQ(said(cat(here)), "new");
  fs::remove_all(here);
  EXPECT_EQ(said(shell("echo no mount")), "no mount\n");
}

TEST_F(AheadTest, AMountThatIsGoneHurtsOnlyWhoeverWantsIt) {
  launcher_->expect({{"/nowhere/at/all", "/shown"}});
  EXPECT_EQ(said(shell("echo still here")), "still here\n");
  EXPECT_EQ(said(cat("/nowhere/at/all")),
            "/nowhere/at/all: cannot show a host path in the jail: No such file or directory");
  EXPECT_EQ(said(shell("echo still here")), "still here\n");
}

TEST_F(AheadTest, ABlankJailThatDiedIsReplaced) {
  launcher_->expect({});
  ASSERT_TRUE(soon([] { return blanks().size() == 1; }));
  const int init = blanks().front();
  ASSERT_EQ(::kill(init, SIGKILL), 0);
  ASSERT_TRUE(soon([] { return blanks().empty(); }));
  EXPECT_EQ(said(shell("echo another")), "another\n");
}

TEST_F(AheadTest, PlacesHaveTheSizesOfTheCommandThatCame) {
  Limits limits = small_limits();
  for (const std::uint64_t mebibytes : {4, 8, 2}) {
    limits.disk = mebibytes << 20;
    const std::string size = std::to_string(mebibytes << 10);
    // The file put there comes on top, in pages.
    Command command = shell("df -k --output=size /submission /tmp | tail -n 2 | tr -d ' '");
    command.files.push_back({"/submission/x", std::string(5000, 'x'), false, false});
    EXPECT_EQ(said(command, limits), std::to_string((mebibytes << 10) + 8) + "\n" + size + "\n");
  }
  limits.inodes = 20;
  EXPECT_EQ(said(shell("for i in $(seq 20); do : > /tmp/$i; done; echo made; : > /tmp/21"), limits),
            "made\n/bin/sh: 1: cannot create /tmp/21: No space left on device\n");
}

TEST_F(AheadTest, WhatOneJailLeftIsNotInTheNext) {
  const std::string look =
      "find /tmp /submission /results /dev/shm -mindepth 1; ls -d /proc/[0-9]*";
  const std::string clean = said(shell(look));
  EXPECT_EQ(said(shell("echo x > /tmp/x; sleep 100 & echo x > /dev/shm/y")), "");
  EXPECT_EQ(said(shell(look)), clean);
}

TEST_F(AheadTest, ABlankJailGoesWithItsLauncher) {
  const std::string cgroups = "grader-" + std::to_string(::getpid()) + "-";
  const std::size_t descriptors = open_descriptors(), before = cgroups_named(cgroups).size();
  launcher_->expect({{folder_.string(), "/shown"}});
  ASSERT_TRUE(soon([] { return blanks().size() == 1; }));
  const int init = blanks().front();
  launcher_.reset();
  EXPECT_NE(::kill(init, 0), 0);
  EXPECT_LT(cgroups_named(cgroups).size(), before);
  EXPECT_LT(open_descriptors(), descriptors);
}

}  // namespace
}  // namespace grader::sandbox
