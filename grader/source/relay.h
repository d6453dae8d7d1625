// Bytes between a server and a jailed program that gets no socket of the network itself: with one
// it could hang up, connect to any other address and listen there.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "grader/base/fd.h"

namespace grader::source {

class Relay {
 public:
  // `server` is connected. Runs on a thread of its own until both sides have ended.
  explicit Relay(Fd server);
  // Ends both sides.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // The program's end, once; none where it could not be made.
  Fd take_end() { return std::move(theirs_); }
  // Both sides see an end; for any thread.
  void end() const;
  // Bytes that came from the server.
  std::uint64_t received() const { return received_; }

 private:
  void run();

  Fd server_, ours_, theirs_;
  std::atomic<std::uint64_t> received_{0};
  std::thread thread_;
};

}  // namespace grader::source
