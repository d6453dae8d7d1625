// The guard of one fetch: to whom it may speak, how long and how much.
//
// The program that fetches is jailed without a network. Each connection is made here, to the asked
// host and port only, after the address itself was looked at; the program gets a relay of it. What
// comes in is counted; a watchdog ends the connections at the deadline or when it is too much.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "grader/source/address.h"
#include "grader/source/relay.h"
#include "grader/source/source.h"

struct addrinfo;
struct sockaddr;

namespace grader::source {

class Guard {
 public:
  Guard(const RemoteAddress& remote, const Policy& policy);
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  const RemoteAddress& remote() const { return remote_; }
  const Policy& policy() const { return policy_; }
  std::chrono::steady_clock::time_point deadline() const { return deadline_; }

  // One end of a connection, to be handed on and closed here; none with the refusal set.
  Fd dial(const std::string& host, const std::string& port);
  // A socket that ends when the fetch is refused: whoever waits on it wakes up.
  void end_with_us(int socket);
  // What was dialled is over.
  void hang_up();

  // Why the fetch was ended by us; the first reason stays. Ends all connections.
  void refuse(Error error);
  std::optional<Error> refusal() const;

  Error too_slow() const;
  Error too_many_bytes() const;

 private:
  Fd connect_one(const addrinfo& address, int& errno_value);
  bool may_reach(const sockaddr& address) const;
  void watch();
  std::uint64_t received() const;
  void refuse_locked(Error error);

  const RemoteAddress& remote_;
  const Policy& policy_;
  const std::chrono::steady_clock::time_point deadline_;

  mutable std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::vector<std::unique_ptr<Relay>> relays_;
  std::vector<Fd> woken_;
  std::uint64_t received_before_ = 0;  // by what hung up
  std::optional<Error> refusal_;
  std::thread watchdog_;
};

}  // namespace grader::source
