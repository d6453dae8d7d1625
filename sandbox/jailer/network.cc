#include "sandbox/jailer/network.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/channel.h"
#include "sandbox/jailer/slot_setup.h"

namespace grader::sandbox::jailer {
namespace {

Result<Fd> listen_on_loopback(std::uint64_t port) {
  Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (!socket || ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(socket.get(), 64) != 0) {
    return system_error("cannot listen in a network of jails", errno);
  }
  return socket;
}

Result<Fd> open_own(const char* kind) {
  const std::string path = std::string("/proc/self/ns/") + kind;
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return system_error("cannot open a namespace", errno, path);
  return fd;
}

}  // namespace

Result<void> raise_loopback() {
  const Fd any(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (!any || ::ioctl(any.get(), SIOCSIFFLAGS, &request) != 0) {
    return system_error("cannot raise the loopback interface", errno);
  }
  return {};
}

Result<void> make_network(const MakeNetwork& wish, int socket) {
  NetworkMade made;
  std::optional<Fd> user;
  if (::geteuid() != 0) {
    if (Result<void> entered = enter_user_namespace_as_ourselves(); !entered) return entered;
    Result<Fd> opened = open_own("user");
    if (!opened) return opened.error();
    user.emplace(std::move(*opened));
    made.has_user = true;
  }
  if (::unshare(CLONE_NEWNET) != 0) return system_error("cannot make a network namespace", errno);
  if (Result<void> raised = raise_loopback(); !raised) return raised;
  Result<Fd> network = open_own("net");
  if (!network) return network.error();
  std::vector<int> fds = {network->get()};
  if (user) fds.push_back(user->get());
  Fd listener;
  if (wish.proxy_port != 0) {
    Result<Fd> listening = listen_on_loopback(wish.proxy_port);
    if (!listening) return listening.error();
    listener = std::move(*listening);
    fds.push_back(listener.get());
    made.has_listener = true;
  }
  send_packet(socket, encode(made), fds);
  return {};
}

Result<void> enter_network(const std::vector<Fd>& namespaces) {
  if (namespaces.size() > 1 && ::setns(namespaces[1].get(), CLONE_NEWUSER) != 0) {
    return system_error("cannot enter the user namespace of a network", errno);
  }
  if (::setns(namespaces[0].get(), CLONE_NEWNET) != 0) {
    return system_error("cannot enter the network of the jails", errno);
  }
  return {};
}

}  // namespace grader::sandbox::jailer
