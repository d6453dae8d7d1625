// Mutants: small changes of a program, each of which a good test notices. They are made in a jail,
// from the program's syntax tree, and come out the same for the same seed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::runners {

struct MutantsRequest {
  std::string name;  // of the file: its ending says the language
  std::string content;
  int seed = 1;
  int most = 1;
};

// The environment in which they are made: "node" or "python".
std::string_view mutants_environment(std::string_view name);

sandbox::Command mutants_command(const Environment& environment, const MutantsRequest& request);

// Their texts; none where the program cannot be read.
std::vector<std::string> read_mutants(const sandbox::Outcome& outcome);

}  // namespace grader::runners
