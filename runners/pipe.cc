#include "runners/pipe.h"

#include <algorithm>
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
constexpr double kMostTimes = 1e15;

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

bool hands_over_in(const Value& value) {
  return value.kind == Value::Kind::Function ||
         std::any_of(value.items.begin(), value.items.end(), hands_over_in);
}

// [name, how often, [arguments, ...]]
std::optional<CalledBack> called_back(Value& row) {
  using Kind = Value::Kind;
  if (row.kind != Kind::List || row.items.size() != 3) return std::nullopt;
  const Value& times = row.items[1];
  Value& calls = row.items[2];
  if (row.items[0].kind != Kind::Text || times.kind != Kind::Number || calls.kind != Kind::List ||
      !(times.number >= 0 && times.number <= kMostTimes) || calls.items.size() > times.number) {
    return std::nullopt;
  }
  const auto is_list = [](const Value& call) { return call.kind == Kind::List; };
  if (!std::all_of(calls.items.begin(), calls.items.end(), is_list)) return std::nullopt;
  return CalledBack{row.items[0].text, static_cast<std::int64_t>(times.number),
                    std::move(calls.items)};
}

// The lines behind the value: exactly those that were asked for.
std::optional<Beside> take_beside(std::string_view& text, const Ask& asked) {
  Beside beside;
  if (asked.after) {
    beside.after = value_from_json(take_line(text));
    if (!beside.after || beside.after->kind != Value::Kind::List) return std::nullopt;
  }
  if (asked.prints) {
    std::optional<Value> printed = value_from_json(take_line(text));
    if (!printed || printed->kind != Value::Kind::Text) return std::nullopt;
    beside.printed = std::move(printed->text);
  }
  if (asked.hands_over()) {
    std::optional<Value> called = value_from_json(take_line(text));
    if (!called || called->kind != Value::Kind::List) return std::nullopt;
    for (Value& row : called->items) {
      std::optional<CalledBack> one = called_back(row);
      if (!one) return std::nullopt;
      beside.called.push_back(*std::move(one));
    }
  }
  return beside;
}

std::optional<Reply> missing(const Json& head) {
  auto has = names_of(head, "has");
  const auto name = head.find("name");
  if (!has || name == head.end() || !name->is_string()) return std::nullopt;
  return MissingFunction{*std::move(has), visible(name->get<std::string>(), kMaxName)};
}

// A reply to a call, which `is` this.
std::optional<Reply> answer(const Json& head, const Json& is, std::string_view& text,
                            const Ask& asked) {
  if (is == "threw") {
    auto types = names_of(head, "types");
    auto error = failure_at(head, "error");
    auto beside = take_beside(text, asked);
    if (!types || !error || !beside) return std::nullopt;
    return Threw{*std::move(types), *std::move(error), *std::move(beside)};
  }
  const bool yielded = is == "yielded";
  if (!yielded && is != "returned") return std::nullopt;
  auto value = value_from_json(take_line(text));
  auto beside = take_beside(text, asked);
  if (!value || !beside) return std::nullopt;
  if (!yielded) return Returned{*std::move(value), *std::move(beside)};
  const Json done = head.value("done", Json());
  if (value->kind != Value::Kind::List || !done.is_boolean() ||
      value->items.size() > static_cast<std::size_t>(asked.take)) {
    return std::nullopt;
  }
  return Yielded{*std::move(value), done.get<bool>(), *std::move(beside)};
}

std::string_view word_for(Ask::How how) {
  switch (how) {
    case Ask::How::Function:
      return "function";
    case Ask::How::New:
      return "new";
    case Ask::How::Self:
      return "self";
    case Ask::How::Method:
      return "method";
    case Ask::How::Get:
      return "get";
    case Ask::How::Set:
      return "set";
  }
  return "";
}

}  // namespace

bool Ask::hands_over() const {
  return hands_over_in(arguments);
}

std::optional<Reply> read_reply(std::string_view text, const std::string& id, const Ask* asked) {
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
  if (is == "missing") {
    reply = missing(head);
  } else if (asked != nullptr) {
    reply = answer(head, is, text, *asked);
  } else if (is == "loaded") {
    reply = Loaded{};
  } else if (is == "unloadable") {
    auto failure = failure_at(head, "failure");
    if (!failure) return std::nullopt;
    reply = *std::move(failure);
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

std::variant<Reply, PipeEnd> Pipe::load(const Module& module) {
  const std::string id = make_secret();
  const Json head = {{"id", id},
                     {"do", "load"},
                     {"version", 2},
                     {"module", module.path},
                     {"functions", module.functions},
                     {"helpers", module.helpers},
                     {"prints", module.prints}};
  return ask(id, head.dump(-1, ' ', false, Json::error_handler_t::replace), nullptr);
}

std::variant<Reply, PipeEnd> Pipe::call(const Ask& asked) {
  const std::string id = make_secret();
  const Json head = {{"id", id},
                     {"do", "call"},
                     {"how", word_for(asked.how)},
                     {"name", asked.name},
                     {"keep", asked.keep},
                     {"after", asked.after},
                     {"prints", asked.prints},
                     {"called", asked.hands_over()},
                     {"take", asked.take}};
  return ask(
      id,
      head.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" + to_json(asked.arguments),
      &asked);
}

void Pipe::end() {
  (void)send(R"({"do":"end"})");
  ::shutdown(fd_.get(), SHUT_RDWR);
}

std::variant<Reply, PipeEnd> Pipe::ask(const std::string& id, const std::string& text,
                                       const Ask* asked) {
  // A word that nobody asked for is none of the program's.
  std::uint8_t early = 0;
  if (::recv(fd_.get(), &early, 1, MSG_PEEK | MSG_DONTWAIT) > 0) return PipeEnd::Broken;
  if (!send(text)) return PipeEnd::Closed;
  std::variant<std::string, PipeEnd> received =
      receive(asked == nullptr ? std::chrono::milliseconds(0) : asked->patience);
  if (const auto* end = std::get_if<PipeEnd>(&received)) return *end;
  std::optional<Reply> reply = read_reply(std::get<std::string>(received), id, asked);
  if (!reply) return PipeEnd::Broken;
  return *std::move(reply);
}

namespace {

using Clock = std::chrono::steady_clock;

enum class Waited { Ready, Late, Failed };

Waited wait_for(int fd, short events, std::optional<Clock::time_point> until = std::nullopt) {
  pollfd poll_fd{fd, events, 0};
  for (;;) {
    int left = -1;
    if (until) {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(*until - Clock::now());
      if (rest.count() <= 0) return Waited::Late;
      left = static_cast<int>(rest.count());
    }
    const int ready = ::poll(&poll_fd, 1, left);
    if (ready > 0) return Waited::Ready;
    if (ready < 0 && errno != EINTR) return Waited::Failed;
  }
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
      if (wait_for(fd_.get(), POLLOUT) != Waited::Ready) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

std::variant<std::string, PipeEnd> Pipe::receive(std::chrono::milliseconds patience) {
  std::optional<Clock::time_point> until;
  if (patience.count() > 0) until = Clock::now() + patience;
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
      const Waited waited = wait_for(fd_.get(), POLLIN, until);
      if (waited == Waited::Late) return PipeEnd::Late;
      if (waited == Waited::Failed) return PipeEnd::Closed;
    } else if (got < 0 && errno != EINTR) {
      return PipeEnd::Closed;
    }
  }
  return text;
}

}  // namespace grader::runners
