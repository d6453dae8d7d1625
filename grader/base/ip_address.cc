#include "grader/base/ip_address.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace grader {
namespace {

using Ip6 = std::array<unsigned char, 16>;

struct Block4 {
  std::uint32_t network;
  int bits;
};

// IANA's special-purpose registry.
constexpr Block4 kOwn4[] = {
    {0x00000000, 8},   // this network
    {0x0A000000, 8},   // private
    {0x64400000, 10},  // shared by providers
    {0x7F000000, 8},   // loopback
    {0xA9FE0000, 16},  // link-local, metadata services
    {0xAC100000, 12},  // private
    {0xC0000000, 24},  // protocol assignments
    {0xC0000200, 24},  // documentation
    {0xC0586300, 24},  // 6to4 relays
    {0xC0A80000, 16},  // private
    {0xC6120000, 15},  // benchmarks
    {0xC6336400, 24},  // documentation
    {0xCB007100, 24},  // documentation
    {0xE0000000, 4},   // multicast
    {0xF0000000, 4},   // reserved, broadcast
};

bool is_public4(std::uint32_t address) {
  return std::none_of(std::begin(kOwn4), std::end(kOwn4), [&](const Block4& block) {
    return (address >> (32 - block.bits)) == (block.network >> (32 - block.bits));
  });
}

std::uint32_t word(const Ip6& ip, std::size_t at) {
  return (std::uint32_t{ip[at]} << 24) | (std::uint32_t{ip[at + 1]} << 16) |
         (std::uint32_t{ip[at + 2]} << 8) | ip[at + 3];
}

bool is_public6(const Ip6& ip) {
  const std::uint32_t first = word(ip, 0);
  const bool zeros_to_8 = first == 0 && word(ip, 4) == 0;
  if (zeros_to_8 && word(ip, 8) == 0x0000FFFF) return is_public4(word(ip, 12));  // mapped
  if (first == 0x0064FF9B && word(ip, 4) == 0 && word(ip, 8) == 0) {
    return is_public4(word(ip, 12));  // translated (NAT64)
  }
  if ((first >> 16) == 0x2002) return is_public4(word(ip, 2));  // 6to4
  if (first == 0x20010DB8 || (first >> 9) == (0x20010000u >> 9)) return false;
  return (first >> 29) == 1;  // 2000::/3 is all that is handed out
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in ip4{};
    std::memcpy(&ip4, &address, sizeof ip4);
    return is_public4(ntohl(ip4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 ip6{};
    std::memcpy(&ip6, &address, sizeof ip6);
    Ip6 bytes{};
    std::memcpy(bytes.data(), &ip6.sin6_addr, bytes.size());
    return is_public6(bytes);
  }
  return false;
}

std::string ip_text(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET) {
    sockaddr_in ip4{};
    std::memcpy(&ip4, &address, sizeof ip4);
    ::inet_ntop(AF_INET, &ip4.sin_addr, text, sizeof text);
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 ip6{};
    std::memcpy(&ip6, &address, sizeof ip6);
    ::inet_ntop(AF_INET6, &ip6.sin6_addr, text, sizeof text);
  }
  return text;
}

}  // namespace grader
