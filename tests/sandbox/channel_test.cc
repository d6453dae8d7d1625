// How the engine, a slot and init talk: whole packets or nothing.
#include "sandbox/channel.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/protocol.h"

namespace grader::sandbox {
namespace {

TEST(Channel, CarriesBytesAndDescriptors) {
  SocketPair pair = make_socket_pair();
  const Fd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  ASSERT_TRUE(send_packet(pair.ours.get(), "hello", {file.get(), file.get()}));
  ASSERT_TRUE(send_packet(pair.ours.get(), ""));
  const std::optional<Packet> first = receive_packet(pair.theirs.get());
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->bytes, "hello");
  EXPECT_EQ(first->fds.size(), 2u);
  EXPECT_EQ(::fcntl(first->fds[0].get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
  const std::optional<Packet> second = receive_packet(pair.theirs.get());
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->bytes, "");
  EXPECT_TRUE(second->fds.empty());
}

TEST(Channel, APeerThatIsGoneIsNoPacket) {
  SocketPair pair = make_socket_pair();
  pair.ours.reset();
  EXPECT_FALSE(receive_packet(pair.theirs.get()).has_value());
  EXPECT_FALSE(send_packet(pair.theirs.get(), "x"));
}

TEST(Channel, TooLargeIsNoPacket) {
  SocketPair pair = make_socket_pair();
  EXPECT_FALSE(send_packet(pair.ours.get(), std::string(kMaxPacketBytes + 1, 'x')));
  const std::uint64_t size = ~std::uint64_t{0};
  ASSERT_EQ(::send(pair.ours.get(), &size, sizeof size, 0), 8);
  EXPECT_FALSE(receive_packet(pair.theirs.get()).has_value());
}

TEST(Protocol, MessagesComeBackAsTheyWere) {
  Program program;
  program.argv = {"/bin/sh", "-c", std::string("a\0b", 3)};
  program.environment = {"A=1"};
  program.working_directory = "/submission";
  program.processor = 3;
  program.pinned_files = {"/submission/x"};
  program.processes = 7;
  const std::optional<Program> back = decode_program(encode(program));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->argv, program.argv);
  EXPECT_EQ(back->environment, program.environment);
  EXPECT_EQ(back->pinned_files, program.pinned_files);
  EXPECT_EQ(back->processor, 3);
  program.processor = -1;
  EXPECT_EQ(decode_program(encode(program))->processor, -1);
  EXPECT_EQ(back->processes, 7u);
  EXPECT_EQ(decode_ended(encode_ended(0x0B00)), 0x0B00);
}

TEST(Protocol, EveryCutOfAMessageIsRefused) {
  Prepare prepare;
  prepare.places.assign(kPlaceCount, {1, 2});
  prepare.mounts = {{"/a", "/b"}};
  const std::string whole = encode(prepare);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_prepare(std::string_view(whole).substr(0, size)).has_value());
  }
  EXPECT_TRUE(decode_prepare(whole).has_value());
  EXPECT_FALSE(decode_program(whole).has_value());
  EXPECT_EQ(verb_of("garbage!"), Verb::None);
}

}  // namespace
}  // namespace grader::sandbox
