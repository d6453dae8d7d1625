#include "sandbox/host_proxy.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "grader/base/ip_address.h"
#include "grader/base/text.h"
#include "grader/base/units.h"
#include "sandbox/proxy_request.h"
#include "sandbox/tls_hello.h"

namespace grader::sandbox {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Failure = boost::system::error_code;

constexpr std::size_t kConnections = 64;
constexpr std::size_t kRefusals = 100;
constexpr std::size_t kHeaderBytes = 32 << 10;
constexpr std::chrono::seconds kConnectTime{20};

bool is_address(const std::string& host) {
  Failure not_one;
  asio::ip::make_address(host, not_one);
  return !not_one;
}

}  // namespace

// What all connections share. Everything runs on its one thread, but for refused().
class HostProxy::Server {
 public:
  Server(Fd listener, AllowedHost host) : host_(std::move(host)), deadline_(context_) {
    Failure failure;
    acceptor_.assign(tcp::v4(), listener.get(), failure);
    if (!failure) listener.release();
    deadline_.expires_after(host_.time);
    deadline_.async_wait([this](const Failure& cancelled) {
      if (!cancelled) end("more than " + duration_to_text(host_.time.count()));
    });
    accept();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Server() {
    context_.stop();
    thread_.join();
  }

  std::vector<std::string> refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
  }

 private:
  class Session;

  void accept();
  void refuse(const std::string& what) {
    const std::lock_guard lock(mutex_);
    if (refused_.size() < kRefusals) refused_.push_back(what);
  }

  // No byte goes through from here on.
  void end(const std::string& why) {
    if (std::exchange(is_over_, true)) return;
    refuse(host_.host + ": " + why);
    Failure ignored;
    acceptor_.close(ignored);
    for (Session* session : std::set<Session*>(sessions_)) close(*session);
  }

  void carried(std::size_t bytes) {
    carried_ += bytes;
    if (carried_ > host_.bytes)
      end("more than " + size_to_text(static_cast<std::int64_t>(host_.bytes)));
  }

  static void close(Session& session);

  const AllowedHost host_;
  std::set<Session*> sessions_;
  std::size_t open_ = 0;
  std::uint64_t carried_ = 0;
  bool is_over_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> refused_;
  // Last, since what still waits in it needs all the rest when it goes.
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer deadline_;
  std::thread thread_;
};

// One connection of a client: its first request decides, then bytes flow both ways until both sides
// have ended.
class HostProxy::Server::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Server& server, tcp::socket client)
      : server_(server),
        client_(std::move(client)),
        host_(server.context_),
        resolver_(server.context_),
        timer_(server.context_) {
    server_.sessions_.insert(this);
    ++server_.open_;
    parser_.header_limit(kHeaderBytes);
    parser_.body_limit(boost::none);
  }
  ~Session() {
    server_.sessions_.erase(this);
    --server_.open_;
  }

  void start() {
    patience();
    http::async_read_header(client_, buffer_, parser_,
                            [self = shared_from_this()](const Failure& failure, std::size_t) {
                              failure ? self->close() : self->decide();
                            });
  }

  void close() {
    Failure ignored;
    timer_.cancel();
    resolver_.cancel();
    client_.close(ignored);
    host_.close(ignored);
  }

 private:
  using Self = std::shared_ptr<Session>;
  struct Direction {
    tcp::socket& from;
    tcp::socket& to;
    std::array<char, 65536> bytes;
    std::uint64_t left;  // what may still go this way; more is dropped
  };

  // For whatever comes before the bytes flow.
  void patience() {
    timer_.expires_after(kConnectTime);
    timer_.async_wait([self = shared_from_this()](const Failure& cancelled) {
      if (!cancelled) self->close();
    });
  }

  void decide() {
    const auto& head = parser_.get();
    const std::string asked =
        visible(std::string(head.method_string()) + " " + std::string(head.target()), 200);
    const std::optional<ProxyRequest> request =
        parse_proxy_request(head.method_string(), head.target());
    if (!request || !asks_for(*request, server_.host_)) {
      return refuse(asked + ": not the allowed host");
    }
    if (!request->is_tunnel && head.count(http::field::transfer_encoding) != 0) {
      return refuse(asked + ": its length is not told");
    }
    request_ = *request;
    if (!request_.is_tunnel) out_.left = parser_.content_length().value_or(0);
    resolver_.async_resolve(
        server_.host_.host, std::to_string(server_.host_.port),
        [self = shared_from_this()](const Failure& failure, tcp::resolver::results_type found) {
          if (failure) {
            self->refuse(self->server_.host_.host + ": cannot be looked up: " + failure.message(),
                         502);
          } else {
            self->connect(found);
          }
        });
  }

  void connect(const tcp::resolver::results_type& found) {
    std::string elsewhere;
    for (const auto& entry : found) {
      const tcp::endpoint at = entry.endpoint();
      if (server_.host_.may_be_private || is_public(*at.data())) {
        places_.push_back(at);
      } else {
        elsewhere = ip_text(*at.data());
      }
    }
    if (places_.empty()) {
      return refuse(server_.host_.host + ": is at " + elsewhere +
                    ", which is not a public address");
    }
    asio::async_connect(
        host_, places_, [self = shared_from_this()](const Failure& failure, const tcp::endpoint&) {
          if (failure) {
            self->refuse(
                self->server_.host_.host + ": cannot be connected to: " + failure.message(), 502);
          } else {
            self->begin();
          }
        });
  }

  void begin() {
    timer_.cancel();
    if (request_.is_tunnel) {
      patience();  // for its first words
      opening_ = "HTTP/1.1 200 Connection established\r\n\r\n";
      return send(client_, [](Session& self) { self.check_hello(); });
    }
    // The same request, as the server itself is asked, and no other after it: that could be for
    // another name at the same address.
    opening_ = std::string(parser_.get().method_string()) + " " + request_.path + " HTTP/1.1\r\n";
    for (const auto& field : parser_.get()) {
      const std::string name = std::string(field.name_string());
      const bool ours = field.name() == http::field::connection ||
                        field.name() == http::field::proxy_connection ||
                        field.name() == http::field::proxy_authorization ||
                        field.name() == http::field::host;
      if (!ours) opening_ += name + ": " + std::string(field.value()) + "\r\n";
    }
    const bool is_ip6 = request_.host.find(':') != std::string::npos;
    opening_ += "Host: " + (is_ip6 ? "[" + request_.host + "]" : request_.host) + ":" +
                std::to_string(request_.port) + "\r\nConnection: close\r\n\r\n";
    opening_ += take_buffer();
    send(host_, [](Session& self) { self.flow(); });
  }

  // Many hosts may share an address, and who is meant is said inside the tunnel: for a host that is
  // allowed by name it must be TLS, and to that name.
  void check_hello() {
    if (is_address(server_.host_.host)) return flow();
    const TlsHello hello = read_tls_hello(buffered());
    if (hello.kind == TlsHello::Kind::Unfinished) {
      client_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](
                                                         const Failure& failure, std::size_t size) {
        if (failure) return self->close();
        self->buffer_.commit(size);
        self->check_hello();
      });
      return;
    }
    const std::string tunnel = "CONNECT " + request_.host + ":" + std::to_string(request_.port);
    std::string why;
    if (hello.kind == TlsHello::Kind::NotTls) {
      why = "not TLS";
    } else if (!is_same_name(hello.server_name, server_.host_.host)) {
      why = "TLS to '" + visible(hello.server_name, 100) + "'";
    } else if (hello.hides_name) {
      why = "TLS to a hidden name";
    }
    if (why.empty()) return flow();
    server_.refuse(tunnel + ": " + why + ", not the allowed host");
    close();
  }

  // What came behind the head belongs to the host.
  void flow() {
    timer_.cancel();
    opening_ = take_buffer();
    send(host_, [](Session& self) {
      self.pump(self.out_);
      self.pump(self.in_);
    });
  }

  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  std::string take_buffer() {
    std::string taken(buffered());
    buffer_.consume(taken.size());
    taken.resize(take_from(out_, taken.size()));
    return taken;
  }

  std::size_t take_from(Direction& way, std::size_t size) {
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(size, way.left));
    way.left -= taken;
    server_.carried(taken);
    return taken;
  }

  void pump(Direction& way) {
    way.from.async_read_some(
        asio::buffer(way.bytes),
        [self = shared_from_this(), &way](const Failure& failure, std::size_t size) {
          Failure ignored;
          if (failure) {
            way.to.shutdown(tcp::socket::shutdown_send, ignored);
            return;
          }
          const std::size_t taken = self->take_from(way, size);
          asio::async_write(way.to, asio::buffer(way.bytes, taken),
                            [self, &way](const Failure& broken, std::size_t) {
                              if (!broken) return self->pump(way);
                              self->close();
                            });
        });
  }

  void refuse(const std::string& why, int status = 403) {
    server_.refuse(why);
    opening_ = "HTTP/1.1 " + std::to_string(status) + " Refused\r\nContent-Type: text/plain\r\n" +
               "Content-Length: " + std::to_string(why.size() + 1) +
               "\r\nConnection: close\r\n\r\n" + why + "\n";
    send(client_, [](Session& self) { self.close(); });
  }

  void send(tcp::socket& to, void (*next)(Session&)) {
    asio::async_write(to, asio::buffer(opening_),
                      [self = shared_from_this(), next](const Failure& failure, std::size_t) {
                        failure ? self->close() : next(*self);
                      });
  }

  Server& server_;
  tcp::socket client_, host_;
  tcp::resolver resolver_;
  asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;  // bounded by the parser, then by what a hello may be
  http::request_parser<http::empty_body> parser_;
  ProxyRequest request_;
  std::vector<tcp::endpoint> places_;
  std::string opening_;
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};
  Direction out_{client_, host_, {}, kAll}, in_{host_, client_, {}, kAll};
};

void HostProxy::Server::close(Session& session) {
  session.close();
}

void HostProxy::Server::accept() {
  acceptor_.async_accept([this](const Failure& failure, tcp::socket client) {
    if (failure) return;
    if (open_ < kConnections && !is_over_) {
      std::make_shared<Session>(*this, std::move(client))->start();
    }
    accept();
  });
}

HostProxy::HostProxy(Fd listener, AllowedHost host)
    : server_(std::make_unique<Server>(std::move(listener), std::move(host))) {}

HostProxy::~HostProxy() = default;

std::vector<std::string> HostProxy::refused() const {
  return server_->refused();
}

}  // namespace grader::sandbox
