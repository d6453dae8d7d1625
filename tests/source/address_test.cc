#include "grader/source/address.h"

#include <string>

#include <gtest/gtest.h>

namespace grader::source {
namespace {

Policy policy() {
  Policy allowed;
  allowed.schemes = {"https", "ssh"};
  allowed.hosts = {"github.com", "git.example.org:8443", "[::1]:99"};
  return allowed;
}

struct Row {
  std::string address;
  std::string url;  // or the error's text
};

class AddressTest : public ::testing::TestWithParam<Row> {};

TEST_P(AddressTest, IsReadOrRefused) {
  const Result<Address> address = parse_address(GetParam().address, policy());
  if (!address) {
    EXPECT_EQ(to_text(address.error()), GetParam().url);
    return;
  }
  if (const auto* local = std::get_if<LocalAddress>(&*address)) {
    EXPECT_EQ("local " + local->path.string(), GetParam().url);
  } else {
    EXPECT_EQ(std::get<RemoteAddress>(*address).url(), GetParam().url);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Read, AddressTest,
    ::testing::Values(Row{"https://github.com/o/n", "https://github.com/o/n"},
                      Row{"HTTPS://GitHub.com./o/n.git", "https://github.com/o/n.git"},
                      Row{"https://github.com:443/o/n", "https://github.com/o/n"},
                      Row{"https://sam:secret@github.com/o/n", "https://github.com/o/n"},
                      Row{"https://git.example.org:8443/n", "https://git.example.org:8443/n"},
                      Row{"ssh://git@github.com/o/n", "ssh://git@github.com/o/n"},
                      Row{"ssh://git@[::1]:99/o/n", "ssh://git@[::1]:99/o/n"},
                      Row{"git@github.com:o/n.git", "git@github.com:o/n.git"},
                      Row{"github.com:o/n.git", "github.com:o/n.git"},
                      Row{"/srv/n.git", "local /srv/n.git"}, Row{"../n", "local ../n"},
                      Row{"./a:b", "local ./a:b"}, Row{"week 1", "local week 1"}));

INSTANTIATE_TEST_SUITE_P(
    Refused, AddressTest,
    ::testing::Values(
        Row{"ext::sh -c id",
            "ext::sh -c id: the scheme 'ext' is not allowed\nhint: use one of: https, ssh"},
        Row{"file:///etc",
            "file:///etc: the scheme 'file' is not allowed\nhint: give the path itself, without "
            "file://"},
        Row{"git://github.com/o/n",
            "git://github.com/o/n: the scheme 'git' is not allowed\nhint: use one of: https, ssh"},
        Row{"http://github.com/o/n",
            "http://github.com/o/n: the scheme 'http' is not allowed\nhint: use one of: https, "
            "ssh"},
        Row{"https::https://github.com/o/n",
            "https::https://github.com/o/n: the scheme 'https' is not allowed\n"
            "hint: use one of: https, ssh"},
        Row{"https://evil.example/o/n",
            "https://evil.example/o/n: the host 'evil.example' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"https://github.com:8443/o/n",
            "https://github.com:8443/o/n: the host 'github.com:8443' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"https://git.example.org/n",
            "https://git.example.org/n: the host 'git.example.org' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"https://sam:secret@evil.example/n",
            "https://evil.example/n: the host 'evil.example' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"https://github.com@127.0.0.1/n",
            "https://127.0.0.1/n: the host '127.0.0.1' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"git@evil.example:n",
            "git@evil.example:n: the host 'evil.example' is not allowed\n"
            "hint: allowed hosts: github.com, git.example.org:8443, [::1]:99 (`hosts` of the "
            "configuration)"},
        Row{"git@github.com:-oProxyCommand=x",
            "git@github.com:-oProxyCommand=x: cannot read the address\n"
            "hint: write it as https://host/owner/name or git@host:owner/name"},
        Row{"ssh://git@github.com/o/n';id'",
            "ssh://git@github.com/o/n';id': cannot read the address\n"
            "hint: write it as https://host/owner/name or git@host:owner/name"},
        Row{"https://github.com",
            "https://github.com: cannot read the address\n"
            "hint: write it as https://host/owner/name or git@host:owner/name"},
        Row{"https://github.com:99999999/n",
            "https://github.com:99999999/n: cannot read the address\n"
            "hint: write it as https://host/owner/name or git@host:owner/name"},
        Row{"", "no repository was named\nhint: give an URL or a path"}));

TEST(WithoutCredentialsTest, OnlySecretsFall) {
  EXPECT_EQ(without_credentials("https://sam:p@ss@github.com/o/n"), "https://github.com/o/n");
  EXPECT_EQ(without_credentials("https://token@github.com/o/n"), "https://github.com/o/n");
  EXPECT_EQ(without_credentials("ssh://git:pw@github.com/o/n"), "ssh://git@github.com/o/n");
  EXPECT_EQ(without_credentials("https://github.com/o/@n"), "https://github.com/o/@n");
  EXPECT_EQ(without_credentials("git@github.com:o/n"), "git@github.com:o/n");
  EXPECT_EQ(without_credentials("/srv/a@b"), "/srv/a@b");
}

}  // namespace
}  // namespace grader::source
