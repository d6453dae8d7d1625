#include "grader/base/log_text.h"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(LogCommands, AreBrokenByASpace) {
  EXPECT_EQ(without_log_commands("::error file=a.js::x"), ": :error file=a.js::x");
  EXPECT_EQ(without_log_commands(" \t::stop-commands::x"), " \t: :stop-commands::x");
  EXPECT_EQ(without_log_commands("\xC2\xA0\xE3\x80\x80::x::"), "\xC2\xA0\xE3\x80\x80: :x::");
  EXPECT_EQ(without_log_commands("\x1C::x::"), "\x1C::x::");  // visible() has written that out
  EXPECT_EQ(without_log_commands("a ##[error]b ##vso[task.x]c"), "a # #[error]b # #vso[task.x]c");
  EXPECT_EQ(without_log_commands("###[error]"), "## #[error]");
  EXPECT_EQ(without_log_commands("##teamcity[x]"), "# #teamcity[x]");
  for (const char* text : {"a::b", "std::cout", "## head", "##", "#[x]", ":", "", "  "}) {
    EXPECT_EQ(without_log_commands(text), text);
  }
  for (const char* text : {"::a::", "##[a]", ":::a::"}) {
    const std::string once = without_log_commands(text);
    EXPECT_EQ(without_log_commands(once), once);
  }
}

}  // namespace
}  // namespace grader
