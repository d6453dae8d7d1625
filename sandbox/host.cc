#include <algorithm>

#include "grader/base/places.h"
#include "sandbox/cgroup.h"
#include "sandbox/jail_files.h"
#include "sandbox/jail_run.h"
#include "sandbox/launcher.h"
#include "sandbox/loopback_listener.h"
#include "sandbox/memory_seen.h"
#include "sandbox/probe.h"
#include "sandbox/slot.h"
#include "sandbox/spare_slot.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;

Limits probe_limits() {
  Limits limits;
  limits.wall = milliseconds(5000);
  limits.cpu = milliseconds(5000);
  limits.memory = kProbeMemory;
  limits.processes = kProbeProcesses;
  limits.disk = std::uint64_t{1} << 20;
  limits.inodes = 64;
  return limits;
}

Result<std::vector<Guard>> attack(Slot& slot, const CgroupParents& cgroups, bool again) {
  const LoopbackListener listener;
  Result<std::filesystem::path> run = run_directory();
  if (!run) return run.error();
  const std::filesystem::path libexec = libexec_directory();
  const std::string key = memory_seen_key(libexec, cgroups);
  const bool seen = !again && memory_was_seen(*run, key);
  Command command;
  command.argv = {"/grader/grader-attacker", "probe", std::to_string(listener.port()),
                  (*run / "slot-0").string(), std::to_string(kProbeProcesses)};
  if (!seen) command.argv.push_back("memory");
  command.mounts = {{libexec.string(), "/grader"}};
  const Limits limits = probe_limits();
  Result<FilePlan> plan = plan_files(command, limits);
  if (!plan) return plan.error();
  RunOptions options;
  options.stop_at_first_sign = false;
  Result<Outcome> outcome = run_jail(slot, command, *plan, limits, options);
  if (!outcome) return outcome.error();
  std::vector<Guard> guards = guards_from_probe(*outcome, listener.was_reached(), cgroups,
                                                slot.cgroup().counts_cpu(), seen);
  const auto limit = std::find_if(guards.begin(), guards.end(),
                                  [](const Guard& one) { return one.name == kMemoryGuard; });
  if (!seen && limit != guards.end() && limit->holds) remember_memory_was_seen(*run, key);
  return guards;
}

}  // namespace

bool HostReport::can_isolate() const {
  for (const Guard& guard : guards) {
    if (guard.needed && !guard.holds) return false;
  }
  return !guards.empty();
}

HostReport probe_host(bool again) {
  const CgroupParents cgroups = find_cgroups();
  HostReport host;
  Result<std::unique_ptr<Slot>> slot =
      Slot::start((libexec_directory() / "grader-jailer").string(), cgroups);
  if (!slot) {
    host.guards = guards_from_failure(slot.error(), cgroups);
    return host;
  }
  Result<std::vector<Guard>> guards = attack(**slot, cgroups, again);
  if (!guards) {
    host.guards = guards_from_failure(guards.error(), cgroups);
    return host;
  }
  host.guards = std::move(*guards);
  host.spare = std::make_shared<SpareSlot>(std::move(*slot));
  return host;
}

}  // namespace grader::sandbox
