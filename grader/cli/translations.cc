#include "grader/cli/translations.h"

#include <algorithm>
#include <set>
#include <string>
#include <system_error>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/base/yaml.h"
#include "grader/report/render.h"
#include "rubrics/beside.h"
#include "rubrics/scalars.h"
#include "rubrics/translation.h"

namespace grader::cli {

namespace {

namespace fs = std::filesystem;

// "week-2.es.yaml", as it was named.
std::string file_of(const fs::path& rubric, const std::string& language) {
  const std::vector<fs::path> files = rubrics::files_beside(rubric, language);
  return files.empty() ? "" : files.front().string();
}

}  // namespace

void tell_translations(const rubrics::Rubric& rubric, const fs::path& file,
                       const std::vector<std::string>& whole, std::ostream& out) {
  for (const auto& [language, texts] : rubric.translations) {
    const rubrics::Coverage coverage = rubrics::coverage_of(texts, rubric);
    out << "  " << language << ": ";
    if (coverage.missing.empty()) {
      out << "all " << coverage.all << " texts are translated\n";
    } else {
      out << coverage.all - coverage.missing.size() << " of " << coverage.all
          << " texts are translated; not yet:\n";
      const std::string own = file_of(file, language);
      const bool all = std::find(whole.begin(), whole.end(), own) != whole.end();
      const std::size_t shown =
          all ? coverage.missing.size() : std::min<std::size_t>(5, coverage.missing.size());
      for (std::size_t i = 0; i < shown; ++i) out << "    " << coverage.missing[i] << "\n";
      if (shown < coverage.missing.size()) {
        out << "    and " << coverage.missing.size() - shown
            << " more; all of them: grader rubric check " << own << "\n";
      }
    }
    if (!report::find_language(language)) {
      out << "    grader has no sentences in '" << language << "' yet: it is not shown\n";
    }
  }
}

void tell_misnamed_translations(const rubrics::Rubric& rubric, const fs::path& file,
                                std::ostream& err) {
  std::set<fs::path> others;
  const auto known = rubrics::translations_beside(rubric.file);
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(rubric.folder, ignored)) {
    const fs::path& one = entry.path();
    const std::string name = one.filename().string();
    if (!rubrics::is_yaml(one) || !name.starts_with(rubric.file.stem().string())) continue;
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const auto& row) { return row.second.contains(one); });
    if (!is_known && others.size() < 100) others.insert(one);
  }
  for (const fs::path& one : others) {
    const Result<std::string> text = read_file(one, std::size_t{1} << 20);
    // Parsed only where it says so, since much may lie beside a rubric.
    if (!text || text->find("translation:") == std::string::npos) continue;
    const YamlDocument document = parse_yaml(*text, one.string());
    if (!document.root || document.root->kind != YamlNode::Kind::Map) continue;
    const YamlNode* of = document.root->find("translation");
    const YamlNode* language = document.root->find("language");
    if (of == nullptr || of->scalar != rubric.id || language == nullptr ||
        !rubrics::is_language(language->scalar)) {
      continue;
    }
    err << visible((file.parent_path() / one.filename()).string())
        << ": warning: this translation is not read; call it "
        << visible(rubric.file.stem().string()) << "." << language->scalar << ".yaml\n";
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
