// Class 13: more rights than were given.
#include "tests/attacks/jail_attack.h"

namespace grader::attacks {
namespace {

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
    {"ACallThroughThe32BitDoor", program("foreign-call", {"i386"}), "signal 31"},
    {"ACallThroughTheX32Door", program("foreign-call", {"x32"}), "signal 31"},
    {"CallsThatNobodyKnowsYet", program("unknown-calls")},
    {"ControlGroupsAndOurOwnProc", program("control-groups")},
    {"CoreDumps", program("core-dumps")},
};

INSTANTIATE_TEST_SUITE_P(Class13, JailAttack, ::testing::ValuesIn(kPrivileges), name_of);

}  // namespace
}  // namespace grader::attacks
