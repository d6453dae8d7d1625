#include "sandbox/ending.h"

#include <gtest/gtest.h>

#include "sandbox/capture.h"
#include "tests/sandbox/jail.h"

namespace grader::sandbox {
namespace {

Observed everything() {
  Observed seen;
  seen.out_of_memory = seen.output_over = seen.fork_refused = true;
  seen.cpu_over = seen.wall_over = seen.place_full = true;
  seen.wait_status = 3 << 8;
  return seen;
}

TEST(DecideEnding, FollowsThePrecedence) {
  Observed seen = everything();
  EXPECT_EQ(to_text(decide_ending(seen)), "limit memory");
  seen.out_of_memory = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "limit output");
  seen.output_over = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "limit processes");
  seen.fork_refused = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "limit cpu");
  seen.cpu_over = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "limit wall");
  seen.wall_over = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "limit disk");
  seen.place_full = false;
  EXPECT_EQ(to_text(decide_ending(seen)), "exit 3");
}

struct Row {
  std::string name;
  int wait_status;
  bool place_full;
  std::string ending;
};

class StatusTest : public ::testing::TestWithParam<Row> {};

TEST_P(StatusTest, MeansAnEnding) {
  Observed seen;
  seen.wait_status = GetParam().wait_status;
  seen.place_full = GetParam().place_full;
  EXPECT_EQ(to_text(decide_ending(seen)), GetParam().ending);
}

INSTANTIATE_TEST_SUITE_P(Endings, StatusTest,
                         ::testing::Values(Row{"Well", 0, false, "exit 0"},
                                           Row{"WellOnAFullDisk", 0, true, "exit 0"},
                                           Row{"BadlyOnAFullDisk", 1 << 8, true, "limit disk"},
                                           Row{"BySignal", 11, false, "signal 11"},
                                           Row{"ByCpuSignal", 24, false, "limit cpu"},
                                           Row{"ByFileSizeSignal", 25, false, "limit disk"}),
                         [](const auto& row) { return row.param.name; });

TEST(DecideEnding, AJailThatVanishedWasKilled) {
  EXPECT_EQ(to_text(decide_ending(Observed{})), "signal 9");
}

TEST(SaysHeapIsFull, OnlyWithTheAbort) {
  const std::string words = "FATAL ERROR: Reached heap limit - JavaScript heap out of memory\n";
  EXPECT_TRUE(says_heap_is_full(Killed{6}, words));
  EXPECT_TRUE(says_heap_is_full(Exited{134}, words));
  EXPECT_FALSE(says_heap_is_full(Exited{1}, words));
  EXPECT_FALSE(says_heap_is_full(Killed{6}, "abort"));
}

TEST(CaptureBuffer, KeepsAllWhereNothingIsDropped) {
  CaptureBuffer buffer(4);
  buffer.add("ab");
  buffer.add("cdef");
  EXPECT_TRUE(buffer.is_over());
  const Capture capture = buffer.take();
  EXPECT_EQ(capture.head, "abcdef");
  EXPECT_EQ(capture.tail, "");
  EXPECT_EQ(capture.bytes, 6u);
}

TEST(CaptureBuffer, KeepsBothEndsAndTheCount) {
  CaptureBuffer buffer(3);
  buffer.add("one" + std::string(100'000, '-'));
  buffer.add("two");
  const Capture capture = buffer.take();
  EXPECT_EQ(capture.head, "one");
  EXPECT_EQ(capture.tail.size(), CaptureBuffer::kTail);
  EXPECT_EQ(capture.tail.substr(CaptureBuffer::kTail - 5), "--two");
  EXPECT_EQ(capture.bytes, 100'006u);
}

TEST(CaptureBuffer, ExactlyTheLimitIsNotOver) {
  CaptureBuffer buffer(3);
  buffer.add("abc");
  EXPECT_FALSE(buffer.is_over());
}

}  // namespace
}  // namespace grader::sandbox
