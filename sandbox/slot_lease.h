// A number that no other grader on this machine uses at the same time: which ids a slot's students
// get, and what must be cleaned up if its owner died.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"

namespace grader::sandbox {

// /run/grader for root, $XDG_RUNTIME_DIR/grader for others, else below /tmp; made with mode 0700.
// An Error where it belongs to somebody else. Holds the leases' lock files and `root`, an empty
// folder that slots mount upon in their own view.
Result<std::filesystem::path> run_directory();

// Kernel user ids of students where we are root: above what people and services get, below 65534,
// and within the 65536 ids that rootless containers have.
inline constexpr std::uint32_t kFirstStudentId = 64'000;
inline constexpr std::uint32_t kStudentIds = 1'000;

// Held by a lock on a file for as long as any process has its descriptor open, so a dead owner's
// lease is free at once. Lock files are never removed: removing them would be a race.
class SlotLease {
 public:
  // What the last owner left behind is removed; a number where that is not possible is not taken.
  static Result<SlotLease> take(const std::filesystem::path& run_directory);

  std::uint32_t number() const { return number_; }  // 0 to kStudentIds - 1
  int fd() const { return lock_.get(); }
  // Writes down what to remove if we die.
  void record(const std::vector<std::string>& cgroup_folders);

 private:
  Fd lock_;
  std::uint32_t number_ = 0;
};

// A number that is out of use, since what its last owner left cannot be removed.
struct StuckSlot {
  std::uint32_t number = 0;
  std::vector<std::string> cgroup_folders;  // as recorded, those that are still there
};

// All of them, after one more try to remove what they left. Slots in use are not looked at.
std::vector<StuckSlot> stuck_slots(const std::filesystem::path& run_directory);

}  // namespace grader::sandbox
