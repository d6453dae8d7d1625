#include "grader/base/ip_address.h"

#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace grader {
namespace {

struct Row {
  std::string ip;
  bool is_public;
};

class IpAddressTest : public ::testing::TestWithParam<Row> {};

TEST_P(IpAddressTest, IsPublicOrNot) {
  sockaddr_storage storage{};
  sockaddr_in ip4{};
  sockaddr_in6 ip6{};
  if (::inet_pton(AF_INET, GetParam().ip.c_str(), &ip4.sin_addr) == 1) {
    ip4.sin_family = AF_INET;
    std::memcpy(&storage, &ip4, sizeof ip4);
  } else {
    ASSERT_EQ(::inet_pton(AF_INET6, GetParam().ip.c_str(), &ip6.sin6_addr), 1);
    ip6.sin6_family = AF_INET6;
    std::memcpy(&storage, &ip6, sizeof ip6);
  }
  const auto& address = reinterpret_cast<const sockaddr&>(storage);
  EXPECT_EQ(is_public(address), GetParam().is_public) << GetParam().ip;
  EXPECT_EQ(ip_text(address), GetParam().ip);
}

INSTANTIATE_TEST_SUITE_P(
    Addresses, IpAddressTest,
    ::testing::Values(Row{"140.82.121.3", true}, Row{"8.8.8.8", true}, Row{"172.15.0.1", true},
                      Row{"172.32.0.1", true}, Row{"100.63.0.1", true}, Row{"0.0.0.0", false},
                      Row{"127.0.0.1", false}, Row{"127.255.0.9", false}, Row{"10.1.2.3", false},
                      Row{"172.16.0.1", false}, Row{"172.31.255.255", false},
                      Row{"192.168.1.1", false}, Row{"169.254.169.254", false},
                      Row{"100.64.0.1", false}, Row{"192.0.2.1", false}, Row{"198.18.0.1", false},
                      Row{"224.0.0.1", false}, Row{"255.255.255.255", false},
                      Row{"2606:50c0:8000::153", true}, Row{"2002:808:808::1", true},
                      Row{"64:ff9b::808:808", true}, Row{"::", false}, Row{"::1", false},
                      Row{"::ffff:127.0.0.1", false}, Row{"::ffff:8.8.8.8", true},
                      Row{"::127.0.0.1", false}, Row{"64:ff9b::a00:1", false},
                      Row{"2002:7f00:1::1", false}, Row{"fe80::1", false}, Row{"fc00::1", false},
                      Row{"fd12::1", false}, Row{"ff02::1", false}, Row{"2001:db8::1", false},
                      Row{"2001:0:1234::1", false}));

}  // namespace
}  // namespace grader
