// What a jail is given beside files: open descriptors, and a host folder to write into.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

namespace fs = std::filesystem;

class HandedIn : public JailTest {
 protected:
  void SetUp() override {
    JailTest::SetUp();
    char name[] = "/tmp/handed-in-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  Command with_folder(Command command, std::uint64_t bytes = 1 << 20) const {
    command.writable_folder = WritableFolder{folder_.string(), "/loan", bytes, 16};
    return command;
  }

  std::string content(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(HandedIn, DescriptorsAreThreeAndFourAndNoOther) {
  SocketPair first = make_socket_pair(), second = make_socket_pair();
  Command command = python(R"(
import os, socket
seen = []
for fd in range(256):
    try: os.fstat(fd)
    except OSError: continue
    seen.append(fd)
socket.socket(fileno=3).sendall(str(seen).encode())
os.write(4, os.read(4, 16)[::-1])
)");
  command.descriptors = {first.theirs.get(), second.theirs.get()};
  ASSERT_EQ(::write(second.ours.get(), "abc", 3), 3);
  EXPECT_EQ(to_text(run(command).ending), "exit 0");
  char text[64] = {};
  EXPECT_EQ(::read(first.ours.get(), text, sizeof text - 1), 15);
  EXPECT_STREQ(text, "[0, 1, 2, 3, 4]");
  char answer[16] = {};
  EXPECT_EQ(::read(second.ours.get(), answer, sizeof answer - 1), 3);
  EXPECT_STREQ(answer, "cba");
}

TEST_F(HandedIn, PeerSeesTheEndOnceOurOwnEndIsClosed) {
  SocketPair pair = make_socket_pair();
  Command command = shell("sleep 100 & exit 0");
  command.descriptors = {pair.theirs.get()};
  run(command);
  pair.theirs.reset();
  char byte = 0;
  EXPECT_EQ(::read(pair.ours.get(), &byte, 1), 0);
}

TEST_F(HandedIn, DescriptorsThatCannotBeGivenAreAnError) {
  Command command = shell("exit 0");
  command.descriptors = {9999};
  const Result<Outcome> closed = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().message, "cannot give a descriptor to a jail: Bad file descriptor");
  command.descriptors.assign(126, 0);
  const Result<Outcome> many = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message, "a command for a jail has too many descriptors");
}

TEST_F(HandedIn, WhatIsWrittenIntoTheFolderIsThereAfterwards) {
  const Outcome outcome =
      run(with_folder(shell("echo kept > /loan/a && mkdir /loan/b && "
                            "mv /loan/a /loan/b/c && stat -c %a /loan")));
  EXPECT_EQ(to_text(outcome.ending), "exit 0");
  EXPECT_EQ(outcome.standard_output.head, "700\n");
  EXPECT_EQ(content("b/c"), "kept\n");
  struct stat facts {};
  ASSERT_EQ(::stat(folder_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_uid, ::geteuid());
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(HandedIn, NothingInTheFolderCanBeRunAndNoneOfItIsADevice) {
  const Outcome outcome =
      run(with_folder(shell("cp /bin/true /loan/t; chmod 4755 /loan/t; /loan/t && echo ran; mknod "
                            "/loan/n c 1 3 && echo made; "
                            "exit 0")));
  EXPECT_EQ(outcome.standard_output.head, "");
}

TEST_F(HandedIn, RestOfTheHostStaysReadOnlyAndHidden) {
  const Outcome outcome =
      run(with_folder(shell("echo x > /usr/x; echo x > /loan/../x; ls " + folder_.string())));
  EXPECT_NE(to_text(outcome.ending), "exit 0");
  EXPECT_EQ(outcome.standard_output.head, "");
}

TEST_F(HandedIn, TooMuchInTheFolderEndsTheRun) {
  const struct {
    const char* name;
    const char* script;
  } rows[] = {
      {"one file", "head -c 2000000 /dev/zero > /loan/a"},
      {"many files", "for i in $(seq 40); do head -c 100000 /dev/zero > /loan/$i; done; sleep 20"},
      {"many entries", "for i in $(seq 40); do : > /loan/$i; done; sleep 20"},
      {"deep folders", "cd /loan; for i in $(seq 12); do mkdir d; cd d; done; sleep 20"},
      {"links that lead around",
       "ln -s . /loan/a; for i in $(seq 40); do ln -s . /loan/$i; done; sleep 20"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(
        to_text(run(with_folder(shell(std::string("trap '' XFSZ; ") + row.script + "; :"))).ending)
            .substr(0, 5),
        std::string(row.name) == "one file" ? "exit " : "limit");
    fs::remove_all(folder_);
    fs::create_directory(folder_);
  }
  EXPECT_EQ(to_text(run(with_folder(python("open('/loan/a', 'wb').write(bytes(2000000))"))).ending),
            "exit 1");
}

// Files without a name take room too: open, mapped, or on the way to nobody.
TEST_F(HandedIn, TooMuchInFilesThatWereRemovedEndsTheRun) {
  const char* const kHiding[] = {
      "keep.append(fd)",
      "libc.mmap(None, 1 << 20, 3, 1, fd, 0); os.close(fd)",
      "socket.send_fds(pair[0], [b'x'], [fd]); os.close(fd)",
  };
  for (const char* hiding : kHiding) {
    SCOPED_TRACE(hiding);
    const Outcome outcome = run(with_folder(python(std::string(R"(
import ctypes, os, socket, time
pair, keep, libc = socket.socketpair(), [], ctypes.CDLL(None)
libc.mmap.argtypes = [ctypes.c_void_p] + [ctypes.c_long] * 5
for i in range(100):
    fd = os.open('/loan/x', os.O_RDWR | os.O_CREAT)
    os.posix_fallocate(fd, 0, 1 << 20)
    os.unlink('/loan/x')
    )") + hiding + "\ntime.sleep(20)")));
    EXPECT_EQ(to_text(outcome.ending), "limit disk") << outcome.standard_error.head;
    fs::remove(folder_ / "x");
  }
}

TEST_F(HandedIn, FoldersThatAreNotOursAndEmptyAreAnError) {
  std::ofstream(folder_ / "there") << "x";
  const Result<Outcome> full = shared_launcher()->run(with_folder(shell("exit 0")), small_limits());
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().message, "a folder for a jail has to be ours and empty");
  fs::remove(folder_ / "there");
  fs::create_directory_symlink("/tmp", folder_ / "link");
  Command command = shell("exit 0");
  command.writable_folder = WritableFolder{(folder_ / "link").string(), "/loan"};
  const Result<Outcome> link = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(link);
  EXPECT_EQ(link.error().message, "cannot open a folder for a jail: Not a directory");
  command.writable_folder = WritableFolder{folder_.string(), "/tmp/loan"};
  const Result<Outcome> place = shared_launcher()->run(command, small_limits());
  ASSERT_FALSE(place);
  EXPECT_EQ(place.error().message, "not a writable folder for a jail");
}

}  // namespace
}  // namespace grader::sandbox
