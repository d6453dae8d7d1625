// Control groups: where this host lets us make some, and those of one slot.
//
// Each function is taken from where the host has it: memory and pids from v1 hierarchies or from
// v2, CPU time from v1 cpuacct or from any v2 folder. v1: the slot enters once and its jails are
// born inside (attaching costs some 10 ms). v2: each jail is cloned into the folder.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

// Folders in which we may make cgroups; empty where the host has none for us.
struct CgroupParents {
  std::string memory;
  std::string pids;
  std::string cpu;      // v1 cpuacct only
  std::string unified;  // v2; used for whatever is not in a v1 hierarchy
  bool memory_is_v2 = false;
  bool pids_is_v2 = false;
};

// The folders of our own cgroups, read from /proc/self/cgroup and /proc/self/mountinfo (given as
// text). Nothing is tried yet.
CgroupParents parse_cgroups(std::string_view self_cgroup, std::string_view mountinfo);

// The same for this process, with what cannot be used taken out. May enable controllers for our
// children in v2, and may move this process into a child folder for that (only where it is alone).
CgroupParents find_cgroups();

struct Counters {
  std::uint64_t oom_kills = 0;
  std::uint64_t refused_forks = 0;
  std::chrono::microseconds cpu{0};
};

class SlotCgroup {
 public:
  static Result<SlotCgroup> create(const CgroupParents& parents, const std::string& name);

  // For the slot: see SlotSetup.
  const std::vector<std::string>& join() const { return join_; }
  const std::vector<std::string>& leave() const { return leave_; }
  const std::vector<std::string>& folders() const { return folders_; }
  const std::string& clone_into() const { return unified_; }

  bool limits_memory() const { return static_cast<bool>(oom_); }
  bool limits_processes() const { return static_cast<bool>(forks_); }
  bool counts_cpu() const { return static_cast<bool>(cpu_); }

  // Before a jail: sets the limits where they changed, and the marks that counters() counts from.
  // Waits a little where the kernel has not yet freed the memory of the jail before.
  Result<void> begin(const Limits& limits);
  // Since begin(). A counter that the host does not have stays 0.
  Counters counters() const;
  // Descriptors that poll with POLLPRI when a counter moves, where the kernel does that; each
  // counters() arms them anew. -1: none.
  int memory_events() const { return oom_.get(); }
  int process_events() const { return forks_.get(); }
  // Whether more is held than the limit, pages of files not counted: the kernel drops those when
  // room is wanted. The kernel's own limit lies a little above, so that the files of a program that
  // has filled its memory stay there: else it would spend its time on reading its own code again
  // and again, and seem slow where it is too large.
  bool is_over_memory() const;
  // The highest use since begin(), pages of files counted, what was there before not.
  std::uint64_t peak_memory() const;
  // Whether more than half of the memory limit is in use, or a process was killed for it.
  bool is_crowded() const;
  // Lets the slot itself breathe when the jail has filled everything; begin() sets it again.
  void lift_memory_limit();
  // Kills all processes and waits for their end. False where one is stuck.
  bool kill_all() const;
  // Of the jail, and in v1 the slot.
  std::vector<pid_t> processes() const;
  // Whether no process but `slot` is left.
  bool is_empty_but_for(int slot) const;

  // Kills what is left in the folders and removes them. False where that is not possible: then
  // folders() stays.
  bool remove();

 private:
  Counters absolute() const;
  std::uint64_t held_memory() const;
  // In buffers of the network, where they are not in the usage (v1).
  std::uint64_t sockets() const;
  void wait_for_freed_memory(std::uint64_t limit) const;

  std::vector<std::string> join_, leave_, folders_;
  std::string memory_, pids_, unified_;  // folders
  bool memory_is_v2_ = false;
  Fd oom_, forks_, cpu_, peak_, usage_, sockets_;
  bool cpu_is_v2_ = false;
  std::uint64_t memory_limit_ = 0;  // as last written; 0: none yet
  std::uint64_t process_limit_ = 0;
  Counters mark_;
  std::uint64_t usage_mark_ = 0;
};

// The folders that a slot of this name has, one for each hierarchy that is used.
std::vector<std::string> slot_folders(const CgroupParents& parents, const std::string& name);

// Kills what is left in these cgroups and removes them; only folders with our name. False where
// one of them cannot be removed: something in it is stuck in the kernel.
bool remove_stale_cgroups(const std::vector<std::string>& folders);

inline constexpr std::string_view kCgroupPrefix = "grader-";

}  // namespace grader::sandbox
