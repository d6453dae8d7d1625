// The kind `calls`: what must be called, and what came of it.
#include "runners/calls.h"

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
  Returned reply{value(json), {}};
  if (after) reply.beside.after = value(*after);
  return {{reply}};
}

// With what is told beside the value.
CallsEvidence::Call printed(const std::string& text) {
  Returned reply{value("null"), {}};
  reply.beside.printed = text;
  return {{reply}};
}

CallsEvidence::Call called(const std::string& name, std::int64_t times,
                           const std::vector<std::string>& calls) {
  Returned reply{value("null"), {}};
  runners::CalledBack one{name, times, {}};
  for (const std::string& call : calls) one.calls.push_back(value(call));
  reply.beside.called = {one};
  return {{reply}};
}

CallsEvidence::Call yielded(const std::string& json, bool done) {
  return {{runners::Yielded{value(json), done, {}}}};
}

// Several replies, to the call and its steps.
CallsEvidence::Call in_turn(std::vector<CallsEvidence::Call> calls) {
  CallsEvidence::Call all;
  for (CallsEvidence::Call& call : calls) all.replies.push_back(std::move(call.replies.front()));
  return all;
}

CallsEvidence::Call without_method(const std::string& name, std::vector<std::string> has) {
  return {{runners::MissingFunction{std::move(has), name}}};
}

CallsEvidence::Call late(std::int64_t milliseconds) {
  return {{}, Cause::TimeoutWall, std::chrono::milliseconds(milliseconds)};
}

CallsEvidence::Call threw(std::vector<std::string> types, const std::string& message,
                          int line = 0) {
  Threw reply;
  reply.types = std::move(types);
  reply.error.message = message;
  if (line > 0) reply.error.file = "week-2/bmi.js";
  reply.error.line = line;
  return {{reply}};
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
  EXPECT_THAT(plan->calls->functions, ::testing::ElementsAre("bmi"));
  EXPECT_EQ(runners::toolchain_of(plan->calls->module), "node");
  ASSERT_EQ(plan->calls->calls.size(), 3u);
  EXPECT_EQ(to_json(plan->calls->calls[0].asks[0].arguments), R"([{"a":["x"]},"yes","yes",null])");
  EXPECT_FALSE(plan->calls->calls[0].asks[0].after);
  EXPECT_EQ(to_json(plan->calls->calls[1].asks[0].arguments), "[]");
  EXPECT_TRUE(plan->calls->calls[1].asks[0].after);
  EXPECT_EQ(to_json(plan->calls->calls[2].asks[0].arguments), "[1]");
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

TEST(Calls, AHiddenCaseSaysOnlyTheRubricsWordsAboutIt) {
  CallsEvidence evidence;
  evidence.calls = {returned("5"), threw({"Error"}, "secret"), returned("3")};
  const std::string settings =
      "{module: bmi.js, function: bmi, cases: [{args: [1], returns: 1, hidden: true, about: one},"
      " {args: [2], returns: 2, hidden: true, about: two}, {args: [3], returns: 3, hidden: true}]}";
  EXPECT_EQ(judged(settings, evidence),
            "partial 1/3 (wrong_result): calls.some_work count=3 passed=1\n"
            "  fail case-1 (wrong_result) calls.hidden_fails\n"
            "  fail case-2 (wrong_result) calls.hidden_fails\n"
            "  hidden 1/1\n");
  const Judgement judgement = judgement_of(settings, evidence);
  EXPECT_EQ(judgement.cases[0].name, "one");
  EXPECT_FALSE(judgement.cases[0].expected || judgement.cases[0].actual);
  EXPECT_FALSE(judgement.cases[1].expected || judgement.cases[1].actual);
  EXPECT_EQ(told_author(judgement),
            "fail case-1 'bmi(1)' expected 1 came 5 calls.gives_other\n"
            "fail case-2 'bmi(2)' expected 2 calls.stops_with_error original=secret\n");
}

TEST(Calls, TheAuthorAloneIsToldOfHiddenCases) {
  CallsEvidence evidence;
  evidence.calls = {returned("9"), returned("2"), returned("5"), returned("6")};
  const Judgement judgement = judgement_of(
      "{module: bmi.js, function: bmi, cases: [{args: [1], returns: 1},"
      " {args: [2], returns: 2, hidden: true}, {name: three, args: [3], returns: 3, hidden: true},"
      " {args: [4], returns: 4, hidden: true}]}",
      evidence);
  EXPECT_EQ(told_author(judgement),
            "fail case-3 'three: bmi(3)' expected 3 came 5 calls.gives_other\n"
            "fail case-4 'bmi(4)' expected 4 came 6 calls.gives_other\n");
  EXPECT_EQ(judgement.cases.size(), 1U);
}

TEST(Calls, PlansWhatIsAskedBesides) {
  const auto check = check_of(
      "calls: {module: bmi.js, class: Bmi, timeout: 2s, cases: [{args: [1], prints: x, steps: ["
      "{call: add, args: [{$function: {name: f, returns: 2}}], called: {f: 1}},"
      " {get: size, returns: 1}, {set: size, to: 3}, {yields: [1, 2]},"
      " {call: each, yields_first: [1]}]}]}");
  const Result<CheckPlan> plan = check->plan(input().view);
  ASSERT_TRUE(plan && plan->calls);
  std::string text;
  for (const runners::Ask& ask : plan->calls->calls.at(0).asks) {
    text += std::to_string(static_cast<int>(ask.how)) + " '" + ask.name + "' " +
            to_json(ask.arguments) + (ask.keep ? " keep" : "") + (ask.after ? " after" : "") +
            (ask.prints ? " prints" : "") + " take " + std::to_string(ask.take) + " " +
            std::to_string(ask.patience.count()) + "\n";
  }
  EXPECT_EQ(text,
            "1 'Bmi' [1] keep prints take 0 2000\n"
            "3 'add' [{\"$function\":{\"name\":\"f\",\"returns\":2}}] take 0 2000\n"
            "4 'size' [] take 0 2000\n"
            "5 'size' [3] take 0 2000\n"
            "2 '' [] take 3 2000\n"
            "3 'each' [] take 1 2000\n");
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
        CaseRow{"returns: 5", CallsEvidence::Call{}, "calls.not_tried"},
        CaseRow{"returns: 5", CallsEvidence::Call{{}, Cause::ExitedEarly}, "calls.ended"},
        CaseRow{"returns: 5", CallsEvidence::Call{{}, Cause::TimeoutCpu},
                "limits.timeout_cpu seconds=10"}));

INSTANTIATE_TEST_SUITE_P(
    Values, CallCaseTest,
    ::testing::Values(
        CaseRow{"returns: {$error: {type: RangeError, message: odd}}",
                returned(R"({"$error":{"types":["Odd","RangeError","Error"],"message":"odd"}})"),
                "calls.case_works"},
        CaseRow{"returns: {$error: {type: RangeError, message: odd}}",
                returned(R"({"$error":{"types":["Error"],"message":"odd"}})"),
                "calls.gives_other; expected RangeError(\"odd\"); actual Error(\"odd\")"},
        CaseRow{"returns: {$error: TypeError}",
                returned(R"({"$error":{"types":["TypeError","Error"],"message":"odd"}})"),
                "calls.case_works"},
        CaseRow{"returns: {$regexp: /a+/i}", returned(R"({"$regexp":"/a+/g"})"),
                "calls.gives_other; expected /a+/i; actual /a+/g"},
        CaseRow{"returns: {$typed: {Uint8Array: [1, 2]}}", returned("[1,2]"),
                "calls.gives_other; expected Uint8Array [1, 2]; actual [1, 2]"},
        CaseRow{"returns: {name: a, self: {$up: 1}}", returned(R"({"name":"a","self":{"$up":1}})"),
                "calls.case_works"},
        CaseRow{"returns: {name: a, self: {$up: 1}}", returned(R"({"name":"a","self":null})"),
                "calls.gives_other; expected {name: \"a\", self: <circular>}; "
                "actual {name: \"a\", self: null}"}));

INSTANTIATE_TEST_SUITE_P(
    Beside, CallCaseTest,
    ::testing::Values(
        CaseRow{"prints: hello", printed("hello\n"), "calls.case_works"},
        CaseRow{"prints: hello", printed("hell\n"),
                "program.line_differs line=1 what=stdout; expected hello; actual hell"},
        CaseRow{"prints: {contains: [a, b]}", printed("a"),
                "program.lacks_text what=stdout; expected b"},
        CaseRow{"args: [{$function: f}], called: {f: 2}", called("f", 2, {"[1]"}),
                "calls.case_works"},
        CaseRow{"args: [{$function: f}], called: {f: 2}", called("f", 1, {"[1]"}),
                "calls.called_times function=f times=1 wanted=2; actual f(1)"},
        CaseRow{"args: [{$function: f}], called: {f: 0}", called("f", 0, {}), "calls.case_works"},
        CaseRow{"args: [{$function: f}], called: {f: [[1], [2]]}",
                called("f", 2, {"[1,0]", "[2,1]"}), "calls.case_works"},
        CaseRow{"args: [{$function: f}], called: {f: [[1], [2]]}", called("f", 2, {"[1]", "[3]"}),
                "calls.called_with_others function=f; expected f(1), f(2); actual f(1), f(3)"},
        CaseRow{"args: [{$function: f}], called: {f: [[1], [2]]}", called("f", 0, {}),
                "calls.called_times function=f times=0 wanted=2; expected f(1), f(2)"},
        CaseRow{"args: [{$function: f}], called: {f: [[1]]}", called("g", 1, {"[1]"}),
                "calls.called_times function=f times=0 wanted=1; expected f(1)"},
        CaseRow{"args: [{$function: f}], called: {f: [[1, 2]]}", called("f", 1, {"[1]"}),
                "calls.called_with_others function=f; expected f(1, 2); actual f(1)"},
        CaseRow{"yields: [1, 2]", yielded("[1,2]", true), "calls.case_works"},
        CaseRow{"yields: [1, 2]", yielded("[1,2,3]", false),
                "calls.yields_too_many; expected [1, 2]; actual [1, 2, 3]"},
        CaseRow{"yields: [1, 2]", yielded("[1]", true),
                "calls.yields_too_few; expected [1, 2]; actual [1]"},
        CaseRow{"yields: [1, 2]", yielded("[1,3]", true),
                "calls.yields_others; expected [1, 2]; actual [1, 3]"},
        CaseRow{"yields_first: [1, 2]", yielded("[1,2]", false), "calls.case_works"},
        CaseRow{"yields_first: [1, 2]", yielded("[1,3]", false),
                "calls.yields_others; expected [1, 2, ...]; actual [1, 3]"},
        CaseRow{"yields: [1, 2]", returned("5"), "calls.yields_nothing; expected [1, 2]; actual 5"},
        CaseRow{"yields: [1]", threw({"Error"}, "Error: no"),
                "calls.stops_with_error original=Error: no; expected [1]"},
        CaseRow{"returns: 5", late(500), "calls.too_slow milliseconds=500"}));

INSTANTIATE_TEST_SUITE_P(
    Steps, CallCaseTest,
    ::testing::Values(
        CaseRow{"steps: [{args: [1], returns: 2}, {returns: 3}]",
                in_turn({returned(R"({"$other":"function"})"), returned("2"), returned("3")}),
                "calls.case_works"},
        CaseRow{"steps: [{args: [1], returns: 2}, {returns: 3}]",
                in_turn({returned(R"({"$other":"function"})"), returned("2"), returned("4")}),
                "calls.gives_other; expected () \u2192 3; actual () \u2192 4"},
        CaseRow{"steps: [{call: pop, throws: Error}]", in_turn({returned("{}"), returned("1")}),
                "calls.gives_no_error; expected .pop() \u2192 Error; actual .pop() \u2192 1"},
        CaseRow{"steps: [{get: size, returns: 1}]", in_turn({returned("{}"), returned("2")}),
                "calls.gives_other; expected .size \u2192 1; actual .size \u2192 2"},
        CaseRow{"steps: [{set: size, to: 1}, {call: f, args: [a], returns: 1}]",
                in_turn({returned("{}"), threw({"TypeError"}, "TypeError: no")}),
                "calls.stops_with_error original=TypeError: no; actual .size = 1"},
        CaseRow{"steps: [{call: pusk, returns: 1}]",
                in_turn({returned("{}"), without_method("pusk", {"push", "pop"})}),
                "calls.no_method_but method=pusk near=push; actual .pusk()"},
        CaseRow{"steps: [{call: x, returns: 1}]",
                in_turn({returned("{}"), without_method("x", {"push"})}),
                "calls.no_method method=x; actual .x()"},
        CaseRow{"steps: [{returns: 1}]", in_turn({returned("1"), without_method("", {})}),
                "calls.gives_no_function; actual ()"},
        CaseRow{"steps: [{returns: 1}]", threw({"Error"}, "Error: no"),
                "calls.stops_with_error original=Error: no; actual bmi()"},
        CaseRow{"steps: [{returns: 1}]",
                CallsEvidence::Call{{Returned{value("1"), {}}}, Cause::ExitedEarly},
                "calls.ended"}));

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
            "fail (not_loadable): calls.no_function_has function=bmi near=other "
            "path=week-2/bmi.js\n");
  evidence.not_there = runners::MissingFunction{{}};
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): calls.no_function function=bmi path=week-2/bmi.js\n");
}

TEST(Calls, OfTheFunctionsThatAreThereAFewAreNamedAndNothingElseIsSaid) {
  CallsEvidence evidence;
  const std::string settings = "{module: bmi.js, function: bmi, cases: [{returns: 1}]}";
  evidence.not_there = runners::MissingFunction{
      {"", "findMax", "All tests pass.", "<b>", std::string(41, 'a'), "$2_", "Tea.pour", "fourth"}};
  EXPECT_EQ(judged(settings, evidence),
            "fail (not_loadable): calls.no_function_has function=bmi near=findMax, $2_, Tea.pour, "
            "... path=week-2/bmi.js\n");
  evidence.not_there = runners::MissingFunction{{"", "10 of 10", "a\nb", "\u202Ex"}};
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
        js("args: [1]",
           "this case expects nothing; add 'returns', 'throws', 'yields', 'prints', 'called' or "
           "'args_after'"),
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
           "there is no value '$tuple' in JavaScript; there are '$js', '$bigint', '$date', '$map', "
           "'$set', '$error', '$up', '$regexp' and '$typed'"),
        js("returns: {$js: NaN, a: 1}", "'$js' stands alone in its map"),
        js("returns: {$js: nothing}", "expected undefined, NaN, -0, Infinity or -Infinity"),
        python("returns: {$js: undefined}", "expected NaN, -0, Infinity or -Infinity"),
        js("returns: {$bigint: 1.5}", "expected digits in quotes, found the number 1.5"),
        js("returns: {$date: tomorrow}",
           "expected a date such as 2026-11-23 or 2026-11-23T17:30:00Z"),
        js("returns: {$regexp: abc}", "expected a regular expression such as /ab+/i"),
        js("returns: {$regexp: /a/gg}", "expected a regular expression such as /ab+/i"),
        js("returns: {$typed: [1]}", "expected a typed array such as {Uint8Array: [1, 2]}"),
        js("returns: {$typed: {UintArray: [1]}}",
           "there is no typed array 'UintArray', did you mean 'Uint8Array'?"),
        js("returns: {$typed: {Uint8Array: [a]}}", "Uint8Array holds numbers"),
        js("returns: {$typed: {BigInt64Array: [1]}}",
           "BigInt64Array holds values such as {$bigint: \"1\"}"),
        js("returns: {$error: {typ: A}}", "unknown key 'typ', did you mean 'type'?"),
        js("returns: {$up: 1}", "'$up' names the list or map around it; there is none here"),
        js("returns: [{$up: 2}]", "expected a number of levels, 1 to 1"),
        python("returns: {$tuple: [{$up: 1}]}", "a tuple or a set cannot hold itself"),
        python("returns: {$bytes: [256]}", "expected a byte, 0 to 255, found the number 256"),
        python("returns: {$decimal: 1x}", "expected a decimal number in quotes, found '1x'"),
        js("returns: {$function: f}",
           "there is no value '$function' in JavaScript; there are '$js', '$bigint', '$date', "
           "'$map', '$set', '$error', '$up', '$regexp' and '$typed'"),
        js("args: [{$function: {nam: f}}], returns: 1", "unknown key 'nam', did you mean 'name'?"),
        js("args: [{$function: {returns: 1, throws: x}}], returns: 1",
           "'returns' and 'throws' cannot stand together"),
        js("args: [{$function: {returns_each: 1}}], returns: 1",
           "expected a list: what each call gives"),
        js("args: [{$function: {returns_for: [1]}}], returns: 1",
           "expected a list of pairs [first argument, what it gives]"),
        js("args: [{$function: f}, {$function: f}], returns: 1", "two functions are called 'f'"),
        js("args: [{$function: save}], called: {sav: 1}",
           "no argument is a function called 'sav', did you mean 'save'?"),
        js("args: [{$function: f}], called: {f: [1]}",
           "expected the arguments of one call as a list, found the number 1"),
        js("returns: 1, yields: [1]", "'returns' and 'yields' cannot stand together"),
        js("returns: 1, about: negative",
           "'about' is for cases that are hidden; others have 'name'"),
        js("steps: [{set: size}, {returns: 1}]", "'set' and 'to' stand together"),
        js("steps: [{to: 1, returns: 1}]", "'set' and 'to' stand together"),
        js("steps: [{get: size, args: [1], returns: 1}]", "'args' is for calls"),
        js("steps: [{call: a, get: b, returns: 1}]", "'call' and 'get' cannot stand together"),
        js("steps: [{call: a}]",
           "this case expects nothing; add 'returns', 'throws', 'yields', 'prints', 'called' or "
           "'args_after'"),
        js("steps: [{cal: a, returns: 1}]", "unknown key 'cal', did you mean 'call'?"),
        MistakeRow{"{module: a.js, function: f, class: G, cases: [{returns: 1}]}",
                   "'function' and 'class' cannot stand together"},
        MistakeRow{"{module: a.js, cases: [{returns: 1}]}",
                   "calls needs one of 'function' or 'class'"},
        MistakeRow{"{module: a.js, function: f, timeout: 1ms, cases: [{returns: 1}]}",
                   "less than 10ms"},
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
    ::testing::Values(
        ValueRow{"no", "\"no\"", "\"no\""}, ValueRow{"true", "true", "true"},
        ValueRow{"'true'", "\"true\"", "\"true\""}, ValueRow{"1.10s", "\"1.10s\"", "\"1.10s\""},
        ValueRow{"~", "null", "null"}, ValueRow{"1.50", "1.5", "1.5"}, ValueRow{"0x1F", "31", "31"},
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
        ValueRow{"{$map: [[1, a]]}", R"({"$map":[[1,"a"]]})", R"({"$map":[[1,"a"]]})"},
        ValueRow{"{$date: 1970-01-02}", R"({"$date":86400000.0})",
                 R"({"$datetime":["date",86400000.0]})"},
        ValueRow{"{$date: 1970-01-01T00:00}", "", R"({"$datetime":["local",0.0]})"},
        ValueRow{"{$date: 1970-01-01T01:00+01:00}", R"({"$date":0.0})",
                 R"({"$datetime":["zoned",0.0]})"},
        ValueRow{"{$regexp: /a+/i}", R"({"$regexp":"/a+/i"})", ""},
        ValueRow{"{$typed: {Uint8Array: [1]}}", R"({"$typed":{"items":[1],"type":"Uint8Array"}})",
                 ""},
        ValueRow{"{$error: {type: A, message: b}}", R"({"$error":{"message":"b","types":["A"]}})",
                 R"({"$error":{"message":"b","types":["A"]}})"},
        ValueRow{"{$bytes: hi}", "", R"({"$bytes":"6869"})"},
        ValueRow{"{$bytes: [0, 255]}", "", R"({"$bytes":"00ff"})"},
        ValueRow{"{$decimal: '1.10'}", "", R"({"$decimal":"1.10"})"},
        ValueRow{"{a: [{$up: 2}]}", R"({"a":[{"$up":2}]})", R"({"a":[{"$up":2}]})"},
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
