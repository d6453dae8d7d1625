#include "runners/results.h"

#include <gmock/gmock.h>

#include "tests/runners/sealed.h"

namespace grader::runners {
namespace {

using grader::testing::kSecret;
using grader::testing::outcome_with;
using grader::testing::request_for;
using grader::testing::sealed_line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

SuiteRun read(const std::string& results, std::vector<std::string> files = {"a.test.js"}) {
  return read_results(request_for(std::move(files)), outcome_with(results));
}

std::string file_line(int number, const std::string& tests) {
  return sealed_line(number, R"({"file":"a.test.js","tests":)" + tests + "}");
}

TEST(ResultsTest, ATestIsKnownByFileNameAndOrdinal) {
  const SuiteRun run = read(
      sealed_line(0, R"({"start":"a.test.js"})") +
      file_line(
          1,
          R"([["sum > adds","passed"],["sum > adds","failed","no\nway"],["x","todo"],["y","skipped"]])") +
      sealed_line(2, R"({"end":1})"));
  EXPECT_FALSE(run.inconsistent);
  ASSERT_THAT(run.files, SizeIs(1));
  const FileRun& file = run.files[0];
  EXPECT_TRUE(file.finished);
  EXPECT_FALSE(file.failure);
  ASSERT_THAT(file.tests, SizeIs(4));
  EXPECT_EQ(file.tests[0].id, (TestId{"a.test.js", "sum > adds", 0}));
  EXPECT_EQ(file.tests[1].id, (TestId{"a.test.js", "sum > adds", 1}));
  EXPECT_EQ(file.tests[1].state, TestState::Failed);
  EXPECT_EQ(file.tests[1].message, "no\nway");
  EXPECT_EQ(file.tests[2].state, TestState::Todo);
  EXPECT_EQ(file.tests[3].state, TestState::Skipped);
}

TEST(ResultsTest, WithoutResultsNothingIsFinishedAndNobodyIsSuspected) {
  sandbox::Outcome outcome;
  outcome.ending = sandbox::Exited{0};
  const SuiteRun run = read_results(request_for({"a.test.js", "b.test.js"}), outcome);
  EXPECT_FALSE(run.inconsistent);
  ASSERT_THAT(run.files, SizeIs(2));
  EXPECT_FALSE(run.files[0].finished);
  EXPECT_FALSE(run.files[1].finished);
}

TEST(ResultsTest, AFileThatEndsTheProcessTakesTheOnesAfterItAlong) {
  const SuiteRun run =
      read(file_line(1, R"([["x","passed"]])") + sealed_line(2, R"({"start":"b.test.js"})"),
           {"a.test.js", "b.test.js", "c.test.js"});
  EXPECT_FALSE(run.inconsistent);
  EXPECT_TRUE(run.files[0].finished);
  EXPECT_FALSE(run.files[1].finished);
  EXPECT_FALSE(run.files[2].finished);
}

TEST(ResultsTest, AHangAfterTheReportStillCountsIt) {
  const SuiteRun run = read_results(
      request_for({"a.test.js"}),
      outcome_with(file_line(1, R"([["x","passed"]])"), sandbox::LimitHit{sandbox::Limit::Wall}));
  EXPECT_FALSE(run.inconsistent);
  EXPECT_TRUE(run.files[0].finished);
}

TEST(ResultsTest, ALineCutByTheKillIsNoEvidence) {
  const std::string line = file_line(1, R"([["x","passed"]])");
  const SuiteRun run = read(line.substr(0, line.size() - 1));
  EXPECT_FALSE(run.inconsistent);
  EXPECT_FALSE(run.files[0].finished);
}

struct Forged {
  std::string name;
  std::string results;
  std::string inconsistency;
};

class ForgedResultsTest : public ::testing::TestWithParam<Forged> {};

TEST_P(ForgedResultsTest, AreInconsistent) {
  const SuiteRun run = read(GetParam().results);
  EXPECT_TRUE(run.inconsistent);
  EXPECT_EQ(run.inconsistency, GetParam().inconsistency);
}

const std::string kHonest = file_line(1, R"([["x","passed"]])");

INSTANTIATE_TEST_SUITE_P(
    Lines, ForgedResultsTest,
    ::testing::Values(
        Forged{"NoSeal", "{\"file\":\"a.test.js\",\"tests\":[]}\n",
               "a line of the results has no seal"},
        Forged{"Empty", "\n", "a line of the results has no seal"},
        Forged{"Binary", std::string("\0\xff\xfe\n", 4), "a line of the results has no seal"},
        Forged{"NoNumber", std::string(32, '0') + " {\"end\":1}\n",
               "a line of the results has no seal"},
        Forged{"OtherKey", sealed_line(1, R"({"file":"a.test.js","tests":[]})", "guess"),
               "a line of the results was not written by the runner"},
        Forged{"ChangedText", kHonest.substr(0, kHonest.size() - 2) + " }\n",
               "a line of the results was not written by the runner"},
        Forged{"Replayed", kHonest + kHonest, "the lines of the results are not in their order"},
        Forged{"TwoResults", kHonest + file_line(2, R"([["x","passed"]])"),
               "two results of one file"},
        Forged{"AfterTheEnd", sealed_line(0, R"({"end":1})") + kHonest,
               "the results go on after their end"},
        Forged{"NoObject", sealed_line(0, "[1]"), "a line of the results is not an object"},
        Forged{"NoJson", sealed_line(0, "{"), "a line of the results is not an object"},
        Forged{"TooDeep", sealed_line(0, std::string(100'000, '[')),
               "a line of the results is not an object"},
        Forged{"OtherFile", sealed_line(0, R"({"file":"../b.js","tests":[]})"),
               "results of a file that was not asked for"},
        Forged{
            "Canary",
            sealed_line(
                0, R"({"file":"a.test.js","tests":[],"problem":"a canary that must fail passed"})"),
            "a canary that must fail passed"}),
    [](const auto& row) { return row.param.name; });

TEST(ResultsTest, AReplacedResultsFileIsInconsistent) {
  sandbox::Outcome outcome;
  outcome.ending = sandbox::Exited{0};
  outcome.refused = {results_path(kSecret)};
  const SuiteRun run = read_results(request_for({"a.test.js"}), outcome);
  EXPECT_TRUE(run.inconsistent);
  EXPECT_EQ(run.inconsistency, "the results file is too large or is not a regular file");
}

TEST(ResultsTest, CompleteResultsOfAProcessThatFailedAreInconsistent) {
  const SuiteRun run =
      read_results(request_for({"a.test.js"}),
                   outcome_with(kHonest + sealed_line(2, R"({"end":1})"), sandbox::Exited{1}));
  EXPECT_TRUE(run.inconsistent);
  EXPECT_EQ(run.inconsistency, "the results are complete, but the process ended with exit code 1");
}

TEST(ResultsTest, RowsOfOtherTypesAreLeftOut) {
  const SuiteRun run = read(
      file_line(0, R"([1, "x", [], ["x"], [1, 2], ["x", 1], {"a": 1}, null, ["good","passed"]])"));
  ASSERT_THAT(run.files[0].tests, SizeIs(1));
  EXPECT_EQ(run.files[0].tests[0].id.name, "good");
}

TEST(ResultsTest, AnUnknownStateIsNotPassed) {
  const SuiteRun run = read(file_line(0, R"([["x","PASSED"],["y",""]])"));
  EXPECT_EQ(run.files[0].tests[0].state, TestState::Failed);
  EXPECT_EQ(run.files[0].tests[1].state, TestState::Failed);
}

TEST(ResultsTest, TestsOfAnotherTypeAreNone) {
  EXPECT_THAT(read(file_line(0, R"("many")")).files[0].tests, IsEmpty());
  EXPECT_THAT(read(file_line(0, "7")).files[0].tests, IsEmpty());
}

TEST(ResultsTest, NamesAndMessagesAreBoundedAndSafeToShow) {
  const std::string name(10'000, 'n');
  std::string message;
  for (int i = 0; i < 1000; ++i) message += "line\\tof text \\u001b[31mred \\u202e\\n";
  const SuiteRun run = read(file_line(0, "[[\"" + name + "\",\"failed\",\"" + message + "\"]]"));
  const TestRun& test = run.files[0].tests.at(0);
  EXPECT_EQ(test.id.name, std::string(500, 'n') + "...");
  EXPECT_LE(test.message.size(), 4096u);
  EXPECT_THAT(test.message, HasSubstr("line  of text <U+001B>[31mred <U+202E>\n"));
  EXPECT_THAT(test.message, Not(HasSubstr("\x1b")));
}

TEST(ResultsTest, MoreTestsThanTheBoundAreDropped) {
  std::string rows = "[";
  for (int i = 0; i < 20'010; ++i) rows += (i == 0 ? "" : ",") + std::string(R"(["t","passed"])");
  const SuiteRun run = read(file_line(0, rows + "]"));
  EXPECT_THAT(run.files[0].tests, SizeIs(20'000));
  EXPECT_EQ(run.files[0].tests.back().id.ordinal, 19'999);
}

TEST(ResultsTest, AFailureNamesItsPlace) {
  const SuiteRun run = read(sealed_line(
      0,
      R"({"file":"a.test.js","tests":[],"failure":{"kind":"syntax","message":"Unexpected token","subject":"","file":"week/a.js","line":12,"column":7}})"));
  ASSERT_TRUE(run.files[0].failure);
  const LoadFailure& failure = *run.files[0].failure;
  EXPECT_EQ(failure.kind, LoadFailure::Kind::Syntax);
  EXPECT_EQ(failure.message, "Unexpected token");
  EXPECT_EQ(failure.file, "week/a.js");
  EXPECT_EQ(failure.line, 12);
  EXPECT_EQ(failure.column, 7);
}

TEST(ResultsTest, AFailureNeverPointsOutOfTheSubmission) {
  for (const char* path : {"/etc/passwd", "../x", "a/../../x", "", "a//b", "a/./b"}) {
    const SuiteRun run = read(
        sealed_line(0, std::string(R"({"file":"a.test.js","failure":{"kind":"thrown","file":")") +
                           path + R"(","line":3,"column":1}})"));
    ASSERT_TRUE(run.files[0].failure);
    EXPECT_EQ(run.files[0].failure->file, "") << path;
    EXPECT_EQ(run.files[0].failure->line, 0) << path;
  }
}

TEST(ResultsTest, NumbersOfAFailureThatAreNoneAreUnknown) {
  for (const char* line : {"-1", "1.5", "\"7\"", "99999999999999999999", "20000000", "null"}) {
    const SuiteRun run = read(sealed_line(
        0, std::string(R"({"file":"a.test.js","failure":{"kind":7,"file":"a.js","line":)") + line +
               "}}"));
    ASSERT_TRUE(run.files[0].failure) << line;
    EXPECT_EQ(run.files[0].failure->line, 0) << line;
    EXPECT_EQ(run.files[0].failure->kind, LoadFailure::Kind::Other);
  }
}

const std::string kSettings = sealed_line(
    0, R"({"settings":{"configs":[{}],"files":{}},"support":["jest.setup.js","../x","/y",7]})");

TEST(ResultsTest, AListingBringsSettingsAndTheirFiles) {
  const SuiteRun run =
      read_results(request_for({"a.test.js"}, Mode::List), outcome_with(kSettings));
  EXPECT_EQ(run.settings, R"({"configs":[{}],"files":{}})");
  EXPECT_THAT(run.support, ElementsAre("jest.setup.js"));
}

TEST(ResultsTest, ARunBringsNoSettings) {
  const SuiteRun run = read(kSettings);
  EXPECT_EQ(run.settings, "");
  EXPECT_THAT(run.support, IsEmpty());
}

TEST(RequestTextTest, CarriesTheKeyAndNeverTheSecret) {
  SuiteRequest request = request_for({"week 1/a.test.js"});
  request.settings = R"({"configs":[]})";
  const std::string text = request_text(request);
  EXPECT_THAT(text, HasSubstr(R"("files":["week 1/a.test.js"])"));
  EXPECT_THAT(text, HasSubstr(R"("mode":"run")"));
  EXPECT_THAT(text, HasSubstr(R"("settings":{"configs":[]})"));
  EXPECT_THAT(text, Not(HasSubstr(kSecret)));
}

TEST(RequestTextTest, SettingsThatAreNoJsonAreLeftOut) {
  SuiteRequest request = request_for({"a.test.js"});
  for (const char* settings : {"", "{", "[1]", "7"}) {
    request.settings = settings;
    EXPECT_THAT(request_text(request), HasSubstr(R"("settings":null)")) << settings;
  }
}

TEST(RequestTextTest, TheNameOfTheResultsSaysNothingAboutTheKey) {
  const std::string path = results_path(kSecret);
  EXPECT_EQ(path.size(), std::string("/results/").size() + 32 + std::string(".jsonl").size());
  EXPECT_THAT(request_text(request_for({})), HasSubstr(path));
  EXPECT_THAT(path, Not(HasSubstr(sha256(std::string(kSecret) + " key").substr(0, 32))));
}

}  // namespace
}  // namespace grader::runners
