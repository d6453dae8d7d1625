#include <gtest/gtest.h>

#include "rubrics/checks/prose.h"
#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using testing::MemoryTree;

Judgement judgement_of(const std::string& settings, const MemoryTree& mine,
                       const MemoryTree* base = nullptr) {
  CheckInput input;
  input.view = {&mine, base, "week-2", ""};
  return check_of("text: " + settings)->judge(input);
}

std::string judged(const std::string& settings, const std::string& mine,
                   const std::string& base = "") {
  const MemoryTree mine_tree = memory_tree({{"week-2/a.js", mine}});
  const MemoryTree base_tree = memory_tree({{"week-2/a.js", base}});
  return told(judgement_of(settings, mine_tree, &base_tree));
}

TEST(Text, ForbidNamesLineAndColumn) {
  const std::string settings = R"({in: [a.js], forbid: [{pattern: '\bvar\s+\w+'}]})";
  EXPECT_EQ(judged(settings, "const a = 1;\n"), "pass: text.all_good\n");
  EXPECT_EQ(judged(settings, "const \xC3\xA4 = 1; var b = 2;\r\nvar c;\r\n"),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid week-2/a.js:1:14 text.found found=var b\n"
            "  forbid week-2/a.js:2:1 text.found found=var c\n");
}

TEST(Text, FindingsCarryTheLinesAround) {
  const MemoryTree mine =
      memory_tree({{"week-2/a.js", "one\ntwo\nthree\nvar x;\nfive\nsix\nseven\n"}});
  const Judgement judgement = judgement_of("{in: [a.js], forbid: [{pattern: var}]}", mine);
  ASSERT_EQ(judgement.findings.size(), 1u);
  const Finding& finding = judgement.findings[0];
  EXPECT_EQ(finding.end_line, 4);
  EXPECT_EQ(finding.end_column, 4);
  ASSERT_TRUE(finding.excerpt);
  EXPECT_EQ(finding.excerpt->first_line, 2);
  EXPECT_EQ(finding.excerpt->lines,
            (std::vector<std::string>{"two", "three", "var x;", "five", "six"}));
}

TEST(Text, LinesOfTheTemplateAreFree) {
  const std::string settings = "{in: [a.js], forbid: [{pattern: console}]}";
  EXPECT_EQ(judged(settings, "x\nconsole.log(1)\n", "console.log(1)\n"),
            "pass: text.all_good\n"
            "  forbid week-2/a.js:2:1 text.found found=console (template)\n");
  // The template's one line covers one of two equal lines.
  EXPECT_EQ(judged(settings, "console.log(1)\nconsole.log(1)\n", "console.log(1)\n"),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid week-2/a.js:1:1 text.found found=console (template)\n"
            "  forbid week-2/a.js:2:1 text.found found=console\n");
}

TEST(Text, AMatchOverLinesIsTheTemplatesOnlyIfAllLinesAre) {
  const std::string settings = R"({in: [a.js], forbid: [{pattern: 'a\nb\n'}]})";
  EXPECT_EQ(judged(settings, "a\nb\nc\n", "a\nb\n").substr(0, 5), "pass:");
  EXPECT_EQ(judged(settings, "a\nb\nc\n", "a\n").substr(0, 5), "fail:");
}

TEST(Text, ForbidMayAllowSome) {
  EXPECT_EQ(judged("{in: [a.js], forbid: [{pattern: x, max: 2}]}", "x x"), "pass: text.all_good\n");
  EXPECT_EQ(judged("{in: [a.js], forbid: [{pattern: x, max: 2, message: Too many.}]}", "x x x"),
            "fail: text.some_good count=1 passed=0\n"
            "  forbid week-2/a.js:1:5 text.author_says text=Too many.\n");
}

TEST(Text, RequireCounts) {
  EXPECT_EQ(judged("{in: [a.js], require: [{pattern: '^const', min: 2}]}", "const a\nconst b\n"),
            "pass: text.all_good\n");
  EXPECT_EQ(
      judged("{in: [a.js], require: [{pattern: '^const$'}, {pattern: a, max: 1}, {pattern: z, "
             "message: No z.}]}",
             "const a\na\n"),
      "fail: text.some_good count=3 passed=0\n"
      "  require week-2/a.js text.too_few count=0 min=1\n"
      "  require week-2/a.js text.too_many count=2 max=1\n"
      "  require week-2/a.js text.author_says text=No z.\n");
}

TEST(Text, NoFileIsNotAPass) {
  const MemoryTree mine = memory_tree({{"week-2/x.css", "x"}});
  EXPECT_EQ(told(judgement_of("{in: [a.js], forbid: [{pattern: x}]}", mine)),
            "fail (missing_result): text.no_file path=week-2/a.js\n");
  EXPECT_EQ(told(judgement_of("{in: ['*.js'], forbid: [{pattern: x}]}", mine)),
            "fail (missing_result): text.no_files path=week-2/*.js\n");
}

TEST(Text, BinaryIsNotReadAndNamedOnlyWhereTheRubricNamesIt) {
  MemoryTree mine;
  mine.add("week-2/a.png", std::string("x\0x", 3));
  mine.add("week-2/b.js", "y");
  EXPECT_EQ(told(judgement_of("{in: ['*'], forbid: [{pattern: x}]}", mine)),
            "pass: text.all_good\n");
  EXPECT_EQ(told(judgement_of("{in: [a.png], forbid: [{pattern: z}]}", mine)),
            "fail (missing_result): text.no_file path=week-2/a.png\n"
            "  readable week-2/a.png text.binary path=week-2/a.png\n");
}

TEST(Text, TooLargeIsSaid) {
  const MemoryTree mine = memory_tree({{"week-2/a.js", std::string((1 << 20) + 1, 'x')}});
  EXPECT_EQ(told(judgement_of("{in: [a.js], forbid: [{pattern: z}]}", mine)),
            "fail (missing_result): text.no_file path=week-2/a.js\n"
            "  readable week-2/a.js text.too_large path=week-2/a.js\n");
}

TEST(Text, InvalidUtf8IsReadAndSaid) {
  EXPECT_EQ(judged("{in: [a.js], require: [{pattern: end}]}", "ok\nb\xE4r\nend\n"),
            "pass: text.all_good\n  readable week-2/a.js:2:2 text.invalid_utf8\n");
  // Where findings cost points, a remark must not.
  EXPECT_EQ(judged("{in: [a.js], forbid: [{pattern: zz}]}\n        deduct: {each: 1}", "b\xE4r"),
            "pass: text.all_good\n");
}

TEST(Text, ExpressionsThatExplodeElsewhereAreQuick) {
  const std::string text(200'000, 'a');
  EXPECT_EQ(judged("{in: [a.js], forbid: [{pattern: '(a*)*b'}]}", text), "pass: text.all_good\n");
  // A match at every place: counted, but not all told.
  const MemoryTree mine = memory_tree({{"week-2/a.js", text}});
  EXPECT_EQ(judgement_of("{in: [a.js], forbid: [{pattern: a}]}", mine).findings.size(), 100u);
}

TEST(Text, UnlikeTemplateSeesBeyondWhiteSpace) {
  const std::string settings = "{in: [a.js], unlike_template: true}";
  EXPECT_EQ(judged(settings, "a\nb\nc\n", "a\nb\n"), "pass: text.all_good\n");
  EXPECT_EQ(judged(settings, "a  \r\n\r\nb\r\n", "a\nb\n"),
            "fail: text.some_good count=1 passed=0\n"
            "  unlike_template week-2/a.js text.like_template path=week-2/a.js\n");
}

TEST(Text, SectionsCountOwnWords) {
  const std::string settings =
      "{in: [a.js], sections: [{heading: What was new, words: 3}, {heading: \"Questions?\"}]}";
  const std::string base = "# Week\n## What was new\nWrite here.\n## Questions\n";
  EXPECT_EQ(judged(settings, base, base),
            "fail: text.some_good count=2 passed=0\n"
            "  sections week-2/a.js:2:0 text.section_short count=0 heading=What was new min=3\n"
            "  sections week-2/a.js:4:0 text.section_short count=0 heading=Questions? min=1\n");
  EXPECT_EQ(judged(settings,
                   "# Week\n## **What was new**:\nWrite here. Loops are new!\n"
                   "Questions\n---------\n- why?\n",
                   base),
            "pass: text.all_good\n");
  EXPECT_EQ(
      judged(settings, "# Week\n## What was new\n<!-- a b c d e -->\n```\n# a b c d\n```\nyes no\n",
             base),
      "fail: text.some_good count=2 passed=0\n"
      "  sections week-2/a.js:2:0 text.section_short count=2 heading=What was new min=3\n"
      "  sections week-2/a.js text.section_missing heading=Questions?\n");
}

TEST(Prose, ASectionHoldsItsSubsections) {
  const auto sections = sections_of("# A\none\n## B\ntwo - three\n# C #\nfour\n");
  ASSERT_EQ(sections.size(), 3u);
  EXPECT_EQ(sections[0].heading, "a");
  EXPECT_EQ(sections[0].words, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(sections[1].words, (std::vector<std::string>{"two", "three"}));
  EXPECT_EQ(sections[2].heading, "c");
  EXPECT_EQ(sections[2].line, 5);
}

}  // namespace
}  // namespace grader::rubrics
