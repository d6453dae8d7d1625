// What runs inside a jail of the benchmark: each way says on standard output, in nanoseconds of the
// monotonic clock (which all jails share with the host), when the thing happened that is timed.
#include <cstdio>
#include <cstring>
#include <ctime>

#include <unistd.h>

namespace {

long long now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

void say(long long when) {
  char line[32];
  const int size = std::snprintf(line, sizeof line, "%lld\n", when);
  if (::write(STDOUT_FILENO, line, static_cast<std::size_t>(size)) != size) ::_exit(1);
}

// Until no more is to be had; then everybody waits.
void fill_with_processes() {
  for (;;) {
    const pid_t child = ::fork();
    if (child < 0) say(now());
    if (child <= 0) {
      for (;;) ::pause();
    }
  }
}

void print_too_much(std::size_t bytes) {
  say(now());
  static const char filling[4096] = {'x'};
  for (std::size_t have = 0; have < bytes; have += sizeof filling) {
    if (::write(STDOUT_FILENO, filling, sizeof filling) < 0) ::_exit(1);
  }
  for (;;) ::pause();
}

}  // namespace

int main(int, char** argv) {
  const long long started = now();
  if (std::strcmp(argv[1], "start") == 0) say(started);
  if (std::strcmp(argv[1], "fork") == 0) fill_with_processes();
  if (std::strcmp(argv[1], "print") == 0) print_too_much(std::size_t{64} << 10);
  if (std::strcmp(argv[1], "wait") == 0) {
    say(started);
    for (;;) ::pause();
  }
  if (std::strcmp(argv[1], "spin") == 0) {
    say(started);
    for (volatile unsigned turn = 0;;) turn = turn + 1;
  }
  return 0;
}
