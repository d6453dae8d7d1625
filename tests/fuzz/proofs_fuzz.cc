// Proofs: every text gives proofs that fit the rubric, or mistakes, all of which print.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rubrics/load.h"
#include "rubrics/proofs.h"

namespace {

// Folders that are there wherever this runs, so that a text can be without mistakes.
constexpr std::string_view kRubric = R"(rubric: js1/week-2
version: 1
title: Week 2
template: {folder: .}
pass: 50
tasks:
  - id: bmi
    title: Body mass index
    checks:
      - {id: there, title: The file is there, points: 3, files: {required: [bmi.js]}}
      - {id: quiet, title: Nothing is printed, points: 2.5, text: {in: [bmi.js], forbid: [{pattern: log}]}}
)";

bool fits(const grader::rubrics::Proofs& proofs) {
  if (proofs.solutions.empty() || proofs.templates.empty()) return false;
  for (const auto* list : {&proofs.solutions, &proofs.templates, &proofs.examples}) {
    for (const grader::rubrics::Proof& proof : *list) {
      if (proof.name.empty() || proof.start >= proofs.templates.size()) return false;
      for (const auto& [id, pin] : proof.tasks) {
        if (id != "bmi") return false;
      }
      for (const auto& [id, pin] : proof.checks) {
        if (id != "bmi/there" && id != "bmi/quiet") return false;
      }
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const grader::rubrics::LoadedRubric rubric =
      grader::rubrics::load_rubric_text(kRubric, "/usr/rubric.yaml");
  if (!rubric.rubric) std::abort();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const grader::rubrics::LoadedProofs loaded =
      grader::rubrics::load_proofs_text(text, "/usr/rubric.proofs.yaml", *rubric.rubric);
  if (loaded.proofs) return fits(*loaded.proofs) ? 0 : (std::abort(), 1);
  if (loaded.diagnostics.empty()) std::abort();
  if (grader::rubrics::to_error(loaded, "/usr/rubric.proofs.yaml").message.empty()) std::abort();
  return 0;
}
