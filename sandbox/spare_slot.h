// The slot that probed the host, handed on to the first launcher: it is warm already.
#pragma once

#include <memory>
#include <mutex>

#include "sandbox/slot.h"

namespace grader::sandbox {

class SpareSlot {
 public:
  explicit SpareSlot(std::unique_ptr<Slot> slot) : slot_(std::move(slot)) {}

  // Null from the second time on.
  std::unique_ptr<Slot> take() {
    const std::lock_guard lock(mutex_);
    return std::move(slot_);
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Slot> slot_;
};

}  // namespace grader::sandbox
