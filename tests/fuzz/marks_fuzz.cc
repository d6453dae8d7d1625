// Marks: every text gives marks that fit the rubric, or mistakes, all of which print.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rubrics/load.h"
#include "rubrics/marks.h"

namespace {

constexpr std::string_view kRubric = R"(rubric: js1/week-2
version: 1
title: Week 2
template: none
tasks:
  - id: bmi
    title: Body mass index
    checks:
      - id: read
        title: A mentor reads it
        points: 5
        manual:
          criteria:
            - {id: names, title: Names, points: 3}
            - {id: question, title: A question, points: 2, levels: [{title: None, points: 0}, {title: Good, points: 2}]}
      - {id: talk, title: A talk, points: 2.5, manual: {prompt: Talk}}
      - {id: note, title: A note, manual: {prompt: Note}}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const grader::rubrics::LoadedRubric rubric =
      grader::rubrics::load_rubric_text(kRubric, "/nowhere/rubric.yaml");
  if (!rubric.rubric) std::abort();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::rubrics::LoadedMarks loaded =
      grader::rubrics::load_marks_text(text, "/nowhere/marks.yaml", *rubric.rubric);
  if (!loaded.marks) {
    if (loaded.diagnostics.empty()) std::abort();
    if (grader::rubrics::to_error(loaded, "marks.yaml").message.empty()) std::abort();
    return 0;
  }
  for (const auto& [id, mark] : loaded.marks->checks) {
    if (mark.earned < 0 || mark.earned > mark.of || mark.of <= 0) std::abort();
  }
  return 0;
}
