#include "rubrics/rubric.h"

#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"

namespace grader::rubrics {
namespace {

TEST(Limits, TheCheckComesFirstThenTheTaskThenTheRubric) {
  Rubric rubric;
  Task task;
  CheckSpec check;
  rubric.limits.wall_ms = 30'000;
  rubric.limits.cpu_ms = 30'000;
  rubric.limits.memory = 1'000;
  task.limits.wall_ms = 5'000;
  task.limits.cpu_ms = 40'000;
  check.limits.wall_ms = 7'000;
  sandbox::Limits defaults, maximum;
  defaults.processes = 64;
  maximum.wall = std::chrono::seconds(60);
  maximum.cpu = std::chrono::seconds(20);
  maximum.memory = 500;
  maximum.processes = 32;
  const sandbox::Limits limits = effective_limits(rubric, task, check, defaults, maximum);
  EXPECT_EQ(limits.wall, std::chrono::seconds(7));
  EXPECT_EQ(limits.cpu, std::chrono::seconds(20)) << "never above the operator's maximum";
  EXPECT_EQ(limits.memory, 500u);
  EXPECT_EQ(limits.processes, 32u) << "defaults are held down too";
  EXPECT_EQ(limits.output, defaults.output);
}

TEST(Rubric, ExtraTasksAreNotInTheTotal) {
  Rubric rubric;
  rubric.tasks.resize(2);
  rubric.tasks[0].points = {1'000};
  rubric.tasks[1].points = {500};
  rubric.tasks[1].group = Group::Extra;
  EXPECT_EQ(rubric.points_possible(), Points{1'000});
}

struct FolderRow {
  const char* path;
  const char* folder;
};

TEST(Rubric, AFolderIsToldFromAFileByItsName) {
  const FolderRow rows[] = {
      {"week-2/bmi.js", "week-2"}, {"week-2", "week-2"},       {"a/v1.2", "a/v1.2"},
      {"a/b.js/", "a/b.js"},       {"a/.github", "a/.github"}, {"./a/../b.test.tsx", ""},
  };
  for (const FolderRow& row : rows) {
    const LoadedRubric loaded = load_rubric_text(
        std::string(kRubricHead) + "tasks:\n  - id: a\n    title: A\n    path: " + row.path +
            "\n    checks:\n      - {id: a, title: A, files: {required: [a]}}\n",
        "rubric.yaml");
    ASSERT_TRUE(loaded.rubric) << to_text(to_error(loaded, "rubric.yaml"));
    EXPECT_EQ(loaded.rubric->tasks[0].folder, row.folder) << row.path;
  }
}

TEST(Rubric, AQuestionMarkIsThatOfTheLanguage) {
  const auto warnings = [](const std::string& language, const std::string& ask) {
    const LoadedRubric loaded = load_rubric_text(
        std::string(kRubricHead) + "language: " + language +
            "\ntasks:\n  - id: a\n    title: A\n    checks:\n      - id: a\n        title: A\n"
            "        ask: \"" +
            ask + "\"\n        files: {required: [a]}\n",
        "rubric.yaml");
    EXPECT_TRUE(loaded.rubric);
    return loaded.diagnostics.size();
  };
  EXPECT_EQ(warnings("en", "Why?"), 0u);
  EXPECT_EQ(warnings("en", "Say why."), 1u);
  EXPECT_EQ(warnings("ar", "\u0644\u0645\u0627\u0630\u0627\u061F"), 0u);
  EXPECT_EQ(warnings("ar", "\u0644\u0645\u0627\u0630\u0627?"), 1u);
  EXPECT_EQ(warnings("uk", "\u0427\u043E\u043C\u0443?"), 0u);
}

}  // namespace
}  // namespace grader::rubrics
