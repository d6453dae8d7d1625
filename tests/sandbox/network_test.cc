// Jails that share a network, and a jail with one host to reach.
#include <filesystem>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sandbox/jail.h"
#include "tests/sandbox/traces.h"

namespace grader::sandbox {
namespace {

using std::chrono::milliseconds;

// What every program here does in the end, however it went.
Limits network_limits() {
  Limits limits = small_limits();
  limits.wall = milliseconds(20'000);
  return limits;
}

class NetworkTest : public JailTest {
 protected:
  static std::shared_ptr<Network> open(const std::optional<AllowedHost>& host = {}) {
    Result<std::shared_ptr<Network>> network = shared_launcher()->open_network(host);
    if (network) return *std::move(network);
    ADD_FAILURE() << grader::to_text(network.error());
    return nullptr;
  }
  static std::string said(const std::shared_ptr<Network>& network, const std::string& program) {
    Command command = python(program);
    command.network = network;
    const Outcome outcome = run(command, network_limits());
    return outcome.standard_output.head + outcome.standard_error.head;
  }
};

// Answers each connection with its own name, until it is stopped.
std::string server(const std::string& name) {
  return R"(
import socket
listener = socket.create_server(('127.0.0.1', 3000))
while True:
    peer, _ = listener.accept()
    peer.sendall(b')" +
         name + R"(')
    peer.close()
)";
}

// What the server says, once it is there.
constexpr const char* kClient = R"(
import socket, time
for attempt in range(2000):
    try:
        with socket.create_connection(('127.0.0.1', 3000)) as server: print(server.recv(99).decode(), end='')
        break
    except ConnectionRefusedError: time.sleep(0.005)
)";

TEST_F(NetworkTest, AClientReachesTheServerOfItsOwnPairThreeSideBySide) {
  std::string answers[3];
  std::string endings[3];
  std::vector<std::thread> threads;
  threads.reserve(3);
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      const std::shared_ptr<Network> network = open();
      Command serving = python(server("server " + std::to_string(i)));
      serving.network = network;
      std::thread runner([&] {
        const Outcome outcome = run(serving, network_limits());
        endings[i] = to_text(outcome.ending) + (outcome.stopped ? ", stopped" : "");
      });
      answers[i] = said(network, kClient);
      network->end_jails();
      runner.join();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(answers[i], "server " + std::to_string(i));
    EXPECT_EQ(endings[i], "signal 9, stopped");
  }
}

TEST_F(NetworkTest, HoldsLoopbackAndNothingElse) {
  const std::shared_ptr<Network> network = open();
  EXPECT_EQ(said(network, R"(
import socket
print([name for _, name in socket.if_nameindex()])
for address in ('192.0.2.1', '169.254.169.254', '10.0.0.1'):
    try: socket.create_connection((address, 80), 2)
    except OSError as failure: print(failure.strerror)
)"),
            "['lo']\nNetwork is unreachable\nNetwork is unreachable\nNetwork is unreachable\n");
  EXPECT_EQ(network->proxy(), "");
  EXPECT_EQ(network->refused(), std::vector<std::string>());
}

TEST_F(NetworkTest, ProgramHasNoRightOverIt) {
  EXPECT_EQ(said(open(), R"(
import fcntl, socket, struct
any = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try: fcntl.ioctl(any, 0x8914, struct.pack('16sH14x', b'lo', 0))  # SIOCSIFFLAGS: down
except OSError as failure: print(failure.strerror)
try: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
except OSError as failure: print(failure.strerror)
)"),
            "Operation not permitted\nOperation not permitted\n");
}

TEST_F(NetworkTest, ANetworkOfAnotherLauncherIsAnError) {
  Result<std::unique_ptr<Launcher>> other = create_launcher(probe_host(), {});
  ASSERT_TRUE(other);
  Command command = shell("exit 0");
  command.network = open();
  const Result<Outcome> outcome = (*other)->run(command, small_limits());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "a command for a jail names a network of another launcher");
}

TEST_F(NetworkTest, AnInterruptEndsItsJailsToo) {
  Result<std::unique_ptr<Launcher>> launcher = create_launcher(probe_host(), {});
  ASSERT_TRUE(launcher);
  Result<std::shared_ptr<Network>> network = (*launcher)->open_network();
  ASSERT_TRUE(network);
  const std::string mark = "grader-test-network-" + std::to_string(::getpid());
  Command command = attack("sleep", mark);
  command.network = *network;
  std::string said;
  std::thread runner([&] {
    const Result<Outcome> outcome = (*launcher)->run(command, network_limits());
    said = outcome ? to_text(outcome->ending) : grader::to_text(outcome.error());
  });
  EXPECT_TRUE(soon([&] { return !processes_with(mark).empty(); }));
  (*launcher)->interrupt();
  runner.join();
  EXPECT_EQ(said, "interrupted");
  network->reset();
}

TEST_F(NetworkTest, LeavesNothingBehind) {
  run(shell("true"));
  const std::size_t children = children_of(::getpid()).size(), descriptors = open_descriptors();
  const std::string cgroups = "grader-" + std::to_string(::getpid()) + "-";
  const std::size_t folders = cgroups_named(cgroups).size();
  AllowedHost host;
  host.host = "localhost";
  for (const auto& wish : {std::optional<AllowedHost>(), std::optional<AllowedHost>(host)}) {
    const std::shared_ptr<Network> network = open(wish);
    EXPECT_EQ(said(network, "print('there')"), "there\n");
    EXPECT_GT(children_of(::getpid()).size(), children);
  }
  EXPECT_EQ(children_of(::getpid()).size(), children);
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_EQ(cgroups_named(cgroups).size(), folders);
}

// A server on the host's loopback that says `answer` to each of so many connections, and keeps what
// it was asked.
class HostServer {
 public:
  explicit HostServer(std::string answer) : answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(fd_, 8), 0);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~HostServer() { stop(); }

  std::uint16_t port() const { return port_; }
  // All that was asked; nothing is answered any more.
  std::string stop() {
    if (thread_.joinable()) {
      ::shutdown(fd_, SHUT_RDWR);
      thread_.join();
      ::close(fd_);
    }
    return asked_;
  }

 private:
  void serve() {
    for (;;) {
      const int peer = ::accept(fd_, nullptr, nullptr);
      if (peer < 0) return;
      char bytes[4096];
      const ssize_t got = ::read(peer, bytes, sizeof bytes);
      if (got > 0) asked_.append(bytes, static_cast<std::size_t>(got));
      std::string_view rest = answer_;
      while (!rest.empty()) {
        const ssize_t sent = ::send(peer, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(sent));
      }
      ::close(peer);
    }
  }

  std::string answer_, asked_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

class HostProxyTest : public NetworkTest {
 protected:
  static AllowedHost host(std::uint16_t port) {
    AllowedHost allowed;
    allowed.host = "127.0.0.1";
    allowed.port = port;
    allowed.may_be_private = true;
    return allowed;
  }

  // Says the requests to the proxy one after another, each on a connection of its own, and prints
  // the first line of each answer and its body's size.
  static std::string ask(const std::shared_ptr<Network>& network,
                         const std::vector<std::string>& requests) {
    std::string list;
    for (const std::string& request : requests) list += "'" + request + "',";
    return said(network, "requests = [" + list + R"(]
import socket
for request in requests:
    with socket.create_connection(('127.0.0.1', 3128)) as proxy:
        proxy.sendall(request.encode())
        answer = b''
        try:
            while (part := proxy.recv(65536)): answer += part
        except ConnectionResetError: pass
        head, _, body = answer.partition(b'\r\n\r\n')
        print(head.split(b'\r\n')[0].decode(), len(body))
)");
  }
};

constexpr const char* kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

TEST_F(HostProxyTest, PlainRequestsAreHandedOnAsTheServerIsAsked) {
  HostServer server(kAnswer);
  const std::string at = "127.0.0.1:" + std::to_string(server.port());
  const std::shared_ptr<Network> network = open(host(server.port()));
  EXPECT_EQ(network->proxy(), "http://127.0.0.1:3128");
  EXPECT_EQ(ask(network, {"POST http://" + at +
                          "/a?b HTTP/1.1\\r\\nHost: elsewhere\\r\\nX-Y: z\\r\\n"
                          "Proxy-Authorization: Basic x\\r\\nConnection: keep-alive\\r\\n"
                          "Content-Length: 4\\r\\n\\r\\nbody"}),
            "HTTP/1.1 200 OK 2\n");
  EXPECT_EQ(server.stop(), "POST /a?b HTTP/1.1\r\nX-Y: z\r\nContent-Length: 4\r\nHost: " + at +
                               "\r\nConnection: close\r\n\r\nbody");
  EXPECT_EQ(network->refused(), std::vector<std::string>());
}

TEST_F(HostProxyTest, ATunnelCarriesBytesBothWays) {
  HostServer server("world");
  const std::shared_ptr<Network> network = open(host(server.port()));
  EXPECT_EQ(ask(network, {"CONNECT 127.0.0.1:" + std::to_string(server.port()) +
                          " HTTP/1.1\\r\\n\\r\\nhello"}),
            "HTTP/1.1 200 Connection established 5\n");
  EXPECT_EQ(server.stop(), "hello");
}

TEST_F(HostProxyTest, OtherHostsAndPortsAreRefusedAndNoted) {
  HostServer server(kAnswer), other("secret");
  const std::string port = std::to_string(server.port()), wrong = std::to_string(other.port());
  const std::shared_ptr<Network> network = open(host(server.port()));
  const std::string end = " HTTP/1.1\\r\\n\\r\\n";
  const std::string answers =
      ask(network, {"CONNECT 127.0.0.1:" + wrong + end, "CONNECT localhost:" + port + end,
                    "CONNECT 169.254.169.254:80" + end, "GET http://example.org/" + end,
                    "GET / HTTP/1.1\\r\\nHost: 127.0.0.1:" + port + "\\r\\n\\r\\n"});
  const std::vector<std::string> refused = {
      "CONNECT 127.0.0.1:" + wrong + ": not the allowed host",
      "CONNECT localhost:" + port + ": not the allowed host",
      "CONNECT 169.254.169.254:80: not the allowed host",
      "GET http://example.org/: not the allowed host",
      "GET /: not the allowed host",
  };
  std::string expected;
  for (const std::string& why : refused) {
    expected += "HTTP/1.1 403 Refused " + std::to_string(why.size() + 1) + "\n";
  }
  EXPECT_EQ(answers, expected);
  EXPECT_EQ(network->refused(), refused);
  EXPECT_EQ(other.stop() + server.stop(), "");
}

// Several names may share the server's address.
TEST_F(HostProxyTest, NothingBehindTheFirstRequestReachesTheServer) {
  HostServer server(kAnswer);
  const std::string at = "127.0.0.1:" + std::to_string(server.port());
  const std::shared_ptr<Network> network = open(host(server.port()));
  const std::string head = "POST http://" + at + "/ HTTP/1.1\\r\\n",
                    second = "GET / HTTP/1.1\\r\\nHost: hidden\\r\\n\\r\\n",
                    refusal = "POST http://" + at + "/: its length is not told";
  const std::string chunked = "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                    both = "Content-Length: 2\\r\\nTransfer-Encoding: x\\r\\n\\r\\nab";
  EXPECT_EQ(ask(network, {head + "Content-Length: 2\\r\\n\\r\\nab" + second,
                          head + "\\r\\n" + second, head + chunked + second, head + both + second}),
            "HTTP/1.1 200 OK 2\nHTTP/1.1 200 OK 2\nHTTP/1.1 403 Refused " +
                std::to_string(refusal.size() + 1) + "\n 0\n");
  EXPECT_EQ(network->refused(), std::vector<std::string>{refusal});
  EXPECT_EQ(server.stop().find("hidden"), std::string::npos);
}

TEST_F(HostProxyTest, NoOtherWayToWriteAnAddressIsTakenForTheAllowedOne) {
  HostServer server(kAnswer), other(kAnswer);
  const std::string port = std::to_string(server.port()), wrong = std::to_string(other.port());
  const std::shared_ptr<Network> network = open(host(server.port()));
  std::vector<std::string> requests;
  for (const std::string& authority : std::vector<std::string>{
           "[::ffff:127.0.0.1]:" + port, "[::1]:" + port, "2130706433:" + port, "127.1:" + port,
           "0x7f000001:" + port, "0177.0.0.1:" + port, "127.0.0.1.:" + port, "127.0.0.1:0" + wrong,
           "127.0.0.1:" + port + ":" + wrong, "127.0.0.1:" + port + "@127.0.0.1:" + wrong,
           "127.0.0.1@localhost:" + port, "127.0.0.1%00.example:" + port, "127.0.0.1:+" + port,
           "127.0.0.1:" + std::to_string(server.port() + 65'536), "127.0.0.1#:" + port, "127.0.0.1",
           ":" + port, ""}) {
    requests.push_back("CONNECT " + authority + " HTTP/1.1\\r\\n\\r\\nx");
    requests.push_back("GET http://" + authority + "/ HTTP/1.1\\r\\n\\r\\n");
  }
  requests.push_back("connect 127.0.0.1:" + port + " HTTP/1.1\\r\\n\\r\\n");
  requests.push_back("PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n");
  requests.push_back("\\x05\\x01\\x00");
  requests.push_back("GET http://127.0.0.1:" + port +
                     "/ HTTP/1.1\\r\\nA: " + std::string(40'000, 'a'));
  const std::string answers = ask(network, requests);
  EXPECT_EQ(answers.find("200"), std::string::npos) << answers;
  EXPECT_EQ(server.stop() + other.stop(), "");
}

// More than the proxy serves at a time, and none of them says anything.
TEST_F(HostProxyTest, IdleConnectionsAreFewAndHoldNobody) {
  HostServer server(kAnswer);
  const std::shared_ptr<Network> network = open(host(server.port()));
  const std::size_t before = open_descriptors();
  EXPECT_EQ(said(network, R"(
import socket, time
idle = [socket.create_connection(('127.0.0.1', 3128)) for i in range(200)]
gone = 0
for peer in idle[100:]:
    peer.settimeout(5)
    try: gone += peer.recv(1) == b''
    except ConnectionResetError: gone += 1
print(gone)
)"),
            "100\n");
  EXPECT_LE(open_descriptors(), before + 70);
  EXPECT_TRUE(soon([&] { return open_descriptors() <= before + 8; }));
}

// A registry that answers with the address of something inside.
TEST_F(HostProxyTest, ARedirectLeadsNowhere) {
  HostServer inside("secret");
  HostServer server("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" +
                    std::to_string(inside.port()) + "/\r\nContent-Length: 0\r\n\r\n");
  const std::shared_ptr<Network> network = open(host(server.port()));
  EXPECT_EQ(said(network, R"(
import urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({'http': 'http://127.0.0.1:3128'}))
try: print(opener.open('http://127.0.0.1:)" +
                              std::to_string(server.port()) + R"(/').read())
except OSError as failure: print(failure)
)"),
            "HTTP Error 403: Refused\n");
  EXPECT_EQ(inside.stop(), "");
}

TEST_F(HostProxyTest, ANameThatIsAtAPrivateAddressIsRefused) {
  HostServer server("secret");
  AllowedHost allowed = host(server.port());
  allowed.host = "localhost";
  allowed.may_be_private = false;
  const std::shared_ptr<Network> network = open(allowed);
  ask(network, {"CONNECT localhost:" + std::to_string(server.port()) + " HTTP/1.1\\r\\n\\r\\n"});
  ASSERT_EQ(network->refused().size(), 1u);
  EXPECT_THAT(network->refused().front(),
              ::testing::AnyOf("localhost: is at 127.0.0.1, which is not a public address",
                               "localhost: is at ::1, which is not a public address"));
  EXPECT_EQ(server.stop(), "");
}

// Whom a client means is said inside the tunnel where several hosts share an address.
TEST_F(HostProxyTest, InsideATunnelOnlyTheAllowedNameIsSpokenTo) {
  HostServer server("");
  AllowedHost allowed = host(server.port());
  allowed.host = "localhost";
  const std::shared_ptr<Network> network = open(allowed);
  const std::string port = std::to_string(server.port());
  said(network, R"(
import socket, ssl
context = ssl.create_default_context()
context.check_hostname = False
for name in ('elsewhere.example', None, 'plain', 'LOCALHOST'):
    peer = socket.create_connection(('127.0.0.1', 3128))
    peer.sendall(b'CONNECT localhost:)" +
                    port + R"( HTTP/1.1\r\n\r\n')
    peer.recv(99)
    try:
        if name == 'plain':
            peer.sendall(b'GET / HTTP/1.1')
            peer.recv(1)
        else: context.wrap_socket(peer, server_hostname=name)
    except OSError: pass
)");
  const std::string tunnel = "CONNECT localhost:" + port + ": ";
  EXPECT_EQ(network->refused(),
            (std::vector<std::string>{tunnel + "TLS to 'elsewhere.example', not the allowed host",
                                      tunnel + "TLS to '', not the allowed host",
                                      tunnel + "not TLS, not the allowed host"}));
  const std::string asked = server.stop();
  EXPECT_THAT(asked, ::testing::HasSubstr("LOCALHOST"));
  EXPECT_THAT(asked, ::testing::Not(::testing::HasSubstr("elsewhere")));
}

TEST_F(HostProxyTest, NoMoreBytesThanAllowedComeThrough) {
  HostServer server(std::string(std::size_t{4} << 20, 'x'));
  AllowedHost allowed = host(server.port());
  allowed.bytes = std::uint64_t{1} << 20;
  const std::shared_ptr<Network> network = open(allowed);
  const std::string request =
      "CONNECT 127.0.0.1:" + std::to_string(server.port()) + " HTTP/1.1\\r\\n\\r\\nx";
  const std::string answer = ask(network, {request});
  const std::string start = "HTTP/1.1 200 Connection established ";
  ASSERT_EQ(answer.substr(0, start.size()), start);
  EXPECT_LE(std::stoul(answer.substr(start.size())), std::size_t{1} << 20);
  EXPECT_EQ(network->refused(), std::vector<std::string>{"127.0.0.1: more than 1MiB"});
  EXPECT_THAT(said(network, "import socket; socket.create_connection(('127.0.0.1', 3128))"),
              ::testing::HasSubstr("ConnectionRefusedError"));
}

TEST_F(HostProxyTest, TimeIsLimited) {
  HostServer server(kAnswer);
  AllowedHost allowed = host(server.port());
  allowed.time = milliseconds(1);
  const std::shared_ptr<Network> network = open(allowed);
  EXPECT_TRUE(soon([&] { return !network->refused().empty(); }));
  EXPECT_EQ(network->refused(), std::vector<std::string>{"127.0.0.1: more than 1ms"});
}

TEST_F(HostProxyTest, AHostThatDoesNotAnswerIsSaidToTheClient) {
  HostServer gone("");
  const std::uint16_t port = gone.port();
  gone.stop();
  const std::shared_ptr<Network> network = open(host(port));
  const std::string why = "127.0.0.1: cannot be connected to: Connection refused";
  EXPECT_EQ(ask(network, {"CONNECT 127.0.0.1:" + std::to_string(port) + " HTTP/1.1\\r\\n\\r\\n"}),
            "HTTP/1.1 502 Refused " + std::to_string(why.size() + 1) + "\n");
  EXPECT_EQ(network->refused(), std::vector<std::string>{why});
}

}  // namespace
}  // namespace grader::sandbox
