#include "tests/examples/shell.h"

#include <cstdio>

#include <sys/wait.h>

namespace grader::testing {
namespace {

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

ShellOutcome run(const std::vector<std::string>& argv) {
  std::string line;
  for (const std::string& word : argv) line += quoted(word) + " ";
  ShellOutcome outcome;
  std::FILE* pipe = popen((line + "2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[4096];
  std::size_t got = 0;
  while ((got = fread(buffer, 1, sizeof buffer, pipe)) > 0) outcome.output.append(buffer, got);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

}  // namespace grader::testing
