// Whether the memory limit was seen to hold since this host was started. The kernel writes of each
// process that it kills for memory, which alarms who reads its log and, on a serial console, takes
// it a third of a second: too much for every start of the program.
#pragma once

#include <filesystem>
#include <string>

#include "sandbox/cgroup.h"

namespace grader::sandbox {

// What a proof is good for: this start of the host, our programs as they are now, and the kind of
// cgroup. Empty where that cannot be told, so that nothing is taken as seen.
std::string memory_seen_key(const std::filesystem::path& libexec, const CgroupParents& cgroups);

// In the private `run_directory` of slot_lease.h, which nothing in a jail can reach. Each program
// has one of its own: those of several versions may take turns.
std::filesystem::path memory_seen_file(const std::filesystem::path& run_directory,
                                       const std::string& key);
bool memory_was_seen(const std::filesystem::path& run_directory, const std::string& key);
void remember_memory_was_seen(const std::filesystem::path& run_directory, const std::string& key);

}  // namespace grader::sandbox
