// The grader's own process cannot connect through libgit2, whatever the address.
#include <git2.h>
#include <gtest/gtest.h>

#include "grader/source/git.h"
#include "sandbox/loopback_listener.h"
#include "tests/source/git_fixture.h"

namespace grader::source {
namespace {

TEST(NoNetworkTest, EveryTransportIsRefusedOutsideOfTheJailThatFetches) {
  ASSERT_TRUE(start_git());
  const testing::GitFixture repo;
  git_repository* opened = nullptr;
  ASSERT_EQ(git_repository_open(&opened, repo.name().c_str()), 0);
  const Git<git_repository> repository(opened);
  const sandbox::LoopbackListener listener;
  const ForgivenLeaks where_a_connection_fails;
  for (const char* scheme : {"http", "https", "git", "ssh"}) {
    SCOPED_TRACE(scheme);
    const std::string url =
        std::string(scheme) + "://127.0.0.1:" + std::to_string(listener.port()) + "/course";
    git_remote* made = nullptr;
    ASSERT_EQ(git_remote_create_anonymous(&made, opened, url.c_str()), 0);
    const Git<git_remote> remote(made);
    EXPECT_LT(git_remote_connect(made, GIT_DIRECTION_FETCH, nullptr, nullptr, nullptr), 0);
    EXPECT_EQ(git_said(), "no connection outside of the jail that fetches");
  }
  EXPECT_FALSE(listener.was_reached());
}

}  // namespace
}  // namespace grader::source
