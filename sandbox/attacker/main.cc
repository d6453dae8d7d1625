// grader-attacker: a small hostile program that `grader doctor`, the probe of the host and the
// tests run inside jails, so that no guard is trusted that was not seen to hold.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "sandbox/attacker/attacks.h"

namespace {

using namespace grader::sandbox::attacker;

// Everything that does not need the jail to end us, for the probe: one jail tells it all.
// `processes` is the jail's limit; `memory`, whether its limit of that is tried as well.
int probe(int port, const std::string& marker, int processes, bool memory) {
  std::puts("section privileges");
  gain_privileges();
  std::puts("section files");
  read_host(marker);
  write_outside();
  std::puts("section second wall");
  pass_second_wall();
  std::puts("section network");
  reach_out(port);
  std::puts("section handed down");
  look_around();
  std::puts("section processes");
  const int children = count_children(processes + 1);
  if (children < 0) std::printf("reached more than %d processes\n", processes);
  if (memory) {
    // Last, as it may cost us our life where the guard is missing.
    std::puts("section memory");
    std::fflush(stdout);
    if (!child_dies_of_memory()) std::puts("reached more memory than allowed");
  }
  std::puts("section end");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string attack = argc > 1 ? argv[1] : "";
  const std::string argument = argc > 2 ? argv[2] : "";
  if (attack == "loop") loop_for_ever();
  if (attack == "sleep") sleep_for_ever();
  if (attack == "fork") fork_for_ever();
  if (attack == "memory") take_memory_for_ever();
  if (attack == "grandchild-memory") return child_dies_of_memory() ? 0 : 1;
  if (attack == "shared-memory") take_shared_memory_for_ever();
  if (attack == "init") change_limits();
  if (attack == "print") print_for_ever();
  if (attack == "disk") return fill_disk();
  if (attack == "outlive") return outlive();
  if (attack == "network") reach_out(std::atoi(argument.c_str()));
  if (attack == "read") read_host(argument);
  if (attack == "write") write_outside();
  if (attack == "privileges") gain_privileges();
  if (attack == "look") look_around();
  if (attack == "second-wall") pass_second_wall();
  if (attack == "probe" && argc > 4) {
    return probe(std::atoi(argv[2]), argv[3], std::atoi(argv[4]), argc > 5);
  }
  return 0;
}
