#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"
#include "tests/rubrics/told.h"
#include "tests/support/memory_tree.h"

namespace grader::rubrics {
namespace {

using testing::MemoryTree;

const MemoryTree& base() {
  static const MemoryTree tree = memory_tree({{"week-2/a.js", "start"},
                                              {"week-2/given.test.js", "tests"},
                                              {"week-2/old.log", "log"},
                                              {"README.md", "course"}});
  return tree;
}

// What the check says of the template with these files put over it; an empty content removes one.
std::string judged(const std::string& settings, const std::map<std::string, std::string>& changes) {
  MemoryTree mine;
  for (const TreeEntry& entry : base().entries()) {
    const auto changed = changes.find(entry.path);
    if (changed == changes.end()) mine.add(entry.path, *base().read(entry));
  }
  for (const auto& [path, content] : changes) {
    if (!content.empty()) mine.add(path, content);
  }
  const auto check = check_of("files: " + settings);
  CheckInput input;
  input.view = {&mine, &base(), "week-2", ""};
  const Judgement judgement = check->judge(input);
  EXPECT_EQ(judgement.assurance, Assurance::Static);
  return told(judgement);
}

TEST(Files, RequiredSpeaksAndStaysSilent) {
  EXPECT_EQ(judged("{required: [a.js, '*.test.js']}", {}), "pass: files.all_good\n");
  EXPECT_EQ(judged("{required: [a.js, b.js, '*.css']}", {}),
            "partial 1/3: files.some_good count=3 passed=1\n"
            "  required week-2/b.js files.missing_but_near near=week-2/a.js path=week-2/b.js\n"
            "  required week-2/*.css files.no_match path=week-2/*.css\n");
  EXPECT_EQ(judged("{required: [index.html]}", {}),
            "fail: files.some_good count=1 passed=0\n"
            "  required week-2/index.html files.missing path=week-2/index.html\n");
}

// A wildcard is for authors.
TEST(Files, WhatShouldEndInACertainWayIsSaidSo) {
  EXPECT_EQ(judged("{required: ['/**/*.{ts,tsx}', '/*.css', '/**/a*.css']}", {}),
            "fail: files.some_good count=3 passed=0\n"
            "  required **/*.{ts,tsx} files.no_ending path=.ts, .tsx\n"
            "  required *.css files.no_ending path=.css\n"
            "  required **/a*.css files.no_match path=**/a*.css\n");
}

TEST(Files, AMissingPathNamesWhatIsNearIt) {
  EXPECT_EQ(judged("{required: [README.md]}", {{"week-2/README.MD", "x"}}),
            "fail: files.some_good count=1 passed=0\n"
            "  required week-2/README.md files.missing_by_case near=week-2/README.MD "
            "path=week-2/README.md\n");
  EXPECT_EQ(judged("{required: [images]}", {{"week-2/images/a.png", "x"}}),
            "pass: files.all_good\n");
  EXPECT_EQ(judged("{required: [style.css]}", {{"week-2/css/style.css", "x"}}),
            "fail: files.some_good count=1 passed=0\n"
            "  required week-2/style.css files.missing_but_near near=week-2/css/style.css "
            "path=week-2/style.css\n");
}

TEST(Files, ForbiddenForgivesWhatTheTemplateHas) {
  EXPECT_EQ(judged("{forbidden: ['*.log', '**/.DS_Store']}", {}),
            "pass: files.all_good\n"
            "  forbidden week-2/old.log files.forbidden path=week-2/old.log (template)\n");
  EXPECT_EQ(judged("{forbidden: ['*.log', '**/.DS_Store']}", {{"week-2/x/.DS_Store", "x"}}),
            "partial 1/2: files.some_good count=2 passed=1\n"
            "  forbidden week-2/old.log files.forbidden path=week-2/old.log (template)\n"
            "  forbidden week-2/x/.DS_Store files.forbidden path=week-2/x/.DS_Store\n");
}

TEST(Files, ChangedIsNewOrDifferent) {
  EXPECT_EQ(judged("{changed: [a.js]}", {{"week-2/a.js", "mine"}}), "pass: files.all_good\n");
  EXPECT_EQ(judged("{changed: ['*.md']}", {{"week-2/new.md", "mine"}}), "pass: files.all_good\n");
  EXPECT_EQ(judged("{changed: [a.js]}", {}),
            "fail: files.some_good count=1 passed=0\n"
            "  changed week-2/a.js files.not_changed path=week-2/a.js\n");
  EXPECT_EQ(judged("{changed: [a.js]}", {{"week-2/a.js", ""}}),
            "fail: files.some_good count=1 passed=0\n"
            "  changed week-2/a.js files.missing path=week-2/a.js\n");
}

TEST(Files, UnchangedNamesEveryDifference) {
  EXPECT_EQ(judged("{unchanged: ['*.test.js']}", {{"week-2/a.js", "mine"}}),
            "pass: files.all_good\n");
  EXPECT_EQ(judged("{unchanged: ['*']}",
                   {{"week-2/a.js", "mine"}, {"week-2/b.js", "mine"}, {"week-2/old.log", ""}}),
            "fail: files.some_good count=1 passed=0\n"
            "  unchanged week-2/a.js files.changed path=week-2/a.js\n"
            "  unchanged week-2/b.js files.added path=week-2/b.js\n"
            "  unchanged week-2/old.log files.removed path=week-2/old.log\n");
}

TEST(Files, OnlyChangedLooksAtTheTasksFolderOrFromTheRoot) {
  const std::map<std::string, std::string> changes = {
      {"week-2/a.js", "mine"}, {"week-2/c.js", "new"}, {"README.md", "mine"}};
  EXPECT_EQ(judged("{only_changed: [a.js, c.js]}", changes), "pass: files.all_good\n");
  EXPECT_EQ(judged("{only_changed: [a.js]}", changes),
            "fail: files.some_good count=1 passed=0\n"
            "  only_changed week-2/c.js files.outside path=week-2/c.js\n");
  EXPECT_EQ(judged("{only_changed: [/week-2/**]}", changes),
            "fail: files.some_good count=1 passed=0\n"
            "  only_changed README.md files.outside path=README.md\n");
  EXPECT_EQ(judged("{only_changed: [c.js]}", {{"week-2/a.js", ""}}),
            "fail: files.some_good count=1 passed=0\n"
            "  only_changed week-2/a.js files.removed path=week-2/a.js\n");
}

TEST(Files, CountsHaveTwoEnds) {
  EXPECT_EQ(judged("{count: {'*.js': {min: 2, max: 2}}}", {}), "pass: files.all_good\n");
  EXPECT_EQ(judged("{count: {'*.js': {min: 3}, '*.log': {max: 0}}}", {}),
            "fail: files.some_good count=2 passed=0\n"
            "  count week-2/*.js files.too_few count=2 min=3 path=week-2/*.js\n"
            "  count week-2/*.log files.too_many count=1 max=0 path=week-2/*.log\n");
}

TEST(Files, SizesForgiveWhatTheTemplateHas) {
  const std::string big(2'000, 'x');
  EXPECT_EQ(judged("{size: {'*': 1KiB}}", {}), "pass: files.all_good\n");
  EXPECT_EQ(judged("{size: {'*': 1KiB}}", {{"week-2/big.png", big}}),
            "fail: files.some_good count=1 passed=0\n"
            "  size week-2/big.png files.too_large limit=1KiB path=week-2/big.png\n");
}

TEST(Files, WithoutATemplateNothingIsHeldAgainstTheStudent) {
  const MemoryTree mine = memory_tree({{"week-2/a.js", "x"}});
  CheckInput input;
  input.view = {&mine, nullptr, "week-2", ""};
  EXPECT_EQ(told(check_of("files: {changed: [a.js]}")->judge(input)), "error: files.no_template\n");
}

TEST(Files, ScoreAllIsAllOrNothing) {
  EXPECT_EQ(judged("{required: [a.js, index.html]}\n        score: all", {}).substr(0, 5), "fail:");
}

TEST(Files, AHundredFindingsAreEnough) {
  MemoryTree mine;
  for (int i = 0; i < 300; ++i) mine.add("week-2/" + std::to_string(i) + ".log", "x");
  CheckInput input;
  input.view = {&mine, &base(), "week-2", ""};
  EXPECT_EQ(check_of("files: {forbidden: ['*.log']}")->judge(input).findings.size(), 100u);
}

TEST(Manual, AsksAPersonOnlyWhenThereIsSomethingToRead) {
  const MemoryTree mine = memory_tree({{"week-2/a.md", "x"}, {"week-2/b.md", "x"}});
  CheckInput input;
  input.view = {&mine, nullptr, "week-2", ""};
  EXPECT_EQ(told(check_of("manual: {}")->judge(input)), "needs_review: manual.waits\n");
  const Judgement judgement =
      check_of("manual: {prompt: \"Is it clear?\", evidence: ['*.md']}")->judge(input);
  EXPECT_EQ(told(judgement),
            "needs_review: manual.waits files=week-2/a.md, week-2/b.md prompt=Is it clear?\n");
  EXPECT_EQ(judgement.assurance, Assurance::Human);
  EXPECT_EQ(told(check_of("manual: {evidence: [c.md]}")->judge(input)),
            "fail (missing_result): manual.nothing_there path=week-2/c.md\n");
}

TEST(Manual, WhatIsToBeLookedAtLiesBesideTheReport) {
  const std::string png = "\x89PNG\r\n\x1a\n...";
  const MemoryTree mine = memory_tree({{"week-2/a.md", std::string(30'000, 'x')},
                                       {"week-2/b.png", png},
                                       {"week-2/c.bin", std::string("a\0b", 3)},
                                       {"week-2/d.txt", "caf\xe9"},
                                       {"week-2/e.png", "<svg>"}});
  CheckInput input;
  input.view = {&mine, nullptr, "week-2", ""};
  std::vector<std::string> lines;
  for (const Exhibit& one : check_of("manual: {evidence: ['*.*']}")->judge(input).exhibits) {
    lines.push_back(one.kind + " " + one.media_type + " " + one.title + " " +
                    std::to_string(one.content.size()));
  }
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "text text/plain week-2/a.md 20000",
                       "picture image/png week-2/b.png " + std::to_string(png.size()),
                       "text text/plain week-2/d.txt 6", "text text/plain week-2/e.png 5"}));
  std::map<std::string, std::string> many;
  for (int i = 0; i < 9; ++i) many["week-2/" + std::to_string(i) + ".md"] = "x";
  const MemoryTree full = memory_tree({many.begin(), many.end()});
  input.view = {&full, nullptr, "week-2", ""};
  EXPECT_EQ(check_of("manual: {evidence: ['*.md']}")->judge(input).exhibits.size(), 6U);
}

}  // namespace
}  // namespace grader::rubrics
