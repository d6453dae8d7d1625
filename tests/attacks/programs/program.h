// The attack programs: one binary, one function an attack. Each says "reached WHAT" on stdout for
// everything that it got through with and ends with 0, unless the jail is to end it. All are
// bounded by limits of their own, so that a wall that fails does not harm the machine that tests.
#pragma once

#include <string>
#include <vector>

namespace grader::attacks {

struct Program {
  const char* name;
  int (*run)(const std::vector<std::string>& arguments);  // behind the name
};

// Each file's own.
extern const std::vector<Program> kExhausting;
extern const std::vector<Program> kHoarding;
extern const std::vector<Program> kOutliving;
extern const std::vector<Program> kReaching;
extern const std::vector<Program> kPrivileges;
extern const std::vector<Program> kWriting;

void reached(const std::string& what);
// "WHAT" is reached unless the call failed; the descriptor, if it is one, stays open.
void expect_refused(const std::string& what, long result);

// Our own bounds, above every limit that a case gives to a jail.
inline constexpr int kMostProcesses = 2'000;
inline constexpr std::size_t kMostBytes = std::size_t{768} << 20;

}  // namespace grader::attacks
