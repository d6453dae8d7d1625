#include "runners/judge.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

#include <sys/socket.h>
#include <sys/time.h>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "runners/results.h"
#include "runners/test_text.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;

// How often the judge looks at its own clock while it waits for the submission.
constexpr timeval kTick{0, 100'000};

const Json* member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text_at(const Json& object, const char* key) {
  const Json* value = member(object, key);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<int> index_at(const Json& object, const char* key) {
  const Json* value = member(object, key);
  if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
  const auto number = value->get<std::uint64_t>();
  if (number > 10'000'000) return std::nullopt;
  return static_cast<int>(number);
}

std::optional<JudgeGone> gone_at(const Json& object) {
  const std::string word = text_at(object, "over");
  if (word.empty()) return std::nullopt;
  if (word == "late") return JudgeGone::Late;
  if (word == "broken") return JudgeGone::Broken;
  return JudgeGone::Closed;
}

TestState state_of(const std::string& word) {
  if (word == "run" || word == "passed") return TestState::Passed;
  if (word == "skipped") return TestState::Skipped;
  if (word == "todo") return TestState::Todo;
  return TestState::Failed;
}

Place place_at(const Json& object) {
  const Json* frame = member(object, "frame");
  if (frame == nullptr || !frame->is_object()) return {};
  return {to_valid_utf8(text_at(*frame, "file")), index_at(*frame, "line").value_or(0),
          index_at(*frame, "column").value_or(0)};
}

std::optional<JudgeListed> listed_of(const Json& rows, const std::string& file) {
  if (!rows.is_array()) return std::nullopt;
  JudgeListed listed;
  std::map<std::string, int> seen;
  for (const Json& row : rows) {
    if (!row.is_object() || listed.tests.size() >= kMaxTests) return std::nullopt;
    TestRun test;
    test.id.file = file;
    test.id.name = test_name(text_at(row, "name"));
    test.id.ordinal = seen[test.id.name]++;
    test.state = state_of(text_at(row, "state"));
    listed.tests.push_back(std::move(test));
  }
  return listed;
}

JudgeEnd end_of(const Json& end) {
  JudgeEnd ended;
  const Json* clean = member(end, "clean");
  ended.clean = clean != nullptr && *clean == true;
  if (const Json* failure = member(end, "failure")) {
    ended.failure = read_failure(failure->dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  if (member(end, "refused") != nullptr) ended.refused = visible(text_at(end, "refused"));
  const Json* theirs = member(end, "theirs");
  ended.theirs = theirs != nullptr && *theirs == true;
  if (text_at(end, "over") == "too_large") {
    ended.refused = "a value is too large to cross";
    ended.theirs = true;
    return ended;
  }
  if (member(end, "broken") != nullptr) ended.broken = visible(text_at(end, "broken"), 1'000);
  ended.gone = gone_at(end);
  ended.violation = visible(text_at(end, "violation"));
  return ended;
}

// Bytes that are no text travel as characters up to U+00FF.
Json content_of(const std::string& content) {
  if (is_valid_utf8(content)) return content;
  std::string text;
  for (const char c : content) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | byte >> 6);
      text += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return {{"bytes", text}};
}

sandbox::Command command_of(const Environment& environment, const std::vector<std::string>& argv) {
  sandbox::Command command;
  command.argv = argv;
  if (!command.argv.empty() && command.argv[0].empty()) command.argv[0] = environment.interpreter;
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  return command;
}

Result<std::array<Fd, 2>> socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return system_error("cannot make a pair of sockets", errno);
  }
  return std::array<Fd, 2>{Fd(ends[0]), Fd(ends[1])};
}

}  // namespace

sandbox::Command judge_command(const Environment& environment, const TwoJails& how) {
  return command_of(environment, how.judge);
}

sandbox::Command student_command(const Environment& environment, const TwoJails& how, bool closed) {
  return command_of(environment, closed && !how.closed.empty() ? how.closed : how.student);
}

Result<JudgePipe> JudgePipe::open() {
  Result<std::array<Fd, 2>> frames = socket_pair(), bells = socket_pair();
  if (!frames) return std::move(frames).error();
  if (!bells) return std::move(bells).error();
  // The judge blocks, and has to see that its patience is over.
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    if (::setsockopt((*frames)[0].get(), SOL_SOCKET, option, &kTick, sizeof kTick) != 0) {
      return system_error("cannot prepare a pair of sockets", errno);
    }
  }
  return JudgePipe{std::move((*frames)[0]), std::move((*bells)[0]), std::move((*frames)[1]),
                   std::move((*bells)[1])};
}

std::string to_text(const JudgeRequest& request) {
  Json files = Json::object();
  for (const auto& [place, content] : request.files) files[place] = content_of(content);
  Json settings = Json::parse(request.settings, nullptr, false);
  if (!settings.is_object()) settings = Json::object();
  return Json{{"run", request.run},
              {"file", request.file},
              {"files", std::move(files)},
              {"settings", std::move(settings)},
              {"skip", request.skip},
              {"pipe", request.pipe},
              {"patience", request.patience.count()}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<JudgeRow> read_judge_row(std::string_view text, const std::string& file) {
  const Json row = Json::parse(text, nullptr, false);
  if (!row.is_object()) return std::nullopt;
  if (member(row, "ready") != nullptr) return JudgeRow{0, JudgeReady{}};
  const std::optional<int> run = index_at(row, "run");
  if (!run) return std::nullopt;
  if (const Json* tests = member(row, "tests")) {
    auto listed = listed_of(*tests, file);
    if (!listed) return std::nullopt;
    return JudgeRow{*run, *std::move(listed)};
  }
  if (const Json* end = member(row, "end"); end != nullptr && end->is_object()) {
    return JudgeRow{*run, end_of(*end)};
  }
  const std::optional<int> index = index_at(row, "test");
  if (!index) return std::nullopt;
  JudgeTest test;
  test.index = *index;
  test.state = state_of(text_at(row, "state"));
  test.message = test_message(text_at(row, "message"));
  test.place = place_at(row);
  for (auto [key, to] : {std::pair{"expected", &test.expected}, {"actual", &test.actual}}) {
    if (member(row, key) != nullptr) *to = test_message(text_at(row, key));
  }
  test.late = member(row, "late") != nullptr;
  test.gone = gone_at(row);
  return JudgeRow{*run, std::move(test)};
}

}  // namespace grader::runners
