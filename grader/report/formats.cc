#include <algorithm>
#include <array>

#include "grader/base/places.h"
#include "grader/model/report_json.h"
#include "grader/report/catalogue.h"
#include "grader/report/ctrf.h"
#include "grader/report/github.h"
#include "grader/report/html.h"
#include "grader/report/junit.h"
#include "grader/report/languages.h"
#include "grader/report/markdown.h"
#include "grader/report/rdjson.h"
#include "grader/report/render.h"
#include "grader/report/sarif.h"
#include "grader/report/text.h"

namespace grader::report {
namespace {

std::string render_json(const Report& report, const RenderOptions&) {
  return report_to_json(report);
}

constexpr std::array<Format, 9> kFormats{{
    {"json", "report.json", "everything that was found, as data", render_json},
    {"html", "report.html", "the page for the student, one file without scripts", render_html},
    {"md", "report.md", "a comment for a pull request", render_markdown},
    {"text", "report.txt", "a summary for the terminal", render_text},
    {"sarif", "report.sarif", "findings for code scanning and editors", render_sarif},
    {"rdjson", "report.rdjson", "findings for reviewdog", render_rdjson},
    {"github", "report-github.txt", "annotations, for a log of GitHub Actions", render_github},
    {"junit", "report-junit.xml", "test results with points, for CI systems", render_junit},
    {"ctrf", "report-ctrf.json", "test results in the Common Test Report Format", render_ctrf},
}};

}  // namespace

std::span<const Format> all_formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const Format& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

std::string file_name_of(const Format& format, const std::string& other_language) {
  std::string name(format.file_name);
  if (!other_language.empty()) name.insert(name.rfind('.'), "." + other_language);
  return name;
}

std::vector<std::string> all_languages() {
  return languages_in(data_directory() / "messages");
}

Result<std::string> find_language(std::string_view tag) {
  Result<const Catalogue*> catalogue = Catalogue::of(tag);
  if (!catalogue) return std::move(catalogue).error();
  return (*catalogue)->language();
}

}  // namespace grader::report
