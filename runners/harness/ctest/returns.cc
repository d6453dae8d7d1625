// Linked into each program of a CMake project that judges (the linker's --wrap=main): tells
// guard.py that main() returned, since an exit code alone would not say so.
#include <array>
#include <cstdio>
#include <string>

#include <fcntl.h>
#include <unistd.h>

extern "C" int __real_main(int argc, char** argv, char** environment);

namespace {

constexpr int kPipe = 3;
std::array<char, 256> word;

// Before the constructors of the program and of every library.
void take_word(int /*argc*/, char** /*argv*/, char** /*environment*/) {
  // Nothing of the submission runs where its tests are built.
  if (access("/build", W_OK) == 0) _exit(0);
  if (fcntl(kPipe, F_GETFD) < 0) return;  // started by a script of the rubric's, without a guard
  std::size_t size = 0;
  while (size + 1 < word.size()) {
    const ssize_t got = read(0, &word[size], word.size() - 1 - size);
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, 0);
  close(nothing);
  fcntl(kPipe, F_SETFD, FD_CLOEXEC);
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const kFirst)(int, char**, char**) = take_word;

}  // namespace

extern "C" int __wrap_main(int argc, char** argv, char** environment) {
  const int code = __real_main(argc, argv, environment);
  if (word[0] == '\0') return code;
  const std::string text(word.data());
  const std::string line =
      text.substr(0, text.find(' ')) + " returned " + std::to_string(code) + "\n";
  std::fflush(nullptr);
  (void)!write(kPipe, line.data(), line.size());
  _exit(code);  // nothing of the submission runs after that
}
