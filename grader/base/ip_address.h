// Which network addresses are the world's and which are the host's own surroundings.
#pragma once

struct sockaddr;

#include <string>

namespace grader {

// Whether the address can be reached by everyone: not loopback, private, link-local, shared,
// multicast, reserved or documentation; an IPv4 address inside an IPv6 one counts as itself.
bool is_public(const sockaddr& address);

// "127.0.0.1", "::1"; empty where it is neither IPv4 nor IPv6.
std::string ip_text(const sockaddr& address);

}  // namespace grader
