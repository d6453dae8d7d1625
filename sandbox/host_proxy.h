// An HTTP proxy to one host, for jails that have no other way out.
//
// The listening socket lies in the jails' network, all else in ours: the proxy looks up the host,
// looks at the address, connects and carries bytes. Nobody in the jails can make it speak to
// another host, port or address; a redirect to one is a request like any other, and refused.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "sandbox/launcher.h"

namespace grader::sandbox {

class HostProxy {
 public:
  // Serves on a thread of its own until it is destroyed.
  HostProxy(Fd listener, AllowedHost host);
  ~HostProxy();
  HostProxy(const HostProxy&) = delete;
  HostProxy& operator=(const HostProxy&) = delete;

  std::vector<std::string> refused() const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

}  // namespace grader::sandbox
