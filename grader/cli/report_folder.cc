#include "grader/cli/report_folder.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "grader/base/file.h"
#include "grader/base/text.h"

namespace grader::cli {

namespace fs = std::filesystem;

std::string format_names() {
  std::vector<std::string> names;
  for (const report::Format& row : report::all_formats()) names.emplace_back(row.name);
  return join(names, ", ");
}

Result<std::vector<const report::Format*>> find_formats(const std::vector<std::string>& names) {
  std::vector<const report::Format*> formats;
  for (const std::string& name : names) {
    const report::Format* format = report::find_format(name);
    if (format == nullptr) {
      return usage_error("unknown format '" + visible(name) + "'",
                         "the formats are " + format_names());
    }
    formats.push_back(format);
  }
  return formats;
}

// The languages that the flags mean, each once.
Result<std::vector<std::string>> find_languages(const std::vector<std::string>& tags) {
  std::vector<std::string> languages;
  for (const std::string& tag : tags) {
    Result<std::string> language = report::find_language(tag);
    if (!language) return std::move(language).error();
    if (std::find(languages.begin(), languages.end(), *language) == languages.end()) {
      languages.push_back(std::move(*language));
    }
  }
  return languages;
}

Result<void> check_report_url(const std::string& url) {
  // Nothing that would end a link of Markdown.
  constexpr std::string_view kSigns = "-._~:/?#[]@!$&'()*+,;=%";
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  const bool plain = std::all_of(url.begin(), url.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSigns.find(c) != std::string_view::npos;
  });
  if (url.empty() || (web && plain)) return {};
  return usage_error("'" + visible(url, 100) + "' is not the address of a report",
                     "such as https://reports.school.example/week-2/ada/; see docs/formats.md");
}

Result<void> ReportFolder::save(Report& graded, engine::Stage stage) {
  if (auto localized = report::localize(graded, languages_.front()); !localized) return localized;
  const bool complete = stage == engine::Stage::Final;
  if (!saved_once_) remove_old_views();
  saved_once_ = true;
  if (complete) {
    for (const report::Format* format : formats_) {
      if (format == report::find_format("json")) continue;
      if (auto written = save_view(*format, graded); !written) return written;
    }
  }
  if (auto written = save_evidence(graded); !written) return written;
  const report::Format* json = report::find_format("json");
  return write_file_atomically(folder_ / json->file_name, json->render(graded, {}), complete);
}

std::string ReportFolder::name_in(const report::Format& format, const std::string& language) const {
  return report::file_name_of(format, language == languages_.front() ? "" : language);
}

std::string ReportFolder::page_file(const std::string& language) const {
  const report::Format* page = report::find_format("html");
  const bool written = std::find(formats_.begin(), formats_.end(), page) != formats_.end();
  return written ? name_in(*page, language) : "";
}

Result<void> ReportFolder::save_view(const report::Format& format, const Report& graded) const {
  report::RenderOptions options;
  options.report_url = url_;
  for (const std::string& language : languages_) {
    options.siblings.push_back({language, name_in(format, language)});
  }
  for (const report::Sibling& sibling : options.siblings) {
    options.language = sibling.language;
    options.page_file = page_file(sibling.language);
    if (auto written =
            write_file_atomically(folder_ / sibling.file, format.render(graded, options));
        !written) {
      return written;
    }
  }
  return {};
}

Result<void> ReportFolder::save_evidence(const Report& graded) const {
  for (const TaskResult& task : graded.tasks) {
    for (const CheckResult& check : task.checks) {
      for (const Evidence& evidence : check.evidence) {
        if (!evidence.content) continue;
        const fs::path file = folder_ / evidence.path;
        if (auto made = make_directories(file.parent_path()); !made) return made;
        if (auto written = write_file_atomically(file, *evidence.content, false); !written) {
          return written;
        }
      }
    }
  }
  return {};
}

void ReportFolder::remove_old_views() const {
  std::error_code gone;
  fs::remove_all(folder_ / "evidence", gone);
  for (const report::Format& format : report::all_formats()) {
    if (format.name == "json") continue;
    std::error_code ignored;
    fs::remove(folder_ / format.file_name, ignored);
    for (const std::string& language : report::all_languages()) {
      fs::remove(folder_ / report::file_name_of(format, language), ignored);
    }
  }
}

}  // namespace grader::cli
