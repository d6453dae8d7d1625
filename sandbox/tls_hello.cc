#include "sandbox/tls_hello.h"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace grader::sandbox {
namespace {

constexpr std::size_t kLargest = 64 << 10;
constexpr std::uint32_t kServerName = 0;
constexpr std::uint32_t kEncryptedHello = 0xFE0D;

// Big-endian fields, one after another. After the first that is not whole everything is empty.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number(std::size_t width) {
    std::uint32_t value = 0;
    for (const char byte : take(width)) value = (value << 8) | static_cast<unsigned char>(byte);
    return value;
  }
  // Preceded by its length.
  std::string_view block(std::size_t width) {
    const std::uint32_t length = number(width);
    return take(length);
  }
  std::string_view take(std::size_t length) {
    if (length > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// False where it could be understood in two ways: which of two names a server takes is its own.
bool read_extensions(std::string_view bytes, TlsHello& hello) {
  Fields extensions(bytes);
  bool is_named = false;
  while (!extensions.at_end()) {
    const std::uint32_t type = extensions.number(2);
    const std::string_view content = extensions.block(2);
    if (!extensions.ok()) return false;
    if (type == kEncryptedHello) hello.hides_name = true;
    if (type != kServerName) continue;
    Fields list(content);
    Fields name(list.block(2));
    constexpr std::uint32_t kHostName = 0;  // the only kind there is
    if (std::exchange(is_named, true) || name.number(1) != kHostName) return false;
    hello.server_name = name.block(2);
    if (!list.ok() || !list.at_end() || !name.ok() || !name.at_end()) return false;
  }
  return true;
}

}  // namespace

TlsHello read_tls_hello(std::string_view bytes) {
  TlsHello hello;
  const auto not_tls = [&] {
    hello.kind = TlsHello::Kind::NotTls;
    return hello;
  };
  // The message may be spread over several records, and others may follow.
  std::string message;
  const auto is_whole = [&message] {
    Fields head(message);
    head.number(1);
    head.block(3);
    return head.ok();
  };
  Fields records(bytes);
  while (!records.at_end() && !is_whole()) {
    const std::uint32_t type = records.number(1);
    const std::uint32_t version = records.number(2);
    if (type != 22 || (records.ok() && version >> 8 != 3)) return not_tls();
    const std::string_view part = records.block(2);
    if (!records.ok()) break;
    message += part;
  }
  Fields head(message);
  const std::uint32_t kind = head.number(1);
  const std::uint32_t length = head.number(3);
  if (!message.empty() && kind != 1) return not_tls();
  if (bytes.size() > kLargest || length > kLargest) return not_tls();
  const std::string_view body = head.take(length);
  if (!head.ok()) return hello;  // more is to come

  Fields fields(body);
  fields.take(2 + 32);  // version, random
  fields.block(1);      // session
  fields.block(2);      // ciphers
  fields.block(1);      // compression
  if (!fields.ok()) return not_tls();
  if (!fields.at_end()) {
    const std::string_view extensions = fields.block(2);
    if (!fields.ok() || !fields.at_end() || !read_extensions(extensions, hello)) return not_tls();
  }
  hello.kind = TlsHello::Kind::Hello;
  return hello;
}

}  // namespace grader::sandbox
