// Translations: every text gives texts of the rubric, or mistakes, all of which print.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rubrics/load.h"
#include "rubrics/translation.h"

namespace {

constexpr std::string_view kRubric = R"(rubric: js1/week-2
version: 2
title: Week 2
template: none
tasks:
  - id: bmi
    title: Body mass index
    first_step: Open the file.
    checks:
      - id: read
        title: A mentor reads it
        points: 5
        manual:
          criteria:
            - {id: names, title: Names, points: 5, levels: [{title: None, points: 0}, {title: Good, points: 5}]}
        ask: Which name says most?
      - id: no-todo
        title: Nothing is left open
        text: {in: [bmi.js], forbid: [{pattern: TODO, message: A TODO is left.}]}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const grader::rubrics::LoadedRubric rubric =
      grader::rubrics::load_rubric_text(kRubric, "/nowhere/week-2.yaml");
  if (!rubric.rubric) std::abort();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::rubrics::LoadedTranslation loaded =
      grader::rubrics::load_translation_text(text, "/nowhere/week-2.es.yaml", "es", *rubric.rubric);
  for (const grader::Diagnostic& diagnostic : loaded.diagnostics) {
    if (grader::to_text(diagnostic).empty()) std::abort();
  }
  if (!loaded.texts) return 0;
  if (loaded.texts->version > rubric.rubric->version) std::abort();
  for (const auto& [id, task] : loaded.texts->tasks) {
    if (id != "bmi") std::abort();
    for (const auto& [check, texts] : task.checks) {
      if (check != "read" && check != "no-todo") std::abort();
    }
  }
  const auto coverage = grader::rubrics::coverage_of(*loaded.texts, *rubric.rubric);
  if (coverage.missing.size() > coverage.all) std::abort();
  return 0;
}
