// JUnit XML and TAP, as tools write them and as somebody hostile would.
#include "runners/tool_results.h"

#include <ostream>

#include <gmock/gmock.h>

#include "runners/test_text.h"

namespace grader::runners {
namespace {

using ::testing::ElementsAreArray;

std::vector<std::string> told(const ToolResults& results) {
  static constexpr const char* kWords[] = {"passed", "failed", "skipped", "todo"};
  std::vector<std::string> lines;
  for (const TestRun& test : results.tests) {
    std::string line = test.id.name;
    if (test.id.ordinal > 0) line += " #" + std::to_string(test.id.ordinal);
    line += std::string(": ") + kWords[static_cast<int>(test.state)];
    if (!test.message.empty()) line += ": " + test.message;
    lines.push_back(line);
  }
  if (!results.problem.empty()) lines.push_back("problem: " + results.problem);
  EXPECT_EQ(results.complete, results.problem.empty());
  return lines;
}

struct Row {
  std::string name;
  std::string text;
  std::vector<std::string> lines;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class JunitXmlTest : public ::testing::TestWithParam<Row> {};
TEST_P(JunitXmlTest, ReadsAs) {
  EXPECT_THAT(told(read_junit_xml(GetParam().text, "a")), ElementsAreArray(GetParam().lines));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, JunitXmlTest,
    ::testing::Values(
        Row{"Pytest",
            R"(<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="0"
            failures="1" tests="4"><testcase classname="test_a.TestAdd" name="test_adds" time="0.1"/>
            <testcase classname="test_a.TestAdd" name="test_fails"><failure message="assert 3 == 4
            + where">def test_fails</failure></testcase><testcase classname="test_a" name="test_waits">
            <skipped type="pytest.skip" message="not now">x</skipped></testcase><testcase
            classname="test_a" name="test_untidy"/><testcase classname="test_a" name="test_untidy"><error
            message="failed on teardown"/></testcase></testsuite></testsuites>)",
            {"test_a.TestAdd > test_adds: passed",
             "test_a.TestAdd > test_fails: failed: assert 3 == 4             + where",
             "test_a > test_waits: skipped", "test_a > test_untidy: passed",
             "test_a > test_untidy #1: failed: failed on teardown"}},
        Row{"NodeTest",
            R"(<?xml version="1.0" encoding="utf-8"?><testsuites>
            <testsuite name="sum" tests="2"><testcase name="adds" classname="test"/>
            <testsuite name="inner"><testcase name="adds" classname="test"><failure type="x">
            [Error: 3 !== 4]</failure></testcase></testsuite></testsuite>
            <testcase name="alone" classname="test"/></testsuites>)",
            {"sum > adds: passed", "sum > inner > adds: failed:             [Error: 3 !== 4]",
             "alone: passed"}},
        Row{"GoogleTest",
            R"(<testsuites name="AllTests"><testsuite name="Sum"><testcase name="Adds" status="run"
            classname="Sum"/></testsuite></testsuites>)",
            {"Sum > Adds: passed"}},
        Row{"ASingleSuiteAndNoNames",
            "<testsuite><testcase/><testcase name=''/></testsuite>",
            {": passed", " #1: passed"}},
        Row{"OtherElementsAreLeftAlone",
            "<testsuite name='s'><properties><testcase name='no'/></properties><testcase name='a'>"
            "<system-out>&lt;failure/&gt;<![CDATA[<failure/>]]></system-out></testcase></"
            "testsuite>",
            {"s > a: passed"}},
        Row{"ControlCharactersAreShown",
            "<testsuite><testcase name='a&#27;[31m&#10;b\x01'/></testsuite>",
            {"a<U+001B>[31m<U+000A>b<U+0001>: passed"}},
        Row{"EntitiesAreNotLookedUp",
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY f SYSTEM "
            "\"file:///etc/passwd\">]><testsuite><testcase name='&b;&f;'/></testsuite>",
            {"&b;&f;: passed"}},
        Row{"Nothing", "", {"problem: the results are no XML: No document element found"}},
        Row{"CutOff",
            "<testsuites><testsuite><testcase name='a'/>",
            {"problem: the results are no XML: Start-end tags mismatch"}},
        Row{"AnotherFormat",
            "<html><testcase name='a'/></html>",
            {"problem: the results have no 'testsuites'"}}),
    [](const auto& row) { return row.param.name; });

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(JunitXml, IsBounded) {
  EXPECT_EQ(read_junit_xml(std::string(5 << 20, ' '), "a").problem, "the results are too large");
  EXPECT_EQ(read_junit_xml("<testsuite>" + repeated("<a/>", 250'000) + "</testsuite>", "a").problem,
            "the results are too large");
  const ToolResults many =
      read_junit_xml("<testsuite>" + repeated("<testcase/>", 20'001) + "</testsuite>", "a");
  EXPECT_EQ(many.problem, "there are too many tests");
  EXPECT_EQ(many.tests.size(), kMaxTests);
  const ToolResults deep =
      read_junit_xml(repeated("<testsuite>", 1'000) + repeated("</testsuite>", 1'000), "a");
  EXPECT_EQ(deep.problem, "suites are nested too deep");
  EXPECT_EQ(read_junit_xml(repeated("<a>", 90'000) + repeated("</a>", 90'000), "a").problem,
            "the results have no 'testsuites'");
  const std::string name(3 << 20, 'n');
  const ToolResults wide = read_junit_xml(
      "<testsuite name='" + name + "'>" + repeated("<testcase/>", 10'000) + "</testsuite>", "a");
  ASSERT_EQ(wide.tests.size(), 10'000u);
  EXPECT_LE(wide.tests[0].id.name.size(), 600u);
}

class TapTest : public ::testing::TestWithParam<Row> {};
TEST_P(TapTest, ReadsAs) {
  EXPECT_THAT(told(read_tap(GetParam().text, "a")), ElementsAreArray(GetParam().lines));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TapTest,
    ::testing::Values(
        Row{"Twelve",
            "1..4\nok 1 - adds\nnot ok 2 subtracts\nok\n# a remark\nnot ok 4 - x\n",
            {"adds: passed", "subtracts: failed", "test 3: passed", "x: failed"}},
        Row{"Directives",
            "ok 1 - a # SKIP not now\nok 2 - b # skipped: why\nnot ok 3 - c # TODO later\n"
            "ok 4 - d # todo\nok 5 - issue \\#7 \\\\ # skipper\nok 6 - # 1\n1..6\n",
            {"a: skipped", "b: skipped", "c: todo", "d: todo", "issue #7 \\: skipped",
             "# 1: passed"}},
        Row{"ThirteenWithABlock",
            "TAP version 13\nnot ok 1 - adds\n  ---\n  message: '3 is not 4'\n  at:\n    line: 3\n"
            "  ok 9 - in the block\n  ...\nok 2 - more\n1..2\n",
            {"adds: failed: message: '3 is not 4'\nat:\nline: 3\nok 9 - in the block",
             "more: passed"}},
        Row{"FourteenWithSubtests",
            "TAP version 14\n# Subtest: sum\n    # Subtest: inner\n        ok 1 - deep\n        "
            "1..1\n"
            "    ok 1 - inner\n    not ok 2 - adds\n      ---\n      why: x\n      ...\n    1..2\n"
            "not ok 1 - sum\nok 2 - alone\n1..2\n",
            {"sum > inner > deep: passed", "sum > inner: passed", "sum > adds: failed: why: x",
             "sum: failed", "alone: passed"}},
        Row{"EqualNames", "1..2\nok 1 - a\nok 2 - a\n", {"a: passed", "a #1: passed"}},
        Row{"AllSkipped", "1..0 # skipped: no database\n", {}},
        Row{"BailOut",
            "1..3\nok 1 - a\nBail out! no database\nok 2 - b\nok 3 - c\n",
            {"a: passed", "problem: the tests were ended by 'Bail out!'"}},
        Row{"CutOff",
            "1..3\nok 1 - a\nok 2 - b\n",
            {"a: passed", "b: passed", "problem: there are not as many tests as the plan says"}},
        Row{"MoreThanPlanned",
            "1..1\nok 1 - a\nok 2 - b\n",
            {"a: passed", "b: passed", "problem: there are not as many tests as the plan says"}},
        Row{"ASubtestThatIsCutOff",
            "    ok 1 - a\n    1..2\nok 1 - sum\n1..1\n",
            {"sum > a: passed", "sum: passed",
             "problem: there are not as many tests as the plan says"}},
        Row{"NoPlan", "ok 1 - a\n", {"a: passed", "problem: there is no plan"}},
        Row{"Nothing", "", {"problem: there is no plan"}},
        Row{"OtherOutputIsLeftAlone",
            "okay\nnot okay\n1.5\nhello ok 1\r\nok 1 - a\r\n1..1\r\n1..9\n",
            {"a: passed"}},
        Row{"ABlockThatIsNeverClosed",
            "not ok 1 - a\n  ---\n  why: x\nok 2 - b\n1..2\n",
            {"a: failed: why: x", "b: passed"}},
        Row{"ControlCharactersAreShown", "ok 1 - a\x1b[31m\n1..1\n", {"a<U+001B>[31m: passed"}}),
    [](const auto& row) { return row.param.name; });

TEST(Tap, IsBounded) {
  EXPECT_EQ(read_tap(std::string(9 << 20, '\n'), "a").problem, "the results are too large");
  const ToolResults many = read_tap(repeated("ok\n", 20'001), "a");
  EXPECT_EQ(many.problem, "there are too many tests");
  EXPECT_EQ(many.tests.size(), kMaxTests);
  EXPECT_EQ(read_tap(std::string(400, ' ') + "ok 1 - a\n", "a").problem,
            "subtests are nested too deep");
  const ToolResults wordy = read_tap("1..1\nnot ok 1 - " + std::string(1 << 20, 'n') + "\n  ---\n" +
                                         repeated("  x\n", 500'000) + "  ...\n",
                                     "a");
  ASSERT_EQ(wordy.tests.size(), 1u);
  EXPECT_LE(wordy.tests[0].id.name.size(), 600u);
  EXPECT_LE(wordy.tests[0].message.size(), kMaxMessage);
  EXPECT_TRUE(wordy.complete);
}

}  // namespace
}  // namespace grader::runners
