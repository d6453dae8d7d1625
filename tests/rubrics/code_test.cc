// What `code` asks the reviewer, and what it makes of the answers.
#include <gmock/gmock.h>

#include "rubrics/review_rules.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MemoryTree;

runners::Remark remark(const std::string& rule, int line, int column,
                       std::map<std::string, std::string> captures = {}) {
  return {rule, "", std::move(captures), line, column, line, column + 3};
}

ReviewEvidence::File read_with(std::vector<runners::Remark> remarks) {
  ReviewEvidence::File file;
  file.read = true;
  file.remarks = std::move(remarks);
  return file;
}

struct Setting {
  MemoryTree mine;
  MemoryTree base;
  CheckView view() const { return {&mine, &base, "week-2", ""}; }
};

Setting setting(const std::map<std::string, std::string>& mine,
                const std::map<std::string, std::string>& base = {}) {
  return {memory_tree(mine), memory_tree(base)};
}

Judgement judged(const std::string& settings, const Setting& world,
                 const std::vector<std::vector<ReviewEvidence::File>>& asks,
                 std::vector<ReviewEvidence::Invalid> invalid = {}) {
  ReviewEvidence evidence;
  evidence.asks = asks;
  evidence.invalid = std::move(invalid);
  CheckInput input;
  input.view = world.view();
  input.review = &evidence;
  return check_of("code: " + settings)->judge(input);
}

std::vector<std::string> planned(const std::string& settings, const Setting& world) {
  const Result<CheckPlan> plan = check_of("code: " + settings)->plan(world.view());
  std::vector<std::string> lines;
  if (!plan || !plan->review) return lines;
  for (const ReviewPlan::Ask& ask : plan->review->asks) {
    std::string line = ask.tool + " " + ask.settings;
    for (const std::string& file : ask.files) line += " " + file;
    lines.push_back(line);
  }
  return lines;
}

std::string mistakes(const std::string& settings) {
  const LoadedRubric loaded = load_rubric_text(
      rubric_with("      - id: one\n        title: One\n        points: 4\n        code: " +
                  settings + "\n"),
      "rubric.yaml");
  std::string text;
  for (const Diagnostic& one : loaded.diagnostics) {
    text += std::to_string(one.position.column) + ": " + one.message + "\n";
  }
  return text;
}

constexpr const char* kForbid =
    R"({language: javascript, in: [a.js], forbid: [{pattern: "var $N"}]})";

TEST(Code, AsksOneToolForAllRulesOfALanguage) {
  const Setting world = setting({{"week-2/a.js", "1"}, {"week-2/b.ts", "2"}, {"week-2/c.md", "3"}});
  EXPECT_THAT(
      planned(R"({language: javascript, require: [{pattern: 'f($A)'}], forbid: [{id: no, rule: )"
              R"({kind: x, not: {regex: "1"}}, at: A, message: "What is $A?"}]})",
              world),
      ElementsAre(R"(code {"language":"javascript","rules":[{"id":"require-1","names":[],)"
                  R"_("matcher":{"rule":{"pattern":"f($A)"}}},{"id":"no","names":["A"],"matcher":)_"
                  R"({"rule":{"kind":"x","not":{"regex":"1"}}},"at":"A"}]} week-2/a.js)"));
}

TEST(Code, OurRulesAskTheToolThatKnowsThem) {
  const Setting world = setting({{"week-2/a.js", "1"}, {"week-2/b.tsx", "2"}});
  const auto asks = planned("{review: [empty-catch, unused-name]}", world);
  ASSERT_EQ(asks.size(), 3U);
  EXPECT_THAT(asks[0], HasSubstr(R"(code {"language":"javascript","rules":[{"id":"empty-catch")"));
  EXPECT_THAT(asks[1], HasSubstr(R"(code {"language":"tsx","rules":[{"id":"empty-catch")"));
  EXPECT_THAT(asks[2], HasSubstr(R"(eslint {"rules":{"no-unused-vars":["error",)"));
  EXPECT_THAT(asks[2], ::testing::EndsWith(" week-2/a.js"));
}

TEST(Code, WhatIsTheTemplatesAloneIsNotRead) {
  const Setting world =
      setting({{"week-2/a.js", "var a"}, {"week-2/b.js", "var b"}}, {{"week-2/a.js", "var a"}});
  const std::string forbid = R"({language: javascript, forbid: [{pattern: "var $N"}]})";
  const auto asks = planned(forbid, world);
  ASSERT_EQ(asks.size(), 1U);
  EXPECT_THAT(asks[0], ::testing::EndsWith("]} week-2/b.js"));
  // What is asked for may be there already.
  const auto counted = planned(R"({language: javascript, require: [{pattern: "var $N"}]})", world);
  EXPECT_THAT(counted[0], ::testing::EndsWith("]} week-2/a.js week-2/b.js"));
  const Setting same = setting({{"week-2/a.js", "var a"}}, {{"week-2/a.js", "var a"}});
  EXPECT_THAT(planned(forbid, same), ElementsAre());
  CheckInput input;
  input.view = same.view();
  EXPECT_EQ(told(check_of("code: " + forbid)->judge(input)), "pass: review.all_good\n");
}

TEST(Code, PackagesAreNobodysWork) {
  const Setting world = setting({{"week-2/node_modules/x/a.js", "var a"}});
  EXPECT_THAT(planned(R"({language: javascript, forbid: [{pattern: "var $N"}]})", world),
              ElementsAre());
}

TEST(Code, WhatIsForbiddenIsToldWithItsLine) {
  const Setting world = setting({{"week-2/a.js", "let x;\n  var b = 1;\n"}});
  EXPECT_EQ(told(judged(kForbid, world, {{read_with({remark("forbid-1", 2, 3)})}})),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid-1 week-2/a.js:2:3 text.found found=var b = 1;\n");
  EXPECT_EQ(told(judged(kForbid, world, {{read_with({})}})), "pass: review.all_good\n");
}

TEST(Code, LinesOfTheTemplateAreFree) {
  const Setting world =
      setting({{"week-2/a.js", "var a;\nvar b;\n"}}, {{"week-2/a.js", "var a;\n"}});
  EXPECT_EQ(told(judged(kForbid, world,
                        {{read_with({remark("forbid-1", 1, 1), remark("forbid-1", 2, 1)})}})),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid-1 week-2/a.js:1:1 text.found found=var a; (template)\n"
            "  forbid-1 week-2/a.js:2:1 text.found found=var b;\n");
}

// A formatter changed them, and nobody wrote them.
TEST(Code, LinesThatOnlyLookOtherwiseAreTheTemplates) {
  const std::string template_text = "var a   = 'tea'\nvar b = 'milk';\n";
  const Setting world = setting({{"week-2/a.js", "  var a = \"tea\";\n  var b = \"oat milk\";\n"}},
                                {{"week-2/a.js", template_text}});
  EXPECT_EQ(told(judged(kForbid, world,
                        {{read_with({remark("forbid-1", 1, 3), remark("forbid-1", 2, 3)})}})),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid-1 week-2/a.js:1:3 text.found found=var a = \"tea\"; (template)\n"
            "  forbid-1 week-2/a.js:2:3 text.found found=var b = \"oat milk\";\n");
}

TEST(Code, AnExerciseThatPrintsAsksForOutput) {
  const std::string settings = "{in: [a.js, b.js], review: [debug-logging]}";
  const Setting world = setting(
      {{"week-2/a.js", "console.log(1);\nconsole.log(2);\n"}, {"week-2/b.js", "console.log(3);\n"}},
      {{"week-2/a.js", "console.log(1);\n"}});
  const auto said = read_with({remark("debug-logging", 1, 1)});
  EXPECT_EQ(told(judged(settings, world, {{read_with({remark("debug-logging", 2, 1)}), said}})),
            "fail: text.some_good count=1 passed=0\n"
            "  debug-logging week-2/b.js:1:1 review.debug_logging\n");
}

TEST(Code, AMessageSaysWhatStandsThere) {
  const Setting world = setting({{"week-2/a.js", "var b;\n"}});
  EXPECT_EQ(told(judged(R"({language: javascript, in: [a.js], forbid: [{pattern: "var $N",)"
                        R"( message: "Where is $N used?"}]})",
                        world, {{read_with({remark("forbid-1", 1, 1, {{"N", "b"}})})}})),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid-1 week-2/a.js:1:1 text.author_says text=Where is b used?\n");
}

TEST(Code, OurRulesAskAndSayWhy) {
  const Setting world = setting({{"week-2/a.js", "x\ny\n"}});
  const Judgement judgement =
      judged("{in: [a.js], review: [duplicated-block]}", world,
             {{read_with({remark("duplicated-block", 2, 1, {{"LINE", "1"}})})}});
  EXPECT_EQ(told(judgement),
            "fail: text.some_good count=1 passed=0\n"
            "  duplicated-block week-2/a.js:2:1 review.duplicated_block line=1\n");
  ASSERT_TRUE(judgement.findings[0].why);
  EXPECT_EQ(told(*judgement.findings[0].why), "review.duplicated_block_why");
}

TEST(Code, SomeMayBeAllowed) {
  const Setting world = setting({{"week-2/a.js", "var a;\nvar b;\n"}});
  const std::string settings =
      R"({language: javascript, in: [a.js], forbid: [{pattern: "var $N", max: 1}]})";
  EXPECT_EQ(told(judged(settings, world,
                        {{read_with({remark("forbid-1", 1, 1), remark("forbid-1", 2, 1)})}})),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid-1 week-2/a.js:2:1 text.found found=var b;\n");
}

TEST(Code, RequireCounts) {
  const Setting world = setting({{"week-2/a.js", "f(1);\n"}});
  const std::string settings =
      R"({language: javascript, in: [a.js], require: [{pattern: 'f($N)', min: 2}, {pattern: g(), )"
      R"(message: No g yet.}]})";
  EXPECT_EQ(told(judged(settings, world, {{read_with({remark("require-1", 1, 1)})}})),
            "fail: text.some_good count=2 passed=0\n"
            "  require-1 week-2/a.js text.too_few count=1 min=2\n"
            "  require-2 week-2/a.js text.author_says text=No g yet.\n");
}

TEST(Code, OfOneRuleNotEveryPlaceIsTold) {
  const Setting world = setting({{"week-2/a.js", std::string(60, '\n')}});
  std::vector<runners::Remark> many;
  for (int line = 1; line <= 50; ++line) many.push_back(remark("forbid-1", line, 1));
  EXPECT_EQ(judged(kForbid, world, {{read_with(many)}}).findings.size(), 20U);
}

// A page without a script has no secrets in one.
TEST(Code, FilesThatNoRuleKnowsBreakNone) {
  const Setting world = setting({{"week-2/a.html", "<p>Hello</p>\n"}});
  EXPECT_EQ(told(judged(R"({in: ["**/*.{js,html}"], review: [secret-in-code]})", world, {})),
            "pass: review.all_good\n");
}

TEST(Code, WhatIsNoCodeIsTold) {
  const Setting world = setting({{"week-2/a.js", "let a;\nfunction (\n"}});
  ReviewEvidence::File file = read_with({});
  file.unreadable = runners::Unreadable{2, 1, "Unexpected token ("};
  EXPECT_EQ(told(judged(kForbid, world, {{file}})),
            "pass: review.all_good\n"
            "  readable week-2/a.js:2:1 review.no_code_says text=Unexpected token (\n");
}

TEST(Code, WhatNoToolCanReadEarnsNothing) {
  using namespace std::string_literals;
  EXPECT_EQ(told(judged(kForbid, setting({{"week-2/a.js", "/* \0 */"s}}), {{{}}})),
            "fail (not_loadable): text.some_good count=1 passed=0\n"
            "  readable week-2/a.js text.binary path=week-2/a.js\n");
  EXPECT_EQ(told(judged(kForbid, setting({{"week-2/a.js", std::string(2 << 20, 'x')}}), {{{}}})),
            "fail (not_loadable): text.some_good count=1 passed=0\n"
            "  readable week-2/a.js text.too_large path=week-2/a.js\n");
}

TEST(Code, WhatStopsTheToolEarnsNothing) {
  const Setting world = setting({{"week-2/a.js", "x"}});
  ReviewEvidence::File file;
  file.cause = Cause::TimeoutWall;
  EXPECT_EQ(told(judged(kForbid, world, {{file}})),
            "fail (timeout_wall): text.some_good count=1 passed=0\n"
            "  readable week-2/a.js review.not_read_to_its_end path=week-2/a.js\n");
}

TEST(Code, SettingsThatAToolDoesNotTakeAreForTheAuthor) {
  const Setting world = setting({{"week-2/a.js", "x"}});
  const std::string settings =
      "{language: javascript, in: [a.js], forbid: [{rule: {kind: functon}}, {pattern: x}]}";
  const Judgement judgement =
      judged(settings, world, {{read_with({})}}, {{0, {"forbid-1", "no such kind"}}});
  EXPECT_EQ(told(judgement), "error: review.not_done\n");
  ASSERT_EQ(judgement.mistakes.size(), 1U);
  EXPECT_EQ(judgement.mistakes[0].message, "no such kind");
  EXPECT_EQ(judgement.mistakes[0].place.column, 66);  // of the rule
}

TEST(Code, WhatTheAuthorWroteCanBeCheckedBeforehand) {
  const auto check =
      check_of("code: {language: css, forbid: [{pattern: x}], review: [no-var, loose-equality]}");
  const std::vector<ToolSettings> all = check->tool_settings();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].tool, "code");
  EXPECT_EQ(all[0].settings,
            R"({"language":"css","rules":[{"id":"forbid-1","names":[],"matcher":{"rule":)"
            R"({"pattern":"x"}}}]})");
}

TEST(Code, NamesInPatternsAreCapitals) {
  EXPECT_EQ(mistakes("{language: javascript, forbid: [{pattern: 'alert($x)'}]}"),
            "57: '$x' stands for itself alone; what may differ has a name in capitals: '$X'\n");
  EXPECT_EQ(mistakes("{language: css, forbid: [{rule: {any: [{pattern: '$$aB {}'}, {has: "
                     "{pattern: {context: '$c', selector: x}}}]}}]}"),
            "64: '$aB' stands for itself alone; what may differ has a name in capitals: '$AB'\n"
            "102: '$c' stands for itself alone; what may differ has a name in capitals: '$C'\n");
  EXPECT_EQ(mistakes("{language: javascript, forbid: [{pattern: '$(`${$A}`).on($$$)'}]}"), "");
}

TEST(Code, AMessageNamesWhatItsPatternHas) {
  EXPECT_EQ(mistakes("{language: javascript, forbid: [{pattern: 'f($X)', message: 'What is $Y, "
                     "for $5?'}]}"),
            "75: the pattern has no $Y, so the message says '$Y' to students\n");
  EXPECT_EQ(mistakes("{language: javascript, forbid: [{rule: {pattern: 'f($X)'}, constraints: "
                     "{X: {pattern: $Y}}, message: '$X of $Y'}]}"),
            "");
}

TEST(Code, WithoutAFileItFails) {
  EXPECT_EQ(told(judged(kForbid, setting({}), {})),
            "fail (missing_result): text.no_file path=week-2/a.js\n");
}

TEST(Code, MistakesOfARuleAreTold) {
  EXPECT_EQ(mistakes("{forbid: [{pattern: x}]}"), "24: 'language' must say what is read\n");
  EXPECT_EQ(mistakes("{language: javascript, forbid: [{rule: {knd: x, has: {patern: y}}}]}"),
            "55: a rule has no key 'knd', did you mean 'kind'?\n"
            "69: a rule has no key 'patern', did you mean 'pattern'?\n");
  EXPECT_THAT(mistakes("{language: javascript, forbid: [{}]}"), HasSubstr("pattern"));
  EXPECT_THAT(mistakes("{review: [no-vra]}"), HasSubstr("did you mean 'no-var'?"));
  EXPECT_EQ(mistakes("{language: css, forbid: [{id: a, pattern: x}, {id: a, pattern: y}]}"),
            "66: the id 'a' is there already\n");
  EXPECT_EQ(mistakes("{review: [no-var], but: [no-var]}"), "39: 'but' is for 'review: beginner'\n");
  EXPECT_EQ(mistakes("{language: css, forbid: [{pattern: x, min: 1}]}"),
            "58: 'min' is for require; forbid has 'max'\n");
}

TEST(Code, AllOfOurRulesButSome) {
  const Setting world = setting({{"week-2/a.js", "1"}});
  const auto asks = planned("{review: beginner, but: [debug-logging]}", world);
  ASSERT_EQ(asks.size(), 2U);
  EXPECT_THAT(asks[0], ::testing::Not(HasSubstr("debug-logging")));
  EXPECT_THAT(asks[0], HasSubstr("\"no-var\""));
}

}  // namespace
}  // namespace grader::rubrics
