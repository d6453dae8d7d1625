#include "sandbox/tls_hello.h"

#include <gtest/gtest.h>

namespace grader::sandbox {
namespace {

std::string block(std::size_t width, const std::string& content) {
  std::string bytes;
  for (std::size_t i = width; i-- > 0;)
    bytes += static_cast<char>(content.size() >> (8 * i) & 0xFF);
  return bytes + content;
}

std::string name_extension(const std::string& name) {
  return std::string("\0\0", 2) + block(2, block(2, std::string(1, '\0') + block(2, name)));
}

std::string message(const std::string& extensions) {
  return "\x01" +
         block(3, "\x03\x03" + std::string(32, 'r') + block(1, "session") + block(2, "ciphers!") +
                      block(1, std::string(1, '\0')) + block(2, extensions));
}

std::string record(const std::string& part) {
  return std::string("\x16\x03\x01", 3) + block(2, part);
}

std::string read(const std::string& bytes) {
  const TlsHello hello = read_tls_hello(bytes);
  if (hello.kind == TlsHello::Kind::NotTls) return "not TLS";
  if (hello.kind == TlsHello::Kind::Unfinished) return "unfinished";
  return "to '" + hello.server_name + "'" + (hello.hides_name ? ", or another" : "");
}

TEST(TlsHello, TellsTheServerName) {
  const std::string named = message(std::string("\0\x0a\0\0", 4) + name_extension("a.example"));
  const std::string hidden = message(name_extension("a.example") + "\xFE\x0D" + block(2, "sealed"));
  EXPECT_EQ(read(record(named)), "to 'a.example'");
  EXPECT_EQ(read(record(named) + "more"), "to 'a.example'");
  EXPECT_EQ(read(record(named.substr(0, 20)) + record(named.substr(20))), "to 'a.example'");
  EXPECT_EQ(read(record(hidden)), "to 'a.example', or another");
  EXPECT_EQ(read(record(message(""))), "to ''");
  EXPECT_EQ(read("GET / HTTP/1.1\r\n"), "not TLS");
  EXPECT_EQ(read("\x16\x02"), "unfinished");
  EXPECT_EQ(read("\x16\x02\x01"), "not TLS");
  EXPECT_EQ(read(record("\x02" + named.substr(1))), "not TLS");
  EXPECT_EQ(read(record("\x01\xFF\xFF\xFF")), "not TLS");
  EXPECT_EQ(read(record(std::string("\x01\0\0\x04", 4) + "shrt")), "not TLS");
}

// A server may take the one that we did not look at.
TEST(TlsHello, NamesThatCanBeReadInTwoWaysAreNotTls) {
  const auto named = [](const std::string& list) {
    return std::string("\0\0", 2) + block(2, list);
  };
  const std::string good = std::string(1, '\0') + block(2, "a.example"),
                    other = std::string(1, '\0') + block(2, "b.example"),
                    odd = std::string(1, '\1') + block(2, "a.example");
  ASSERT_EQ(read(record(message(named(block(2, good))))), "to 'a.example'");
  for (const std::string& extensions :
       {named(block(2, good)) + named(block(2, other)), named(block(2, good + other)),
        named(block(2, odd + other)), named(block(2, odd)), named(block(2, good) + other),
        named(block(2, std::string(1, '\0') + block(2, "a.example") + "x")), named(""),
        named(block(2, good)) + "x", std::string("\0\0\xFF\xFF", 4) + block(2, good)}) {
    EXPECT_EQ(read(record(message(extensions))), "not TLS");
  }
}

TEST(TlsHello, IsUnfinishedUntilItsLastByte) {
  const std::string whole = record(message(name_extension("a.example")));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(read(whole.substr(0, size)), "unfinished") << size;
  }
}

}  // namespace
}  // namespace grader::sandbox
