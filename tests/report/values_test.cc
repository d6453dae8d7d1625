#include "grader/report/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/excerpt.h"

namespace grader::report {
namespace {

std::string drawn(const ValuePair& pair) {
  std::string text;
  for (const DiffLine& line : pair.lines) {
    text += line.kind == DiffLine::Kind::Same       ? ' '
            : line.kind == DiffLine::Kind::Expected ? '-'
                                                    : '+';
    text += line.text + "\n";
  }
  return text;
}

TEST(Values, ShortOnesStayAsTheyAre) {
  const ValuePair pair = compare_values("23.4", "23.38", 100);
  EXPECT_EQ(pair.expected, "23.4");
  EXPECT_EQ(pair.given, "23.38");
  EXPECT_EQ(pair.expected_type, "");
}

TEST(Values, TypesAreNamedWhereOnlyTheyDiffer) {
  const ValuePair pair = compare_values("5", "\"5\"", 100);
  EXPECT_EQ(pair.expected_type, "number");
  EXPECT_EQ(pair.given_type, "text");
}

TEST(Values, SpacesAreShownWhereOnlyTheyDiffer) {
  const ValuePair pair = compare_values("a b", "a  b", 100);
  EXPECT_TRUE(pair.marks_spaces);
  EXPECT_EQ(pair.expected,
            "a\xE2\x90\xA0"
            "b");
  EXPECT_EQ(pair.given,
            "a\xE2\x90\xA0\xE2\x90\xA0"
            "b");
}

TEST(Values, ALongCommonBeginningIsShortened) {
  const std::string same(100, 'x');
  const ValuePair pair = compare_values(same + "1", same + "2", 100);
  EXPECT_EQ(pair.expected, "\xE2\x80\xA6" + std::string(20, 'x') + "1");
  EXPECT_EQ(pair.given, "\xE2\x80\xA6" + std::string(20, 'x') + "2");
}

TEST(Values, NeverCutWithinACharacter) {
  std::string same;
  for (int i = 0; i < 40; ++i) same += "\xE4\xBD\xA0";
  EXPECT_EQ(compare_values(same + "1", same + "2", 100).expected.substr(3, 3), "\xE4\xBD\xA0");
}

TEST(Values, LongOnesAreCut) {
  EXPECT_EQ(compare_values("a", std::string(300, 'y'), 5).given, "yyyyy\xE2\x80\xA6");
}

TEST(Values, SeveralLinesBecomeADifference) {
  EXPECT_EQ(drawn(compare_values("a\nb\nc", "a\nx\nc", 100)), " a\n-b\n+x\n c\n");
}

TEST(Values, EqualLinesBeforeTheDifferenceAreLeftOut) {
  const ValuePair pair = compare_values("1\n2\n3\n4\n5", "1\n2\n3\n4\n6", 100);
  EXPECT_EQ(drawn(pair), " 3\n 4\n-5\n+6\n");
  EXPECT_EQ(pair.lines_cut, 2U);
}

TEST(Values, AMillionLinesAreCutWithTheirCount) {
  const ValuePair pair = compare_values(std::string(1'000'000, '\n'), "a", 100);
  EXPECT_EQ(pair.lines.size(), kMaxDiffLines);
  EXPECT_EQ(pair.lines_cut, 1'000'000U + 1U - kMaxDiffLines);
}

Finding finding_at(int line, int column, int end_column, std::vector<std::string> lines,
                   int first) {
  Finding finding;
  finding.line = finding.end_line = line;
  finding.column = column;
  finding.end_column = end_column;
  finding.excerpt = Excerpt{first, std::move(lines)};
  return finding;
}

TEST(Excerpts, MarkTheColumns) {
  const auto lines = excerpt_lines(finding_at(7, 3, 6, {"a", "  var x", "c"}, 6));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_FALSE(lines[0].in_question);
  EXPECT_EQ(lines[1].number, 7);
  EXPECT_EQ(lines[1].before + "|" + lines[1].at + "|" + lines[1].after, "  |var| x");
}

TEST(Excerpts, ColumnsCountCharacters) {
  const auto lines = excerpt_lines(finding_at(1, 2, 3,
                                              {"\xC3\xA9"
                                               "b\xC3\xA9"},
                                              1));
  EXPECT_EQ(lines[0].at, "b");
}

TEST(Excerpts, ColumnsBeyondTheLineMarkNothing) {
  const auto lines = excerpt_lines(finding_at(1, 900, 901, {"abc"}, 1));
  EXPECT_EQ(lines[0].before, "abc");
  EXPECT_EQ(lines[0].at, "");
}

TEST(Excerpts, LongLinesAreCutAroundTheColumn) {
  const auto lines = excerpt_lines(finding_at(1, 500, 503, {std::string(1000, 'x')}, 1));
  const std::string shown = lines[0].before + lines[0].at + lines[0].after;
  EXPECT_EQ(shown.size(), 200U + 2 * 3U);
  EXPECT_EQ(lines[0].at, "xxx");
}

TEST(Excerpts, HaveAtMostNineLinesAroundTheOneInQuestion) {
  const auto lines = excerpt_lines(finding_at(20, 0, 0, std::vector<std::string>(40, "x"), 1));
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines.front().number, 16);
  EXPECT_TRUE(lines[4].in_question);
}

}  // namespace
}  // namespace grader::report
