// The guard of one fetch: to whom it may speak, how long and how much.
//
// libgit2 1.5 connects to whatever a name resolves to, knows no timeout and bounds nothing. So the
// sockets under http, https and ssh are ours: each connection is made here, to the asked host and
// port only, after the address itself was looked at. A watchdog ends connections at the deadline.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "grader/base/result.h"
#include "grader/source/address.h"
#include "grader/source/source.h"

struct addrinfo;
struct sockaddr;

namespace grader::source {

// Guards what this thread does through libgit2 while it lives.
class Guard {
 public:
  Guard(const RemoteAddress& remote, const Policy& policy);
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  // Of this thread, or null.
  static Guard* current();
  // Puts our sockets under libgit2. Once, before the first connection.
  static void install();

  const RemoteAddress& remote() const { return remote_; }
  const Policy& policy() const { return policy_; }
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }

  // A connected socket, or -1 with the refusal set.
  int connect(const std::string& host, const std::string& port);
  void closing(int fd);
  // Counts what came in; false once it is too much or too late.
  bool received(std::uint64_t bytes);

  // Why the fetch was ended by us; the first reason stays.
  void refuse(Error error);
  std::optional<Error> refusal() const;

 private:
  int connect_one(const addrinfo& address, int& errno_value);
  bool may_reach(const sockaddr& address) const;
  void watch();
  Error too_slow() const;

  const RemoteAddress& remote_;
  const Policy& policy_;
  const std::chrono::steady_clock::time_point deadline_;
  Guard* const outer_;
  std::uint64_t received_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::set<int> sockets_;
  std::optional<Error> refusal_;
  std::thread watchdog_;
};

}  // namespace grader::source
