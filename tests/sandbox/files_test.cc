// Files of a jail: what stays as it is, what is taken out, and what a hostile tree can do to us.
#include <gmock/gmock.h>

#include "tests/sandbox/jail.h"
#include "tests/support/memory_tree.h"

namespace grader::sandbox {
namespace {

using grader::testing::MemoryTree;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FilesTest : public JailTest {};

JailFile own(const std::string& path, const std::string& content) {
  return {path, content, false, false};
}

JailFile guarded(const std::string& path, const std::string& content) {
  return {path, content, false, true};
}

// What a program may try against a read-only file; each line that it prints got through.
constexpr const char* kTamper = R"(exec 2>/dev/null
cd /submission
echo x > t/u/test.js && echo overwritten
echo x >> t/u/test.js && echo appended
chmod 777 t/u/test.js && echo chmod
chmod 777 t/u
rm -f t/u/test.js && echo removed
rm -rf t && echo removed all
mv t/u/test.js t/u/old.js && echo renamed
mv t/u t/old && echo renamed the folder
mv t old && echo renamed the folder above
echo x > new; mv -f new t/u/test.js && echo replaced
ln -sf /tmp/x t/u/test.js && echo linked
truncate -s 0 t/u/test.js && echo truncated
mkdir m; mv -T m t/u && echo replaced the folder
cat t/u/test.js
echo y > t/u/mine.js; mv t/u/mine.js t/u/other.js; rm t/u/other.js; ls t/u
)";

TEST_F(FilesTest, ReadOnlyFilesStay) {
  Command command = shell(kTamper);
  command.files = {guarded("/submission/t/u/test.js", "the test\n"), own("/submission/a.js", "a")};
  EXPECT_EQ(run(command).standard_output.head, "the test\ntest.js\n");
}

TEST_F(FilesTest, OwnFilesAreFree) {
  Command command = shell(
      "cd /submission && echo b >> a/a.js && mv a b && chmod 600 b/a.js && cat b/a.js && rm -r b "
      "&& "
      "mkdir a && ls");
  command.files = {own("/submission/a/a.js", "a\n")};
  EXPECT_EQ(run(command).standard_output.head, "a\nb\na\n");
}

TEST_F(FilesTest, CollectsOnlyRegularFiles) {
  Command command = shell(
      "cd /results; echo good > good; ln -s /etc/passwd link; mkfifo pipe; mkdir folder; "
      "head -c 2000 /dev/zero > large; ln -s /results linked; echo x > folder/x; "
      "/usr/bin/python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('socket')\"");
  command.collect = {"/results/good",     "/results/link",       "/results/pipe",
                     "/results/folder",   "/results/large",      "/results/linked/good",
                     "/results/folder/x", "/results/good/below", "/results/socket",
                     "/results/absent",   "/dev/shm/x",          "/results/../etc/passwd"};
  command.collect_limit = 1000;
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.files, (std::map<std::string, std::string>{{"/results/folder/x", "x\n"},
                                                               {"/results/good", "good\n"}}));
  EXPECT_THAT(outcome.refused,
              ElementsAre("/results/link", "/results/pipe", "/results/folder", "/results/large",
                          "/results/linked/good", "/results/socket", "/dev/shm/x",
                          "/results/../etc/passwd"));
}

TEST_F(FilesTest, TreeFilesKeepTheirKind) {
  MemoryTree tree;
  tree.add("run.sh", "#!/bin/sh\necho ran\n", EntryKind::Executable)
      .add("plain.txt", "plain\n", EntryKind::File)
      .add("link", "plain.txt", EntryKind::Symlink)
      .add("out", "/etc/hostname", EntryKind::Symlink);
  Command command = shell("cd /submission; ./run.sh; cat plain.txt link out");
  for (const TreeEntry& entry : tree.entries()) {
    command.files.push_back({"/submission/" + entry.path, TreeFile{&tree, entry}, false, false});
  }
  EXPECT_EQ(run(command).standard_output.head, "ran\nplain\nplain\njail\n");
}

TEST_F(FilesTest, OurFilesWinOverTheStudents) {
  MemoryTree tree;
  tree.add("a", "/tmp", EntryKind::Symlink)
      .add("b.js", "student", EntryKind::File)
      .add("c/d", "student", EntryKind::File)
      .add("deps", "/tmp", EntryKind::Symlink);
  Command command = shell("cd /submission; cat a/test.js b.js c; ls -d deps/*; ls /tmp");
  for (const TreeEntry& entry : tree.entries()) {
    command.files.push_back({"/submission/" + entry.path, TreeFile{&tree, entry}, false, false});
  }
  command.files.push_back(guarded("/submission/a/test.js", "ours a\n"));
  command.files.push_back(guarded("/submission/b.js", "ours b\n"));
  command.files.push_back(guarded("/submission/c", "ours c\n"));
  command.mounts = {{"/usr/share/zoneinfo/Etc", "/submission/deps"}};
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.standard_output.head.substr(0, 21), "ours a\nours b\nours c\n");
  EXPECT_NE(outcome.standard_output.head.find("deps/UTC\n"), std::string::npos);
  EXPECT_EQ(outcome.standard_error.head, "");
}

TEST_F(FilesTest, AMissingWorkingDirectoryIsMade) {
  MemoryTree tree;
  tree.add("week", "a file, not a folder", EntryKind::File);
  Command command = shell("pwd; ls -A");
  command.working_directory = "/submission/week/1";
  command.files.push_back({"/submission/week", TreeFile{&tree, tree.entries()[0]}, false, false});
  EXPECT_EQ(run(command).standard_output.head, "/submission/week/1\n");
}

TEST_F(FilesTest, AStudentsProgramThatCannotStartEndsAsInAShell) {
  Command command;
  command.argv = {"/submission/absent"};
  EXPECT_EQ(to_text(run(command).ending), "exit 127");
  command.argv = {"/submission/text"};
  command.files = {own("/submission/text", "not a program")};
  const Outcome outcome = run(command);
  EXPECT_EQ(to_text(outcome.ending), "exit 126");
  EXPECT_EQ(outcome.standard_error.head, "/submission/text: Permission denied\n");
}

TEST_F(FilesTest, OurProgramThatIsNotThereIsAnError) {
  Command command;
  command.argv = {"/usr/bin/grader-no-such-program"};
  const Result<Outcome> outcome = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(grader::to_text(outcome.error()),
            "cannot start /usr/bin/grader-no-such-program: No such file or directory");
}

TEST_F(FilesTest, AMissingMountIsAnError) {
  Command command = shell("true");
  command.mounts = {{"/no/such/layer", "/layer"}};
  const Result<Outcome> outcome = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(grader::to_text(outcome.error()),
            "/no/such/layer: cannot show a host path in the jail: No such file or directory");
  // And the slot's place is taken by a new one.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(to_text(run(shell("exit 5")).ending), "exit 5");
}

TEST_F(FilesTest, WhatIsPutInDoesNotCountAsDisk) {
  Limits limits = small_limits();
  limits.disk = std::uint64_t{1} << 20;
  Command command = shell("cd /submission; head -c 900000 /dev/zero > x && wc -c < big");
  command.files = {own("/submission/big", std::string(std::size_t{8} << 20, 'x'))};
  EXPECT_EQ(run(command, limits).standard_output.head, "8388608\n");
}

struct PathRow {
  std::string name;
  std::string path;
};

class PathTest : public JailTest, public ::testing::WithParamInterface<PathRow> {};

TEST_P(PathTest, IsNoPlaceForAFile) {
  Command command = shell("true");
  command.files = {own(GetParam().path, "x")};
  const Result<Outcome> outcome = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(grader::to_text(outcome.error()),
            GetParam().path + ": not a place for a file of the jail");
}

INSTANTIATE_TEST_SUITE_P(Files, PathTest,
                         ::testing::Values(PathRow{"Relative", "submission/x"},
                                           PathRow{"OutsideThePlaces", "/etc/passwd"},
                                           PathRow{"ThePlaceItself", "/submission/"},
                                           PathRow{"Leaving", "/submission/../etc/x"},
                                           PathRow{"Dots", "/submission/./x"},
                                           PathRow{"Empty", "/submission//x"}),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::sandbox
