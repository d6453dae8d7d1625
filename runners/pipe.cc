#include "runners/pipe.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/model/value_json.h"
#include "runners/results.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxHead = std::size_t{64} << 10;
constexpr std::size_t kMaxNames = 50;
constexpr std::size_t kMaxName = 100;  // characters

// The names in a list of texts; nullopt where it is none.
std::optional<std::vector<std::string>> names_of(const Json& head, const char* key) {
  const auto found = head.find(key);
  if (found == head.end() || !found->is_array() || found->size() > kMaxNames) return std::nullopt;
  std::vector<std::string> names;
  for (const Json& name : *found) {
    if (!name.is_string()) return std::nullopt;
    names.push_back(visible(name.get<std::string>(), kMaxName));
  }
  return names;
}

std::optional<LoadFailure> failure_at(const Json& head, const char* key) {
  const auto found = head.find(key);
  if (found == head.end()) return std::nullopt;
  return read_failure(found->dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// The arguments afterwards, where there is one more line. False: that is no list.
bool take_after(std::string_view& text, std::optional<Value>& after) {
  if (text.empty()) return true;
  after = value_from_json(take_line(text));
  return after && after->kind == Value::Kind::List;
}

}  // namespace

std::optional<Reply> read_reply(std::string_view text, const std::string& id) {
  const std::string_view line = take_line(text);
  if (line.size() > kMaxHead) return std::nullopt;
  bool deep = false;
  const auto shallow = [&](int depth, Json::parse_event_t, Json&) {
    deep = deep || depth > 4;
    return depth <= 4;
  };
  const Json head = Json::parse(line, shallow, false);
  if (deep || !head.is_object() || head.value("id", Json()) != id) return std::nullopt;
  const Json is = head.value("is", Json());
  std::optional<Reply> reply;
  if (is == "loaded") {
    reply = Loaded{};
  } else if (is == "unloadable") {
    auto failure = failure_at(head, "failure");
    if (!failure) return std::nullopt;
    reply = *std::move(failure);
  } else if (is == "missing") {
    auto has = names_of(head, "has");
    if (!has) return std::nullopt;
    reply = MissingFunction{*std::move(has)};
  } else if (is == "returned") {
    Returned returned;
    auto value = value_from_json(take_line(text));
    if (!value || !take_after(text, returned.after)) return std::nullopt;
    returned.value = *std::move(value);
    reply = std::move(returned);
  } else if (is == "threw") {
    Threw threw;
    auto types = names_of(head, "types");
    auto error = failure_at(head, "error");
    if (!types || !error || !take_after(text, threw.after)) return std::nullopt;
    threw.types = *std::move(types);
    threw.error = *std::move(error);
    reply = std::move(threw);
  }
  if (!text.empty()) return std::nullopt;
  return reply;
}

Result<Pipe::Ends> Pipe::open() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error("cannot make a pair of sockets", errno);
  }
  Fd ours(ends[0]), theirs(ends[1]);
  // Only ours: the other half blocks, and sets of flags are not shared between the two.
  if (::fcntl(ours.get(), F_SETFL, O_NONBLOCK) != 0) {
    return system_error("cannot prepare a pair of sockets", errno);
  }
  return Ends{Pipe(std::move(ours)), std::move(theirs)};
}

std::variant<Reply, PipeEnd> Pipe::load(const std::string& module, const std::string& function) {
  const std::string id = make_secret();
  const Json head = {
      {"id", id}, {"do", "load"}, {"version", 1}, {"module", module}, {"function", function}};
  return ask(id, head.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::variant<Reply, PipeEnd> Pipe::call(const Value& arguments, bool after) {
  const std::string id = make_secret();
  const Json head = {{"id", id}, {"do", "call"}, {"after", after}};
  return ask(id, head.dump() + "\n" + to_json(arguments));
}

void Pipe::end() {
  (void)send(R"({"do":"end"})");
  ::shutdown(fd_.get(), SHUT_RDWR);
}

std::variant<Reply, PipeEnd> Pipe::ask(const std::string& id, const std::string& text) {
  // A word that nobody asked for is none of the program's.
  std::uint8_t early = 0;
  if (::recv(fd_.get(), &early, 1, MSG_PEEK | MSG_DONTWAIT) > 0) return PipeEnd::Broken;
  if (!send(text)) return PipeEnd::Closed;
  std::variant<std::string, PipeEnd> received = receive();
  if (const auto* end = std::get_if<PipeEnd>(&received)) return *end;
  std::optional<Reply> reply = read_reply(std::get<std::string>(received), id);
  if (!reply) return PipeEnd::Broken;
  return *std::move(reply);
}

namespace {

bool wait_for(int fd, short events) {
  pollfd poll_fd{fd, events, 0};
  while (::poll(&poll_fd, 1, -1) < 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

bool Pipe::send(const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  std::string frame = {static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                       static_cast<char>(size >> 8), static_cast<char>(size)};
  frame += text;
  std::string_view rest = frame;
  while (!rest.empty()) {
    const ssize_t sent = ::send(fd_.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!wait_for(fd_.get(), POLLOUT)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::variant<std::string, PipeEnd> Pipe::receive() {
  std::string text;
  std::array<unsigned char, 4> length{};
  std::size_t have = 0, size = 0;
  while (have < length.size() || text.size() < size) {
    ssize_t got = 0;
    if (have < length.size()) {
      got = ::recv(fd_.get(), length.data() + have, length.size() - have, 0);
    } else {
      std::array<char, 65'536> part{};
      got = ::recv(fd_.get(), part.data(), std::min(part.size(), size - text.size()), 0);
      if (got > 0) text.append(part.data(), static_cast<std::size_t>(got));
    }
    if (got > 0 && have < length.size()) {
      have += static_cast<std::size_t>(got);
      if (have < length.size()) continue;
      size = std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 |
             std::size_t{length[2]} << 8 | length[3];
      if (size == 0 || size > kMaxFrame) return PipeEnd::Broken;
    } else if (got == 0) {
      return PipeEnd::Closed;
    } else if (got < 0 && errno == EAGAIN) {
      if (!wait_for(fd_.get(), POLLIN)) return PipeEnd::Closed;
    } else if (got < 0 && errno != EINTR) {
      return PipeEnd::Closed;
    }
  }
  return text;
}

}  // namespace grader::runners
