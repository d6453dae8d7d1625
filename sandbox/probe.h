// What a probing jail said, and what it means for the guards. Pure, so that broken hosts can be
// told about without having one.
#pragma once

#include <string>
#include <vector>

#include "sandbox/cgroup.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

inline constexpr int kProbeProcesses = 8;
inline constexpr std::uint64_t kProbeMemory = std::uint64_t{16} << 20;

inline constexpr const char* kMemoryGuard = "memory limit";

// From the outcome of `grader-attacker probe`; `reached` where its call arrived on the host,
// `memory_seen` where its memory limit was seen to hold before, so that it was not tried.
std::vector<Guard> guards_from_probe(const Outcome& outcome, bool reached,
                                     const CgroupParents& cgroups, bool counts_cpu,
                                     bool memory_seen = false);

// Where no jail could be made at all: why.
std::vector<Guard> guards_from_failure(const Error& error, const CgroupParents& cgroups);

}  // namespace grader::sandbox
