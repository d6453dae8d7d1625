// Translations beside rubrics, as commands meet them.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "rubrics/rubric.h"

namespace grader::cli {

// One line a language: how much is translated, and the first texts that are not; all of them where
// the translation is one of the files `whole`. `file` is the rubric as it was named. Remarks, no
// mistakes.
void tell_translations(const rubrics::Rubric& rubric, const std::filesystem::path& file,
                       const std::vector<std::string>& whole, std::ostream& out);

// Translations beside the rubric whose names say no language: nobody reads them.
void tell_misnamed_translations(const rubrics::Rubric& rubric, const std::filesystem::path& file,
                                std::ostream& err);

// The rubric that a file such as week-2.es.yaml translates; nullopt: it is no translation. A rubric
// has the key `rubric`, and a translation has not.
std::optional<std::filesystem::path> rubric_translated_by(const std::filesystem::path& file);

}  // namespace grader::cli
