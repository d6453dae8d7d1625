// The kind `calls`: what must be called, and what came of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/value_json.h"
#include "rubrics/checks/calls_values.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::Returned;
using runners::Threw;
using ::testing::HasSubstr;
using testing::MemoryTree;

const MemoryTree& submission() {
  static const MemoryTree tree = memory_tree(
      {{"week-2/bmi.js", "module.exports = { bmi };\n"}, {"week-2/bmi.py", "def bmi(): pass\n"}});
  return tree;
}

CheckInput input() {
  CheckInput input;
  input.view = {&submission(), nullptr, "week-2", ""};
  return input;
}

Value value(const std::string& json) {
  return value_from_json(json).value_or(Value::undefined());
}

CallsEvidence::Call returned(const std::string& json,
                             const std::optional<std::string>& after = std::nullopt) {
  Returned reply{value(json), std::nullopt};
  if (after) reply.after = value(*after);
  return {reply, Cause::None};
}

CallsEvidence::Call threw(std::vector<std::string> types, const std::string& message,
                          int line = 0) {
  Threw reply;
  reply.types = std::move(types);
  reply.error.message = message;
  if (line > 0) reply.error.file = "week-2/bmi.js";
  reply.error.line = line;
  return {reply, Cause::None};
}

Judgement judgement_of(const std::string& settings, const CallsEvidence& evidence) {
  CheckInput with = input();
  with.calls = &evidence;
  const Judgement judgement = check_of("calls: " + settings)->judge(with);
  EXPECT_EQ(judgement.assurance, Assurance::Isolated);
  return judgement;
}

std::string judged(const std::string& settings, const CallsEvidence& evidence) {
  return told(judgement_of(settings, evidence));
}

// One case, and what the call gave.
std::string judged_case(const std::string& expectation, const CallsEvidence::Call& call) {
  CallsEvidence evidence;
  evidence.calls = {call};
  const Judgement judgement =
      judgement_of("{module: bmi.js, function: bmi, cases: [{" + expectation + "}]}", evidence);
  const CaseResult& only = judgement.cases.at(0);
  std::string text = told(only.message);
  if (only.expected) text += "; expected " + *only.expected;
  if (only.actual) text += "; actual " + *only.actual;
  return text;
}

TEST(Calls, PlansTheCallsThatAreShownBeforeTheHiddenOnes) {
  const auto check = check_of(
      "calls: {module: bmi.js, function: bmi, cases: [{args: [1], returns: 1, hidden: true},"
      " {args: [{a: [x]}, 'yes', yes, null], returns: 2}, {returns: 3, args_after: [4]}]}");
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan && plan->calls);
  EXPECT_EQ(plan->calls->module, "week-2/bmi.js");
  EXPECT_EQ(plan->calls->function, "bmi");
  EXPECT_EQ(plan->calls->language, Language::JavaScript);
  ASSERT_EQ(plan->calls->calls.size(), 3u);
  EXPECT_EQ(to_json(plan->calls->calls[0].arguments), R"([{"a":["x"]},"yes","yes",null])");
  EXPECT_FALSE(plan->calls->calls[0].after);
  EXPECT_EQ(to_json(plan->calls->calls[1].arguments), "[]");
  EXPECT_TRUE(plan->calls->calls[1].after);
  EXPECT_EQ(to_json(plan->calls->calls[2].arguments), "[1]");
}

TEST(Calls, AFileThatIsNotThereIsSaid) {
  const auto check = check_of("calls: {module: bim.js, function: bmi, cases: [{returns: 1}]}");
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan);
  EXPECT_FALSE(plan->runs());
  EXPECT_EQ(told(check->judge(input())),
            "fail (missing_result): calls.no_file path=week-2/bim.js\n");
}

TEST(Calls, WithoutARunItIsAnError) {
  const auto check = check_of("calls: {module: bmi.js, function: bmi, cases: [{returns: 1}]}");
  EXPECT_EQ(told(check->judge(input())), "error: calls.not_made\n");
}

TEST(Calls, EachCaseEarnsItsShare) {
  CallsEvidence evidence;
  evidence.calls = {returned("1"), returned("5"), returned("2"), returned("9")};
  EXPECT_EQ(judged("{module: bmi.js, function: bmi, cases: [{args: [1], returns: 1},"
                   " {args: [2], returns: 2, hidden: true}, {args: [3], returns: 3},"
                   " {name: four, args: [4], returns: 4, hidden: true}]}",
                   evidence),
            "partial 2/4 (wrong_result): calls.some_work count=4 passed=2\n"
            "  pass case-1 calls.case_works\n"
            "  fail case-3 (wrong_result) calls.gives_other\n"
            "  hidden 1/2\n");
}

TEST(Calls, ACaseHasTheNameOfItsCall) {
  CallsEvidence evidence;
  evidence.calls = {returned("1"), returned("1")};
  const Judgement judgement = judgement_of(
      "{module: bmi.js, function: bmi, cases: [{args: [70, [a]], returns: 1},"
      " {name: no weight, returns: 1}]}",
      evidence);
  EXPECT_EQ(judgement.cases[0].name, "bmi(70, [\"a\"])");
  EXPECT_EQ(judgement.cases[1].name, "no weight");
  EXPECT_EQ(told(judgement.message), "calls.all_work count=2");
}

struct CaseRow {
  std::string expectation;
  CallsEvidence::Call call;
  std::string told;
};
void PrintTo(const CaseRow& row, std::ostream* out) {
  *out << row.expectation;
}
class CallCaseTest : public ::testing::TestWithParam<CaseRow> {};
TEST_P(CallCaseTest, IsToldSo) {
  EXPECT_EQ(judged_case(GetParam().expectation, GetParam().call), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CallCaseTest,
    ::testing::Values(
        CaseRow{"returns: 23.4, within: 0.05", returned("23.36"), "calls.case_works"},
        CaseRow{"returns: 23.4, within: 0.05", returned("23.2"),
                "calls.gives_other; expected 23.4 ± 0.05; actual 23.2"},
        CaseRow{"returns_any: [1, one]", returned("\"one\""), "calls.case_works"},
        CaseRow{"returns_any: [1, one]", returned("2"),
                "calls.gives_other; expected 1 | \"one\"; actual 2"},
        CaseRow{"returns: [1, 2]", returned("[1,2]"), "calls.case_works"},
        CaseRow{"returns: 5", returned(R"({"$js":"undefined"})"),
                "calls.gives_nothing; expected 5; actual undefined"},
        CaseRow{"returns: 5", returned("null"), "calls.gives_nothing; expected 5; actual null"},
        CaseRow{"returns: {$js: undefined}", returned("null"),
                "calls.gives_other; expected undefined; actual null"},
        CaseRow{"returns: {$js: undefined}", returned(R"({"$js":"undefined"})"),
                "calls.case_works"},
        CaseRow{"returns: 5", returned("\"5\""), "calls.other_type; expected 5; actual \"5\""},
        CaseRow{"returns: '5'", returned("5"), "calls.other_type; expected \"5\"; actual 5"},
        CaseRow{"returns: 0.3", returned("0.30000000000000004"),
                "calls.nearly; expected 0.3; actual 0.30000000000000004"},
        CaseRow{"returns: 5", returned(R"({"$other":"promise"})"),
                "calls.cannot_compare what=promise; expected 5; actual <promise>"},
        CaseRow{"throws: RangeError", threw({"OddError", "RangeError", "Error"}, "odd"),
                "calls.case_works"},
        CaseRow{"throws: true", threw({}, "a text"), "calls.case_works"},
        CaseRow{"throws: RangeError", threw({"TypeError", "Error"}, "TypeError: x"),
                "calls.other_error; expected RangeError; actual TypeError"},
        CaseRow{"throws: Error", threw({}, "just a text"),
                "calls.other_error; expected Error; actual just a text"},
        CaseRow{"throws: {type: Error, message: weight}", threw({"Error"}, "Error: no weight"),
                "calls.case_works"},
        CaseRow{"throws: {message: weight}", threw({"Error"}, "Error: no height"),
                "calls.other_words; expected weight; actual Error: no height"},
        CaseRow{"throws: {message: {matches: 'w.*t'}}", threw({"Error"}, "Error: no height"),
                "calls.other_words; actual Error: no height"},
        CaseRow{"throws: Error", returned("5"), "calls.gives_no_error; expected Error; actual 5"},
        CaseRow{"throws: true", returned("5"), "calls.gives_no_error; expected Error; actual 5"},
        CaseRow{"returns: 5", threw({"TypeError", "Error"}, "TypeError: x is no function", 3),
                "calls.stops_with_error original=TypeError: x is no function (week-2/bmi.js:3); "
                "expected 5"},
        CaseRow{"args: [[2, 1]], returns: [1, 2], args_after: [[2, 1]]",
                returned("[1,2]", "[[1,2]]"),
                "calls.changes_arguments; expected [[2, 1]]; actual [[1, 2]]"},
        CaseRow{"args: [[2, 1]], args_after: [[1, 2]]", returned("null", "[[2,1]]"),
                "calls.arguments_differ; expected [[1, 2]]; actual [[2, 1]]"},
        CaseRow{"args: [[2, 1]], args_after: [[1, 2]]", returned("null", "[[1,2]]"),
                "calls.case_works"},
        CaseRow{"returns: 5", {{}, Cause::None}, "calls.not_tried"},
        CaseRow{"returns: 5", {{}, Cause::ExitedEarly}, "calls.ended"},
        CaseRow{"returns: 5", {{}, Cause::TimeoutCpu}, "limits.timeout_cpu seconds=10"}));

TEST(Calls, WhatCannotBeLoadedHasItsPlace) {
  CallsEvidence evidence;
  runners::LoadFailure failure;
  failure.kind = runners::LoadFailure::Kind::Syntax;
  failure.message = "Unexpected token";
  failure.file = "week-2/bmi.js";
  failure.line = 1;
  failure.column = 4;
  const std::string settings = "{module: bmi.js, function: bmi, cases: [{returns: 1}]}";
  evidence.not_there = failure;
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): tests.not_readable_at line=1 original=Unexpected token "
            "path=week-2/bmi.js\n"
            "  loads week-2/bmi.js:1:4 tests.not_readable_at line=1 path=week-2/bmi.js\n");
  failure.kind = runners::LoadFailure::Kind::Thrown;
  evidence.not_there = failure;
  EXPECT_THAT(judged(settings, evidence), HasSubstr("calls.stops_while_read line=1"));
  failure.file = "";
  evidence.not_there = failure;
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): calls.not_readable original=Unexpected token "
            "path=week-2/bmi.js\n");
  failure.kind = runners::LoadFailure::Kind::MissingPackage;
  failure.subject = "lodash";
  evidence.not_there = failure;
  EXPECT_THAT(judged(settings, evidence),
              HasSubstr("fail (missing_package): tests.missing_package"));
  failure.kind = runners::LoadFailure::Kind::MissingFile;
  failure.subject = "./x.js";
  evidence.not_there = failure;
  EXPECT_THAT(judged(settings, evidence), HasSubstr("tests.missing_file file=./x.js"));
}

TEST(Calls, AFunctionThatIsNotThereIsSaidWithTheOneThatIsMeant) {
  CallsEvidence evidence;
  const std::string settings = "{module: bmi.js, function: bmi, cases: [{returns: 1}]}";
  evidence.not_there = runners::MissingFunction{{"other", "bim"}};
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): calls.no_function_but function=bmi near=bim "
            "path=week-2/bmi.js\n");
  evidence.not_there = runners::MissingFunction{{"other"}};
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): calls.no_function function=bmi path=week-2/bmi.js\n");
}

TEST(Calls, AModuleThatEndsOrHangsWhileItIsRead) {
  CallsEvidence evidence;
  const std::string settings = "{module: bmi.js, function: bmi, cases: [{returns: 1}]}";
  evidence.load_cause = Cause::ExitedEarly;
  EXPECT_EQ(judged(settings, evidence),
            "fail (exited_early): calls.ends_while_read path=week-2/bmi.js\n");
  evidence.load_cause = Cause::TimeoutWall;
  EXPECT_EQ(judged(settings, evidence), "fail (timeout_wall): limits.timeout_wall seconds=20\n");
}

TEST(Calls, WhoSpeaksOnThePipeEarnsNothing) {
  CallsEvidence evidence;
  evidence.calls = {returned("1")};
  evidence.broken = true;
  EXPECT_EQ(judged("{module: bmi.js, function: bmi, cases: [{returns: 1}]}", evidence),
            "fail (tampering): tests.tampering\n");
}

// What `rubric check` says of settings.
std::string mistakes_of(const std::string& settings) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        calls: " +
                  settings + "\n"),
      "rubric.yaml");
  std::string text;
  for (const Diagnostic& diagnostic : loaded.diagnostics) text += diagnostic.message + "\n";
  return text;
}

struct MistakeRow {
  std::string settings, said;
};
void PrintTo(const MistakeRow& row, std::ostream* out) {
  *out << row.settings;
}
class CallsMistakeTest : public ::testing::TestWithParam<MistakeRow> {};
TEST_P(CallsMistakeTest, IsSaid) {
  EXPECT_EQ(mistakes_of(GetParam().settings), GetParam().said + "\n");
}

MistakeRow js(const std::string& one, const std::string& said) {
  return {"{module: bmi.js, function: f, cases: [{" + one + "}]}", said};
}
MistakeRow python(const std::string& one, const std::string& said) {
  return {"{module: bmi.py, function: f, cases: [{" + one + "}]}", said};
}

INSTANTIATE_TEST_SUITE_P(
    Rows, CallsMistakeTest,
    ::testing::Values(
        MistakeRow{"{function: f, cases: [{returns: 1}]}",
                   "calls needs 'module', since the path of the task is no file of JavaScript, "
                   "TypeScript or Python"},
        MistakeRow{"{module: a.rb, function: f, cases: [{returns: 1}]}",
                   "functions are called in files of JavaScript, TypeScript and Python: .js, .mjs, "
                   ".cjs, .ts, .mts, .cts and .py"},
        js("args: [1]", "this case expects nothing; add 'returns', 'throws' or 'args_after'"),
        js("returns: 1, throws: Error", "'returns' and 'throws' cannot stand together"),
        js("throws: false", "'throws: false' asks for nothing; leave it out"),
        js("throws: Error, within: 1", "'within' is about 'returns', which is not there"),
        js("returns: 1, within: -1", "expected a number, 0 or more, found the number -1"),
        js("returns: undefined",
           "the value is {$js: undefined}; the text is 'undefined', in quotes"),
        js("returns: 9007199254740993",
           "JavaScript's numbers are exact up to 9007199254740992; a larger one is {$bigint: "
           "\"9007199254740993\"}"),
        js("returns: {$j: undefined}", "there is no value '$j' in JavaScript, did you mean '$js'?"),
        js("returns: {$tuple: [1]}",
           "there is no value '$tuple' in JavaScript; there are '$js', '$bigint', '$map', '$set' "
           "and '$date'"),
        js("returns: {$js: NaN, a: 1}", "'$js' stands alone in its map"),
        js("returns: {$js: nothing}", "expected undefined, NaN, -0, Infinity or -Infinity"),
        python("returns: {$js: undefined}", "expected NaN, -0, Infinity or -Infinity"),
        js("returns: {$bigint: 1.5}", "expected digits in quotes, found the number 1.5"),
        js("returns: {$date: tomorrow}",
           "expected a date such as 2026-11-23 or 2026-11-23T17:30:00Z"),
        js("returns: {$set: 1}", "expected a list, found the number 1"),
        js("returns: {$map: [[1]]}", "expected a pair [key, value], found a list")));

struct ValueRow {
  std::string yaml, javascript, python;
};
void PrintTo(const ValueRow& row, std::ostream* out) {
  *out << row.yaml;
}
class RubricValueTest : public ::testing::TestWithParam<ValueRow> {};
TEST_P(RubricValueTest, IsReadAsMeant) {
  const std::string text = "v: " + GetParam().yaml + "\n";
  const YamlDocument document = parse_yaml(text, "v.yaml");
  ASSERT_TRUE(document.root);
  for (const auto& [language, json] : {std::pair(Language::JavaScript, GetParam().javascript),
                                       std::pair(Language::Python, GetParam().python)}) {
    if (json.empty()) continue;
    Mistakes mistakes("v.yaml", text);
    EXPECT_EQ(to_json(read_value(*document.root->find("v"), language, mistakes)), json);
    EXPECT_FALSE(mistakes.any_error());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RubricValueTest,
    ::testing::Values(ValueRow{"no", "\"no\"", "\"no\""}, ValueRow{"true", "true", "true"},
                      ValueRow{"'true'", "\"true\"", "\"true\""},
                      ValueRow{"1.10s", "\"1.10s\"", "\"1.10s\""}, ValueRow{"~", "null", "null"},
                      ValueRow{"1.50", "1.5", "1.5"}, ValueRow{"0x1F", "31", "31"},
                      ValueRow{"NaN", R"({"$js":"NaN"})", R"({"$js":"NaN"})"},
                      ValueRow{"'NaN'", "\"NaN\"", "\"NaN\""},
                      ValueRow{"-Infinity", R"({"$js":"-Infinity"})", R"({"$js":"-Infinity"})"},
                      ValueRow{".inf", R"({"$js":"Infinity"})", R"({"$js":"Infinity"})"},
                      ValueRow{"-0", R"({"$js":"-0"})", R"({"$js":"-0"})"},
                      ValueRow{"{$js: -0}", R"({"$js":"-0"})", R"({"$js":"-0"})"},
                      ValueRow{"{$js: undefined}", R"({"$js":"undefined"})", ""},
                      ValueRow{"{$bigint: \"-0012\"}", R"({"$bigint":"-12"})", "-12"},
                      ValueRow{"123456789012345678901234567890", "1.2345678901234568e+29",
                               R"({"$bigint":"123456789012345678901234567890"})"},
                      ValueRow{"9007199254740993", "", R"({"$bigint":"9007199254740993"})"},
                      ValueRow{"{$set: [1, a]}", R"({"$set":[1,"a"]})", R"({"$set":[1,"a"]})"},
                      ValueRow{"{$tuple: [1, [2]]}", "", R"({"$tuple":[1,[2]]})"},
                      ValueRow{"{$map: [[a, 1]]}", R"({"$map":[["a",1]]})", R"({"a":1})"},
                      ValueRow{"{$map: [[1, a]]}", R"({"$map":[[1,"a"]]})",
                               R"({"$map":[[1,"a"]]})"},
                      ValueRow{"{$date: 1970-01-02}", R"({"$date":86400000.0})", ""},
                      ValueRow{"{a: {b: [1]}}", R"({"a":{"b":[1]}})", R"({"a":{"b":[1]}})"}));

TEST(RubricTime, IsReadWithItsZone) {
  EXPECT_EQ(time_from_text("1970-01-01"), 0);
  EXPECT_EQ(time_from_text("1970-01-01T00:01"), 60'000);
  EXPECT_EQ(time_from_text("1970-01-01T00:00:01.250Z"), 1'250);
  EXPECT_EQ(time_from_text("1970-01-01T01:00:00+01:00"), 0);
  EXPECT_EQ(time_from_text("1969-12-31T19:00:00-05:00"), 0);
  for (const char* text : {"", "1970-02-30", "1970-1-1", "1970-01-01T24:00", "1970-01-01T00",
                           "1970-01-01T00:00X", "1970-01-01T00:00+1", "1970-01-01T00:00:61"}) {
    EXPECT_FALSE(time_from_text(text)) << text;
  }
}

}  // namespace
}  // namespace grader::rubrics
