#include "grader/source/fetcher/stream.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#include <git2.h>
#include <git2/sys/stream.h>
#include <sys/socket.h>
#include <unistd.h>

namespace grader::source::fetcher {
namespace {

Wire* the_wire = nullptr;

// libgit2's ssh takes the socket out of its own stream type: ours has the same first members.
struct SocketStream {
  git_stream parent;
  char* host;
  char* port;
  int fd;
};
static_assert(std::is_standard_layout_v<SocketStream>);
static_assert(LIBGIT2_VER_MAJOR == 1, "look again at git_socket_stream");

SocketStream& own(git_stream* stream) {
  return *reinterpret_cast<SocketStream*>(stream);
}

int stream_connect(git_stream* stream) {
  SocketStream& self = own(stream);
  self.fd = the_wire->parent.dial({self.host, self.port});
  if (self.fd >= 0) return 0;
  git_error_set_str(GIT_ERROR_NET, "the connection was refused");
  return -1;
}

ssize_t stream_write(git_stream* stream, const char* data, std::size_t size, int flags) {
  const ssize_t sent = ::send(own(stream).fd, data, size, flags | MSG_NOSIGNAL);
  if (sent < 0) git_error_set_str(GIT_ERROR_NET, std::strerror(errno));
  return sent;
}

ssize_t stream_read(git_stream* stream, void* data, std::size_t size) {
  ssize_t count = 0;
  do {
    count = ::recv(own(stream).fd, data, size, 0);
  } while (count < 0 && errno == EINTR);
  if (count < 0) git_error_set_str(GIT_ERROR_NET, std::strerror(errno));
  if (count > 0 && !the_wire->count(static_cast<std::uint64_t>(count))) {
    git_error_set_str(GIT_ERROR_NET, "too many bytes");
    return -1;
  }
  return count;
}

int stream_close(git_stream* stream) {
  SocketStream& self = own(stream);
  return self.fd < 0 ? 0 : ::close(std::exchange(self.fd, -1));
}

void stream_free(git_stream* stream) {
  stream_close(stream);
  SocketStream& self = own(stream);
  std::free(self.host);
  std::free(self.port);
  std::free(&self);
}

int stream_new(git_stream** out, const char* host, const char* port) {
  auto* self = static_cast<SocketStream*>(std::calloc(1, sizeof(SocketStream)));
  self->parent.version = GIT_STREAM_VERSION;
  self->parent.connect = stream_connect;
  self->parent.read = stream_read;
  self->parent.write = stream_write;
  self->parent.close = stream_close;
  self->parent.free = stream_free;
  self->host = ::strdup(host);
  self->port = ::strdup(port == nullptr ? "" : port);
  self->fd = -1;
  *out = &self->parent;
  return 0;
}

}  // namespace

void install_stream(Wire& wire) {
  the_wire = &wire;
  git_stream_registration ours{GIT_STREAM_VERSION, stream_new, nullptr};
  git_stream_register(GIT_STREAM_STANDARD, &ours);
  // TLS is libgit2's own again, over that.
  git_stream_register(GIT_STREAM_TLS, nullptr);
}

}  // namespace grader::source::fetcher
