// What a client asks of an HTTP proxy. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sandbox/launcher.h"

namespace grader::sandbox {

struct ProxyRequest {
  std::string host;  // without brackets
  std::uint16_t port = 0;
  bool is_tunnel = false;  // CONNECT: for TLS
  std::string path;        // of a request that is no tunnel: what the server itself is asked
};

// "CONNECT host:port" or "GET http://host[:port]/path"; none for any other way to ask.
std::optional<ProxyRequest> parse_proxy_request(std::string_view method, std::string_view target);

// Names of hosts know no case.
bool is_same_name(std::string_view a, std::string_view b);

// The same host by its name and the same port.
bool asks_for(const ProxyRequest& request, const AllowedHost& host);

}  // namespace grader::sandbox
