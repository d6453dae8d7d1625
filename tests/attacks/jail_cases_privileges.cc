// Class 13: more rights than were given.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/attacks/jail_attack.h"

namespace grader::attacks {
namespace {

// Some kernels and hypervisors have no such door: there the caller meets signal 11, jail or not.
// Here a child asks for its own id, without a jail.
bool has_32_bit_calls() {
#ifdef __x86_64__
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGSEGV, SIG_DFL);  // sanitizers have a handler that talks
    long call = 20;              // getpid
    __asm__ volatile("int $0x80" : "+a"(call) : : "memory");
    ::_exit(call == ::getpid() ? 0 : 1);
  }
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
#else
  return true;  // the program raises signal 31 itself
#endif
}

const std::vector<Case> kPrivileges = {
    {"BecomingRoot", program("become-root")},
    {"ProgramsThatBecomeRoot", program("setuid-programs")},
    {"Capabilities", program("capabilities")},
    {"NewNamespaces", program("new-namespaces")},
    {"Mounts", program("mounts")},
    {"Tracing", program("trace")},
    {"DoorsOfTheKernel", program("kernel-doors")},
    {"Clocks", program("clocks")},
    {"DevicesAndTerminals", program("devices")},
    {"FileHandles", program("handles")},
    {"AFilterAndAPersonalityOfItsOwn", program("own-filter")},
    {"ACallThroughThe32BitDoor", program("foreign-call", {"i386"}),
     has_32_bit_calls() ? "signal 31" : "signal 11"},
    {"ACallThroughTheX32Door", program("foreign-call", {"x32"}), "signal 31"},
    {"CallsThatNobodyKnowsYet", program("unknown-calls")},
    {"ControlGroupsAndOurOwnProc", program("control-groups")},
    {"CoreDumps", program("core-dumps")},
};

INSTANTIATE_TEST_SUITE_P(Class13, JailAttack, ::testing::ValuesIn(kPrivileges), name_of);

}  // namespace
}  // namespace grader::attacks
