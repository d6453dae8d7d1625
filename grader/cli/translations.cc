#include "grader/cli/translations.h"

#include <algorithm>
#include <string>

#include "grader/report/render.h"
#include "rubrics/translation.h"

namespace grader::cli {

void tell_translations(const rubrics::Rubric& rubric, std::ostream& out) {
  constexpr std::size_t kShown = 5;
  for (const auto& [language, texts] : rubric.translations) {
    const rubrics::Coverage coverage = rubrics::coverage_of(texts, rubric);
    out << "  " << language << ": ";
    if (coverage.missing.empty()) {
      out << "all " << coverage.all << " texts are translated\n";
    } else {
      out << coverage.all - coverage.missing.size() << " of " << coverage.all
          << " texts are translated; not yet:\n";
      const std::size_t shown = std::min(kShown, coverage.missing.size());
      for (std::size_t i = 0; i < shown; ++i) out << "    " << coverage.missing[i] << "\n";
      if (shown < coverage.missing.size()) {
        out << "    and " << coverage.missing.size() - shown << " more\n";
      }
    }
    if (!report::find_language(language)) {
      out << "    grader has no sentences in '" << language << "' yet: it is not shown\n";
    }
  }
}

}  // namespace grader::cli
