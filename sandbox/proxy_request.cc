#include "sandbox/proxy_request.h"

#include <algorithm>
#include <charconv>

namespace grader::sandbox {
namespace {

constexpr std::string_view kHttp = "http://";

// "host", "host:port", "[::1]:port" into `request`; false where it is none of them.
bool parse_authority(std::string_view authority, std::uint16_t default_port,
                     ProxyRequest& request) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return false;
    request.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    const std::size_t colon = authority.find(':');
    request.host = authority.substr(0, colon);
    port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
  }
  request.port = default_port;
  if (!port.empty()) {
    if (port.front() != ':') return false;
    port.remove_prefix(1);
    const auto [end, failure] =
        std::from_chars(port.data(), port.data() + port.size(), request.port);
    if (failure != std::errc() || end != port.data() + port.size()) return false;
  }
  // A name and a password have no business here.
  return !request.host.empty() && request.host.find('@') == std::string::npos && request.port != 0;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::optional<ProxyRequest> parse_proxy_request(std::string_view method, std::string_view target) {
  ProxyRequest request;
  if (method == "CONNECT") {
    request.is_tunnel = true;
    if (!parse_authority(target, 0, request)) return std::nullopt;
    return request;
  }
  if (!std::equal(
          kHttp.begin(), kHttp.end(), target.begin(),
          target.begin() + static_cast<std::ptrdiff_t>(std::min(kHttp.size(), target.size())),
          [](char a, char b) { return a == lower(b); })) {
    return std::nullopt;
  }
  target.remove_prefix(kHttp.size());
  const std::size_t slash = std::min(target.find_first_of("/?"), target.size());
  if (!parse_authority(target.substr(0, slash), 80, request)) return std::nullopt;
  request.path = target.substr(slash);
  if (!request.path.starts_with('/')) request.path.insert(0, "/");
  return request;
}

bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool asks_for(const ProxyRequest& request, const AllowedHost& host) {
  return request.port == host.port && is_same_name(request.host, host.host);
}

}  // namespace grader::sandbox
