#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "rubrics/checks/kinds.h"
#include "tests/rubrics/rubric_text.h"

namespace grader::rubrics {
namespace {

const std::filesystem::path kSource = std::filesystem::path(GRADER_TESTS_DIR).parent_path();

TEST(Kinds, AreListedInTheOrderOfTheManual) {
  EXPECT_EQ(list_kinds(),
            "files    required, forbidden, changed, counted and size-limited paths\n"
            "text     RE2 patterns in files, counted; filled-in sections of prose\n"
            "code     syntax-tree rules, required or forbidden, counted\n"
            "lint     ESLint, Stylelint, html-validate and Prettier with the rubric's rules\n"
            "git      commits, messages, authorship, history, pull request metadata\n"
            "calls    a table of calls to the student's functions with expected results\n"
            "tests    a test suite, ours or the student's\n"
            "program  stdin, arguments and files in; stdout, exit code and files out\n"
            "page     pages in a real browser: elements, style, forms, keyboard, accessibility, "
            "pictures\n"
            "manual   what only a person can judge\n"
            "\n"
            "not in this version:\n"
            "http  the student's server: a table of requests and expectations\n"
            "sql   answers run against seeded databases\n");
}

TEST(Kinds, EachIsDescribedWithItsKeysAndAnExample) {
  const Result<std::string> text = describe_kind("manual");
  ASSERT_TRUE(text);
  EXPECT_EQ(
      *text,
      "manual: what only a person can judge\n"
      "assurance: human\n"
      "\n"
      "keys:\n"
      "  prompt    text: what the person is asked\n"
      "  evidence  list of glob | {check}s: files to look at, where none is there nobody is asked; "
      "and "
      "checks that saw something\n"
      "  criteria  list of {id, title, points, levels}s: what points are given for; their sum is "
      "the check's\n"
      "\n"
      "example:\n"
      "  - id: read\n"
      "    title: A mentor reads the text\n"
      "    points: 5\n"
      "    manual:\n"
      "      prompt: Are the names clear, and is there a question to talk about?\n"
      "      evidence: [LEARNED.md]\n"
      "      criteria:\n"
      "        - {id: names, title: Names say what they hold, points: 3}\n"
      "        - id: question\n"
      "          title: There is a question to talk about\n"
      "          points: 2\n"
      "          levels: [{title: \"No\", points: 0}, {title: One, points: 1}, {title: A good one, "
      "points: 2}]\n");
  const Result<std::string> tests = describe_kind("tests");
  ASSERT_TRUE(tests);
  EXPECT_NE(tests->find("  score      each, all or loads: loads: the files can be read "
                        "(default: each)\n"),
            std::string::npos)
      << *tests;
}

TEST(Kinds, AnUnknownKindIsAUsageError) {
  const Result<std::string> near = describe_kind("test");
  ASSERT_FALSE(near);
  EXPECT_EQ(to_text(near.error()), "unknown kind 'test', did you mean 'tests'?");
  const Result<std::string> far = describe_kind("zzzzz");
  ASSERT_FALSE(far);
  EXPECT_EQ(to_text(far.error()), "unknown kind 'zzzzz'\nhint: grader kinds lists them");
  const Result<std::string> later = describe_kind("http");
  ASSERT_FALSE(later);
  EXPECT_EQ(to_text(later.error()), "the kind 'http' is not in this version of grader");
  EXPECT_EQ(later.error().blame, Blame::Usage);
}

std::string indented(std::string_view text, const std::string& by) {
  std::string all;
  for (const std::string_view line : lines_of(text)) {
    all += line.empty() ? "\n" : by + std::string(line) + "\n";
  }
  return all;
}

void expect_loads(const std::string& text, const std::string& what) {
  const LoadedRubric loaded = load_rubric_text(text, GRADER_TESTS_DIR "/rubrics/docs/rubric.yaml");
  EXPECT_TRUE(loaded.diagnostics.empty()) << what << "\n" << to_text(to_error(loaded, "x"));
}

TEST(Kinds, EveryExampleLoads) {
  for (const Kind& kind : all_kinds()) {
    if (kind.make == nullptr) continue;
    expect_loads(rubric_with(indented(kind.example, "      ")), std::string(kind.name));
  }
}

// Blocks of ```yaml in the manual: whole rubrics, tasks, or lists of checks.
TEST(Manual, EveryExampleLoads) {
  const Result<std::string> manual = read_file(kSource / "docs/rubric.md");
  ASSERT_TRUE(manual);
  int examples = 0;
  std::size_t at = 0;
  while ((at = manual->find("```yaml\n", at)) != std::string::npos) {
    at += 8;
    const std::string block = manual->substr(at, manual->find("```", at) - at);
    ++examples;
    if (block.find("rubric:") == 0) {
      expect_loads(block, block);
    } else {
      ASSERT_EQ(block.find("- id:"), 0u) << block;
      expect_loads(rubric_with(indented(block, "      ")), block);
    }
  }
  EXPECT_GE(examples, 6);
}

TEST(Manual, EveryKeyOfEveryKindIsNamed) {
  const Result<std::string> manual = read_file(kSource / "docs/rubric.md");
  ASSERT_TRUE(manual);
  for (const Kind& kind : all_kinds()) {
    EXPECT_NE(manual->find("`" + std::string(kind.name) + "`"), std::string::npos) << kind.name;
    if (kind.shape == nullptr) continue;
    const Shape shape = kind.shape();
    for (const Field& field : shape.fields) {
      EXPECT_NE(manual->find("`" + field.name + "`"), std::string::npos) << field.name;
    }
  }
}

TEST(Example, TheRubricOfTheExampleLoadsWithoutAWord) {
  const LoadedRubric loaded = load_rubric(kSource / "examples/javascript-week/rubric.yaml");
  EXPECT_TRUE(loaded.diagnostics.empty()) << to_text(to_error(loaded, "rubric.yaml"));
}

}  // namespace
}  // namespace grader::rubrics
