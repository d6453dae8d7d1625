// The pipe to a student's module: what a reply may be, and what breaks it.
#include "runners/pipe.h"

#include <ostream>
#include <thread>

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace grader::runners {
namespace {

std::string told(const std::optional<Reply>& reply) {
  if (!reply) return "broken";
  if (std::holds_alternative<Loaded>(*reply)) return "loaded";
  if (const auto* failure = std::get_if<LoadFailure>(&*reply)) {
    return "unloadable " + failure->message + " " + failure->file + ":" +
           std::to_string(failure->line);
  }
  if (const auto* missing = std::get_if<MissingFunction>(&*reply)) {
    std::string text = "missing";
    for (const std::string& name : missing->has) text += " " + name;
    return text;
  }
  const auto after = [](const std::optional<Value>& value) {
    return value ? " after " + to_text(*value, Language::JavaScript) : "";
  };
  if (const auto* threw = std::get_if<Threw>(&*reply)) {
    std::string text = "threw";
    for (const std::string& name : threw->types) text += " " + name;
    return text + ": " + threw->error.message + after(threw->after);
  }
  const auto& returned = std::get<Returned>(*reply);
  return "returned " + to_text(returned.value, Language::JavaScript) + after(returned.after);
}

struct Row {
  std::string text, reply;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.text.substr(0, 200);
}
class ReplyTest : public ::testing::TestWithParam<Row> {};
TEST_P(ReplyTest, IsReadStrictly) {
  EXPECT_EQ(told(read_reply(GetParam().text, "7")), GetParam().reply);
}

const std::string kReturned = R"({"id":"7","is":"returned"})";

INSTANTIATE_TEST_SUITE_P(
    Rows, ReplyTest,
    ::testing::Values(
        Row{R"({"id":"7","is":"loaded"})", "loaded"},
        Row{R"({"id":"7","is":"missing","has":["a","b\u202e"]})", "missing a b<U+202E>"},
        Row{R"({"id":"7","is":"unloadable","failure":{"kind":"syntax","message":"no","file":"a.js","line":3}})",
            "unloadable no a.js:3"},
        Row{R"({"id":"7","is":"unloadable","failure":{"message":"no","file":"../a.js","line":3}})",
            "unloadable no :0"},
        Row{kReturned + "\n[1]", "returned [1]"},
        Row{kReturned + "\n1\n[2]", "returned 1 after [2]"},
        Row{R"({"id":"7","is":"threw","types":["RangeError","Error"],"error":{"message":"odd"}})",
            "threw RangeError Error: odd"},
        Row{"", "broken"}, Row{"7", "broken"}, Row{R"({"is":"loaded"})", "broken"},
        Row{R"({"id":7,"is":"loaded"})", "broken"}, Row{R"({"id":"8","is":"loaded"})", "broken"},
        Row{R"({"id":"7","is":"passed"})", "broken"}, Row{R"({"id":"7"})", "broken"},
        Row{R"({"id":"7","is":"loaded"})"
            "\n1",
            "broken"},
        Row{kReturned, "broken"}, Row{kReturned + "\n", "broken"}, Row{kReturned + "\n{", "broken"},
        Row{kReturned + "\n1\n2", "broken"}, Row{kReturned + "\n1\n[]\n3", "broken"},
        Row{kReturned + "\n{\"$other\":1}", "broken"},
        Row{R"({"id":"7","is":"missing","has":"a"})", "broken"},
        Row{R"({"id":"7","is":"missing","has":[1]})", "broken"},
        Row{R"({"id":"7","is":"unloadable"})", "broken"},
        Row{R"({"id":"7","is":"unloadable","failure":[]})", "broken"},
        Row{R"({"id":"7","is":"threw","types":[],"error":"x"})", "broken"},
        Row{R"({"id":"7","is":"loaded","x":)" + std::string(50'000, '[') + "}", "broken"},
        Row{R"({"id":"7","is":"loaded","x":")" + std::string(70'000, 'x') + "\"}", "broken"}));

std::string framed(const std::string& text) {
  const auto size = static_cast<std::uint32_t>(text.size());
  return std::string{static_cast<char>(size >> 24), static_cast<char>(size >> 16),
                     static_cast<char>(size >> 8), static_cast<char>(size)} +
         text;
}

std::string read_frame(int fd) {
  unsigned char length[4] = {};
  EXPECT_EQ(::recv(fd, length, 4, MSG_WAITALL), 4);
  const std::size_t size = std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 |
                           std::size_t{length[2]} << 8 | length[3];
  std::string text(size, '\0');
  EXPECT_EQ(::recv(fd, text.data(), size, MSG_WAITALL), static_cast<ssize_t>(size));
  return text;
}

// The other side, on a thread of its own; `answer` makes bytes out of each request's id and text.
std::string loaded_by(const std::function<std::string(const std::string& id)>& answer) {
  auto ends = Pipe::open();
  EXPECT_TRUE(ends) << to_text(ends.error());
  std::thread other([&] {
    const std::string request = read_frame(ends->theirs.get());
    EXPECT_NE(request.find(R"("do":"load","function":"f")"), std::string::npos) << request;
    const std::size_t at = request.find(R"("id":")") + 6;
    const std::string bytes = answer(request.substr(at, 32));
    EXPECT_EQ(::send(ends->theirs.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    ::shutdown(ends->theirs.get(), SHUT_WR);
  });
  const auto reply = ends->ours.load("/submission/a.js", "f");
  other.join();
  if (const auto* end = std::get_if<PipeEnd>(&reply)) {
    return *end == PipeEnd::Closed ? "closed" : "broken";
  }
  return told(std::get<Reply>(reply));
}

std::string loaded(const std::string& id) {
  return R"({"id":")" + id + R"(","is":"loaded"})";
}

TEST(Pipe, GivesTheReplyOfItsRequest) {
  EXPECT_EQ(loaded_by([](const std::string& id) { return framed(loaded(id)); }), "loaded");
}

TEST(Pipe, AReplyThatDoesNotKnowTheIdBreaksIt) {
  EXPECT_EQ(loaded_by([](const std::string&) { return framed(loaded(std::string(32, '0'))); }),
            "broken");
}

TEST(Pipe, AnEndInTheMiddleClosesIt) {
  EXPECT_EQ(loaded_by([](const std::string&) { return std::string(); }), "closed");
  EXPECT_EQ(loaded_by([](const std::string&) { return std::string("\0\0", 2); }), "closed");
  EXPECT_EQ(loaded_by([](const std::string& id) { return framed(loaded(id)).substr(0, 20); }),
            "closed");
}

TEST(Pipe, AFrameWithoutEndOrWithoutContentBreaksIt) {
  EXPECT_EQ(loaded_by([](const std::string&) { return std::string("\xff\xff\xff\xff", 4); }),
            "broken");
  EXPECT_EQ(loaded_by([](const std::string&) { return std::string("\0\x10\0\1", 4); }), "broken");
  EXPECT_EQ(loaded_by([](const std::string&) { return std::string(4, '\0'); }), "broken");
}

TEST(Pipe, AWordThatNobodyAskedForBreaksIt) {
  auto ends = Pipe::open();
  ASSERT_TRUE(ends);
  ASSERT_EQ(::send(ends->theirs.get(), "x", 1, 0), 1);
  const auto reply = ends->ours.call(Value::of(Value::Kind::List), false);
  ASSERT_TRUE(std::holds_alternative<PipeEnd>(reply));
  EXPECT_EQ(std::get<PipeEnd>(reply), PipeEnd::Broken);
}

TEST(Pipe, ACallCarriesItsArguments) {
  auto ends = Pipe::open();
  ASSERT_TRUE(ends);
  std::string request;
  std::thread other([&] {
    request = read_frame(ends->theirs.get());
    ends->theirs.reset();
  });
  (void)ends->ours.call(Value::of(Value::Kind::List, {Value::number_of(1)}), true);
  other.join();
  EXPECT_NE(request.find(R"("after":true,"do":"call")"), std::string::npos) << request;
  EXPECT_EQ(request.substr(request.find('\n') + 1), "[1]");
}

TEST(Pipe, NobodyThereIsAnEnd) {
  auto ends = Pipe::open();
  ASSERT_TRUE(ends);
  ends->theirs.reset();
  const auto reply = ends->ours.load("/submission/a.js", "f");
  ASSERT_TRUE(std::holds_alternative<PipeEnd>(reply));
  EXPECT_EQ(std::get<PipeEnd>(reply), PipeEnd::Closed);
  ends->ours.end();
}

}  // namespace
}  // namespace grader::runners
