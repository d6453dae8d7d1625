#include "grader/report/translate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/report_json.h"
#include "grader/report/render.h"
#include "tests/support/report_schema.h"

namespace grader::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Report sample() {
  Report report;
  report.sandbox.level = "none";
  report.rubric = {"week-2", 4, "sha256:0", "Week 2", "en"};
  TaskResult task;
  task.id = "bmi";
  task.title = "Body mass index";
  task.first_step = "Open it.";
  task.status = Status::Fail;
  task.blocks = {{"two", "One of two", 1, {}, {}, {"todo"}}};
  CheckResult computes;
  computes.id = "computes";
  computes.title = "It computes";
  computes.ask = "Which number?";
  computes.why = "Numbers matter.";
  computes.status = Status::Fail;
  computes.points_possible = {100};
  computes.cases = {{"1", "The first", Status::Fail, Cause::WrongResult, {}, {}, {}}};
  CheckResult todo;
  todo.id = "todo";
  todo.title = "Nothing is open";
  todo.status = Status::Skipped;
  todo.message = {"engine.waits", {{"title", "It computes"}}, ""};
  Finding finding;
  finding.message = {"text.author_says", {{"text", "A TODO is left."}}, ""};
  todo.findings = {finding};
  task.checks = {computes, todo};
  report.tasks = {task};
  RubricTexts texts;
  texts.version = 4;
  texts.digest = "sha256:1";
  TaskTexts& of = texts.tasks["bmi"];
  of.title = "Índice";
  of.checks["computes"] = {"Calcula", "¿Qué número?", "", "", "", {{"The first", "El primero"}}};
  of.checks["todo"].texts = {{"A TODO is left.", "Queda un TODO."}};
  of.checks["two"].title = "Uno de dos";
  of.checks["gone"].title = "Ya no está";
  report.translations["es"] = texts;
  return report;
}

TEST(InLanguage, PutsInWhatIsTranslatedTextByText) {
  const InLanguage in = in_language(sample(), "es");
  const TaskResult& task = in.report.tasks[0];
  EXPECT_EQ(in.report.rubric.title, "Week 2");
  EXPECT_EQ(task.title, "Índice");
  EXPECT_EQ(task.first_step, "Open it.");
  EXPECT_EQ(task.blocks[0].title, "Uno de dos");
  EXPECT_EQ(task.checks[0].title, "Calcula");
  EXPECT_EQ(task.checks[0].ask, "¿Qué número?");
  EXPECT_EQ(task.checks[0].why, "Numbers matter.");
  EXPECT_EQ(task.checks[0].cases[0].name, "El primero");
  EXPECT_EQ(task.checks[1].title, "Nothing is open");
  EXPECT_EQ(std::get<std::string>(task.checks[1].message.params.at("title")), "Calcula");
  EXPECT_EQ(std::get<std::string>(task.checks[1].findings[0].message.params.at("text")),
            "Queda un TODO.");
  EXPECT_THAT(in.native, ElementsAre("Calcula", "El primero", "Queda un TODO.", "Uno de dos",
                                     "¿Qué número?", "Índice"));
}

TEST(InLanguage, TakesTheMoreGeneralLanguage) {
  EXPECT_EQ(in_language(sample(), "es-MX").report.tasks[0].title, "Índice");
  EXPECT_EQ(in_language(sample(), "fr").report.tasks[0].title, "Body mass index");
  EXPECT_TRUE(in_language(sample(), "fr").native.empty());
}

TEST(InLanguage, PagesMarkWhatIsInTheLanguageOfTheRubric) {
  RenderOptions options;
  options.language = "es";
  const std::string page = find_format("html")->render(sample(), options);
  EXPECT_THAT(page, HasSubstr("<h4>Índice</h4>"));
  EXPECT_THAT(page, HasSubstr("<h5>Calcula</h5>"));
  EXPECT_THAT(page, HasSubstr("<span>¿Qué número?</span>"));
  EXPECT_THAT(page, HasSubstr("<bdi lang=\"en\" dir=\"ltr\">Numbers matter.</bdi>"));
  EXPECT_THAT(page, HasSubstr("<h5><bdi lang=\"en\" dir=\"ltr\">Nothing is open</bdi></h5>"));
  EXPECT_THAT(page, HasSubstr("espera hasta que esta otra funcione: <bdi>Calcula</bdi>."));
  options.language = "fr";
  EXPECT_THAT(find_format("html")->render(sample(), options),
              HasSubstr("celle-ci marche\u00A0: <bdi lang=\"en\" dir=\"ltr\">It computes</bdi>."));
}

TEST(InLanguage, CommentsAndSummariesAreTranslatedToo) {
  RenderOptions options;
  options.language = "es";
  for (const char* name : {"md", "text"}) {
    const std::string view = find_format(name)->render(sample(), options);
    EXPECT_THAT(view, HasSubstr("Calcula")) << name;
    EXPECT_THAT(view, Not(HasSubstr("It computes"))) << name;
  }
}

TEST(Localize, QuotesTheTranslationInASentence) {
  Report report = sample();
  ASSERT_TRUE(localize(report, "es"));
  EXPECT_EQ(report.tasks[0].checks[1].findings[0].message.text, "Queda un TODO.");
  EXPECT_EQ(report.tasks[0].checks[0].title, "It computes")
      << "the report keeps the rubric's words";
  const auto& params = report.tasks[0].checks[1].message.params;
  EXPECT_EQ(std::get<std::string>(params.at("title")), "It computes");
}

TEST(Translations, AreStoredInTheReport) {
  Report report = sample();
  ASSERT_TRUE(localize(report, "en"));
  report.run.graded_at = "2026-11-23T12:20:00Z";
  const std::string json = report_to_json(report);
  EXPECT_TRUE(testing::ValidatesAsReport(json));
  const Result<Report> read = report_from_json(json);
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(report_to_json(*read), json);
  EXPECT_EQ(read->translations.at("es").tasks.at("bmi").checks.at("two").title, "Uno de dos");
}

}  // namespace
}  // namespace grader::report
