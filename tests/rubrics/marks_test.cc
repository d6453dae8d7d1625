#include "rubrics/marks.h"

#include <gtest/gtest.h>

#include "tests/rubrics/rubric_text.h"

namespace grader::rubrics {
namespace {

const Rubric& rubric() {
  static const Rubric loaded = [] {
    LoadedRubric made = load_rubric_text(
        rubric_with("      - id: read\n        title: A mentor reads it\n        points: 5\n"
                    "        manual:\n          criteria:\n"
                    "            - {id: names, title: Names say what they hold, points: 3}\n"
                    "            - id: question\n              title: There is a question\n"
                    "              points: 2\n"
                    "              levels: [{title: None, points: 0}, {title: Some, points: 0.5}, "
                    "{title: A good one, points: 2}]\n"
                    "      - {id: talk, title: A talk, points: 2.5, manual: {prompt: Talk}}\n"
                    "      - {id: note, title: A note, manual: {prompt: Note}}\n"
                    "      - id: demos\n        title: Demos\n        points: 2\n        any: 1\n"
                    "        checks:\n"
                    "          - {id: demo, title: A demo, manual: {prompt: Demo}}\n"),
        "rubric.yaml");
    EXPECT_TRUE(made.rubric) << to_text(to_error(made, "rubric.yaml"));
    return std::move(*made.rubric);
  }();
  return loaded;
}

std::string said(const std::string& text) {
  const LoadedMarks loaded = load_marks_text(text, "marks.yaml", rubric());
  EXPECT_EQ(loaded.marks.has_value(), loaded.diagnostics.empty());
  if (loaded.marks) return "";
  const Error error = to_error(loaded, "marks.yaml");
  EXPECT_EQ(error.blame, Blame::Usage);
  return to_text(error);
}

const std::string kHead = "marks: 1\nrubric: js1/week-2\n";

TEST(Marks, AreReadByCheckAndCriterion) {
  const LoadedMarks loaded =
      load_marks_text(kHead +
                          "commit: 0123456789abcdef0123456789abcdef01234567\n"
                          "checks:\n"
                          "  bmi/read:\n"
                          "    criteria:\n"
                          "      question: {level: Some}\n"
                          "      names: {points: 2.5, remark: \"Which name says most?\"}\n"
                          "    remark: Good to read.\n"
                          "  bmi/talk: {points: 1.25}\n"
                          "  bmi/note: {passed: true}\n"
                          "  bmi/demo: {passed: false}\n",
                      "marks.yaml", rubric());
  ASSERT_TRUE(loaded.marks) << to_text(to_error(loaded, "marks.yaml"));
  EXPECT_EQ(loaded.marks->commit, "0123456789abcdef0123456789abcdef01234567");
  const CheckMark& read = loaded.marks->checks.at("bmi/read");
  EXPECT_EQ(read.earned, 300);
  EXPECT_EQ(read.of, 500);
  EXPECT_EQ(read.remark, "Good to read.");
  // In the order of the rubric.
  ASSERT_EQ(read.criteria.size(), 2u);
  EXPECT_EQ(read.criteria[0].id, "names");
  EXPECT_EQ(read.criteria[0].points, Points{250});
  EXPECT_EQ(read.criteria[0].remark, "Which name says most?");
  EXPECT_EQ(read.criteria[1].level, "Some");
  EXPECT_EQ(read.criteria[1].points, Points{50});
  EXPECT_EQ(loaded.marks->checks.at("bmi/talk").earned, 125);
  EXPECT_EQ(loaded.marks->checks.at("bmi/note").earned, 1);
  EXPECT_EQ(loaded.marks->checks.at("bmi/demo").earned, 0);
}

TEST(Marks, PointsThatALevelHasGetItsName) {
  const LoadedMarks loaded = load_marks_text(
      kHead + "checks: {bmi/read: {criteria: {names: {points: 0}, question: {points: 2}}}}\n",
      "marks.yaml", rubric());
  ASSERT_TRUE(loaded.marks);
  EXPECT_EQ(loaded.marks->checks.at("bmi/read").criteria[1].level, "A good one");
}

TEST(Marks, AllMistakesAreToldAtOnce) {
  EXPECT_EQ(said(kHead + "checks:\n"
                         "  bmi/reed: {points: 1}\n"
                         "  talk: {points: 1}\n"
                         "  bmi/talk: {points: 3}\n"
                         "  bmi/note: {points: 1}\n"
                         "  bmi/demo: {passed: maybe, remrak: x}\n"),
            "marks.yaml:4:3: the rubric has no check 'bmi/reed', did you mean 'bmi/read'?\n"
            "  bmi/reed: {points: 1}\n"
            "  ^\n"
            "marks.yaml:5:3: the rubric has no check 'talk'; write it as task/check\n"
            "  talk: {points: 1}\n"
            "  ^\n"
            "marks.yaml:6:22: more than the 2.5 points of 'bmi/talk'\n"
            "  bmi/talk: {points: 3}\n"
            "                     ^\n"
            "marks.yaml:7:22: 'bmi/note' has no points of its own; say passed: true or false\n"
            "  bmi/note: {points: 1}\n"
            "                     ^\n"
            "marks.yaml:8:22: expected true or false, found 'maybe'\n"
            "  bmi/demo: {passed: maybe, remrak: x}\n"
            "                     ^\n"
            "marks.yaml:8:29: unknown key 'remrak', did you mean 'remark'?\n"
            "  bmi/demo: {passed: maybe, remrak: x}\n"
            "                            ^\n"
            "6 mistakes in marks.yaml");
}

struct Row {
  const char* name;
  std::string text;
  std::string mistake;
};

class MarksTest : public ::testing::TestWithParam<Row> {};

// Without the lines of the file and the count.
TEST_P(MarksTest, HasThisMistake) {
  const std::string all = said(GetParam().text);
  std::string told;
  for (std::size_t at = all.find("marks.yaml:"); at != std::string::npos;
       at = all.find("\nmarks.yaml:", at + 1)) {
    const std::size_t from = all.find(':', at + 1) + 1;
    told += (told.empty() ? "" : "\n") + all.substr(from, all.find('\n', from) - from);
  }
  EXPECT_EQ(told, GetParam().mistake) << all;
}

std::string of(const std::string& check) {
  return kHead + "checks: {" + check + "}\n";
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MarksTest,
    ::testing::Values(
        Row{"AnotherRubric", "marks: 1\nrubric: js1/week-3\nchecks: {bmi/talk: {points: 1}}\n",
            "2:9: marks for the rubric 'js1/week-3', and 'js1/week-2' grades"},
        Row{"AnotherVersion", "marks: 2\nrubric: js1/week-2\nchecks: {bmi/talk: {points: 1}}\n",
            "1:8: expected a whole number from 1 to 1, found the number 2"},
        Row{"NoChecks", kHead, "1:1: a file of marks needs 'checks'"},
        Row{"AList", "[1]\n", "1:1: expected a file of marks as a map, found a list"},
        Row{"ACommitThatIsNone",
            "marks: 1\nrubric: js1/week-2\ncommit: main\nchecks: {bmi/talk: {points: 1}}\n",
            "3:9: expected a commit id of 40 digits"},
        Row{"BothPointsAndPassed", of("bmi/talk: {points: 1, passed: true}"),
            "3:32: 'points' and 'passed' cannot stand together"},
        Row{"OnlyARemark", of("bmi/talk: {remark: Nice}"),
            "3:20: a mark needs one of 'points', 'passed' or 'criteria'"},
        Row{"PointsBelowZero", of("bmi/talk: {points: -1}"), "3:29: points cannot be below 0"},
        Row{"PointsAsText", of("bmi/talk: {points: much}"),
            "3:29: expected points such as 6 or 2.5, found 'much'"},
        Row{"CriteriaOfACheckWithout", of("bmi/talk: {criteria: {names: {points: 1}}}"),
            "3:31: 'bmi/talk' has no criteria"},
        Row{"ACriterionThatIsNone",
            of("bmi/read: {criteria: {name: {points: 1}, question: {points: 1}}}"),
            "3:10: 'names' of 'bmi/read' has no mark yet\n"
            "3:32: 'bmi/read' has no criterion 'name', did you mean 'names'?"},
        Row{"ACriterionWithTooMany",
            of("bmi/read: {criteria: {names: {points: 3.01}, question: {points: 1}}}"),
            "3:48: more than the 3 points of 'names'"},
        Row{"ALevelThatIsNone",
            of("bmi/read: {criteria: {names: {level: Some}, question: {level: Soem}}}"),
            "3:47: 'names' has no levels; give it points\n"
            "3:72: 'question' has no level 'Soem', did you mean 'Some'?"},
        Row{"ALevelFarFromAny",
            of("bmi/read: {criteria: {names: {points: 1}, question: {level: Excellent}}}"),
            "3:70: 'question' has no level 'Excellent'; it has 'None', 'Some' and 'A good one'"},
        Row{"CriteriaAsAList", of("bmi/read: {criteria: [names]}"),
            "3:31: expected a map such as {id: {points, level, remark}}, found a list"},
        Row{"NoYaml", "marks: [\n", "1:8: this '[' is not closed"}),
    [](const auto& row) { return row.param.name; });

TEST(Marks, AFileThatIsNotThereIsNamed) {
  const LoadedMarks loaded = load_marks("/nowhere/marks.yaml", rubric());
  EXPECT_FALSE(loaded.marks);
  EXPECT_EQ(to_text(to_error(loaded, "/nowhere/marks.yaml")),
            "/nowhere/marks.yaml: cannot read the marks: cannot open: No such file or directory");
}

}  // namespace
}  // namespace grader::rubrics
