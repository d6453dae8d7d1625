// What the jail of a build wrote down, whatever it is. Apps themselves: tests/pages.
#include "runners/app.h"

#include <gtest/gtest.h>

namespace grader::runners {
namespace {

AppBuilt read(const std::string& results, int code = 0) {
  sandbox::Outcome outcome;
  outcome.ending = sandbox::Exited{code};
  outcome.files["/results/app"] = results;
  return read_app(outcome, Cause::ExitedEarly);
}

TEST(AppBuilt, IsDoneWhereItSaysSo) {
  const AppBuilt built = read("{\"done\":true}\n");
  EXPECT_TRUE(built.done);
  EXPECT_EQ(built.cause, Cause::None);
}

TEST(AppBuilt, SaysWhatIsMissingAndWhere) {
  const AppBuilt lacks = read(
      "{\"missing\":{\"package\":\"dayjs\"},\"file\":\"src/App.js\",\"line\":3,\"column\":9}\n");
  EXPECT_FALSE(lacks.done);
  EXPECT_EQ(lacks.missing_package, "dayjs");
  EXPECT_EQ(lacks.file + ":" + std::to_string(lacks.line) + ":" + std::to_string(lacks.column),
            "src/App.js:3:9");
  EXPECT_EQ(read("{\"missing\":{\"file\":\"./a.css\"}}").missing_file, "./a.css");
  EXPECT_EQ(read("{\"said\":\"no \\u001b[31m\"}").said, "no <U+001B>[31m");
  EXPECT_EQ(read("{\"refused\":\"entry\"}").refused, "entry");
  EXPECT_EQ(read("{\"failed\":\"no such module\"}", 1).failed, "no such module");
}

TEST(AppBuilt, OtherWordsAreNothing) {
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[]"), std::string("{\"done\":true"),
        std::string("{\"done\":true}\n{\"done\":true}"), std::string(20'000, ' ') + "{}"}) {
    const AppBuilt built = read(text);
    EXPECT_FALSE(built.done) << text;
    EXPECT_EQ(built.cause, Cause::MissingResult);
    EXPECT_EQ(read(text, 1).cause, Cause::ExitedEarly);
  }
  const AppBuilt odd = read("{\"done\":\"true\",\"line\":-4,\"column\":1e99,\"missing\":3}");
  EXPECT_FALSE(odd.done);
  EXPECT_EQ(odd.line, 0);
  EXPECT_EQ(odd.column, 0);
  EXPECT_EQ(read("{\"line\":4000000000}").line, 1'000'000);
}

}  // namespace
}  // namespace grader::runners
