#include "sandbox/probe.h"

#include <map>

#include "grader/base/text.h"

namespace grader::sandbox {
namespace {

constexpr const char* kNoCgroup =
    "run as root, or in a scope of your own: systemd-run --user --scope -p Delegate=yes grader ... "
    "(as a service: share/grader/hosts/grader@.service)";

struct Row {
  const char* section;  // of the attacker's report
  const char* guard;
  const char* detail;
};

// Guards that are about not getting through. A jail that lets something through on a host is a bug
// or a hole of that host: there is no remedy but to tell us.
constexpr Row kRows[] = {
    {"privileges", "no privileges", "own user id, no capabilities, system call filter"},
    {"files", "own files only", "mount namespace, read-only system"},
    {"network", "no network", "network namespace with loopback only"},
    {"handed down", "nothing inherited", "empty environment, closed descriptors, own processes"},
};
constexpr const char* kReport = "do not grade on this host, and report this";

// What stands in each section, by its name.
std::map<std::string, std::string> sections_of(std::string_view text) {
  constexpr std::string_view kSection = "section ";
  std::map<std::string, std::string> sections;
  std::string current;
  for (const std::string_view line : lines_of(text)) {
    if (line.substr(0, kSection.size()) == kSection) {
      current = line.substr(kSection.size());
      sections[current];
    } else {
      std::string& said = sections[current];
      said += (said.empty() ? "" : ", ") + std::string(line);
    }
  }
  return sections;
}

std::string memory_detail(const CgroupParents& cgroups) {
  if (cgroups.memory_is_v2) return "cgroup v2";
  return cgroups.memory.empty() ? "no cgroup with a memory controller is ours" : "cgroup v1";
}

std::string pids_detail(const CgroupParents& cgroups) {
  if (cgroups.pids_is_v2) return "cgroup v2";
  return cgroups.pids.empty() ? "no cgroup with a pids controller is ours" : "cgroup v1";
}

bool has_memory(const CgroupParents& cgroups) {
  return cgroups.memory_is_v2 || !cgroups.memory.empty();
}

bool has_pids(const CgroupParents& cgroups) {
  return cgroups.pids_is_v2 || !cgroups.pids.empty();
}

Guard limit_guard(const char* name, bool has_cgroup, const std::string& how, bool held) {
  if (!has_cgroup) return {name, true, false, how, kNoCgroup};
  if (!held) return {name, true, false, how + ", but it did not hold", kReport};
  return {name, true, true, how, ""};
}

// Not needed: all that it refuses is refused by the mount namespace before.
Guard second_wall(const std::string& said) {
  Guard guard{"second wall", false, said.empty(), "Landlock: own files only, by identity", ""};
  if (guard.holds) return guard;
  guard.detail = said == "no Landlock" ? "this kernel has no Landlock" : visible(said);
  guard.remedy =
      said == "no Landlock" ? "Linux 5.19 or later with landlock in its lsm= list" : kReport;
  return guard;
}

std::string remedy_for(const std::string& message) {
  const auto mentions = [&](const char* word) { return message.find(word) != std::string::npos; };
  // Ours, not the host's.
  if (mentions("Too many open files")) return "raise the limit of open files: ulimit -n 1024";
  if (mentions("Cannot allocate memory") || mentions("No space left")) {
    return "free some memory, or some space in /run and /tmp";
  }
  if (mentions("could not be emptied")) return "wait or restart the host: processes are stuck";
  if (mentions("user namespace")) {
    return "allow user namespaces (sysctl user.max_user_namespaces; on Ubuntu the AppArmor profile "
           "share/grader/hosts/apparmor-grader-jailer), or run as root";
  }
  if (mentions("/proc")) {
    return "in a container: let it mount /proc (docker run --security-opt systempaths=unconfined)";
  }
  if (mentions("pivot_root")) return "mount the root folder onto itself before chroot";
  if (mentions("fsopen") || mentions("flags of a mount") || mentions("Function not implemented")) {
    return "Linux 5.12 or later is needed";
  }
  if (mentions("clone3") || mentions("mount namespace"))
    return "in a container: run it with --privileged";
  if (mentions("start the jailer")) return "install grader completely";
  return kReport;
}

}  // namespace

std::vector<Guard> guards_from_probe(const Outcome& outcome, bool reached,
                                     const CgroupParents& cgroups, bool counts_cpu,
                                     bool memory_seen) {
  std::map<std::string, std::string> sections = sections_of(outcome.standard_output.head);
  if (reached) sections["network"] += "reached a port of the host";
  std::vector<Guard> guards;
  for (const Row& row : kRows) {
    const auto said = sections.find(row.section);
    if (said == sections.end()) {
      guards.push_back({row.guard, true, false, "the probe ended before it was tried", kReport});
    } else if (!said->second.empty()) {
      guards.push_back({row.guard, true, false, visible(said->second), kReport});
    } else {
      guards.push_back({row.guard, true, true, row.detail, ""});
    }
  }
  const bool forks_held = sections.count("processes") != 0 && sections["processes"].empty();
  const bool memory_tried = sections.count("memory") != 0;
  const bool memory_held =
      sections.count("end") != 0 &&
      (memory_tried ? sections["memory"].empty() && outcome.out_of_memory : memory_seen);
  guards.push_back(
      limit_guard("process limit", has_pids(cgroups), pids_detail(cgroups), forks_held));
  guards.push_back(
      limit_guard(kMemoryGuard, has_memory(cgroups), memory_detail(cgroups), memory_held));
  guards.push_back(second_wall(sections.count("second wall") != 0
                                   ? sections["second wall"]
                                   : "the probe ended before it was tried"));
  const bool counted = counts_cpu && outcome.usage.cpu.count() > 0;
  guards.push_back({"cpu counter", false, counted,
                    counted ? "of the whole tree" : "each process is limited by itself",
                    counted ? "" : kNoCgroup});
  return guards;
}

std::vector<Guard> guards_from_failure(const Error& error, const CgroupParents& cgroups) {
  std::vector<Guard> guards;
  const std::string why = error.where.empty() ? error.message : error.where + ": " + error.message;
  guards.push_back({kJailGuard, true, false, why, remedy_for(why)});
  guards.push_back(limit_guard("process limit", has_pids(cgroups), pids_detail(cgroups), true));
  guards.push_back(limit_guard(kMemoryGuard, has_memory(cgroups), memory_detail(cgroups), true));
  return guards;
}

}  // namespace grader::sandbox
