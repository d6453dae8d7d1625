#include "grader/base/yaml.h"

#include <chrono>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace grader {
namespace {

std::string told(std::string_view text) {
  std::string all;
  const YamlDocument document = parse_yaml(text, "x.yaml");
  for (const Diagnostic& diagnostic : document.diagnostics) all += to_text(diagnostic) + "\n";
  EXPECT_NE(document.root.has_value(), !document.diagnostics.empty());
  return all;
}

struct Row {
  const char* name;
  std::string text;
  std::string told;
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
};

class RefusedYamlTest : public ::testing::TestWithParam<Row> {};

TEST_P(RefusedYamlTest, SaysWhatAndWhere) {
  EXPECT_EQ(told(GetParam().text), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, RefusedYamlTest,
    ::testing::Values(
        Row{"Anchor", "a: &x 1\n",
            "x.yaml:1:4: anchors (&) are not allowed; a text that begins with '&' needs quotes\na: "
            "&x 1\n   ^\n"},
        Row{"AnchorAndAlias", "a: &x 1\nb: *x\n",
            "x.yaml:1:4: anchors (&) are not allowed; a text that begins with '&' needs quotes\na: "
            "&x 1\n   ^\n"
            "x.yaml:2:4: aliases (*) are not allowed; a text that begins with '*' needs quotes\nb: "
            "*x\n   ^\n"},
        Row{"GlobWithoutQuotes", "b: [*.md, c]\n",
            "x.yaml:1:5: a text that begins with '*' needs quotes, as in \"*.md\"\n"
            "b: [*.md, c]\n    ^\n"},
        Row{"UnknownAlias", "b: *y\n",
            "x.yaml:1:4: aliases (*) are not allowed; a text that begins with '*' needs quotes\nb: "
            "*y\n   ^\n"},
        Row{"Tag", "c: !t 3\n",
            "x.yaml:1:4: tags (!) are not allowed; a text that begins with '!' needs quotes\nc: !t "
            "3\n   ^\n"},
        Row{"TagOfYaml", "c: !!str 3\n",
            "x.yaml:1:4: tags (!) are not allowed; a text that begins with '!' needs quotes\nc: "
            "!!str 3\n   ^\n"},
        Row{"NonSpecificTag", "d: ! x\n",
            "x.yaml:1:4: tags (!) are not allowed; a text that begins with '!' needs quotes\nd: ! "
            "x\n   ^\n"},
        Row{"TaggedMap", "d: !t {a: 1}\n",
            "x.yaml:1:4: tags (!) are not allowed; a text that begins with '!' needs quotes\nd: !t "
            "{a: 1}\n   ^\n"},
        Row{"TwoDocuments", "a: 1\n---\nb: 2\n",
            "x.yaml:2:1: a second document starts here; one file holds one\n---\n^\n"},
        Row{"TwoRoots", "- a\nb: 1\n",
            "x.yaml:2:1: this does not belong to what stands above; check the indentation\n"
            "b: 1\n^\n"},
        Row{"DuplicateKey", "a: 1\nb: 2\n\"a\": 3\n",
            "x.yaml:3:1: duplicate key 'a', first on line 1\n\"a\": 3\n^\n"},
        Row{"DuplicateKeyAfterWideLetters", "ä: {ü: 1, ü: 2}\n",
            "x.yaml:1:11: duplicate key 'ü', first on line 1\nä: {ü: 1, ü: 2}\n          ^\n"},
        Row{"ListAsKey", "? [a, b]\n: 1\n",
            "x.yaml:1:3: a key is a text, not a list or a map\n? [a, b]\n  ^\n"},
        Row{"NestedBadKeyIsOneMistake", "{{{a: 1}: 2}: 3}: 4\n",
            "x.yaml:1:1: a key is a text, not a list or a map\n{{{a: 1}: 2}: 3}: 4\n^\n"},
        Row{"OpenBrace", "a: {x: 1\nb: 2\n",
            "x.yaml:1:4: this '{' is not closed\na: {x: 1\n   ^\n"},
        Row{"OpenBracket", "a: [1, 2\nb: 2\n",
            "x.yaml:1:4: this '[' is not closed\na: [1, 2\n   ^\n"},
        Row{"StrayBracket", "a: 1\n]\n", "x.yaml:2:1: a ']' or '}' has no beginning\n]\n^\n"},
        Row{"OpenQuote", "a: \"x\nb: 1\n",
            "x.yaml:1:4: a quoted text is not closed\na: \"x\n   ^\n"},
        Row{"OpenSingleQuote", "a: 'x''\n",
            "x.yaml:1:4: a quoted text is not closed\na: 'x''\n   ^\n"},
        Row{"TextAfterQuote", "a: 'x' y\n",
            "x.yaml:1:8: the text ends at the quote before this; put all of it in quotes\n"
            "a: 'x' y\n       ^\n"},
        Row{"UnknownEscape", "a: \"\\q\"\n",
            "x.yaml:1:7: '\\q' means nothing in double quotes; put the text in single quotes\n"
            "a: \"\\q\"\n      ^\n"},
        Row{"ColonInText", "a: b: c\n",
            "x.yaml:1:5: a text with ': ' in it needs quotes, as in a: \"b: c\"\n"
            "a: b: c\n    ^\n"},
        Row{"Tab", "a:\n\t- x\n",
            "x.yaml:2:2: a tab cannot indent; use spaces\n<U+0009>- x\n        ^\n"},
        Row{"At", "a: @x\n",
            "x.yaml:1:4: a text cannot begin with '@'; put it in quotes\na: @x\n   ^\n"},
        Row{"QuestionInBraces", "a: {b: why?, c: 1}\n",
            "x.yaml:1:11: a text with '?' inside brackets or braces needs quotes\n"
            "a: {b: why?, c: 1}\n          ^\n"},
        Row{"QuestionInBracesInAnItem", "a:\n  - {b: 'x', c: Who reads?}\n",
            "x.yaml:2:26: a text with '?' inside brackets or braces needs quotes\n"
            "  - {b: 'x', c: Who reads?}\n                         ^\n"},
        Row{"QuestionInBracketsInAnItem", "- [who?, b]\n",
            "x.yaml:1:7: a text with '?' inside brackets or braces needs quotes\n"
            "- [who?, b]\n      ^\n"},
        Row{"TheOtherBracketInAnItem", "- {b: [x}\n",
            "x.yaml:1:9: this '}' does not close the '[' in column 7\n- {b: [x}\n        ^\n"},
        Row{"WrongIndentation", "tasks:\n  - id: x\n   title: y\n",
            "x.yaml:3:4: nothing above begins in column 4; columns 1 and 5 would fit\n"
            "   title: y\n   ^\n"},
        Row{"Dash", "a: - b\n",
            "x.yaml:1:4: a list begins on the line below its key; a text that begins with '-' "
            "needs "
            "quotes\na: - b\n   ^\n"},
        Row{"ListUnderMap", "a: 1\n- b\n",
            "x.yaml:2:1: a list begins here, and keys stand above; check the indentation\n"
            "- b\n^\n"},
        Row{"InvalidUtf8", "a: \xC3\xBC\xFF\n",
            "x.yaml:1:5: not valid UTF-8; save the file as UTF-8\na: \xC3\xBC\xEF\xBF\xBD\n    "
            "^\n"},
        Row{"ControlCharacter", std::string("a: x\0y\n", 7),
            "x.yaml:1:5: a control character; is this a file of text?\na: x<U+0000>y\n    ^\n"},
        Row{"TooLarge", std::string(256 * 1024 + 1, '#'),
            "x.yaml: the file is larger than 256 KiB\n"}),
    [](const auto& row) { return std::string(row.param.name); });

// What people get wrong most often: each is told at its place, in plain words and with a next step.
INSTANTIATE_TEST_SUITE_P(
    CommonMistakes, RefusedYamlTest,
    ::testing::Values(
        Row{"NoSpaceAfterTheColon", "a: 1\npass:70\nb: 2\n",
            "x.yaml:2:5: a space is missing after this ':', as in 'pass: 70'\npass:70\n    ^\n"},
        Row{"NoSpaceAfterTheColonInBraces", "a: {required:[x]}\n",
            "x.yaml:1:13: a space is missing after this ':'\na: {required:[x]}\n            ^\n"},
        Row{"NoSpaceAfterTheDash", "a:\n  -id: x\n   title: y\n",
            "x.yaml:2:3: a space is missing after this '-'\n  -id: x\n  ^\n"},
        Row{"NoColon", "tasks\n  - id: x\n",
            "x.yaml:1:5: a ':' is missing after 'tasks'\ntasks\n    ^\n"},
        Row{"AnEqualsSign", "a: 1\npass = 70\nb: 2\n",
            "x.yaml:2:6: a key and its value stand as 'key: value', without '='\n"
            "pass = 70\n     ^\n"},
        Row{"TooFarToTheRight", "- id: x\n  title: y\n    points: 3\n",
            "x.yaml:3:5: this is indented too far: 'title' above has its value already, and begins "
            "in column 3\n    points: 3\n    ^\n"},
        Row{"TooFarToTheLeft", "a:\n  - id: x\n    title: y\n   points: 3\n",
            "x.yaml:4:4: nothing above begins in column 4; columns 1 and 5 would fit\n"
            "   points: 3\n   ^\n"},
        Row{"AListThatIsTooFarToTheLeft", "a:\n    - x\n  - y\n",
            "x.yaml:3:3: nothing above begins in column 3; columns 1 and 5 would fit\n"
            "  - y\n  ^\n"},
        Row{"TabAfterSpaces", "a:\n  b: 1\n \tc: 2\n",
            "x.yaml:3:2: a tab cannot indent; use spaces\n <U+0009>c: 2\n ^\n"},
        Row{"ColonAfterQuestion", "ask: What is it? Why: how\n",
            "x.yaml:1:21: a text with ': ' in it needs quotes, as in ask: \"What is it? Why: "
            "how\"\nask: What is it? Why: how\n                    ^\n"},
        Row{"ColonAndQuotesInText", "a: say \"x\": 'y'\n",
            "x.yaml:1:11: a text with ': ' in it needs quotes, as in a: 'say \"x\": ''y'''\n"
            "a: say \"x\": 'y'\n          ^\n"},
        Row{"QuotesOfAWordProcessor", "a: \u201Cb: c\u201D\n",
            "x.yaml:1:6: \u201C is no quote for YAML; put the text in \"...\"\n"
            "a: \u201Cb: c\u201D\n     ^\n"},
        Row{"Apostrophe", "a: 'Ada's'\n",
            "x.yaml:1:9: the text ends at the ' before this; inside '...' an apostrophe is written "
            "twice\na: 'Ada's'\n        ^\n"},
        Row{"TextAfterBracket", "a: [Week] 2\n",
            "x.yaml:1:11: more follows the ']'; put the whole text in quotes, or begin a new line\n"
            "a: [Week] 2\n          ^\n"},
        Row{"Placeholder", "a: {{ week }}\n",
            "x.yaml:1:4: a text that begins with '{{' needs quotes\na: {{ week }}\n   ^\n"},
        Row{"PlaceholderInText", "a: {{a}} of {{b}}\n",
            "x.yaml:1:4: a text that begins with '{{' needs quotes\na: {{a}} of {{b}}\n   ^\n"},
        Row{"PlaceholderOfAnotherKind", "a: {% week %}\n",
            "x.yaml:1:4: a text that begins with '{%' needs quotes\na: {% week %}\n   ^\n"},
        Row{"Backtick", "a: `x` works\n",
            "x.yaml:1:4: a text cannot begin with '`'; put it in quotes\na: `x` works\n   ^\n"},
        Row{"QuestionMark", "a: ? what\n",
            "x.yaml:1:4: a text that begins with '?' needs quotes\na: ? what\n   ^\n"},
        Row{"TextAfterPipe", "a: | b\n",
            "x.yaml:1:6: the text after a '|' or '>' begins on the next line, indented\n"
            "a: | b\n     ^\n"},
        Row{"NoComma", "a: {b: [x] c: 1}\n",
            "x.yaml:1:12: a ',' is missing before this\na: {b: [x] c: 1}\n           ^\n"},
        Row{"CommaInText", "a: {b: one, and two, c: 1}\n",
            "x.yaml:1:11: the ',' ends the text here; put the text in quotes: \"one, and two\"\n"
            "a: {b: one, and two, c: 1}\n          ^\n"},
        Row{"CommasInText", "a: {b: one, two, and\n  three}\n",
            "x.yaml:1:11: the ',' ends the text here; put the text in quotes: \"one, two, and "
            "three\"\na: {b: one, two, and\n          ^\n"},
        Row{"CommaInTextOfAnItem", "a:\n  - {b: 1, c: Is it \"a\", or b}\n",
            "x.yaml:2:24: the ',' ends the text here; put the text in quotes: 'Is it \"a\", or b'\n"
            "  - {b: 1, c: Is it \"a\", or b}\n                       ^\n"},
        Row{"CommaInNumber", "a: {b: 0,5}\n",
            "x.yaml:1:9: the ',' ends the number here; write 0.5\na: {b: 0,5}\n        ^\n"},
        Row{"CommaOfThousands", "a: {b: 1,000, c: 2}\n",
            "x.yaml:1:9: the ',' ends the number here; write it without ','\n"
            "a: {b: 1,000, c: 2}\n        ^\n"},
        Row{"CommaAfterQuotes", "a: {b: 'one', and two}\n",
            "x.yaml:1:15: 'and two' has no ':' and no value; a text with ',' or '{' in it needs "
            "quotes\na: {b: 'one', and two}\n              ^\n"},
        Row{"TextInBraces", "a: {week}\n",
            "x.yaml:1:5: 'week' has no ':' and no value; a text with ',' or '{' in it needs "
            "quotes\na: {week}\n    ^\n"},
        Row{"Semicolon", "a: {b: [x]; c: 1}\n",
            "x.yaml:1:11: a ',' separates entries, and not a ';'\na: {b: [x]; c: 1}\n"
            "          ^\n"},
        Row{"TheOtherBracket", "a: {b: [x}\n",
            "x.yaml:1:10: this '}' does not close the '[' in column 8\na: {b: [x}\n         ^\n"},
        Row{"NoBreakSpace", "a: 1\npass:\u00A070\nb: 2\n",
            "x.yaml:2:6: this is no ordinary space (U+00A0); type one instead\n"
            "pass:\u00A070\n     ^\n"},
        Row{"TextThatGoesOn", "ask: What\n  is it?\n  b: 2\n",
            "x.yaml:3:4: a ':' cannot stand here, since the text above goes on until here; put "
            "that "
            "text in quotes\n  b: 2\n   ^\n"},
        Row{"Utf16",
            std::string("\xFF\xFE"
                        "a\0:\0",
                        6),
            "x.yaml:1:1: this file is UTF-16; save it as UTF-8\n"}),
    [](const auto& row) { return std::string(row.param.name); });

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST(Yaml, MoreThanTenThousandNodesAreRefused) {
  // The list, its key and the map around it count too.
  EXPECT_EQ(told("a: [" + repeated("1,", 9'997) + "]"), "");
  const YamlDocument document = parse_yaml("a: [" + repeated("1,", 9'998) + "]", "x.yaml");
  ASSERT_EQ(document.diagnostics.size(), 1u);
  EXPECT_EQ(document.diagnostics[0].message, "more than 10,000 nodes; split the file");
}

TEST(Yaml, SixtyFourLevelsAreEnough) {
  EXPECT_EQ(told(repeated("- ", 64) + "x\n"), "");
  const YamlDocument document = parse_yaml(repeated("- ", 65) + "x\n", "x.yaml");
  ASSERT_EQ(document.diagnostics.size(), 1u);
  EXPECT_EQ(document.diagnostics[0].message, "nested more than 64 levels deep");
  EXPECT_EQ(document.diagnostics[0].position.column, 129);
}

TEST(Yaml, AfterAHundredMistakesOneSentenceStandsForTheRest) {
  const YamlDocument document = parse_yaml(repeated("a: 1\n", 4'000), "x.yaml");
  ASSERT_EQ(document.diagnostics.size(), 101u);
  EXPECT_EQ(document.diagnostics[99].message, "duplicate key 'a', first on line 1");
  EXPECT_EQ(document.diagnostics[100].message, "more than 100 mistakes; the rest is not shown");
}

TEST(Yaml, HostileTextsEndQuickly) {
  const auto start = std::chrono::steady_clock::now();
  const int full = 256 * 1024;
  for (const char* part :
       {"[",  "{", "{a: ", "[x: ", "- ", "? ",    "!", "&a ", "*a ", "x: y\n", "'",  "\"",
        "\\", "#", " ",    "|\n ", "%",  "---\n", ",", ":",   ": ",  "\t",     "\r", "a: |\n"}) {
    const std::string text = repeated(part, full / static_cast<int>(std::string(part).size()));
    const YamlDocument document = parse_yaml(text, "x.yaml");
    EXPECT_NE(document.root.has_value(), !document.diagnostics.empty()) << part;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(Yaml, ATreeHasTextAndPositions) {
  const YamlDocument document = parse_yaml(
      "\xEF\xBB\xBF# a comment\r\n"
      "list:\r\n"
      "  - plain\r\n"
      "  - 'quoted'\r\n"
      "  - {k: \"no\", l: |\r\n"
      "      x}\r\n",
      "x.yaml");
  EXPECT_FALSE(document.root) << "a block scalar inside braces";

  const YamlDocument good = parse_yaml(
      "# c\nlist:\n  - plain\n  - 'quoted'\nblock: |\n  a\n  b\n"
      "empty:\nnothing: ~\nitems:\n  -\n  - {k: v}\n",
      "x.yaml");
  ASSERT_TRUE(good.root);
  const YamlNode& root = *good.root;
  EXPECT_EQ(root.kind, YamlNode::Kind::Map);
  ASSERT_EQ(root.entries.size(), 5u);
  EXPECT_EQ(root.entries[0].key_position.line, 2);
  const YamlNode& list = *root.find("list");
  ASSERT_EQ(list.items.size(), 2u);
  EXPECT_EQ(list.items[0].scalar, "plain");
  EXPECT_TRUE(list.items[0].plain);
  EXPECT_EQ(list.items[0].position.column, 5);
  EXPECT_EQ(list.items[1].scalar, "quoted");
  EXPECT_FALSE(list.items[1].plain);
  EXPECT_EQ(root.find("block")->scalar, "a\nb\n");
  EXPECT_FALSE(root.find("block")->plain);
  EXPECT_TRUE(is_null(*root.find("empty")));
  EXPECT_EQ(root.find("empty")->position.line, 8) << "an empty value stands at its key";
  EXPECT_TRUE(is_null(*root.find("nothing")));
  EXPECT_EQ(root.find("nothing")->scalar, "~");
  EXPECT_TRUE(is_null(root.find("items")->items[0]));
  EXPECT_EQ(root.find("items")->items[1].find("k")->scalar, "v");
  EXPECT_EQ(root.find("other"), nullptr);
}

TEST(Yaml, CommasThatSeparateAreNoMistakes) {
  for (const char* text :
       {"a: {b: 1, c: 2,}\n", "a: {b: x, c:}\n", "a: {b: x, c: , d: y}\n",
        "a: {\"b\":1, c: [x, y]}\n", "a: [x, y, {b: c}]\n", "a: {b: x, 'c'}\n",
        "a: {b: x, http://c: d}\n", "a: {b: x, # one\n  c: y}\n", "a: one, and two\n"}) {
    EXPECT_EQ(told(text), "");
  }
}

TEST(Yaml, AFileWithoutContentIsAnEmptyValue) {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n", "---\n...\n"}) {
    const YamlDocument document = parse_yaml(text, "x.yaml");
    ASSERT_TRUE(document.root) << text;
    EXPECT_TRUE(is_null(*document.root)) << text;
  }
}

TEST(Yaml, WindowsLineEndsLeaveNoTrace) {
  const YamlDocument document = parse_yaml("a: 1\r\nb: x\r\nb: y\r\n", "x.yaml");
  ASSERT_EQ(document.diagnostics.size(), 1u);
  EXPECT_EQ(document.diagnostics[0].source, "b: y");
}

TEST(Diagnostic, LongLinesAreCutAroundTheCaret) {
  const std::string line = std::string(200, 'a') + "X" + std::string(200, 'b');
  const Diagnostic diagnostic{Diagnostic::Severity::Error, "x.yaml", {3, 201}, "here", line};
  EXPECT_EQ(to_text(diagnostic), "x.yaml:3:201: here\n..." + std::string(60, 'a') + "X" +
                                     std::string(39, 'b') + "...\n" + std::string(63, ' ') + "^");
}

TEST(Diagnostic, WarningsSaySoAndSkipTheLineWhereThereIsNone) {
  EXPECT_EQ(to_text(Diagnostic{Diagnostic::Severity::Warning, "x.yaml", {3, 2}, "odd", ""}),
            "x.yaml:3:2: warning: odd");
  EXPECT_EQ(to_text(Diagnostic{Diagnostic::Severity::Error, "x.yaml", {}, "cannot open", ""}),
            "x.yaml: cannot open");
}

TEST(Diagnostic, HiddenCharactersAreShownAndTheCaretStaysUnderItsPlace) {
  EXPECT_EQ(to_text(Diagnostic{
                Diagnostic::Severity::Error, "x.yaml", {1, 5}, "odd", "a\xE2\x80\xAE \x1B!"}),
            "x.yaml:1:5: odd\na<U+202E> <U+001B>!\n                  ^");
}

// The parser ends lines there; files that end so have no line after it.
TEST(Yaml, CarriageReturnsAtTheEndAreNoLines) {
  for (const char* text : {"a: [b\n c\n \r\r\r\r", "a: 1\n[b \n c\r", "a: [\r"}) {
    const YamlDocument document = parse_yaml(text, "a.yaml");
    EXPECT_FALSE(document.root) << text;
    ASSERT_FALSE(document.diagnostics.empty()) << text;
    EXPECT_FALSE(document.diagnostics[0].message.empty());
  }
}

}  // namespace
}  // namespace grader
