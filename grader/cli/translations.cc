#include "grader/cli/translations.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "grader/base/file.h"
#include "grader/base/yaml.h"
#include "grader/report/render.h"
#include "rubrics/beside.h"
#include "rubrics/scalars.h"
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

std::optional<std::filesystem::path> rubric_translated_by(const std::filesystem::path& file) {
  if (!rubrics::is_yaml(file)) return std::nullopt;
  const std::filesystem::path stem = file.stem();  // week-2.es
  const std::string language = stem.extension().string();
  if (language.size() < 2 || !rubrics::is_language(language.substr(1))) return std::nullopt;
  std::filesystem::path rubric = rubrics::rubric_beside(file);
  std::error_code ignored;
  if (!std::filesystem::exists(rubric, ignored)) return std::nullopt;
  const Result<std::string> text = read_file(file, std::size_t{1} << 20);
  if (!text) return std::nullopt;
  const YamlDocument document = parse_yaml(*text, file.string());
  if (!document.root || document.root->find("rubric") != nullptr) return std::nullopt;
  return rubric;
}

}  // namespace grader::cli
