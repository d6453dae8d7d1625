// The kind `calls` where inputs are made: what is made, what must hold, what is said of it.
#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/value_json.h"
#include "rubrics/checks/calls_property.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using runners::Returned;
using ::testing::ElementsAre;

Generator generator(const std::string& yaml) {
  const std::string text = "v: " + yaml + "\n";
  const YamlDocument document = parse_yaml(text, "v.yaml");
  Mistakes mistakes("v.yaml", text);
  Generator made = read_generator(*document.root->find("v"), Language::JavaScript, mistakes);
  EXPECT_FALSE(mistakes.any_error()) << yaml;
  return made;
}

struct MadeRow {
  std::string yaml;
  std::vector<std::string> values;  // of seed 1
};
void PrintTo(const MadeRow& row, std::ostream* out) {
  *out << row.yaml;
}
class MadeTest : public ::testing::TestWithParam<MadeRow> {};
TEST_P(MadeTest, IsTheSameEverywhere) {
  Random random(1);
  std::vector<std::string> values;
  for (std::size_t i = 0; i < GetParam().values.size(); ++i) {
    const double growth = static_cast<double>(i + 1) / 6;
    values.push_back(to_json(generate(generator(GetParam().yaml), random, growth)));
  }
  EXPECT_EQ(values, GetParam().values);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MadeTest,
    ::testing::Values(
        MadeRow{"{integer: {min: 0, max: 9}}", {"0", "2", "0", "6", "5", "6"}},
        MadeRow{"{number: {min: -5, max: 5, decimals: 1}}", {"-0.4", "-4.7", "-1", "1.2"}},
        MadeRow{"{text: {of: ab, size: {max: 6}}}", {"\"\"", "\"\"", "\"aa\"", "\"abaa\""}},
        MadeRow{"{list: {of: {choice: [x, 1]}, size: {min: 1, max: 4}}}",
                {R"(["x"])", R"(["x"])", "[1]", R"([1,"x","x"])"}},
        MadeRow{"{record: {a: boolean, b: {integer: {max: 3}}}}",
                {R"({"a":false,"b":-4})", R"({"a":false,"b":-100})", R"({"a":true,"b":-26})"}}));

// All that a generator makes is within its bounds, and what is smaller is so too.
TEST(Made, StaysWithinItsBounds) {
  const Generator list =
      generator("{list: {of: {integer: {min: 2, max: 5}}, size: {min: 1, max: 4}}}");
  Random random(7);
  const auto within = [](const Value& value) {
    EXPECT_GE(value.items.size(), 1u);
    EXPECT_LE(value.items.size(), 4u);
    for (const Value& item : value.items) {
      EXPECT_GE(item.number, 2);
      EXPECT_LE(item.number, 5);
    }
  };
  for (int i = 0; i < 200; ++i) {
    const Value value = generate(list, random, (i % 10 + 1) / 10.0);
    within(value);
    for (const Value& less : smaller(list, value)) within(less);
  }
}

std::vector<std::string> smaller_of(const std::string& yaml, const std::string& json) {
  std::vector<std::string> texts;
  for (const Value& value : smaller(generator(yaml), *value_from_json(json))) {
    texts.push_back(to_json(value));
  }
  return texts;
}

TEST(Smaller, TheSmallestFirst) {
  EXPECT_THAT(smaller_of("integer", "40"), ElementsAre("0", "20", "30", "35", "38", "39"));
  EXPECT_THAT(smaller_of("{integer: {min: 3, max: 9}}", "4"), ElementsAre("3"));
  EXPECT_THAT(smaller_of("integer", "0"), ElementsAre());
  EXPECT_THAT(smaller_of("number", "2.5"), ElementsAre("0", "2", "1.5"));
  EXPECT_THAT(smaller_of("{text: {of: ab}}", "\"bab\""),
              ElementsAre("\"\"", "\"ab\"", "\"bb\"", "\"ba\"", "\"aab\"", "\"baa\""));
  EXPECT_THAT(smaller_of("{choice: [x, y, z]}", "\"z\""), ElementsAre("\"x\"", "\"y\""));
  EXPECT_THAT(smaller_of("{list: {of: {integer: {min: 0}}}}", "[1,2]"),
              ElementsAre("[]", "[2]", "[1]", "[0,2]", "[1,0]", "[1,1]"));
  EXPECT_THAT(smaller_of("{record: {a: {integer: {min: 0}}}}", R"({"a":2})"),
              ElementsAre(R"({"a":0})", R"({"a":1})"));
}

// One property of one call: given the arguments, what came back, and what the further call gave.
struct PropertyRow {
  Property::Kind kind;
  std::string arguments, returned, other;
  bool holds = true;
};
void PrintTo(const PropertyRow& row, std::ostream* out) {
  *out << static_cast<int>(row.kind) << " " << row.arguments << " " << row.returned;
}
class PropertyTest : public ::testing::TestWithParam<PropertyRow> {};
TEST_P(PropertyTest, HoldsOrNot) {
  const PropertyRow& row = GetParam();
  runners::Ask ask;
  ask.arguments = *value_from_json(row.arguments);
  Returned reply{*value_from_json(row.returned), {}};
  reply.beside.after = *value_from_json(row.kind == Property::Kind::Unchanged ? row.other : "[]");
  std::optional<runners::Reply> other;
  if (!row.other.empty()) other = Returned{*value_from_json(row.other), {}};
  EXPECT_EQ(holds({row.kind, "g"}, ask, reply, other ? &*other : nullptr, 0), row.holds);
}

using Kind = Property::Kind;
INSTANTIATE_TEST_SUITE_P(
    Rows, PropertyTest,
    ::testing::Values(PropertyRow{Kind::SameAs, "[1]", "2", "2"},
                      PropertyRow{Kind::SameAs, "[1]", "2", "3", false},
                      PropertyRow{Kind::SameLength, "[[1,2]]", "[3,4]", ""},
                      PropertyRow{Kind::SameLength, "[\"\\u00e9a\"]", "\"xy\"", ""},
                      PropertyRow{Kind::SameLength, "[[1,2]]", "[3]", "", false},
                      PropertyRow{Kind::SameLength, "[5]", "5", "", false},
                      PropertyRow{Kind::Ascending, "[[]]", "[1,1,2]", ""},
                      PropertyRow{Kind::Ascending, "[[]]", "[2,1]", "", false},
                      PropertyRow{Kind::Ascending, "[[]]", "[\"a\",\"b\"]", ""},
                      PropertyRow{Kind::Ascending, "[[]]", "[1,\"b\"]", "", false},
                      PropertyRow{Kind::Ascending, "[[]]", "1", "", false},
                      PropertyRow{Kind::Descending, "[[]]", "[2,1,1]", ""},
                      PropertyRow{Kind::Descending, "[[]]", "[1,2]", "", false},
                      PropertyRow{Kind::SameItems, "[[1,2,1]]", "[1,1,2]", ""},
                      PropertyRow{Kind::SameItems, "[[1,2,1]]", "[1,2,2]", "", false},
                      PropertyRow{Kind::SameItems, "[\"aab\"]", "\"aba\"", ""},
                      PropertyRow{Kind::Unchanged, "[[2,1]]", "1", "[[2,1]]"},
                      PropertyRow{Kind::Unchanged, "[[2,1]]", "1", "[[1,2]]", false},
                      PropertyRow{Kind::Idempotent, "[1]", "2", "2"},
                      PropertyRow{Kind::Idempotent, "[1]", "2", "3", false},
                      PropertyRow{Kind::Idempotent, "[1]", "2", "", false},
                      PropertyRow{Kind::Commutative, "[1,2]", "3", "3"},
                      PropertyRow{Kind::RoundTrip, "[\"a\"]", "\"b\"", "\"a\""},
                      PropertyRow{Kind::RoundTrip, "[\"a\"]", "\"b\"", "\"c\"", false}));

TEST(Property, WhereTheSolutionThrowsSoShouldTheStudents) {
  runners::Ask ask;
  const runners::Reply threw = runners::Threw{{"Error"}, {}, {}};
  const runners::Reply other = runners::Threw{{"RangeError"}, {}, {}};
  const runners::Reply one = Returned{Value::number_of(1), {}};
  EXPECT_TRUE(holds({Kind::SameAs, ""}, ask, threw, &other, 0));
  EXPECT_FALSE(holds({Kind::SameAs, ""}, ask, one, &other, 0));
  EXPECT_FALSE(holds({Kind::SameAs, ""}, ask, threw, &one, 0));
  EXPECT_FALSE(holds({Kind::Ascending, ""}, ask, threw, nullptr, 0));
}

TEST(Property, AsksFurther) {
  runners::Ask ask;
  ask.name = "f";
  ask.arguments = *value_from_json("[1,2,3]");
  const runners::Reply reply = Returned{Value::number_of(9), {}};
  const auto told = [&](Kind kind) {
    const auto further = further_ask({kind, "g"}, ask, reply);
    return further ? further->name + to_json(further->arguments) : "";
  };
  EXPECT_EQ(told(Kind::SameAs), "f[1,2,3]");
  EXPECT_EQ(told(Kind::Idempotent), "f[9,2,3]");
  EXPECT_EQ(told(Kind::Commutative), "f[2,1,3]");
  EXPECT_EQ(told(Kind::RoundTrip), "g[9]");
  EXPECT_EQ(told(Kind::Ascending), "");
}

CheckInput input() {
  static const testing::MemoryTree tree = memory_tree({{"week-2/sort.js", ""}});
  CheckInput input;
  input.view = {&tree, nullptr, "week-2", ""};
  return input;
}

// The check with one case of generated calls, and what came of it.
std::string judged(const std::string& one, const CallsEvidence& evidence) {
  CheckInput with = input();
  with.calls = &evidence;
  const Judgement judgement =
      check_of(
          "calls: {module: sort.js, function: sorted, cases: [{generate: [{list: {of: "
          "integer}}], " +
          one + "}]}")
          ->judge(with);
  std::string text = told(judgement);
  for (const CaseResult& result : judgement.cases) {
    text += result.name;
    if (result.expected) text += "; expected " + *result.expected;
    if (result.actual) text += "; actual " + *result.actual;
  }
  return text;
}

CallsEvidence broken(std::size_t property, const std::string& returned,
                     const std::string& other = "") {
  CallsEvidence evidence;
  evidence.calls.resize(1);
  evidence.calls[0].runs = 5;
  CallsEvidence::Call::Broken broken;
  broken.property = property;
  broken.arguments = *value_from_json("[[2,1]]");
  broken.reply = Returned{*value_from_json(returned), {}};
  if (!other.empty()) broken.other = Returned{*value_from_json(other), {}};
  evidence.calls[0].broken = broken;
  return evidence;
}

constexpr const char* kAll =
    "holds: [same_length, ascending, descending, same_items, unchanged, idempotent, {round_trip: "
    "back}]";

struct SaidRow {
  std::size_t property;
  std::string returned, other, said;
};
void PrintTo(const SaidRow& row, std::ostream* out) {
  *out << row.property;
}
class SaidTest : public ::testing::TestWithParam<SaidRow> {};
TEST_P(SaidTest, OfTheSmallestInput) {
  const SaidRow& row = GetParam();
  CallsEvidence evidence = broken(row.property, row.returned, row.other);
  if (row.property == 4) {
    std::get<Returned>(evidence.calls[0].broken->reply).beside.after = *value_from_json("[[1,2]]");
  }
  EXPECT_EQ(judged(kAll, evidence),
            "fail (wrong_result): calls.none_works count=1\n"
            "  fail case-1 (wrong_result) " +
                row.said);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, SaidTest,
    ::testing::Values(
        SaidRow{0, "[1]", "",
                "calls.not_same_length\nsorted(...) \u00d7100; actual sorted([2, 1]) \u2192 [1]"},
        SaidRow{1, "[2,1]", "",
                "calls.not_ascending\nsorted(...) \u00d7100; actual sorted([2, 1]) \u2192 [2, 1]"},
        SaidRow{2, "[1,2]", "",
                "calls.not_descending\nsorted(...) \u00d7100; actual sorted([2, 1]) \u2192 [1, 2]"},
        SaidRow{3, "[1,1]", "",
                "calls.not_same_items\nsorted(...) \u00d7100; actual sorted([2, 1]) \u2192 [1, 1]"},
        SaidRow{4, "[1,2]", "",
                "calls.changes_arguments\nsorted(...) \u00d7100; expected sorted([2, 1]) \u2192 "
                "[[2, 1]]; actual sorted([2, 1]) \u2192 [[1, 2]]"},
        SaidRow{5, "[1,2]", "[2,1]",
                "calls.not_idempotent\nsorted(...) \u00d7100; actual sorted([2, 1]) \u2192 [1, 2] "
                "\u2192 [2, 1]"},
        SaidRow{6, "[1,2]", "[1,2]",
                "calls.no_round_trip function=back\nsorted(...) \u00d7100; actual sorted([2, 1]) "
                "\u2192 [1, 2] \u2192 [1, 2]"}));

TEST(Generated, AllRunsThatHoldPass) {
  CallsEvidence evidence;
  evidence.calls.resize(1);
  evidence.calls[0].runs = 100;
  EXPECT_EQ(judged("holds: [ascending], name: any list", evidence),
            "pass: calls.all_work count=1\n  pass case-1 calls.case_works\nany list");
}

TEST(Generated, WhatEndsTheProgramIsShownWithItsInput) {
  CallsEvidence evidence;
  evidence.calls.resize(1);
  evidence.calls[0].runs = 3;
  evidence.calls[0].cause = Cause::ExitedEarly;
  evidence.calls[0].ended_with = *value_from_json("[[7]]");
  EXPECT_EQ(judged("holds: [ascending]", evidence),
            "fail (exited_early): calls.none_works count=1\n"
            "  fail case-1 (exited_early) calls.ended\nsorted(...) \u00d7100; actual sorted([7])");
}

TEST(Generated, AHiddenOneShowsNoInput) {
  EXPECT_EQ(judged("holds: [ascending], hidden: true", broken(0, "[2,1]")),
            "fail (wrong_result): calls.none_works count=1\n  hidden 0/1\n");
  EXPECT_EQ(judged("holds: [ascending], hidden: true, about: lists", broken(0, "[2,1]")),
            "fail (wrong_result): calls.none_works count=1\n"
            "  fail case-1 (wrong_result) calls.hidden_fails\nlists");
}

std::string mistakes_of(const std::string& one) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        calls: "
                  "{module: sort.js, function: sorted, cases: [{" +
                  one + "}]}\n"),
      "rubric.yaml");
  std::string text;
  for (const Diagnostic& diagnostic : loaded.diagnostics) text += diagnostic.message + "\n";
  return text;
}

struct MistakeRow {
  std::string one, said;
};
void PrintTo(const MistakeRow& row, std::ostream* out) {
  *out << row.one;
}
class GeneratedMistakeTest : public ::testing::TestWithParam<MistakeRow> {};
TEST_P(GeneratedMistakeTest, IsSaid) {
  EXPECT_EQ(mistakes_of(GetParam().one), GetParam().said + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Rows, GeneratedMistakeTest,
    ::testing::Values(
        MistakeRow{"generate: [intger], holds: [ascending]",
                   "nothing called 'intger' can be made, did you mean 'integer'?"},
        MistakeRow{"generate: [{integer: 3}], holds: [ascending]",
                   "expected a map with 'min' and 'max', found the number 3"},
        MistakeRow{"generate: [{integer: {mim: 3}}], holds: [ascending]",
                   "unknown key 'mim', did you mean 'min'?"},
        MistakeRow{"generate: [{integer: {min: 3, max: 1}}], holds: [ascending]",
                   "'min' is more than 'max'"},
        MistakeRow{"generate: [{integer: {min: x}}], holds: [ascending]",
                   "expected a whole number, -9007199254740992 to 9007199254740992, found 'x'"},
        MistakeRow{"generate: [{list: {of: integer, size: {max: 5000}}}], holds: [ascending]",
                   "expected a whole number, 0 to 1000, found the number 5000"},
        MistakeRow{"generate: [{list: {of: {list: {of: integer, size: {max: 200}}}, size: {max: "
                   "200}}}], holds: [ascending]",
                   "this can be more than 10000 values"},
        MistakeRow{"generate: [{choice: []}], holds: [ascending]",
                   "expected a list of values to choose from"},
        MistakeRow{"generate: [choice], holds: [ascending]", "'choice' needs a list of values"},
        MistakeRow{"generate: [{boolean: true}], holds: [ascending]",
                   "'boolean' has no settings; write it alone"},
        MistakeRow{"generate: [{record: 1}], holds: [ascending]",
                   "expected a map: what to make for each key"},
        MistakeRow{"generate: [{a: 1, b: 2}], holds: [ascending]",
                   "expected what to make as a map with one key, such as {integer: {min: 0, max: "
                   "9}}"},
        MistakeRow{"generate: [{text: {of: ''}}], holds: [ascending]",
                   "expected the letters as a text"},
        MistakeRow{"generate: [integer]", "'generate' needs 'same_as' or 'holds'"},
        MistakeRow{"generate: [integer], holds: [commutative]",
                   "'commutative' needs two arguments"},
        MistakeRow{"generate: [integer], holds: [ascending], returns: 1",
                   "'generate' and 'returns' cannot stand together"},
        MistakeRow{"generate: [integer], args: [1], holds: [ascending]",
                   "'generate' and 'args' cannot stand together"},
        MistakeRow{"generate: [integer], holds: [ascending], same_as: a.js",
                   "'holds' and 'same_as' cannot stand together\nno file 'a.js' beside the rubric"},
        MistakeRow{"args: [1], returns: 1, runs: 5", "'runs' is for cases with 'generate'"}));

}  // namespace
}  // namespace grader::rubrics
