// What `lint` asks the reviewer, and what it makes of the answers.
#include <gmock/gmock.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::MemoryTree;

struct Setting {
  MemoryTree mine;
  MemoryTree base;
  CheckView view() const { return {&mine, &base, "week-2", ""}; }
};

ReviewEvidence::File said(std::vector<runners::Remark> remarks) {
  ReviewEvidence::File file;
  file.read = true;
  file.remarks = std::move(remarks);
  return file;
}

runners::Remark remark(const std::string& rule, const std::string& message, int line) {
  return {rule, message, {}, line, 1, line, 2};
}

std::string judged(const std::string& settings, const Setting& world,
                   const std::vector<std::vector<ReviewEvidence::File>>& asks) {
  ReviewEvidence evidence;
  evidence.asks = asks;
  CheckInput input;
  input.view = world.view();
  input.review = &evidence;
  return told(check_of("lint: " + settings)->judge(input));
}

std::vector<std::string> planned(const std::string& settings, const Setting& world) {
  const Result<CheckPlan> plan = check_of("lint: " + settings)->plan(world.view());
  std::vector<std::string> lines;
  if (!plan || !plan->review) return lines;
  for (const ReviewPlan::Ask& ask : plan->review->asks) {
    std::string line = ask.tool + " " + ask.settings;
    for (const std::string& file : ask.files) line += " " + file;
    lines.push_back(line);
  }
  return lines;
}

Setting two_files() {
  return {memory_tree({{"week-2/a.js", "one\ntwo\n"}, {"week-2/b.js", "three\n"}}),
          memory_tree({{"week-2/a.js", "one\n"}})};
}

TEST(Lint, EachToolReadsItsFiles) {
  const Setting world{memory_tree({{"week-2/a.js", "1"},
                                   {"week-2/b.css", "2"},
                                   {"week-2/c.html", "3"},
                                   {"week-2/d.md", "4"},
                                   {"week-2/node_modules/e.js", "5"}}),
                      memory_tree({})};
  EXPECT_THAT(planned(R"({eslint: {rules: {eqeqeq: [error, smart]}}, stylelint: {rules: )"
                      R"({block-no-empty: true}}, html: {rules: {close-order: error}}, )"
                      R"(prettier: {semi: false}})",
                      world),
              ElementsAre(R"(eslint {"rules":{"eqeqeq":["error","smart"]}} week-2/a.js)",
                          R"(stylelint {"rules":{"block-no-empty":true}} week-2/b.css)",
                          R"(html {"rules":{"close-order":"error"}} week-2/c.html)",
                          R"(prettier {"options":{"semi":false}} week-2/a.js week-2/b.css )"
                          R"(week-2/c.html)"));
}

TEST(Lint, ThePresetComesBeforeTheRubricsRules) {
  const auto asks = planned("{eslint: {preset: beginner, rules: {no-var: off}}}", two_files());
  ASSERT_EQ(asks.size(), 1U);
  EXPECT_THAT(asks[0], HasSubstr(R"("no-var":"off")"));
  EXPECT_THAT(asks[0], HasSubstr(R"("no-dupe-keys":"error")"));
  EXPECT_THAT(planned("{prettier: standard}", two_files()),
              ElementsAre(R"(prettier {"options":{}} week-2/a.js week-2/b.js)"));
}

TEST(Lint, WhatTheAuthorWroteCanBeCheckedBeforehand) {
  const auto check = check_of(
      "lint: {eslint: {preset: beginner, rules: {no-alert: eror}}, html: beginner, prettier: "
      "{semi: 1}}");
  const std::vector<ToolSettings> all = check->tool_settings();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].settings, R"({"rules":{"no-alert":"eror"}})");
  EXPECT_EQ(all[0].rules.at("no-alert").column, 51);
  EXPECT_EQ(all[1].settings, R"({"options":{"semi":1}})");
  EXPECT_EQ(all[1].rules.at("semi").column, 96);
}

TEST(Lint, WhatAToolDoesNotTakeIsToldAtItsPlace) {
  const Setting world = two_files();
  ReviewEvidence evidence;
  evidence.asks = {{said({}), said({})}, {said({}), said({})}};
  evidence.invalid = {{1, {"semi", "no such option"}}, {0, {"", "nothing works"}}};
  CheckInput input;
  input.view = world.view();
  input.review = &evidence;
  const Judgement judgement =
      check_of("lint: {eslint: {rules: {no-alert: error}}, prettier: {semi: 1}}")->judge(input);
  EXPECT_EQ(told(judgement), "error: review.not_done\n");
  ASSERT_EQ(judgement.mistakes.size(), 2U);
  EXPECT_EQ(judgement.mistakes[0].message, "no such option");
  EXPECT_EQ(judgement.mistakes[0].place.column, 63);
  EXPECT_EQ(judgement.mistakes[1].place.column, 24);  // of all that ESLint is told
}

TEST(Lint, PointsAreForFilesWithoutRemarks) {
  EXPECT_EQ(judged("{eslint: beginner}", two_files(),
                   {{said({remark("eqeqeq", "Expected this.", 2)}), said({})}}),
            "partial 1/2: lint.remarks count=1 files=1\n"
            "  eqeqeq week-2/a.js:2:1 lint.says text=Expected this. tool=ESLint\n");
  EXPECT_EQ(judged("{eslint: beginner}", two_files(), {{said({}), said({})}}),
            "pass: review.all_good\n");
  EXPECT_EQ(
      judged("{prettier: standard}", two_files(), {{said({}), said({remark("format", "", 1)})}}),
      "partial 1/2: lint.remarks count=1 files=1\n"
      "  format week-2/b.js:1:1 lint.format tool=Prettier\n");
}

TEST(Lint, LinesOfTheTemplateAreFree) {
  EXPECT_EQ(judged("{eslint: beginner}", two_files(),
                   {{said({remark("eqeqeq", "Expected this.", 1)}), said({})}}),
            "pass: review.all_good\n"
            "  eqeqeq week-2/a.js:1:1 lint.says text=Expected this. tool=ESLint (template)\n");
}

TEST(Lint, InALineOfTheTemplateMayStandWhatTheTemplateDoesNotHave) {
  runners::Remark open = remark("close-order", "Unclosed element.", 1);
  open.given = false;
  EXPECT_EQ(judged("{eslint: beginner}", two_files(), {{said({open}), said({})}}),
            "partial 1/2: lint.remarks count=1 files=1\n"
            "  close-order week-2/a.js:1:1 lint.says text=Unclosed element. tool=ESLint\n");
}

TEST(Lint, LayoutOfTheTemplatesLinesIsTheStudentsWhereItIsAskedFor) {
  const Setting world{memory_tree({{"week-2/a.js", "let  a = 1;\n"}}),
                      memory_tree({{"week-2/a.js", "let a = 1;\n"}})};
  EXPECT_EQ(judged("{prettier: standard}", world, {{said({remark("format", "", 1)})}}),
            "fail: lint.remarks count=1 files=1\n"
            "  format week-2/a.js:1:1 lint.format tool=Prettier\n");
  EXPECT_EQ(judged("{eslint: beginner}", world, {{said({remark("eqeqeq", "Expected this.", 1)})}}),
            "pass: review.all_good\n"
            "  eqeqeq week-2/a.js:1:1 lint.says text=Expected this. tool=ESLint (template)\n");
}

TEST(Lint, SomeRemarksMayBeFine) {
  EXPECT_EQ(judged("{eslint: beginner, max: 1}", two_files(),
                   {{said({remark("eqeqeq", "Expected this.", 2)}), said({})}}),
            "pass: review.all_good\n"
            "  eqeqeq week-2/a.js:2:1 lint.says text=Expected this. tool=ESLint\n");
}

TEST(Lint, AFileThatIsNoCodeIsToldOnce) {
  ReviewEvidence::File file;
  file.unreadable = runners::Unreadable{1, 2, "Unexpected token"};
  EXPECT_EQ(judged("{eslint: beginner, prettier: standard}", two_files(),
                   {{file, said({})}, {file, said({})}}),
            "partial 1/2: lint.remarks count=2 files=1\n"
            "  readable week-2/a.js:1:2 review.no_code_says text=Unexpected token\n");
  file.unreadable->message = "";
  EXPECT_EQ(judged("{eslint: beginner}", two_files(), {{file, said({})}}),
            "partial 1/2: lint.remarks count=1 files=1\n"
            "  readable week-2/a.js:1:2 review.no_code\n");
}

TEST(Lint, WhatNoToolCanReadIsNotClean) {
  using namespace std::string_literals;
  const Setting world{memory_tree({{"week-2/a.js", "/* \0 */"s}, {"week-2/b.js", "three\n"}}),
                      memory_tree({})};
  EXPECT_EQ(judged("{eslint: beginner, max: 9}", world, {{{}, said({})}}),
            "partial 1/2 (not_loadable): lint.remarks count=1 files=1\n"
            "  readable week-2/a.js text.binary path=week-2/a.js\n");
  const Setting given{memory_tree({{"week-2/a.js", "/* \0 */"s}, {"week-2/b.js", "three\n"}}),
                      memory_tree({{"week-2/a.js", "/* \0 */"s}})};
  EXPECT_EQ(judged("{eslint: beginner}", given, {{said({})}}), "pass: review.all_good\n");
}

TEST(Lint, LinesThatTheFileDoesNotHaveAreNotTheTemplates) {
  EXPECT_EQ(judged("{eslint: beginner}", two_files(),
                   {{said({remark("eqeqeq", "Expected this.", 9)}), said({})}}),
            "partial 1/2: lint.remarks count=1 files=1\n"
            "  eqeqeq week-2/a.js:9:1 lint.says text=Expected this. tool=ESLint\n");
}

TEST(Lint, WhatStopsAToolIsNotCleanHoweverManyRemarksAreFine) {
  ReviewEvidence::File file;
  file.cause = Cause::MemoryLimit;
  EXPECT_EQ(judged("{eslint: beginner, max: 9}", two_files(), {{file, said({})}}),
            "partial 1/2 (memory_limit): lint.remarks count=1 files=1\n"
            "  readable week-2/a.js review.not_read_to_its_end path=week-2/a.js\n");
}

TEST(Lint, WithoutAFileItFails) {
  EXPECT_EQ(judged("{stylelint: beginner}", two_files(), {}),
            "fail (missing_result): text.no_files path=week-2/**/*.css\n");
}

// ---- fixes ----

runners::Remark fixing(Fix fix, const std::string& rule = "r") {
  runners::Remark made = remark(rule, "Said.", fix.line);
  made.fix = std::move(fix);
  return made;
}

// Of each finding: the fix that the report carries.
std::vector<std::string> fixes(const std::string& settings, const Setting& world,
                               const std::vector<std::vector<ReviewEvidence::File>>& asks) {
  ReviewEvidence evidence;
  evidence.asks = asks;
  CheckInput input;
  input.view = world.view();
  input.review = &evidence;
  std::vector<std::string> told;
  for (const Finding& finding : check_of("lint: " + settings)->judge(input).findings) {
    told.push_back(finding.fix
                       ? std::to_string(finding.fix->line) + ":" +
                             std::to_string(finding.fix->column) + "-" +
                             std::to_string(finding.fix->end_line) + ":" +
                             std::to_string(finding.fix->end_column) + " " + finding.fix->text
                       : "none");
  }
  return told;
}

std::vector<std::string> fixes_of_one(const std::string& mine, const std::string& given,
                                      std::vector<runners::Remark> remarks) {
  const Setting world{memory_tree({{"week-2/a.js", mine}}), memory_tree({{"week-2/a.js", given}})};
  return fixes("{eslint: beginner}", world, {{said(std::move(remarks))}});
}

TEST(Lint, AFixIsCarriedWithItsPlace) {
  EXPECT_THAT(fixes_of_one("var \xC3\xA9 = 1\n", "",
                           {fixing({1, 1, 1, 4, "let"}), fixing({1, 10, 1, 10, ";"}),
                            fixing({2, 1, 2, 1, "\n"}), remark("r", "Said.", 1)}),
              ElementsAre("1:1-1:4 let", "1:10-1:10 ;", "2:1-2:1 \n", "none"));
  EXPECT_THAT(fixes_of_one("last", "", {fixing({1, 5, 1, 5, "\n"})}), ElementsAre("1:5-1:5 \n"));
}

TEST(Lint, AFixLiesWithinItsFileAndChangesIt) {
  for (const Fix& fix : {Fix{1, 1, 1, 6, "x"}, Fix{1, 1, 4, 1, "x"}, Fix{3, 1, 3, 2, "x"},
                         Fix{1, 2, 1, 1, "x"}, Fix{9, 1, 9, 1, "x"}, Fix{1, 1, 2, 1, "four\n"}}) {
    EXPECT_THAT(fixes_of_one("four\ntwo\n", "", {fixing(fix)}), ElementsAre("none"))
        << fix.line << ":" << fix.column;
  }
  EXPECT_THAT(fixes_of_one("a\xFF\n", "", {fixing({1, 1, 1, 3, "b\xEF\xBF\xBD"})}),
              ElementsAre("none"));
}

// Tools count from behind it, those that apply what they wrote do not.
TEST(Lint, WhereAByteOrderMarkCountsNothingIsFixed) {
  const std::string mark = "\xEF\xBB\xBF";
  const std::vector<runners::Remark> remarks = {fixing({1, 1, 1, 4, "let"}),
                                                fixing({2, 1, 2, 4, "let"})};
  EXPECT_THAT(fixes_of_one(mark + "var a;\nvar b;\n", "", remarks),
              ElementsAre("none", "2:1-2:4 let"));
  EXPECT_THAT(fixes_of_one(mark + mark + "var a;\nvar b;\n", "", remarks),
              ElementsAre("none", "none"));
  EXPECT_THAT(fixes_of_one("\xEF\xBF\xBEvar a;\nvar b;\n", "", remarks),
              ElementsAre("none", "none"));
}

TEST(Lint, FixesOfOneFileCanAllBeApplied) {
  EXPECT_THAT(fixes_of_one("one two\nthree\n", "",
                           {fixing({1, 1, 1, 4, "1"}), fixing({1, 3, 1, 6, "x"}),
                            fixing({1, 4, 1, 5, ""}), fixing({1, 4, 1, 4, ";"}),
                            fixing({1, 5, 2, 6, "2\n3"}), fixing({2, 1, 2, 1, " "})}),
              ElementsAre("1:1-1:4 1", "none", "none", "none", "1:5-2:6 2\n3", "none"));
  EXPECT_THAT(fixes_of_one("f()\n", "", {fixing({1, 4, 1, 4, ";"}), fixing({1, 1, 1, 4, "f();"})}),
              ElementsAre("1:4-1:4 ;", "none"));
  // Whichever tool they are of; other files are others.
  const Setting world{memory_tree({{"week-2/a.js", "var a\n"}, {"week-2/b.js", "var b\n"}}),
                      memory_tree({})};
  EXPECT_THAT(
      fixes("{eslint: beginner, prettier: standard}", world,
            {{said({fixing({1, 1, 1, 4, "let"})}), said({})},
             {said({fixing({1, 1, 1, 6, "var a;"})}), said({fixing({1, 1, 1, 6, "var b;"})})}}),
      ElementsAre("1:1-1:4 let", "none", "1:1-1:6 var b;"));
}

TEST(Lint, AFixLeavesTheTemplatesLinesAlone) {
  const std::string mine = "mine\ngiven\nmine too\n";
  EXPECT_THAT(fixes_of_one(mine, "given\n", {fixing({1, 1, 1, 5, "x"})}), ElementsAre("1:1-1:5 x"));
  EXPECT_THAT(fixes_of_one(mine, "given\n", {fixing({1, 1, 2, 1, ""})}), ElementsAre("1:1-2:1 "));
  for (const Fix& fix : {Fix{1, 1, 2, 2, "x"}, Fix{1, 5, 3, 1, "\n"}, Fix{2, 1, 2, 1, "\n"},
                         Fix{2, 6, 3, 5, "\nx"}}) {
    EXPECT_THAT(fixes_of_one(mine, "given\n", {fixing(fix)}), ElementsAre("none"))
        << fix.line << ":" << fix.column;
  }
}

}  // namespace
}  // namespace grader::rubrics
