// What a program wrote against what it should have written.
#include "rubrics/checks/output.h"

#include <gtest/gtest.h>

#include "tests/rubrics/told.h"

namespace grader::rubrics {
namespace {

std::string different(const OutputRule& rule, std::string_view written,
                      const OutputRules& rules = {}) {
  const auto found = difference(rule, rules, written, "stdout");
  if (!found) return "as it should be";
  std::string text = told(found->message);
  if (found->expected) text += " expected[" + *found->expected + "]";
  if (found->actual) text += " actual[" + *found->actual + "]";
  return text;
}

OutputRule equal_to(std::vector<std::string> texts) {
  OutputRule rule;
  rule.equals = std::move(texts);
  return rule;
}

struct EqualsRow {
  const char* expected;
  const char* written;
  const char* told;
};

TEST(Output, TheFirstDifferentLineIsTold) {
  const EqualsRow rows[] = {
      {"3\n", "3\n", "as it should be"},
      {"3", "3 \t\r\n\n\n", "as it should be"},
      {"a\nb\n", "a\nc\n", "program.line_differs line=2 what=stdout expected[b] actual[c]"},
      {"a b", "a  b", "program.spaces_differ line=1 what=stdout expected[a·b] actual[a··b]"},
      {"a b", "a\tb", "program.spaces_differ line=1 what=stdout expected[a·b] actual[a→b]"},
      {"Hello", "hello",
       "program.capitals_differ line=1 what=stdout expected[Hello] actual[hello]"},
      {"a\nb\n", "a\n", "program.line_missing line=2 what=stdout expected[b]"},
      {"a\n", "", "program.nothing_written what=stdout expected[a]"},
      {"a\n", "a\nb\n", "program.line_too_many line=2 what=stdout actual[b]"},
      {"", "", "as it should be"},
      {"", "x", "program.line_too_many line=1 what=stdout actual[x]"},
      {"a", "\x1b[31ma\xff",
       "program.line_differs line=1 what=stdout expected[a] actual[<U+001B>[31ma\xEF\xBF\xBD]"},
  };
  for (const EqualsRow& row : rows) {
    EXPECT_EQ(different(equal_to({row.expected}), row.written), row.told) << row.written;
  }
}

TEST(Output, OfSeveralAcceptedTextsTheNearestIsTold) {
  EXPECT_EQ(different(equal_to({"x\ny\n", "a\nb\n"}), "x\ny\n"), "as it should be");
  EXPECT_EQ(different(equal_to({"x\ny\n", "a\nb\nc\n"}), "a\nb\nd\n"),
            "program.line_differs line=3 what=stdout expected[c] actual[d]");
}

TEST(Output, WhiteSpaceAndCapitalsCountAsTheRubricSays) {
  OutputRules ends;
  ends.trim = OutputRules::Trim::Ends;
  EXPECT_EQ(different(equal_to({"a \nb"}), "\n a \nb\n\n", ends), "as it should be");
  EXPECT_EQ(different(equal_to({"a\nb"}), "a \nb", ends),
            "program.spaces_differ line=1 what=stdout expected[a] actual[a·]");
  OutputRules none;
  none.trim = OutputRules::Trim::None;
  EXPECT_EQ(different(equal_to({"a\n"}), "a\n", none), "as it should be");
  EXPECT_EQ(different(equal_to({"a\n"}), "a", none),
            "program.line_missing line=2 what=stdout expected[]");
  OutputRules any_case;
  any_case.ignore_case = true;
  EXPECT_EQ(different(equal_to({"Hello"}), "hELLO\n", any_case), "as it should be");
}

TEST(Output, PartsOfIt) {
  OutputRule rule;
  rule.contains = {"total", "3"};
  EXPECT_EQ(different(rule, "the total is 3"), "as it should be");
  EXPECT_EQ(different(rule, "the total is 4"), "program.lacks_text what=stdout expected[3]");
  rule = {};
  rule.lines = {"a", "c"};
  EXPECT_EQ(different(rule, "a\nb\nc \n"), "as it should be");
  EXPECT_EQ(different(rule, "c\na\n"), "program.lacks_line what=stdout expected[c]");
  rule = {};
  rule.matches.emplace_back("^[0-9]+$");
  EXPECT_EQ(different(rule, "x\n12\n"), "as it should be");
  EXPECT_EQ(different(rule, "x12\n"), "program.not_of_this_form what=stdout actual[x12]");
  EXPECT_EQ(different(rule, ""), "program.not_of_this_form what=stdout");
}

}  // namespace
}  // namespace grader::rubrics
