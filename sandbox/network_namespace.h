// Network namespaces for jails to share: made by a process that enters them and is gone again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"

namespace grader::sandbox {

struct NetworkNamespace {
  std::vector<Fd> namespaces;  // for Slot::start
  Fd listener;                 // listening on the proxy port of its loopback, if one was asked for
};

// Lives for as long as the descriptors, or a jail in it. `proxy_port` 0: no listener.
Result<NetworkNamespace> make_network_namespace(const std::string& jailer,
                                                std::uint16_t proxy_port);

}  // namespace grader::sandbox
