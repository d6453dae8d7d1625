// A grader that runs a sleeping program in a jail until somebody kills it. Says "running" once its
// slot is warm. The first argument is handed on, so that the program can be found.
#include <cstdio>

#include "tests/sandbox/jail.h"

int main(int argc, char** argv) {
  using namespace grader::sandbox;
  Launcher* launcher = shared_launcher();
  if (launcher == nullptr || argc < 2) return 1;
  Limits limits = small_limits();
  limits.wall = std::chrono::seconds(60);
  if (!launcher->run(shell("true"), limits)) return 1;
  std::puts("running");
  std::fflush(stdout);
  return launcher->run(attack("sleep", argv[1]), limits) ? 0 : 1;
}
