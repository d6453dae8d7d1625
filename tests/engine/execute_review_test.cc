// The reviewer in a real jail: our rules on their own examples, each tool's word with its place,
// and what does not come to an end.
#include "grader/engine/execute_review.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/engine/reviewers.h"
#include "rubrics/review_rules.h"
#include "tests/runners/test_layers.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using grader::testing::real_places;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;
using Lines = std::vector<std::string>;

Reviewers& reviewers() {
  static Reviewers all = [] {
    sandbox::LauncherOptions options;
    options.slots = 2;
    options.lazy = true;
    auto made = sandbox::create_launcher(sandbox::probe_host(), options);
    if (!made) ADD_FAILURE() << to_text(made.error());
    return Reviewers(made ? std::move(*made) : nullptr);
  }();
  return all;
}

RanBatch run(const rubrics::ReviewPlan& plan, const std::map<std::string, std::string>& files,
             std::chrono::milliseconds wall = std::chrono::seconds(30),
             const std::map<std::string, std::string>& given = {}) {
  const MemoryTree tree(files);
  const MemoryTree base(given);
  ExecuteTools tools;
  tools.reviewers = &reviewers();
  tools.environment = [](const std::string& name) {
    return runners::find_environment(real_places(), name);
  };
  Batch batch;
  batch.environment = runners::kReviewEnvironment;
  batch.limits.wall = wall;
  batch.checks = {0};
  batch.reviews = {plan};
  return run_review(batch, tree, &base, tools);
}

std::string told(const runners::Remark& remark) {
  std::string text = std::to_string(remark.line) + ":" + std::to_string(remark.column) + "-" +
                     std::to_string(remark.end_line) + ":" + std::to_string(remark.end_column) +
                     " " + remark.rule;
  if (!remark.message.empty()) text += ": " + remark.message;
  for (const auto& [name, value] : remark.captures) text += " " + name + "=" + value;
  if (!remark.given) text += " (new)";
  return text;
}

Lines told(const RanBatch& ran) {
  if (ran.failed) return {"failed: " + to_text(*ran.failed)};
  Lines lines;
  for (const rubrics::ReviewEvidence& evidence : ran.reviews) {
    for (const auto& invalid : evidence.invalid) {
      lines.push_back("invalid " + invalid.setting.rule + ": " + invalid.setting.message);
    }
    for (const auto& ask : evidence.asks) {
      for (const auto& file : ask) {
        if (file.cause != Cause::None) lines.push_back(std::string(to_text(file.cause)));
        if (file.unreadable) {
          lines.push_back(std::to_string(file.unreadable->line) + ":" +
                          std::to_string(file.unreadable->column) +
                          " unreadable: " + file.unreadable->message);
        }
        for (const runners::Remark& remark : file.remarks) lines.push_back(told(remark));
      }
    }
  }
  return lines;
}

Lines told_by(const std::string& tool, const std::string& settings, const std::string& path,
              const std::string& text) {
  return told(run({{{tool, settings, {path}}}}, {{path, text}}));
}

// ---- the rules that we ship ----

class Shipped : public ::testing::TestWithParam<std::string> {
 protected:
  Lines said_of(const std::string& which, const std::string& language) const {
    const auto folder =
        std::filesystem::path(GRADER_TESTS_DIR).parent_path() / "rubrics" / "review" / GetParam();
    const Result<std::string> text = read_file(folder / (which + ".js"));
    EXPECT_TRUE(text) << "each rule has an example of either kind";
    const rubrics::ShippedRule& rule = *rubrics::find_shipped_rule(GetParam());
    const std::string settings =
        rule.tool == "eslint"
            ? R"({"rules":{")" + rule.reported + "\":" + rule.settings + "}}"
            : R"({"language":")" + language + R"(","rules":[)" + rule.settings + "]}";
    Lines rules;
    const RanBatch ran =
        run({{{rule.tool, settings, {"a.js"}}}}, {{"a.js", text ? *text : std::string()}});
    if (ran.failed) return {to_text(*ran.failed)};
    for (const auto& file : ran.reviews.front().asks.front()) {
      EXPECT_FALSE(file.unreadable);
      for (const runners::Remark& remark : file.remarks) rules.push_back(remark.rule);
    }
    EXPECT_TRUE(ran.reviews.front().invalid.empty());
    return rules;
  }
};

TEST_P(Shipped, SpeaksOfItsBadExampleAndNotOfItsGoodOne) {
  const rubrics::ShippedRule& rule = *rubrics::find_shipped_rule(GetParam());
  ASSERT_FALSE(rule.languages.empty());
  for (const std::string& language : rule.languages) {
    EXPECT_EQ(said_of("good", language), Lines()) << language;
    const Lines bad = said_of("bad", language);
    ASSERT_FALSE(bad.empty()) << language;
    for (const std::string& said : bad) EXPECT_EQ(said, rule.reported);
  }
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const rubrics::ShippedRule& rule : rubrics::shipped_rules()) all.push_back(rule.name);
  return all;
}

std::string name_of(const ::testing::TestParamInfo<std::string>& rule) {
  std::string name = rule.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Shipped, ::testing::ValuesIn(names()), name_of);

// ---- each tool ----

TEST(Review, ColumnsCountCharacters) {
  EXPECT_THAT(told_by("code",
                      R"({"language":"javascript","rules":[{"id":"r","names":["N"],)"
                      R"("matcher":{"rule":{"pattern":"var $N = $V"}}}]})",
                      "a.js", "/* \xF0\x9F\x98\x80\xC3\xA9 */ var b = 2;\n"),
              ElementsAre("1:10-1:20 r N=b"));
}

TEST(Review, APlaceMayBeThatOfAName) {
  EXPECT_THAT(told_by("code",
                      R"({"language":"javascript","rules":[{"id":"r","at":"V",)"
                      R"("matcher":{"rule":{"pattern":"let $N = $V"}}}]})",
                      "a.js", "let b = two;\n"),
              ElementsAre("1:9-1:12 r"));
}

TEST(Review, EveryLanguageIsRead) {
  struct Row {
    std::string language, path, text, kind;
    Lines lines;
  };
  const Row rows[] = {
      {"typescript", "a.ts", "let a: any = 1;\n", "predefined_type", {"1:8-1:11 r"}},
      {"tsx", "a.tsx", "const A = <p>{x as any}</p>;\n", "jsx_element", {"1:11-1:28 r"}},
      {"html", "a.html", "<p class=\"x\">hi</p>\n", "attribute", {"1:4-1:13 r"}},
      {"css", "a.css", "p { color: red; }\n", "declaration", {"1:5-1:16 r"}},
      {"python", "a.py", "x = 1\nprint(x)\n", "call", {"2:1-2:9 r"}},
      {"json", "a.json", "{\"a\": 1}\n", "pair", {"1:2-1:8 r"}},
      {"yaml", "a.yaml", "a: 1\n", "block_mapping_pair", {"1:1-1:5 r"}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(
        told_by("code",
                R"({"language":")" + row.language +
                    R"(","rules":[{"id":"r","matcher":{"rule":{"kind":")" + row.kind + "\"}}}]}",
                row.path, row.text),
        row.lines)
        << row.language;
  }
}

TEST(Review, InALineOfTheTemplateOnlyWhatTheTemplateHasIsGiven) {
  struct Row {
    std::string what, tool, rules, path, given, text;
    Lines lines;
  };
  const std::string equal = R"({"eqeqeq":"error"})", order = R"({"close-order":"error"})",
                    selectors = R"({"no-duplicate-selectors":true})",
                    once = R"({"no-redeclare":"error"})";
  const std::string compares = "eqeqeq: Expected '===' and instead saw '=='.";
  const Row rows[] = {
      {"an element that is no more closed",
       "html",
       order,
       "a.html",
       "<main>\n<p>a</p>\n</main>\n",
       "<main>\n<div>\n<p>a</p>\n</main>\n",
       {"2:2-2:5 close-order: Unclosed element '<div>'",
        "4:2-4:7 close-order: End tag '</main>' seen but there were open elements (new)"}},
      {"a name that is there twice now",
       "eslint",
       once,
       "a.js",
       "function f() {}\n",
       "function f() { return 1; }\nfunction f() {}\n",
       {"2:10-2:11 no-redeclare: 'f' is already defined. (new)"}},
      {"a selector that comes again",
       "stylelint",
       selectors,
       "a.css",
       "a { color: red; }\n",
       "a { top: 0; }\na { color: red; }\n",
       {"2:1-2:2 no-duplicate-selectors: Duplicate selector \"a\", first used at line 1 (new)"}},
      {"as it was, written by a formatter",
       "eslint",
       equal,
       "a.js",
       "if (a == 'b') c()\n",
       "let d;\nif (a == \"b\") c();\n",
       {"2:7-2:9 " + compares}},
      {"as it was, and again",
       "eslint",
       equal,
       "a.js",
       "a == b;\n",
       "a == b;\na == b;\n",
       {"1:3-1:5 " + compares, "2:3-2:5 " + compares + " (new)"}},
      {"the template cannot be read",
       "eslint",
       equal,
       "a.js",
       "let = ;\na == b;\n",
       "let c;\na == b;\n",
       {"2:3-2:5 " + compares}},
      {"a script that is a module now",
       "eslint",
       R"({"no-unused-vars":["error",{"vars":"local"}]})",
       "a.js",
       "let a;\n",
       "let a;\nmodule.exports = 1;\n",
       {"1:5-1:6 no-unused-vars: 'a' is defined but never used."}},
      {"a module that is a script now",
       "eslint",
       R"({"no-unused-vars":"error"})",
       "a.js",
       "export const c = 1;\nfunction f(x) {\n  const a = x;\n  return a;\n}\nf(c);\n",
       "const c = 1;\nfunction f(x) {\n  const a = x;\n  return x;\n}\nf(c);\n",
       {"3:9-3:10 no-unused-vars: 'a' is assigned a value but never used. (new)"}},
      {"no line of the template",
       "eslint",
       equal,
       "a.js",
       "let c;\n",
       "let c;\na == b;\n",
       {"2:3-2:5 " + compares}},
  };
  for (const Row& row : rows) {
    const rubrics::ReviewPlan plan{{{row.tool, R"({"rules":)" + row.rules + "}", {row.path}}}};
    EXPECT_EQ(
        told(run(plan, {{row.path, row.text}}, std::chrono::seconds(30), {{row.path, row.given}})),
        row.lines)
        << row.what;
  }
}

TEST(Review, JavaScriptIsReadWhateverItsEnd) {
  for (const std::string path : {"a.js", "a.jsx", "a.mjs", "a.cjs"}) {
    EXPECT_THAT(told_by("eslint", R"({"rules":{"no-var":"error"}})", path, "var a = 1;\n"),
                ElementsAre("1:1-1:11 no-var: Unexpected var, use let or const instead."))
        << path;
  }
}

TEST(Review, WhatTheTemplateHasTakesNoRoomFromWhatIsRead) {
  const std::string text = "/*" + std::string(1'000'000, 'x') + "*/\n";
  std::map<std::string, std::string> files, given;
  std::vector<std::string> paths;
  for (const char* path :
       {"a.js", "b.js", "c.js", "d.js", "e.js", "f.js", "g.js", "h.js", "i.js", "j.js"}) {
    files[path] = text + "a == b;\n";
    given[path] = path[0] < 'd' ? files[path] : text;
    paths.emplace_back(path);
  }
  const rubrics::ReviewPlan plan{{{"eslint", R"({"rules":{"eqeqeq":"error"}})", paths}}};
  const RanBatch ran = run(plan, files, std::chrono::seconds(30), given);
  ASSERT_EQ(ran.reviews.size(), 1);
  for (const auto& file : ran.reviews[0].asks[0]) EXPECT_EQ(file.remarks.size(), 1);
}

TEST(Review, WhatIsNoCodeIsToldAndTheRestGoesOn) {
  EXPECT_THAT(told_by("code",
                      R"({"language":"javascript","rules":[{"id":"r",)"
                      R"("matcher":{"rule":{"kind":"variable_declaration"}}}]})",
                      "a.js", "var a = 1;\nfunction f( {\n"),
              ElementsAre("3:1 unreadable: Unexpected end of the file", "1:1-1:11 r"));
  EXPECT_THAT(told_by("code", R"({"language":"typescript","rules":[]})", "a.ts", "function f( {\n"),
              ElementsAre("1:1 unreadable: "));
  EXPECT_THAT(told_by("eslint", R"({"rules":{"no-var":"error"}})", "a.js", "let a = ;\n"),
              ElementsAre("1:9 unreadable: Unexpected token ;"));
  EXPECT_THAT(told_by("stylelint", R"({"rules":{"block-no-empty":true}})", "a.css", "a {"),
              ElementsAre("1:1 unreadable: Unclosed block"));
  EXPECT_THAT(told_by("html", R"({"rules":{"close-order":"error"}})", "a.html", "<p <b"),
              ElementsAre(HasSubstr("unreadable: ")));
  EXPECT_THAT(told_by("prettier", R"({"options":{}})", "a.css", "a { color: red"),
              ElementsAre(HasSubstr("1:1 unreadable: ")));
}

// The tree of the tool takes it for a mistake.
TEST(Review, ASignInTheTextOfAnElementIsCode) {
  EXPECT_THAT(told_by("code", R"({"language":"javascript","rules":[]})", "a.js",
                      "const a = <p>Trade & Industry.</p>;\n"),
              ElementsAre());
}

TEST(Review, OfTestsNoLinesAreTooMuchAlike) {
  std::string lines;
  for (int i = 0; i < 8; ++i) lines += "check(" + std::to_string(i) + ", \"a cup of tea\");\n";
  const std::string settings =
      R"({"language":"javascript","rules":[{"id":"r","own":"duplicated-block"}]})";
  EXPECT_EQ(told_by("code", settings, "src/a.js", lines + lines).size(), 1U);
  for (const char* path :
       {"a.test.js", "a_test.js", "ASpec.js", "tests/a.js", "src/__tests__/a.js"}) {
    EXPECT_THAT(told_by("code", settings, path, lines + lines), ElementsAre()) << path;
  }
}

TEST(Review, EachToolRemarks) {
  EXPECT_THAT(told_by("eslint", R"({"rules":{"eqeqeq":"error"}})", "a.js", "if (a == 1) b();\n"),
              ElementsAre("1:7-1:9 eqeqeq: Expected '===' and instead saw '=='."));
  EXPECT_THAT(told_by("eslint", R"({"rules":{"no-unused-vars":"error"}})", "a.jsx",
                      "import Hat from './hat';\nexport const a = <Hat />;\n"),
              ElementsAre());
  EXPECT_THAT(told_by("eslint", R"({"rules":{"no-unused-vars":"error"}})", "a.js",
                      "import React from 'react';\nexport const a = 1;\n"),
              ElementsAre("1:8-1:13 no-unused-vars: 'React' is defined but never used."));
  EXPECT_THAT(told_by("stylelint", R"({"rules":{"color-no-invalid-hex":true}})", "a.css",
                      "a { color: #ggg; }\n"),
              ElementsAre("1:12-1:16 color-no-invalid-hex: Invalid hex color \"#ggg\""));
  EXPECT_THAT(told_by("html", R"({"rules":{"input-missing-label":"error"}})", "a.html",
                      "<p>\n  <input type=\"text\">\n</p>\n"),
              ElementsAre("2:4-2:9 input-missing-label: <input> element does not have a <label>"));
  EXPECT_THAT(told_by("prettier", R"({"options":{}})", "a.js", "let a = 1;\nlet  b = 2\n"),
              ElementsAre("2:1-2:11 format"));
  EXPECT_THAT(told_by("prettier", R"({"options":{"semi":false}})", "a.js", "let a = 1\n"),
              ElementsAre());
}

TEST(Review, CommentsOfTheSubmissionConfigureNothing) {
  EXPECT_THAT(told_by("eslint", R"({"rules":{"no-var":"error"}})", "a.js",
                      "/* eslint-disable */\nvar a = 1; // eslint-disable-line\n"),
              ElementsAre("2:1-2:11 no-var: Unexpected var, use let or const instead."));
  EXPECT_THAT(told_by("stylelint", R"({"rules":{"block-no-empty":true}})", "a.css",
                      "/* stylelint-disable */\na {}\n"),
              ElementsAre("2:3-2:5 block-no-empty: Empty block"));
  EXPECT_THAT(told_by("html", R"({"rules":{"close-order":"error","void-content":"error"}})",
                      "a.html", "<!-- [html-validate-disable void-content] -->\n<br></br>\n"),
              ElementsAre(HasSubstr("2:")));
  EXPECT_THAT(told_by("prettier", R"({"options":{}})", "a.js", "// prettier-ignore\nlet  b = 2;\n"),
              ElementsAre("2:1-2:12 format"));
}

// ---- what a tool would write instead ----

std::size_t offset_of(const std::string& text, int line, int column) {
  std::size_t offset = 0;
  for (int i = 1; i < line; ++i) offset = text.find('\n', offset) + 1;
  for (int i = 1; i < column; ++i) {
    offset += first_character(std::string_view(text).substr(offset)).length;
  }
  return offset;
}

// The text after all fixes, "fixes none" where there are none.
std::string fixed_by(const std::string& tool, const std::string& settings, const std::string& path,
                     const std::string& text) {
  const RanBatch ran = run({{{tool, settings, {path}}}}, {{path, text}});
  if (ran.failed) return to_text(*ran.failed);
  std::string fixed = text;
  std::vector<Fix> fixes;
  for (const runners::Remark& remark : ran.reviews.front().asks.front().front().remarks) {
    if (remark.fix) fixes.push_back(*remark.fix);
  }
  std::sort(fixes.begin(), fixes.end(), [](const Fix& a, const Fix& b) {
    return std::tie(b.line, b.column) < std::tie(a.line, a.column);
  });
  std::size_t begin_of_last = text.size();
  for (const Fix& fix : fixes) {
    const std::size_t begin = offset_of(text, fix.line, fix.column);
    const std::size_t end = offset_of(text, fix.end_line, fix.end_column);
    EXPECT_LE(end, begin_of_last) << "they are apart";
    begin_of_last = begin;
    fixed.replace(begin, end - begin, fix.text);
  }
  return fixes.empty() ? "fixes none" : fixed;
}

TEST(Review, WhatEslintWouldWrite) {
  const std::string rules = R"({"rules":{"no-var":"error","semi":"error","eol-last":"error"}})";
  EXPECT_EQ(
      fixed_by("eslint", rules, "a.js",
               "/* \xF0\x9F\x98\x80\xC3\xA9 */ function f() { var a = 1; }\nlet b = a\nb += 1;"),
      "/* \xF0\x9F\x98\x80\xC3\xA9 */ function f() { let a = 1; }\nlet b = a;\nb += 1;\n");
  // ESLint ends a line where JavaScript does.
  EXPECT_EQ(fixed_by("eslint", rules, "a.js", "// a\xE2\x80\xA8let b = 1\n"),
            "// a\xE2\x80\xA8let b = 1;\n");
  // What it only suggests is no fix.
  EXPECT_EQ(fixed_by("eslint", R"({"rules":{"eqeqeq":"error"}})", "a.js", "if (a == b) c();\n"),
            "fixes none");
}

TEST(Review, WhatStylelintWouldWrite) {
  const std::string rules = R"({"rules":{"color-hex-length":"short","length-zero-no-unit":true,)"
                            R"("block-no-empty":true}})";
  EXPECT_EQ(fixed_by("stylelint", rules, "a.css",
                     "/* \xF0\x9F\x98\x80 */ a { color: #ffffff; top: 0px; }\nb {}\n"),
            "/* \xF0\x9F\x98\x80 */ a { color: #fff; top: 0; }\nb {}\n");
  EXPECT_EQ(fixed_by("stylelint", rules, "a.css", "b {}\n"), "fixes none");
}

// To find a fix, Stylelint changes what its next rules read.
TEST(Review, AFixHidesNoOtherRemark) {
  const std::string rules =
      R"({"rules":{"color-hex-length":"short","declaration-block-no-duplicate-properties":true,)"
      R"("color-named":"never","declaration-property-value-disallowed-list":{"color":["#ffffff"]}}})";
  const std::string text = "a { color: #ffffff; color: red; }\n";
  EXPECT_THAT(told_by("stylelint", rules, "a.css", text),
              UnorderedElementsAre(HasSubstr(" color-hex-length: "), HasSubstr(" color-named: "),
                                   HasSubstr(" declaration-property-value-disallowed-list: "),
                                   HasSubstr(" declaration-block-no-duplicate-properties: ")));
}

TEST(Review, WhatPrettierWouldWrite) {
  const std::string standard = R"({"options":{}})";
  for (const auto& [text, wanted] : {
           std::pair("let a = 1;\nlet  b = '\xF0\x9F\x98\x80'\nlet c = 3;\n",
                     "let a = 1;\nlet b = \"\xF0\x9F\x98\x80\";\nlet c = 3;\n"),
           std::pair("let a = 1;\n\n\n\nlet b = 2;\n", "let a = 1;\n\nlet b = 2;\n"),
           std::pair("f(1); g(2);\nh(3);\n", "f(1);\ng(2);\nh(3);\n"),
           std::pair("let a = {\n  b: 1 };\nf();\n", "let a = {\n  b: 1,\n};\nf();\n"),
           std::pair("let  a = 1", "let a = 1;\n"),
       }) {
    EXPECT_EQ(fixed_by("prettier", standard, "a.js", text), wanted);
  }
  EXPECT_EQ(fixed_by("prettier", standard, "a.css", "a{color:red}\n"), "a {\n  color: red;\n}\n");
  EXPECT_EQ(fixed_by("prettier", standard, "a.js", "let a = 1;\n"), "fixes none");
  // A place that would mean something else by itself has none.
  EXPECT_EQ(fixed_by("prettier", standard, "a.js", "f();g();\nf();\n"), "fixes none");
  const std::string element = "function A() {\n    return <div>\n        <p>a</p>\n    </div>\n}\n";
  EXPECT_EQ(fixed_by("prettier", standard, "a.jsx", element + "let  b=1\n"),
            element + "let b = 1;\n");
  EXPECT_EQ(fixed_by("prettier", R"({"options":{"semi":false}})", "a.js",
                     "a = 1;\n// the list\n[b].map(c);\n"),
            "fixes none");
  // We read it otherwise than it was handed in.
  EXPECT_EQ(fixed_by("prettier", standard, "a.js", "// prettier-ignore\nlet  b = 2;\n"),
            "fixes none");
}

TEST(Review, AFixIsNoNovel) {
  std::string list = "let a = [";
  for (int i = 0; i < 400; ++i) list += "'a" + std::to_string(i) + "',";
  EXPECT_EQ(fixed_by("prettier", R"({"options":{}})", "a.js", list + "]\n"), "fixes none");
  std::string many;
  for (int i = 0; i < 60; ++i) many += "let a" + std::to_string(i) + " = 1\n";
  const std::string fixed = fixed_by("eslint", R"({"rules":{"semi":"error"}})", "a.js", many);
  EXPECT_EQ(std::count(fixed.begin(), fixed.end(), ';'), 50);
}

// A half of one is no UTF-8, and would take the whole answer along.
TEST(Review, WhatIsCutIsCutBetweenCharacters) {
  const std::string smile = "\xF0\x9F\x98\x80";
  std::string smiles;
  for (int i = 0; i < 600; ++i) smiles += smile;
  for (const std::string before : {"", "x"}) {
    EXPECT_THAT(told_by("code",
                        R"_({"language":"javascript","rules":[{"id":"r","names":["A"],)_"
                        R"_("matcher":{"rule":{"pattern":"f($A)"}}}]})_",
                        "a.js", "f('" + before + smiles + "');\n"),
                ElementsAre(HasSubstr(" r A='" + before + smile)));
    EXPECT_THAT(told_by("stylelint", R"_({"rules":{"selector-class-pattern":"^a$"}})_", "a.css",
                        "." + before + smiles + " { top: 0; }\n"),
                ElementsAre(HasSubstr(" selector-class-pattern: ")));
  }
}

struct WrongRow {
  const char* tool;
  const char* settings;
  std::vector<std::string> said;
};

TEST(Review, SettingsThatAToolDoesNotTakeAreTheAuthors) {
  const WrongRow rows[] = {
      {"eslint",
       R"({"rules":{"no-allert":"error","eqeqeq":"eror","x/y":1,"no-undef":"error"}})",
       {"eqeqeq: 'eqeqeq' takes off, warn or error, found \"eror\"",
        "no-allert: ESLint has no rule 'no-allert', did you mean 'no-alert'?",
        "x/y: ESLint has no rule 'x/y'; rules of plugins are not here"}},
      {"eslint",
       R"({"rules":{"no-magic-numbers":["error",{"ignor":[1]}]}})",
       {"no-magic-numbers: 'no-magic-numbers' has no option 'ignor', did you mean 'ignore'?"}},
      {"eslint",
       R"({"rules":{"no-alert":["error",1]}})",
       {"no-alert: 'no-alert' does not take these options: Value [1] should NOT have more than 0 "
        "items."}},
      {"stylelint",
       R"({"rules":{"block-no-emty":true,"color-hex-length":"shrt"}})",
       {"block-no-emty: Stylelint has no rule 'block-no-emty', did you mean 'block-no-empty'?",
        "color-hex-length: 'color-hex-length' does not take this: Invalid option value \"shrt\""}},
      {"html",
       R"({"rules":{"close-ordr":"error","void-content":"eror"}})",
       {"close-ordr: html-validate has no rule 'close-ordr', did you mean 'close-order'?",
        "void-content: 'void-content' takes off, warn or error, found \"eror\""}},
      {"prettier",
       R"({"options":{"semicolons":false,"semi":"x"}})",
       {"semi: 'semi' of Prettier: Invalid semi value. Expected true or false, but received "
        "\"x\".",
        "semicolons: Prettier has no option 'semicolons'"}},
  };
  for (const WrongRow& row : rows) {
    Lines wanted;
    for (const std::string& said : row.said) wanted.push_back("invalid " + said);
    Lines told = told_by(row.tool, row.settings, "a.js", "let a = 1;\n");
    std::sort(told.begin(), told.end());
    EXPECT_EQ(told, wanted);
  }
}

std::string wrong_rule(const std::string& language, const std::string& rule) {
  const Lines said = told_by(
      "code",
      R"({"language":")" + language + R"(","rules":[{"id":"r","matcher":{"rule":)" + rule + "}}]}",
      "a.js", "let a = 1;\n");
  return said.empty() ? "" : said.front();
}

TEST(Review, RulesThatAstGrepDoesNotTakeAreTheAuthors) {
  EXPECT_EQ(wrong_rule("javascript", R"({"kind":"functon_declaration"})"),
            "invalid r: ast-grep does not take this rule: Kind `functon_declaration` is invalid.");
  EXPECT_EQ(wrong_rule("javascript", R"({"regex":"("})"),
            "invalid r: ast-grep does not take this rule: regex: unclosed group");
  const auto broken = [](const std::string& pattern, const std::string& language) {
    return "invalid r: the pattern '" + pattern + "' is no whole piece of " + language +
           "; complete it, or write rule: {pattern: {context: ..., selector: ...}}";
  };
  for (const char* pattern : {"alert($X", "alert($X))", "if ($A"}) {
    EXPECT_EQ(wrong_rule("javascript", "{\"pattern\":\"" + std::string(pattern) + "\"}"),
              broken(pattern, "javascript"));
  }
  const char* either = "{\"any\":[{\"pattern\":\"print($X)\"},{\"pattern\":\"print($X\"}]}";
  EXPECT_EQ(wrong_rule("python", either), broken("print($X", "python"));
  EXPECT_EQ(wrong_rule("css", "{\"pattern\":\"color: $X\"}"), broken("color: $X", "css"));
}

TEST(Review, PatternsThatAreWholeAreTaken) {
  const std::pair<const char*, const char*> rows[] = {
      {"javascript", "function $F($$$ARGS) { $$$BODY }"},
      {"javascript", "`$A${$B}`"},
      {"javascript", "$A == $B;"},
      {"javascript", "<div>$X</div>"},
      {"typescript", "let $A: $T = $B"},
      {"python", "def $F($$$A):\\n  $$$B"},
      {"css", "$S { float: $V }"},
      {"html", "<b class=\\\"$C\\\">$X</b>"},
      {"yaml", "a: $X"}};
  for (const auto& [language, pattern] : rows) {
    // What is looked through is no Python and no CSS.
    EXPECT_THAT(wrong_rule(language, "{\"pattern\":\"" + std::string(pattern) + "\"}"),
                Not(HasSubstr("invalid")))
        << language << " " << pattern;
  }
}

// ---- what does not come to an end ----

TEST(Review, AFileThatHoldsUpAToolAnswersForItself) {
  // A regular expression that needs for ever on the second file.
  const std::string settings = R"({"rules":{"id-match":["error","^(([a-z])+)+$"]}})";
  const RanBatch ran = run({{{"eslint", settings, {"a.js", "b.js", "c.js"}}}},
                           {{"a.js", "let a = 1;\n"},
                            {"b.js", "let " + std::string(60, 'a') + "_ = 1;\n"},
                            {"c.js", "let C = 1;\n"}},
                           std::chrono::milliseconds(2'000));
  EXPECT_THAT(told(ran), ElementsAre("timeout_wall", HasSubstr("1:5-1:6 id-match: ")));
}

// A sum that is too long to be looked through: each part asks for all around it.
TEST(Review, ARuleMayNotComeToAnEndEither) {
  std::string sum = "x = ";
  for (int i = 0; i < 50'000; ++i) sum += "a + ";
  const std::string settings =
      R"({"language":"javascript","rules":[{"id":"r","matcher":{"rule":{"kind":"binary_expression",)"
      R"("not":{"inside":{"kind":"binary_expression"}}}}}]})";
  const RanBatch ran = run({{{"code", settings, {"a.js", "b.js", "c.js"}}}},
                           {{"a.js", "1 + 2;\n"}, {"b.js", sum + "1;\n"}, {"c.js", "3 + 4;\n"}},
                           std::chrono::milliseconds(2'000));
  EXPECT_THAT(told(ran), ElementsAre("1:1-1:6 r", "timeout_wall", "1:1-1:6 r"));
}

TEST(Review, WhatIsTooDeepForAToolCannotBeRead) {
  const std::string deep = std::string(50'000, '[') + std::string(50'000, ']');
  for (const char* tool : {"eslint", "prettier"}) {
    const std::string settings =
        std::string(tool) == "eslint" ? R"({"rules":{}})" : R"({"options":{}})";
    EXPECT_THAT(told_by(tool, settings, "a.js", deep), ElementsAre(HasSubstr(" unreadable: ")));
  }
}

TEST(Review, NamesOfFilesAreOnlyNames) {
  const std::string settings = R"({"rules":{"no-var":"error"}})";
  for (const char* path :
       {"::error::.js", "a\n b.js", "../a.js", "\xE2\x80\xAE.js", "-f.js", "__proto__.js"}) {
    EXPECT_EQ(told_by("eslint", settings, path, "var a;\n").size(), 1U) << path;
  }
}

// For want of memory, say.
TEST(Review, AReviewerThatEndedBeforeIsNoFilesFault) {
  const std::string settings = R"({"rules":{"no-var":"error"}})";
  const Lines first = told_by("eslint", settings, "a.js", "var a = 1;\n");
  auto environment = runners::find_environment(real_places(), runners::kReviewEnvironment);
  ASSERT_TRUE(environment);
  auto idle = reviewers().take(*environment);
  ASSERT_TRUE(idle);
  EXPECT_TRUE((*idle)->was_ready());
  EXPECT_TRUE((*idle)->end());
  reviewers().give_back(std::move(*idle));
  EXPECT_EQ(told_by("eslint", settings, "a.js", "var a = 1;\n"), first);
}

TEST(Review, TheNextSubmissionIsReadAsEver) {
  const std::string settings = R"({"rules":{"no-var":"error"}})";
  const Lines first = told_by("eslint", settings, "a.js", "var a = 1;\n");
  (void)told_by("eslint", R"({"rules":{"nope":"error"}})", "a.js", "var a = 1;\n");
  EXPECT_EQ(told_by("eslint", settings, "a.js", "var a = 1;\n"), first);
}

}  // namespace
}  // namespace grader::engine
