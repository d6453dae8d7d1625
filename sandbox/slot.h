// The engine's side of one slot: a long-lived grader-jailer process that makes jails, one at a
// time.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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
  // Starts the process and returns; that it came up is seen by the first prepare(). `network`: the
  // namespaces that its jails share with others; none: each has a network of its own.
  static Result<std::unique_ptr<Slot>> start(const std::string& jailer,
                                             const CgroupParents& cgroups,
                                             const std::vector<Fd>& network = {});
  // Ends the process with whatever is in it and removes its cgroups.
  ~Slot();
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;

  // Lets a jail be built that holds nothing yet, and returns at once. Nobody waits for it: where it
  // fails, or is not what prepare() is asked for, it is thrown away.
  void prepare_ahead(Prepare prepare);
  // Whether prepare() would find it.
  bool is_ahead_for(const Prepare& prepare) const;

  // After an Error of these two the slot is of no more use.
  Result<PreparedJail> prepare(const Prepare& prepare);
  // Kills everything in the jail and waits until nothing is left.
  Result<void> end_jail();

  // Becomes readable when the jail died by itself, or the slot did.
  int control() const { return control_.get(); }
  // Whether the process has ended by itself.
  bool is_gone() const;
  SlotCgroup& cgroup() { return cgroup_; }
  // Owner of the student's files, as the host numbers it; 0: they are simply ours.
  std::uint32_t student_id() const { return student_id_; }

 private:
  explicit Slot(SlotLease lease) : lease_(std::move(lease)) {}
  // The host's files behind a jail's mounts: what is at a path now may not be what was.
  using Identity = std::pair<std::uint64_t, std::uint64_t>;
  struct Ahead {
    Prepare prepare;
    std::vector<Identity> sources;
  };

  static std::vector<Identity> identify(const std::vector<Mount>& mounts);
  Result<Packet> receive(std::chrono::milliseconds patience);
  Result<void> await_ready();
  Result<PreparedJail> receive_jail();
  // Kills what is in the jail and waits until it is gone.
  Result<void> clear();

  SlotLease lease_;
  SlotCgroup cgroup_;
  Fd control_;
  pid_t pid_ = -1;
  bool ready_ = false;
  std::optional<Ahead> ahead_;
  std::uint32_t student_id_ = 0;
};

}  // namespace grader::sandbox
