#include <mutex>

#include "grader/base/places.h"
#include "sandbox/cgroup.h"
#include "sandbox/jail_files.h"
#include "sandbox/jail_run.h"
#include "sandbox/launcher.h"
#include "sandbox/loopback_listener.h"
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

Result<std::vector<Guard>> attack(Slot& slot, const CgroupParents& cgroups) {
  const LoopbackListener listener;
  Result<std::filesystem::path> run = run_directory();
  if (!run) return run.error();
  Command command;
  command.argv = {"/grader/grader-attacker", "probe", std::to_string(listener.port()),
                  (*run / "slot-0").string(), std::to_string(kProbeProcesses)};
  command.mounts = {{libexec_directory().string(), "/grader"}};
  const Limits limits = probe_limits();
  Result<FilePlan> plan = plan_files(command, limits);
  if (!plan) return plan.error();
  RunOptions options;
  options.stop_at_first_sign = false;
  Result<Outcome> outcome = run_jail(slot, command, *plan, limits, options);
  if (!outcome) return outcome.error();
  return guards_from_probe(*outcome, listener.was_reached(), cgroups, slot.cgroup().counts_cpu());
}

}  // namespace

bool HostReport::can_isolate() const {
  for (const Guard& guard : guards) {
    if (guard.needed && !guard.holds) return false;
  }
  return !guards.empty();
}

HostReport probe_host() {
  const CgroupParents cgroups = find_cgroups();
  HostReport host;
  Result<std::unique_ptr<Slot>> slot =
      Slot::start((libexec_directory() / "grader-jailer").string(), cgroups);
  if (!slot) {
    host.guards = guards_from_failure(slot.error(), cgroups);
    return host;
  }
  Result<std::vector<Guard>> guards = attack(**slot, cgroups);
  if (!guards) {
    host.guards = guards_from_failure(guards.error(), cgroups);
    return host;
  }
  host.guards = std::move(*guards);
  host.spare = std::make_shared<SpareSlot>(std::move(*slot));
  return host;
}

}  // namespace grader::sandbox
