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
    return missing->name + " " + text;
  }
  const auto told_of = [](const Beside& beside) {
    std::string text;
    if (beside.after) text += " after " + to_text(*beside.after, Language::JavaScript);
    if (beside.printed) text += " printed " + *beside.printed;
    for (const CalledBack& one : beside.called) {
      text += " " + one.name + " " + std::to_string(one.times) + " times";
      for (const Value& call : one.calls) text += " " + to_text(call, Language::JavaScript);
    }
    return text;
  };
  if (const auto* threw = std::get_if<Threw>(&*reply)) {
    std::string text = "threw";
    for (const std::string& name : threw->types) text += " " + name;
    return text + ": " + threw->error.message + told_of(threw->beside);
  }
  if (const auto* yielded = std::get_if<Yielded>(&*reply)) {
    return "yielded " + to_text(yielded->values, Language::JavaScript) +
           (yielded->done ? " done" : "") + told_of(yielded->beside);
  }
  const auto& returned = std::get<Returned>(*reply);
  return "returned " + to_text(returned.value, Language::JavaScript) + told_of(returned.beside);
}

// What was asked: "l" for a module, "a" for arguments afterwards, "p" for what is printed, "f" for
// a function of the rubric's, "3" for three values.
std::optional<Reply> read_as(const std::string& asked, const std::string& text) {
  if (asked == "l") return read_reply(text, "7", nullptr);
  Ask ask;
  for (const char c : asked) {
    if (c == 'a') ask.after = true;
    if (c == 'p') ask.prints = true;
    if (c == 'f') ask.arguments.items.push_back(Value::of(Value::Kind::Function));
    if (c == '3') ask.take = 3;
  }
  return read_reply(text, "7", &ask);
}

struct Row {
  std::string asked, text, reply;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.asked << " " << row.text.substr(0, 200);
}
class ReplyTest : public ::testing::TestWithParam<Row> {};
TEST_P(ReplyTest, IsReadStrictly) {
  EXPECT_EQ(told(read_as(GetParam().asked, GetParam().text)), GetParam().reply);
}

const std::string kReturned = R"({"id":"7","is":"returned"})";
const std::string kYielded = R"({"id":"7","is":"yielded","done":true})";
const std::string kThrew =
    R"({"id":"7","is":"threw","types":["RangeError","Error"],"error":{"message":"odd"}})";

INSTANTIATE_TEST_SUITE_P(
    OfModules, ReplyTest,
    ::testing::Values(
        Row{"l", R"({"id":"7","is":"loaded"})", "loaded"},
        Row{"l", R"({"id":"7","is":"missing","name":"f","has":["a","b\u202e"]})",
            "f missing a b<U+202E>"},
        Row{"l",
            R"({"id":"7","is":"unloadable","failure":{"kind":"syntax","message":"no","file":"a.js","line":3}})",
            "unloadable no a.js:3"},
        Row{"l",
            R"({"id":"7","is":"unloadable","failure":{"message":"no","file":"../a.js","line":3}})",
            "unloadable no :0"},
        Row{"l", "", "broken"}, Row{"l", "7", "broken"}, Row{"l", R"({"is":"loaded"})", "broken"},
        Row{"l", R"({"id":7,"is":"loaded"})", "broken"},
        Row{"l", R"({"id":"8","is":"loaded"})", "broken"},
        Row{"l", R"({"id":"7","is":"passed"})", "broken"}, Row{"l", R"({"id":"7"})", "broken"},
        Row{"l",
            R"({"id":"7","is":"loaded"})"
            "\n1",
            "broken"},
        Row{"l", kReturned + "\n1", "broken"}, Row{"l", kThrew, "broken"},
        Row{"l", R"({"id":"7","is":"missing","name":"f","has":"a"})", "broken"},
        Row{"l", R"({"id":"7","is":"missing","name":"f","has":[1]})", "broken"},
        Row{"l", R"({"id":"7","is":"missing","has":["a"]})", "broken"},
        Row{"l", R"({"id":"7","is":"unloadable"})", "broken"},
        Row{"l", R"({"id":"7","is":"unloadable","failure":[]})", "broken"},
        Row{"l", R"({"id":"7","is":"loaded","x":)" + std::string(50'000, '[') + "}", "broken"},
        Row{"l", R"({"id":"7","is":"loaded","x":")" + std::string(70'000, 'x') + "\"}", "broken"}));

INSTANTIATE_TEST_SUITE_P(
    OfCalls, ReplyTest,
    ::testing::Values(
        Row{"", kReturned + "\n[1]", "returned [1]"},
        Row{"a", kReturned + "\n1\n[2]", "returned 1 after [2]"},
        Row{"ap", kReturned + "\n1\n[2]\n\"x\"", "returned 1 after [2] printed x"},
        Row{"f", kReturned + "\n1\n[[\"g\",2,[[1],[2]]]]", "returned 1 g 2 times [1] [2]"},
        Row{"apf", kThrew + "\n[2]\n\"x\"\n[]", "threw RangeError Error: odd after [2] printed x"},
        Row{"", kThrew, "threw RangeError Error: odd"},
        Row{"3", kYielded + "\n[1,2]", "yielded [1, 2] done"},
        Row{"3", kReturned + "\n1", "returned 1"},
        Row{"", R"({"id":"7","is":"missing","name":"push","has":["pop"]})", "push missing pop"},
        Row{"", R"({"id":"7","is":"loaded"})", "broken"}, Row{"", kReturned, "broken"},
        Row{"", kReturned + "\n", "broken"}, Row{"", kReturned + "\n{", "broken"},
        Row{"", kReturned + "\n1\n[2]", "broken"}, Row{"a", kReturned + "\n1", "broken"},
        Row{"a", kReturned + "\n1\n2", "broken"}, Row{"a", kReturned + "\n1\n[]\n3", "broken"},
        Row{"p", kReturned + "\n1\n[]", "broken"},
        Row{"ap", kReturned + "\n1\n\"x\"\n[]", "broken"}, Row{"f", kReturned + "\n1\n1", "broken"},
        Row{"f", kReturned + "\n1\n[1]", "broken"},
        Row{"f", kReturned + "\n1\n[[\"g\",1,[[1],[2]]]]", "broken"},
        Row{"f", kReturned + "\n1\n[[\"g\",1,[1]]]", "broken"},
        Row{"f", kReturned + "\n1\n[[\"g\",-1,[]]]", "broken"},
        Row{"f", kReturned + "\n1\n[[\"g\",{\"$js\":\"NaN\"},[]]]", "broken"},
        Row{"f", kReturned + "\n1\n[[\"g\",1e300,[]]]", "broken"},
        Row{"3", kYielded + "\n[1,2,3,4]", "broken"}, Row{"", kYielded + "\n[1]", "broken"},
        Row{"3", kYielded + "\n1", "broken"},
        Row{"3",
            R"({"id":"7","is":"yielded","done":1})"
            "\n[1]",
            "broken"},
        Row{"", kReturned + "\n{\"$other\":1}", "broken"},
        Row{"", kReturned + "\n{\"$function\":{\"name\":\"f\"}}", "broken"},
        Row{"", R"({"id":"7","is":"threw","types":[],"error":"x"})", "broken"}));

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
    EXPECT_NE(request.find(R"("do":"load","functions":["f"])"), std::string::npos) << request;
    const std::size_t at = request.find(R"("id":")") + 6;
    const std::string bytes = answer(request.substr(at, 32));
    EXPECT_EQ(::send(ends->theirs.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    ::shutdown(ends->theirs.get(), SHUT_WR);
  });
  const auto reply = ends->ours.load({"/submission/a.js", {"f"}, false, false});
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
  const auto reply = ends->ours.call(Ask{});
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
  Ask ask;
  ask.how = Ask::How::Method;
  ask.name = "push";
  ask.arguments.items.push_back(Value::number_of(1));
  ask.after = true;
  (void)ends->ours.call(ask);
  other.join();
  EXPECT_NE(request.find(R"("after":true,"called":false,"do":"call","how":"method")"),
            std::string::npos)
      << request;
  EXPECT_EQ(request.substr(request.find('\n') + 1), "[1]");
}

TEST(Pipe, WhoDoesNotAnswerInTimeIsLate) {
  auto ends = Pipe::open();
  ASSERT_TRUE(ends);
  Ask ask;
  ask.patience = std::chrono::milliseconds(20);
  const auto reply = ends->ours.call(ask);
  ASSERT_TRUE(std::holds_alternative<PipeEnd>(reply));
  EXPECT_EQ(std::get<PipeEnd>(reply), PipeEnd::Late);
}

TEST(Pipe, NobodyThereIsAnEnd) {
  auto ends = Pipe::open();
  ASSERT_TRUE(ends);
  ends->theirs.reset();
  const auto reply = ends->ours.load({"/submission/a.js", {"f"}, false, false});
  ASSERT_TRUE(std::holds_alternative<PipeEnd>(reply));
  EXPECT_EQ(std::get<PipeEnd>(reply), PipeEnd::Closed);
  ends->ours.end();
}

}  // namespace
}  // namespace grader::runners
