// Packets with descriptors over a stream socket: how the engine, a slot and a jail's init talk.
//
// All three are our own code, built together: no versions, no byte order. A reader is still
// bounded and total, so that a broken peer is an error and never a crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "grader/base/fd.h"

namespace grader::sandbox {

inline constexpr std::size_t kMaxPacketBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMaxPacketFds = 128;  // the kernel takes 253

struct Packet {
  std::string bytes;
  std::vector<Fd> fds;
};

// Two connected ends, close-on-exec. Empty descriptors on failure (errno tells).
struct SocketPair {
  Fd ours;
  Fd theirs;
};
SocketPair make_socket_pair();

// False when the peer is gone or the packet is too large.
bool send_packet(int socket, std::string_view bytes, const std::vector<int>& fds = {});

// Blocks for one whole packet; nullopt when the peer is gone or does not follow the rules.
std::optional<Packet> receive_packet(int socket);

// Numbers and texts, one after another.
class Writer {
 public:
  template <class T>
  requires std::is_integral_v<T> Writer& put(T number) {
    const auto wide = static_cast<std::uint64_t>(number);
    bytes_.append(reinterpret_cast<const char*>(&wide), sizeof wide);
    return *this;
  }
  Writer& put(std::string_view text) {
    put(text.size());
    bytes_ += text;
    return *this;
  }
  Writer& put(const std::vector<std::string>& texts) {
    put(texts.size());
    for (const std::string& text : texts) put(std::string_view(text));
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// After the first value that is not there everything reads as 0 or "", and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number();
  std::string text();
  std::vector<std::string> texts();
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace grader::sandbox
