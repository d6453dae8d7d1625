// Where the engine takes files from, and where others' files are (class 14).
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {
namespace {

using Args = std::vector<std::string>;

void put(const std::string& path, const std::string& text) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd >= 0 && ::write(fd, text.data(), text.size()) < 0) ::_exit(2);
  ::close(fd);
}

// The wanted results as everything but a file. argv: the marker on the host.
int odd_results(const Args& args) {
  const std::string marker = args[0];
  ::symlink(marker.c_str(), "/results/link");
  ::symlink(("../../../../.." + marker).c_str(), "/results/up");
  ::symlink("/proc/self/environ", "/results/magic");
  ::symlink(("/proc/1/root" + marker).c_str(), "/results/init");
  ::symlink("loop", "/results/loop");
  ::symlink("/", "/results/linked");
  ::mkfifo("/results/pipe", 0666);
  ::mkdir("/results/folder", 0777);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, "/results/socket");
  ::bind(::socket(AF_UNIX, SOCK_STREAM, 0), reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::symlink(marker.c_str(), "/results/half");
  ::symlink(marker.c_str(), "/submission/x");
  ::symlink("/proc/self/environ", "/tmp/x");
  put("/results/good", "good\n");
  return 0;
}

int large_results(const Args&) {
  const int sparse = ::open("/results/sparse", O_WRONLY | O_CREAT, 0644);
  if (::ftruncate(sparse, 3 << 20) != 0) return 1;
  put("/results/large", std::string(2000, 'x'));
  put("/results/good", std::string(1000, 'x'));
  return 0;
}

// Swaps a file with a link to the marker as fast as it can until it is killed.
int swaps(const Args& args) {
  put("/results/a", "good\n");
  ::symlink(args[0].c_str(), "/results/b");
  ::mkdir("/results/c", 0777);
  put("/results/c/x", "good\n");
  ::symlink("/etc", "/results/d");
  for (int i = 0; i < 50'000'000; ++i) {
    ::syscall(SYS_renameat2, AT_FDCWD, "/results/a", AT_FDCWD, "/results/b", RENAME_EXCHANGE);
    ::syscall(SYS_renameat2, AT_FDCWD, "/results/c", AT_FDCWD, "/results/d", RENAME_EXCHANGE);
  }
  return 0;
}

// A file that reads as long, cannot be read, is held, leased, locked or sealed.
int hard_to_read(const Args&) {
  put("/results/secret", "secret\n");
  ::chmod("/results/secret", 0);
  put("/results/held", "held\n");
  const int fd = ::open("/results/held", O_RDWR);
  ::flock(fd, LOCK_EX);
  ::fcntl(fd, F_SETLEASE, F_WRLCK);
  struct flock whole {};
  whole.l_type = F_WRLCK;
  ::fcntl(fd, F_SETLK, &whole);
  ::fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE);
  for (;;) ::pause();
}

int other_places(const Args&) {
  for (const char* folder : {"/", "/usr/", "/usr/bin/", "/etc/", "/dev/", "/proc/", "/proc/1/",
                             "/grader/", "/etc/ssl/certs/"}) {
    const std::string path = std::string(folder) + "was-here";
    expect_refused("a file in " + std::string(folder),
                   ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600));
    expect_refused("a folder in " + std::string(folder), ::mkdir(path.c_str(), 0700));
    expect_refused("a link in " + std::string(folder), ::symlink("x", path.c_str()));
    expect_refused("a nameless file in " + std::string(folder),
                   ::open(folder, O_WRONLY | O_TMPFILE, 0600));
  }
  for (const char* file : {"/etc/passwd", "/etc/hosts", "/etc/ld.so.cache", "/usr/bin/env",
                           "/bin/sh", "/grader/attack_programs"}) {
    expect_refused(std::string("writing to ") + file, ::open(file, O_WRONLY | O_APPEND));
    expect_refused(std::string("truncating ") + file, ::truncate(file, 0));
    expect_refused(std::string("chmod ") + file, ::chmod(file, 0777));
    expect_refused(std::string("chown ") + file, ::chown(file, ::getuid(), ::getgid()));
    expect_refused(std::string("removing ") + file, ::unlink(file));
    expect_refused(std::string("moving ") + file, ::rename(file, "/tmp/moved"));
    expect_refused(std::string("linking ") + file, ::link(file, "/tmp/linked"));
    expect_refused(std::string("an attribute of ") + file, ::setxattr(file, "user.x", "x", 1, 0));
    const timespec times[2] = {};
    expect_refused(std::string("the time of ") + file, ::utimensat(AT_FDCWD, file, times, 0));
    int flags = 0x10;
    const int fd = ::open(file, O_RDONLY);
    expect_refused(std::string("flags of ") + file, ::ioctl(fd, FS_IOC_SETFLAGS, &flags));
    // Shared and writable, of a file opened for reading.
    if (::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED) {
      reached(std::string("the pages of ") + file);
    }
  }
  return 0;
}

// Each file that the case put in and wants unchanged, in every way there is.
int guarded_files(const Args&) {
  const char* file = "/submission/t/test.js";
  expect_refused("writing", ::open(file, O_WRONLY));
  expect_refused("truncating", ::truncate(file, 0));
  expect_refused("chmod", ::chmod(file, 0666));
  expect_refused("removing", ::unlink(file));
  put("/submission/mine", "forged");
  expect_refused("replacing", ::rename("/submission/mine", file));
  expect_refused("swapping", ::syscall(SYS_renameat2, AT_FDCWD, "/submission/mine", AT_FDCWD, file,
                                       RENAME_EXCHANGE));
  expect_refused("moving its folder", ::rename("/submission/t", "/submission/u"));
  ::mkdir("/submission/other", 0777);
  expect_refused("swapping its folder", ::syscall(SYS_renameat2, AT_FDCWD, "/submission/other",
                                                  AT_FDCWD, "/submission/t", RENAME_EXCHANGE));
  const int fd = ::open(file, O_RDONLY);
  expect_refused("its magic link",
                 ::open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_WRONLY));
  if (::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED) {
    reached("its pages");
  }
  return 0;
}

}  // namespace

const std::vector<Program> kWriting = {
    {"odd-results", odd_results},
    {"large-results", large_results},
    {"swaps", swaps},
    {"hard-to-read", hard_to_read},
    {"other-places", other_places},
    {"guarded-files", guarded_files},
};

}  // namespace grader::attacks
