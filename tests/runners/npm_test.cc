#include "runners/npm.h"

#include <gtest/gtest.h>

namespace grader::runners {
namespace {

struct Row {
  std::string name;
  std::string output;
  std::string text;
};

class NpmErrorTest : public ::testing::TestWithParam<Row> {};

TEST_P(NpmErrorTest, SaysWhatToDo) {
  EXPECT_EQ(to_text(npm_error(1, GetParam().output, "environment 'node'")), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Causes, NpmErrorTest,
    ::testing::Values(
        Row{"NoNetwork",
            "npm error code ENOTFOUND\nnpm error request to x failed, reason: getaddrinfo "
            "ENOTFOUND",
            "cannot reach the package registry for environment 'node'\n"
            "hint: is there a network? behind a proxy or with a registry of your own, say so in "
            "~/.npmrc; then build again"},
        Row{"NoAnswer", "npm ERR! code ECONNREFUSED\nnpm ERR! connect ECONNREFUSED 127.0.0.1:9",
            "cannot reach the package registry for environment 'node'\n"
            "hint: is there a network? behind a proxy or with a registry of your own, say so in "
            "~/.npmrc; then build again"},
        Row{"NoToken",
            "npm error code E401\nnpm error Unable to authenticate, need: Basic realm=\"network\"",
            "the package registry refuses the credentials for environment 'node'\n"
            "hint: check the token for it in ~/.npmrc, and that each ${VARIABLE} there is set"},
        Row{"DiskFull", "npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device",
            "the disk is full: cannot install the packages of environment 'node'\n"
            "hint: free some space, or move the cache with XDG_CACHE_HOME"},
        Row{"OtherContent",
            "npm error code EINTEGRITY\nnpm error sha512-a integrity checksum failed",
            "a package of environment 'node' is not the pinned one: sha512-a integrity checksum "
            "failed\n"
            "hint: the registry serves other content than the lock file names; do not use it"},
        Row{"Unknown", "npm error code E404\nnpm error 404 Not Found - x@1.0.0",
            "the package registry lacks a package of environment 'node': 404 Not Found - x@1.0.0\n"
            "hint: does ~/.npmrc name a registry that has all public packages?"},
        Row{"OutOfSync",
            "npm error code EUSAGE\nnpm error `npm ci` can only install packages when your "
            "package.json and package-lock.json are in sync.",
            "package.json and package-lock.json of environment 'node' do not fit\n"
            "hint: make the lock file anew: npm install --package-lock-only"},
        Row{"Other", "npm error code EPERM\nnpm error \x1b[31mnot allowed",
            "npm failed for environment 'node' with exit code 1: <U+001B>[31mnot allowed"},
        Row{"Silent", "", "npm failed for environment 'node' with exit code 1"}),
    [](const auto& row) { return row.param.name; });

TEST(NpmSettings, AreReadAsNpmSaysThem) {
  const NpmSettings settings = parse_npm_settings(
      "registry=https://registry.example/npm/\ncafile=/ca = x.pem\nuserconfig=/home/a/.npmrc\n"
      "globalconfig=/etc/npmrc\nhttps-proxy=null\nproxy=null\n");
  EXPECT_EQ(settings.registry, "https://registry.example/npm/");
  EXPECT_EQ(settings.ca_file, "/ca = x.pem");
  EXPECT_EQ(settings.user_file, "/home/a/.npmrc");
  EXPECT_EQ(settings.global_file, "/etc/npmrc");
  EXPECT_FALSE(settings.has_proxy);
  EXPECT_TRUE(parse_npm_settings("proxy=http://p/\n").has_proxy);
  EXPECT_TRUE(parse_npm_settings("https-proxy=http://p/\n").has_proxy);
  EXPECT_EQ(parse_npm_settings("npm: broken\n").registry, "");
}

TEST(RegistryHost, IsTheOneOfItsAddress) {
  const struct {
    const char *registry, *expected;
  } rows[] = {
      {"https://a.example/", "a.example 443"},
      {"https://a.example:8443/x", "a.example 8443"},
      {"http://127.0.0.1:4873", "127.0.0.1 4873"},
      {"http://a.example", "a.example 80"},
      {"https://[::1]:1/", "::1 1"},
      {"https://[::1]/", "::1 443"},
      {"https://[::1", "none"},
      {"https://u:p@a.example/", "none"},
      {"https://a.example:x/", "none"},
      {"https://a.example:/", "none"},
      {"https://:443/", "none"},
      {"file:///x", "none"},
      {"", "none"},
  };
  for (const auto& row : rows) {
    const std::optional<sandbox::AllowedHost> host = registry_host(row.registry);
    EXPECT_EQ(host ? host->host + " " + std::to_string(host->port) : "none", row.expected)
        << row.registry;
  }
}

}  // namespace
}  // namespace grader::runners
