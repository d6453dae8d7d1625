// Network namespaces: a jail's own, and those that several jails share.
#pragma once

#include <vector>

#include "grader/base/fd.h"
#include "grader/base/result.h"
#include "sandbox/protocol.h"

namespace grader::sandbox::jailer {

// Of the network namespace that we are in; needs the right to.
Result<void> raise_loopback();

// In a process of its own, which is to end soon after: makes a network namespace with loopback up
// and answers on `socket`. Where we are not root it is owned by a user namespace of its own.
Result<void> make_network(const MakeNetwork& wish, int socket);

// Enters the namespaces of SlotSetup's descriptors. The jails' user namespaces are made later, so
// no jail has any right over the network that it is in.
Result<void> enter_network(const std::vector<Fd>& namespaces);

}  // namespace grader::sandbox::jailer
