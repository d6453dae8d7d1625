// The slot that probed the host, handed on from launcher to launcher: it is warm.
#pragma once

#include <memory>
#include <mutex>

#include "sandbox/slot.h"

namespace grader::sandbox {

class SpareSlot {
 public:
  explicit SpareSlot(std::unique_ptr<Slot> slot) : slot_(std::move(slot)) {}

  // Null where it was taken.
  std::unique_ptr<Slot> take() {
    const std::lock_guard lock(mutex_);
    return std::move(slot_);
  }

  // From whoever took it and is done; one that is not wanted any more ends.
  void put_back(std::unique_ptr<Slot> slot) {
    const std::lock_guard lock(mutex_);
    if (!slot_) slot_ = std::move(slot);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Slot> slot_;
};

}  // namespace grader::sandbox
