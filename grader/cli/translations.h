// Translations beside rubrics, as commands meet them.
#pragma once

#include <filesystem>
#include <optional>
#include <ostream>

#include "rubrics/rubric.h"

namespace grader::cli {

// One line a language: how much is translated, and the first texts that are not. Remarks, no
// mistakes.
void tell_translations(const rubrics::Rubric& rubric, std::ostream& out);

// The rubric that a file such as week-2.es.yaml translates; nullopt: it is no translation. A rubric
// has the key `rubric`, and a translation has not.
std::optional<std::filesystem::path> rubric_translated_by(const std::filesystem::path& file);

}  // namespace grader::cli
