#include <csignal>
#include <cstdio>

#include <sys/resource.h>
#include <unistd.h>

#include "tests/attacks/programs/program.h"

namespace grader::attacks {

void reached(const std::string& what) {
  std::printf("reached %s\n", what.c_str());
  std::fflush(stdout);
}

void expect_refused(const std::string& what, long result) {
  if (result >= 0) reached(what);
}

}  // namespace grader::attacks

int main(int argc, char** argv) {
  using namespace grader::attacks;
  ::alarm(60);
  // Where the jail's own limits fail, these hold.
  const rlimit cpu{30, 30};
  ::setrlimit(RLIMIT_CPU, &cpu);
  const std::string name = argc > 1 ? argv[1] : "";
  const std::vector<std::string> arguments(argv + (argc > 2 ? 2 : argc), argv + argc);
  for (const auto* programs :
       {&kExhausting, &kHoarding, &kOutliving, &kReaching, &kPrivileges, &kWriting}) {
    for (const Program& program : *programs) {
      if (name == program.name) return program.run(arguments);
    }
  }
  std::fprintf(stderr, "no attack '%s'\n", name.c_str());
  return 99;
}
