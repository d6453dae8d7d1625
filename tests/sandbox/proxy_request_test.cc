#include "sandbox/proxy_request.h"

#include <gtest/gtest.h>

namespace grader::sandbox {
namespace {

std::string read(std::string_view method, std::string_view target) {
  const std::optional<ProxyRequest> request = parse_proxy_request(method, target);
  if (!request) return "none";
  return (request->is_tunnel ? "tunnel " : "") + request->host + " " +
         std::to_string(request->port) + (request->path.empty() ? "" : " " + request->path);
}

TEST(ProxyRequest, IsReadAsClientsWriteIt) {
  const struct {
    const char *method, *target, *expected;
  } rows[] = {
      {"CONNECT", "a.example:443", "tunnel a.example 443"},
      {"CONNECT", "[2001:db8::1]:8443", "tunnel 2001:db8::1 8443"},
      {"CONNECT", "a.example", "none"},
      {"CONNECT", "a.example:", "none"},
      {"CONNECT", "a.example:0", "none"},
      {"CONNECT", "a.example:65536", "none"},
      {"CONNECT", "a.example:443x", "none"},
      {"CONNECT", "a.example:443/x", "none"},
      {"CONNECT", "u:p@a.example:443", "none"},
      {"CONNECT", ":443", "none"},
      {"CONNECT", "[::1", "none"},
      {"CONNECT", "[::1]443", "none"},
      {"CONNECT", "", "none"},
      {"GET", "http://a.example/x?y#z", "a.example 80 /x?y#z"},
      {"GET", "HTTP://a.example:8080", "a.example 8080 /"},
      {"POST", "http://a.example?x", "a.example 80 /?x"},
      {"GET", "http://[::1]:3000/", "::1 3000 /"},
      {"GET", "http://u@a.example/", "none"},
      {"GET", "https://a.example/", "none"},
      {"GET", "http:/a.example/", "none"},
      {"GET", "http://", "none"},
      {"GET", "/", "none"},
      {"GET", "", "none"},
      {"OPTIONS", "*", "none"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(read(row.method, row.target), row.expected) << row.method << " " << row.target;
  }
}

TEST(ProxyRequest, OnlyTheHostByItsNameAndPortIsAllowed) {
  AllowedHost host;
  host.host = "a.example";
  const struct {
    const char* target;
    bool allowed;
  } rows[] = {
      {"a.example:443", true},      {"A.Example:443", true},   {"a.example:80", false},
      {"b.a.example:443", false},   {"a.example.:443", false}, {"a.example.evil:443", false},
      {"93.184.216.34:443", false}, {"[::1]:443", false},
  };
  for (const auto& row : rows) {
    const std::optional<ProxyRequest> request = parse_proxy_request("CONNECT", row.target);
    ASSERT_TRUE(request) << row.target;
    EXPECT_EQ(asks_for(*request, host), row.allowed) << row.target;
  }
}

}  // namespace
}  // namespace grader::sandbox
