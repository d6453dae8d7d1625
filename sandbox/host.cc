#include "sandbox/cgroup.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

bool HostReport::can_isolate() const {
  for (const Guard& guard : guards) {
    if (guard.needed && !guard.holds) return false;
  }
  return true;
}

HostReport probe_host() {
  const CgroupParents cgroups = find_cgroups();
  HostReport host;
  const std::string remedy =
      "run as root, or in a delegated scope: systemd-run --user --scope -p Delegate=yes grader ...";
  const bool memory = !cgroups.memory.empty() || cgroups.memory_is_v2;
  const bool pids = !cgroups.pids.empty() || cgroups.pids_is_v2;
  host.guards.push_back({"memory limit", true, memory,
                         cgroups.memory_is_v2 ? "cgroup v2"
                         : memory             ? "cgroup v1"
                                              : "no cgroup",
                         memory ? "" : remedy});
  host.guards.push_back({"process limit", true, pids,
                         cgroups.pids_is_v2 ? "cgroup v2"
                         : pids             ? "cgroup v1"
                                            : "no cgroup",
                         pids ? "" : remedy});
  return host;
}

}  // namespace grader::sandbox
