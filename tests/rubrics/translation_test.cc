#include "rubrics/translation.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "rubrics/load.h"
#include "rubrics/mistakes.h"

namespace grader::rubrics {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char* const kRubric = R"(rubric: js1/week-2
version: 4
title: Week 2
template: none
tasks:
  - id: bmi
    title: Body mass index
    path: bmi.js
    first_step: Open the file.
    checks:
      - id: computes
        title: It computes the index
        points: 4
        program:
          run: [node, bmi.js]
          cases:
            - {name: The first one, stdout: 23.4}
            - {name: A secret one, stdout: 1, hidden: true}
        ask: Which number comes out?
        why: Numbers matter.
        learn: https://developer.mozilla.org/
        praise: It computes.
      - id: no-todo
        title: Nothing is left open
        text: {in: [bmi.js], forbid: [{pattern: TODO, message: A TODO is left.}]}
      - id: read
        title: A mentor reads it
        points: 3
        manual:
          prompt: Look at the names
          criteria:
            - {id: names, title: Names, points: 3, levels: [{title: None, points: 0}, {title: Good, points: 3}]}
      - id: two
        title: One of two
        points: 1
        any: 1
        checks:
          - {id: one, title: The one, files: {required: [a.js]}}
          - {id: other, title: The other, files: {required: [b.js]}}
)";

const Rubric& rubric() {
  static const Rubric loaded = [] {
    LoadedRubric made = load_rubric_text(kRubric, "/nowhere/week-2.yaml");
    EXPECT_TRUE(made.rubric) << to_text(to_error(made, "week-2.yaml"));
    return std::move(*made.rubric);
  }();
  return loaded;
}

LoadedTranslation load(const std::string& text) {
  return load_translation_text(text, "week-2.es.yaml", "es", rubric());
}

std::string told(const LoadedTranslation& loaded) {
  std::string text;
  for (const Diagnostic& diagnostic : loaded.diagnostics) text += to_text(diagnostic) + "\n";
  return text;
}

const std::string kHead = "translation: js1/week-2\nlanguage: es\nversion: 4\n";

TEST(Translation, GivesTextsByTaskAndCheck) {
  const LoadedTranslation loaded = load(kHead + R"(title: Semana 2
tasks:
  bmi:
    title: Índice de masa corporal
    first_step: Abrir el archivo.
    checks:
      computes:
        title: Calcula el índice
        ask: ¿Qué número sale?
        why: Los números importan.
        learn: https://developer.mozilla.org/es/
        praise: Calcula.
        texts: {The first one: El primero}
      no-todo: {texts: {A TODO is left.: Queda un TODO.}}
      read: {texts: {Names: Los nombres, Good: Bien, None: Nada, Look at the names: Mirar los nombres}}
      two: {title: Uno de dos}
)");
  ASSERT_TRUE(loaded.texts) << told(loaded);
  EXPECT_THAT(loaded.diagnostics, IsEmpty()) << told(loaded);
  EXPECT_EQ(loaded.texts->version, 4);
  EXPECT_EQ(loaded.texts->digest.substr(0, 7), "sha256:");
  EXPECT_EQ(loaded.texts->title, "Semana 2");
  const TaskTexts& task = loaded.texts->tasks.at("bmi");
  EXPECT_EQ(task.title, "Índice de masa corporal");
  EXPECT_EQ(task.first_step, "Abrir el archivo.");
  const CheckTexts& check = task.checks.at("computes");
  EXPECT_EQ(check.title, "Calcula el índice");
  EXPECT_EQ(check.ask, "¿Qué número sale?");
  EXPECT_EQ(check.why, "Los números importan.");
  EXPECT_EQ(check.learn, "https://developer.mozilla.org/es/");
  EXPECT_EQ(check.praise, "Calcula.");
  EXPECT_EQ(check.texts.at("The first one"), "El primero");
  EXPECT_EQ(task.checks.at("no-todo").texts.at("A TODO is left."), "Queda un TODO.");
  EXPECT_EQ(task.checks.at("read").texts.size(), 4U);
  EXPECT_EQ(task.checks.at("two").title, "Uno de dos");
}

TEST(Translation, WhatHiddenCasesAreCalledIsNoText) {
  EXPECT_THAT(rubric().tasks[0].checks[0].texts, ElementsAre("The first one"));
}

TEST(Translation, WhatIsToldOfHiddenCasesIsText) {
  const LoadedRubric made = load_rubric_text(
      "rubric: js1/week-2\nversion: 4\ntitle: Week 2\ntemplate: none\ntasks:\n"
      "  - id: bmi\n    title: Index\n    path: bmi.js\n    checks:\n"
      "      - id: computes\n        title: It computes\n        points: 4\n"
      "        calls:\n          function: bmi\n          cases:\n"
      "            - {args: [1], returns: 1, hidden: true, about: a small number}\n"
      "            - {name: secret, args: [2], returns: 2, hidden: true}\n",
      "/nowhere/week-2.yaml");
  ASSERT_TRUE(made.rubric) << to_text(to_error(made, "week-2.yaml"));
  EXPECT_THAT(made.rubric->tasks[0].checks[0].texts, ElementsAre("a small number"));
}

struct Row {
  const char* name;
  std::string text;
  std::string told;
};

class TranslationMistakes : public ::testing::TestWithParam<Row> {};

TEST_P(TranslationMistakes, AreToldWithTheirPlace) {
  const LoadedTranslation loaded = load(GetParam().text);
  EXPECT_FALSE(loaded.texts);
  EXPECT_EQ(told(loaded), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TranslationMistakes,
    ::testing::Values(
        Row{"AnotherRubric", "translation: js1/week-3\nlanguage: es\nversion: 4\n",
            "week-2.es.yaml:1:14: the rubric beside it is 'js1/week-2'\n"
            "translation: js1/week-3\n             ^\n"},
        Row{"AnotherLanguage", "translation: js1/week-2\nlanguage: ca\nversion: 4\n",
            "week-2.es.yaml:2:11: the name of the file says 'es'\n"
            "language: ca\n          ^\n"},
        Row{"ALaterVersion", "translation: js1/week-2\nlanguage: es\nversion: 5\n",
            "week-2.es.yaml:3:10: the rubric has version 4, which is earlier\n"
            "version: 5\n         ^\n"},
        Row{"AMissingKey", "translation: js1/week-2\nlanguage: es\n",
            "week-2.es.yaml:1:1: a translation needs 'version'\n"
            "translation: js1/week-2\n^\n"},
        Row{"AnUnknownTask", kHead + "tasks: {bmx: {title: x}}\n",
            "week-2.es.yaml:4:9: the rubric has no task 'bmx', did you mean 'bmi'?\n"
            "tasks: {bmx: {title: x}}\n        ^\n"},
        Row{"AnUnknownCheck", kHead + "tasks: {bmi: {checks: {compute: {title: x}}}}\n",
            "week-2.es.yaml:4:24: the task 'bmi' has no check 'compute', did you mean "
            "'computes'?\n"
            "tasks: {bmi: {checks: {compute: {title: x}}}}\n                       ^\n"},
        Row{"Points", kHead + "tasks: {bmi: {checks: {computes: {points: 9}}}}\n",
            "week-2.es.yaml:4:35: unknown key 'points'; a check has 'title', 'ask', 'why', "
            "'learn', 'praise' and 'texts'\n"
            "tasks: {bmi: {checks: {computes: {points: 9}}}}\n"
            "                                  ^\n"},
        Row{"AMisspeltKey", kHead + "tasks: {bmi: {titel: x}}\n",
            "week-2.es.yaml:4:15: unknown key 'titel', did you mean 'title'?\n"
            "tasks: {bmi: {titel: x}}\n              ^\n"},
        Row{"ATextThatTheCheckLacks", kHead + "tasks: {bmi: {checks: {read: {ask: \"¿Qué?\"}}}}\n",
            "week-2.es.yaml:4:36: the check has no 'ask'; mend it here, or raise the rubric's "
            "'version' if the rubric "
            "has changed\n"
            "tasks: {bmi: {checks: {read: {ask: \"¿Qué?\"}}}}\n"
            "                                   ^\n"},
        Row{"WordsThatTheCheckDoesNotSay",
            kHead + "tasks: {bmi: {checks: {read: {texts: {Nams: x}}}}}\n",
            "week-2.es.yaml:4:39: the check does not say 'Nams', did you mean 'Names'?\n"
            "tasks: {bmi: {checks: {read: {texts: {Nams: x}}}}}\n"
            "                                      ^\n"},
        Row{"WordsThatWereCalledOtherwise",
            kHead + "tasks: {bmi: {checks: {no-todo: {texts: {Something is open.: x}}}}}\n",
            "week-2.es.yaml:4:42: the check does not say 'Something is open.', but 'A TODO is "
            "left.'; mend it here, or raise the rubric's 'version' if the rubric has changed\n"
            "tasks: {bmi: {checks: {no-todo: {texts: {Something is open.: x}}}}}\n"
            "                                         ^\n"},
        Row{"MoreThanATitleOfABlock", kHead + "tasks: {bmi: {checks: {two: {ask: \"¿Qué?\"}}}}\n",
            "week-2.es.yaml:4:30: a block has only a 'title'; mend it here, or raise the rubric's "
            "'version' if the rubric "
            "has changed\n"
            "tasks: {bmi: {checks: {two: {ask: \"¿Qué?\"}}}}\n"
            "                             ^\n"},
        Row{"ALinkThatIsNone",
            kHead + "tasks: {bmi: {checks: {computes: {learn: http://x.example}}}}\n",
            "week-2.es.yaml:4:42: expected a link that begins with https://, found "
            "'http://x.example'\n"
            "tasks: {bmi: {checks: {computes: {learn: http://x.example}}}}\n"
            "                                         ^\n"},
        Row{"AList", "- x\n",
            "week-2.es.yaml:1:1: expected a translation as a map, found a list\n"
            "- x\n^\n"}),
    [](const auto& row) { return row.param.name; });

TEST(Translation, IntoTheLanguageOfTheRubricIsAMistake) {
  const LoadedTranslation loaded = load_translation_text(
      "translation: js1/week-2\nlanguage: en\nversion: 4\n", "week-2.en.yaml", "en", rubric());
  EXPECT_EQ(told(loaded),
            "week-2.en.yaml:2:11: the rubric itself is in 'en'\nlanguage: en\n          ^\n");
}

TEST(Translation, AQuestionHasTheMarkOfItsLanguage) {
  const LoadedTranslation loaded = load_translation_text(
      "translation: js1/week-2\nlanguage: ar\nversion: 4\n"
      "tasks: {bmi: {checks: {computes: {ask: \"ما?\"}}}}\n",
      "week-2.ar.yaml", "ar", rubric());
  ASSERT_TRUE(loaded.texts);
  EXPECT_EQ(told(loaded),
            "week-2.ar.yaml:4:40: warning: 'ask' is a question; it has no question mark of its "
            "language\n"
            "tasks: {bmi: {checks: {computes: {ask: \"ما?\"}}}}\n"
            "                                       ^\n");
}

TEST(Translation, OfAnEarlierVersionSaysWhatIsGoneAndKeepsTheRest) {
  const LoadedTranslation loaded = load(
      "translation: js1/week-2\nlanguage: es\nversion: 3\n"
      "tasks: {bmi: {title: Índice}, gone: {title: x}}\n");
  ASSERT_TRUE(loaded.texts);
  EXPECT_EQ(loaded.texts->tasks.size(), 1U);
  EXPECT_EQ(told(loaded),
            "week-2.es.yaml:3:10: warning: the rubric has version 4; is this translation still "
            "right?\nversion: 3\n         ^\n"
            "week-2.es.yaml:4:31: warning: the rubric has no task 'gone'\n"
            "tasks: {bmi: {title: Índice}, gone: {title: x}}\n"
            "                              ^\n");
}

TEST(Translation, WhatIsMissingIsCounted) {
  const LoadedTranslation loaded = load(
      kHead +
      "title: Semana 2\ntasks: {bmi: {title: x, checks: {computes: {title: x, ask: \"¿x?\"}}}}\n");
  ASSERT_TRUE(loaded.texts) << told(loaded);
  const Coverage coverage = coverage_of(*loaded.texts, rubric());
  EXPECT_EQ(coverage.all, 18U);
  EXPECT_THAT(coverage.missing,
              ElementsAre("bmi: first_step", "bmi/two: title", "bmi/computes: why",
                          "bmi/computes: praise", "bmi/computes: 'The first one'",
                          "bmi/no-todo: title", "bmi/no-todo: 'A TODO is left.'", "bmi/read: title",
                          "bmi/read: 'Look at the names'", "bmi/read: 'Names'", "bmi/read: 'None'",
                          "bmi/read: 'Good'", "bmi/one: title", "bmi/other: title"));
}

class TranslationFiles : public ::testing::Test {
 protected:
  TranslationFiles()
      : folder_(fs::path(::testing::TempDir()) / ("translations-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    write("week-2.yaml", kRubric);
  }
  ~TranslationFiles() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  fs::path folder_;
};

TEST_F(TranslationFiles, BesideTheRubricAreLoadedWithIt) {
  write("week-2.es.yaml", kHead + "title: Semana 2\n");
  write("week-2.proofs.yaml", "proofs: 1\n");
  write("week-2.old.yaml", kRubric);
  write("week-22.es.yaml", "nothing of ours");
  write("week-2.es.json", "{}");
  const LoadedRubric loaded = load_rubric(folder_ / "week-2.yaml");
  ASSERT_TRUE(loaded.rubric) << to_text(to_error(loaded, "week-2.yaml"));
  ASSERT_EQ(loaded.rubric->translations.size(), 1U);
  EXPECT_EQ(loaded.rubric->translations.at("es").title, "Semana 2");
  EXPECT_EQ(loaded.rubric->digest, rubric().digest) << "translations decide nothing";
}

TEST_F(TranslationFiles, HaveEitherEndingAndAreOnePerLanguage) {
  write("week-2.es.yml", kHead + "title: Semana 2\n");
  const LoadedRubric loaded = load_rubric(folder_ / "week-2.yaml");
  ASSERT_TRUE(loaded.rubric) << to_text(to_error(loaded, "week-2.yaml"));
  EXPECT_EQ(loaded.rubric->translations.at("es").title, "Semana 2");
  write("week-2.es.yaml", kHead + "title: Semana\n");
  EXPECT_EQ(to_text(to_error(load_rubric(folder_ / "week-2.yaml"), folder_ / "week-2.yaml")),
            (folder_ / "week-2.es.yml").string() +
                ": 'week-2.es.yaml' is in the same language; remove one of them");
}

TEST_F(TranslationFiles, WithMistakesAreMistakesOfTheRubric) {
  write("week-2.es.yaml", kHead + "titel: Semana 2\n");
  const LoadedRubric loaded = load_rubric(folder_ / "week-2.yaml");
  EXPECT_FALSE(loaded.rubric);
  EXPECT_EQ(to_text(to_error(loaded, folder_ / "week-2.yaml")),
            (folder_ / "week-2.es.yaml").string() +
                ":4:1: unknown key 'titel', did you mean 'title'?\ntitel: Semana 2\n^\n"
                "1 mistake in week-2.es.yaml");
  // Named as the rubric was, and counted by files.
  write("week-2.fr.yaml", "translation: js1/week-2\nlanguage: fr\nversion: 3\ntitre: Semaine 2\n");
  fs::current_path(folder_);
  const std::string said = to_text(to_error(load_rubric("week-2.yaml"), "week-2.yaml"));
  EXPECT_TRUE(said.starts_with("week-2.es.yaml:4:1: unknown key 'titel'")) << said;
  EXPECT_TRUE(said.ends_with("\n2 mistakes in 2 files")) << said;
}

TEST_F(TranslationFiles, WhatHasItsTranslationIsNotMeantByAnother) {
  write("week-2.es.yaml",
        kHead + "tasks: {bmi: {checks: {read: {texts: {Names: Nombres, Namer: x}}}}}\n");
  const LoadedRubric loaded = load_rubric(folder_ / "week-2.yaml");
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].message,
            "the check does not say 'Namer'"
            "; mend it here, or raise the rubric's 'version' if the rubric "
            "has changed");
}

}  // namespace
}  // namespace grader::rubrics
