#include "rubrics/proofs.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "tests/rubrics/rubric_text.h"

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;

Rubric rubric_of(const std::string& start) {
  LoadedRubric loaded = load_rubric_text(
      "rubric: js1/week-2\nversion: 1\ntitle: Week 2\ntemplate: " + start +
          "\ntasks:\n  - id: bmi\n    title: Body mass index\n    checks:\n"
          "      - {id: given, title: Given, points: 4, files: {required: [a.js]}}\n"
          "      - {id: names, title: Names, points: 2, files: {required: [b.js]}}\n",
      fs::path(GRADER_TESTS_DIR) / "rubrics/rubric.yaml");
  if (!loaded.rubric) ADD_FAILURE() << to_text(to_error(loaded, "rubric.yaml"));
  return std::move(*loaded.rubric);
}

// Folders beside this file are there: golden and docs.
LoadedProofs proofs_of(const std::string& text, const std::string& start = "none") {
  return load_proofs_text("proofs: 1\n" + text, fs::path(GRADER_TESTS_DIR) / "rubrics/p.yaml",
                          rubric_of(start));
}

std::string mistakes(const LoadedProofs& loaded) {
  std::string text;
  for (const Diagnostic& one : loaded.diagnostics) {
    text += std::to_string(one.position.line) + ":" + std::to_string(one.position.column) + ": " +
            one.message + "\n";
  }
  return text;
}

TEST(Proofs, AreReadWithAllTheirKeys) {
  const LoadedProofs loaded = proofs_of(
      "solution: {changes: golden}\n"
      "template: {repository: https://example.org/course.git, ref: main, points: 1}\n"
      "examples:\n"
      "  - id: half\n    folder: golden\n    points: 2.5\n    tasks: {bmi: partial}\n"
      "    checks: {bmi/given: fail, bmi/names: {status: partial, points: 0.5, cause: crashed}}\n"
      "unproved: {bmi/names: hard to show}\n");
  ASSERT_TRUE(loaded.proofs) << mistakes(loaded);
  const fs::path golden = fs::path(GRADER_TESTS_DIR) / "rubrics/golden";
  EXPECT_EQ(loaded.proofs->solutions.size(), 1U);
  EXPECT_EQ(std::get<ChangesFolder>(loaded.proofs->solutions[0].place).folder, golden);
  EXPECT_EQ(loaded.proofs->solutions[0].name, "solution");
  EXPECT_EQ(loaded.proofs->templates[0].points, Points{100});
  EXPECT_EQ(std::get<RepositoryRef>(loaded.proofs->templates[0].place).ref, "main");
  const Proof& half = loaded.proofs->examples.at(0);
  EXPECT_EQ(half.name, "half");
  EXPECT_EQ(std::get<PlainFolder>(half.place).folder, golden);
  EXPECT_EQ(half.points, Points{250});
  EXPECT_EQ(half.tasks.at("bmi").status, Status::Partial);
  EXPECT_EQ(half.checks.at("bmi/given").status, Status::Fail);
  EXPECT_EQ(half.checks.at("bmi/names").points, Points{50});
  EXPECT_EQ(half.checks.at("bmi/names").cause, Cause::Crashed);
  EXPECT_EQ(loaded.proofs->unproved.at("bmi/names"), "hard to show");
}

TEST(Proofs, TheTemplateIsTheRubricsWhereNothingIsSaid) {
  const LoadedProofs none = proofs_of("solution: {folder: golden}\n");
  ASSERT_TRUE(none.proofs) << mistakes(none);
  EXPECT_TRUE(std::holds_alternative<NothingHandedIn>(none.proofs->templates[0].place));
  EXPECT_EQ(none.proofs->templates[0].points, Points{});
  const LoadedProofs folder = proofs_of("solution: {changes: golden}\n", "{folder: golden}");
  ASSERT_TRUE(folder.proofs) << mistakes(folder);
  EXPECT_EQ(std::get<PlainFolder>(folder.proofs->templates[0].place).folder.filename(), "golden");
  const LoadedProofs ref =
      proofs_of("solution: {changes: golden}\n", "{repository: https://a.example/c, ref: v1}");
  ASSERT_TRUE(ref.proofs) << mistakes(ref);
  EXPECT_EQ(std::get<RepositoryRef>(ref.proofs->templates[0].place).ref, "v1");
}

TEST(Proofs, SeveralGenerationsHaveIds) {
  const LoadedProofs loaded = proofs_of(
      "template:\n  - {id: first, folder: golden}\n  - {id: second, folder: golden}\n"
      "solution:\n  - {id: first, changes: golden, template: first}\n"
      "  - {id: second, changes: golden, template: second}\n");
  ASSERT_TRUE(loaded.proofs) << mistakes(loaded);
  EXPECT_EQ(loaded.proofs->solutions[1].name, "solution second");
  EXPECT_EQ(loaded.proofs->solutions[1].start, 1U);
  EXPECT_EQ(loaded.proofs->templates[0].name, "template first");
}

struct Row {
  const char* name;
  const char* start;
  const char* text;
  const char* expected;
};

// Names the row in CTest's list.
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class WrongProofs : public ::testing::TestWithParam<Row> {};

TEST_P(WrongProofs, AreSaidWithTheirPlace) {
  const LoadedProofs loaded = proofs_of(GetParam().text, GetParam().start);
  EXPECT_FALSE(loaded.proofs);
  EXPECT_EQ(mistakes(loaded), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, WrongProofs,
    ::testing::Values(
        Row{"NoSolution", "none", "unproved: {bmi/given: why}\n",
            "1:1: a file of proofs needs 'solution'\n"},
        Row{"AWordIsNoPlace", "none", "solution: golden\n",
            "2:11: expected {folder: DIR}, {changes: DIR} or {repository: URL, ref: REF}, or a "
            "list of them, found 'golden'\n"},
        Row{"NoPlace", "none", "solution: {points: 1}\n",
            "2:11: a solution needs one of 'folder', 'changes' or 'repository'\n"},
        Row{"TwoPlaces", "none", "solution: {folder: golden, changes: golden}\n",
            "2:28: 'folder' and 'changes' cannot stand together\n"
            "2:37: there is no template that these files could be laid over; use 'folder'\n"},
        Row{"MissingFolder", "none", "solution: {folder: gulden}\n",
            "2:20: there is no folder 'gulden' beside this file\n"},
        Row{"ChangesOfNothing", "none", "solution: {changes: golden}\n",
            "2:21: there is no template that these files could be laid over; use 'folder'\n"},
        Row{"MergeBaseIsNoPlace", "{merge_base: main}", "solution: {changes: golden}\n",
            "1:1: the rubric's template is the merge base of a pull request; say where an "
            "untouched one is, as 'template: {folder: DIR}' or 'template: {repository: URL, ref: "
            "REF}'\n"},
        Row{"RefOfAFolder", "none", "solution: {folder: golden, ref: main}\n",
            "2:33: 'ref' is of a 'repository'\n"},
        Row{"NothingPinned", "none",
            "solution: {folder: golden}\nexamples: [{id: half, folder: golden}]\n",
            "3:12: an example says what should come out: 'points', 'passed', 'tasks' or "
            "'checks'\n"},
        Row{"UnknownCheck", "none",
            "solution: {folder: golden}\n"
            "examples: [{id: a, folder: golden, checks: {bmi/gven: pass}}]\n",
            "3:45: the rubric has no check 'bmi/gven', did you mean 'bmi/given'?\n"},
        Row{"CheckWithoutTask", "none",
            "solution: {folder: golden}\nunproved: {shares: there is no team}\n",
            "3:12: the rubric has no check 'shares'; write it as task/check\n"},
        Row{"TooManyPoints", "none",
            "solution: {folder: golden}\n"
            "examples: [{id: a, folder: golden, tasks: {bmi: {points: 7}}}]\n",
            "3:58: more than the 6 points of 'bmi'\n"},
        Row{"UnknownCause", "none",
            "solution: {folder: golden}\n"
            "examples: [{id: a, folder: golden, checks: {bmi/given: {cause: bad}}}]\n",
            "3:64: unknown cause 'bad'\n"},
        Row{"PassedWithoutAGoal", "none",
            "solution: {folder: golden}\nexamples: [{id: a, folder: golden, passed: true}]\n",
            "3:44: the rubric has no 'pass', so nothing passes\n"},
        Row{"IdsOfSeveral", "none", "solution: [{folder: golden}, {folder: golden}]\n",
            "2:12: one of several needs an 'id'\n2:30: one of several needs an 'id'\n"},
        Row{"ExampleWithoutId", "none",
            "solution: {folder: golden}\nexamples: [{folder: golden, points: 1}]\n",
            "3:12: one of several needs an 'id'\n"},
        Row{"TheSameIdTwice", "none",
            "solution: {folder: golden}\nexamples: [{id: a, folder: golden, points: 1}, {id: a, "
            "folder: golden, points: 1}]\n",
            "3:53: two have the id 'a'\n"},
        Row{"ANameThatIsTaken", "none",
            "solution: {folder: golden}\n"
            "examples: [{id: template, folder: golden, points: 1}]\n",
            "3:17: 'template' is the name of another proof\n"},
        Row{"UnknownTemplate", "{folder: golden}",
            "template: {id: new}\nsolution: {changes: golden, template: old}\n",
            "3:39: there is no template 'old' in this file\n"},
        Row{"MissingMarks", "none", "solution: {folder: golden, marks: marks.yaml}\n",
            "2:35: there is no file 'marks.yaml' beside this one\n"},
        Row{"AnEmptyPin", "none",
            "solution: {folder: golden}\n"
            "examples: [{id: a, folder: golden, checks: {bmi/given: {}}}]\n",
            "3:56: this pins nothing\n"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Proofs, StandBesideTheirRubric) {
  EXPECT_EQ(rubric_file_of("rubrics/week-2.proofs.yaml"), "rubrics/week-2.yaml");
  EXPECT_EQ(rubric_file_of("rubrics/week-2.proofs.yml"), "rubrics/week-2.yml");
  EXPECT_EQ(rubric_file_of("rubrics/week-2.yaml"), std::nullopt);
  EXPECT_EQ(rubric_file_of("rubrics/week-2.proofs.json"), std::nullopt);
  EXPECT_EQ(rubric_file_of(".proofs.yaml"), std::nullopt);
}

TEST(Proofs, AreFoundWithEitherEnding) {
  const fs::path folder = fs::path(::testing::TempDir()) / ("proofs-" + std::to_string(::getpid()));
  fs::remove_all(folder);
  fs::create_directories(folder);
  const fs::path rubric = folder / "week.yaml";
  const auto found = [&](const char* name) {
    const Result<fs::path> proofs = find_proofs(folder / name);
    return proofs ? proofs->filename().string() : to_text(proofs.error());
  };
  EXPECT_EQ(found("week.yaml"), rubric.string() +
                                    ": there are no proofs for this rubric\n"
                                    "hint: name its solution in week.proofs.yaml beside it: "
                                    "proofs: 1, solution: {folder: DIR}");
  ASSERT_TRUE(write_file_atomically(rubric, "rubric: week\n"));
  ASSERT_TRUE(write_file_atomically(folder / "week.proofs.yml", "proofs: 1\n"));
  EXPECT_EQ(found("week.yaml"), "week.proofs.yml");
  EXPECT_EQ(found("week.yml"), "week.proofs.yml");
  EXPECT_EQ(rubric_file_of(folder / "week.proofs.yml"), rubric);
  ASSERT_TRUE(write_file_atomically(folder / "week.proofs.yaml", "proofs: 1\n"));
  EXPECT_EQ(found("week.yaml"),
            rubric.string() +
                ": two files hold its proofs, week.proofs.yaml and week.proofs.yml\n"
                "hint: put everything into one of them, and remove the other");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace grader::rubrics
