// Keeps the first and the last part of a stream, and counts all of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sandbox/launcher.h"

namespace grader::sandbox {

class CaptureBuffer {
 public:
  // The first `limit` bytes are kept, and of what comes after the last kTail.
  explicit CaptureBuffer(std::uint64_t limit) : limit_(limit) {}

  static constexpr std::size_t kTail = std::size_t{16} << 10;

  void add(std::string_view bytes) {
    capture_.bytes += bytes.size();
    const std::size_t room = static_cast<std::size_t>(limit_) - capture_.head.size();
    capture_.head += bytes.substr(0, room);
    if (bytes.size() <= room) return;
    capture_.tail += bytes.substr(room);
    if (capture_.tail.size() > 2 * kTail) capture_.tail.erase(0, capture_.tail.size() - kTail);
  }

  bool is_over() const { return capture_.bytes > limit_; }

  Capture take() {
    if (capture_.tail.size() > kTail) capture_.tail.erase(0, capture_.tail.size() - kTail);
    if (capture_.head.size() + capture_.tail.size() == capture_.bytes) {
      capture_.head += std::exchange(capture_.tail, {});
    }
    return std::move(capture_);
  }

 private:
  std::uint64_t limit_;
  Capture capture_;
};

}  // namespace grader::sandbox
