// The engine's side of one slot: a long-lived grader-jailer process that makes jails, one at a
// time.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/cgroup.h"
#include "sandbox/channel.h"
#include "sandbox/protocol.h"
#include "sandbox/slot_lease.h"

namespace grader::sandbox {

// A jail that is building itself and waits for its program.
struct PreparedJail {
  std::vector<Fd> places;  // folders, in the order of kPlaces
  Fd channel;              // to its init
};

class Slot {
 public:
  // Starts the process and returns; that it came up is seen by the first prepare().
  static Result<std::unique_ptr<Slot>> start(const std::string& jailer,
                                             const CgroupParents& cgroups);
  // Ends the process with whatever is in it and removes its cgroups.
  ~Slot();
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // After an Error of these two the slot is of no more use.
  Result<PreparedJail> prepare(const Prepare& prepare);
  // Kills everything in the jail and waits until nothing is left.
  Result<void> end_jail();

  // Becomes readable when the jail died by itself, or the slot did.
  int control() const { return control_.get(); }
  SlotCgroup& cgroup() { return cgroup_; }
  // Owner of the student's files, as the host numbers it; 0: they are simply ours.
  std::uint32_t student_id() const { return student_id_; }

 private:
  explicit Slot(SlotLease lease) : lease_(std::move(lease)) {}
  Result<Packet> receive(std::chrono::milliseconds patience);

  SlotLease lease_;
  SlotCgroup cgroup_;
  Fd control_;
  pid_t pid_ = -1;
  bool ready_ = false;
  std::uint32_t student_id_ = 0;
};

}  // namespace grader::sandbox
