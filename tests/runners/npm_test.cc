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

}  // namespace
}  // namespace grader::runners
