// Translations of a rubric: files beside it, week-2.es.yaml for week-2.yaml.
//
//   translation: js1/week-2     # the rubric's id
//   language: es
//   version: 4                  # of the rubric that was translated
//   title: JS1, semana 2
//   tasks:
//     bmi:
//       title: Índice de masa corporal
//       first_step: ...
//       checks:
//         computes: {title: ..., ask: ..., why: ..., learn: ..., praise: ...}
//         read: {title: ..., texts: {Mostly: En gran parte}}   # what else the check says
//
// Texts only: points and settings are the rubric's alone. What is left out is shown in the
// language of the rubric.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/yaml.h"
#include "grader/model/translation.h"
#include "rubrics/rubric.h"
#include "rubrics/shape.h"

namespace grader::rubrics {

// The files beside `rubric` that have its name and a language, by language; one may be there with
// each ending of YAML. A file that is a rubric of its own (it has the key `rubric`) is none; that
// shows when it is loaded.
std::map<std::string, std::set<std::filesystem::path>> translations_beside(
    const std::filesystem::path& rubric);

struct LoadedTranslation {
  std::optional<RubricTexts> texts;     // none where there is a mistake
  std::vector<Diagnostic> diagnostics;  // in the order of the file
};

// All mistakes at once: unknown keys and ids, texts that the rubric does not have, another
// language than the file's name says. In a translation of an earlier version of the rubric, what
// the rubric no longer has is a warning and left out.
LoadedTranslation load_translation_text(std::string_view text, const std::filesystem::path& file,
                                        const std::string& language, const Rubric& rubric);

// The same for a file. Neither texts nor diagnostics: the file is a rubric of its own.
LoadedTranslation load_translation(const std::filesystem::path& file, const std::string& language,
                                   const Rubric& rubric);

// What the rubric says to students and mentors, and how much of it is translated.
struct Coverage {
  std::size_t all = 0;
  std::vector<std::string> missing;  // "title", "bmi: first_step", "bmi/computes: ask"
};
Coverage coverage_of(const RubricTexts& texts, const Rubric& rubric);

const Shape& translation_shape();

}  // namespace grader::rubrics
