// The rubric's texts of a report in another language, as far as the report holds translations.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "grader/model/report.h"

namespace grader::report {

// Texts that are in the view's language; all other texts of the rubric are in the rubric's.
using NativeTexts = std::set<std::string, std::less<>>;

struct InLanguage {
  Report report;       // titles, questions, names of cases and parameters of messages replaced
  NativeTexts native;  // what was put in
};

// By the translation in `language`, or in the more general one ("es" for "es-MX").
InLanguage in_language(Report report, std::string_view language);

// The parameter of a message that is a text of the rubric: "text", "level", "title"; or none ("").
std::string_view rubric_parameter_of(std::string_view message_id);

}  // namespace grader::report
