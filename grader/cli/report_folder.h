// Where the views of one report are written.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/grade.h"
#include "grader/report/render.h"

namespace grader::cli {

// "json, html, md, ...".
std::string format_names();

// The formats that the flags name; an Error lists those that there are.
Result<std::vector<const report::Format*>> find_formats(const std::vector<std::string>& names);

// The languages that the flags mean, each once.
Result<std::vector<std::string>> find_languages(const std::vector<std::string>& tags);

// What --report-url gives: a web address that can stand in a comment, or nothing.
inline constexpr const char* kAboutReportUrl =
    "where people can read the report, for the comment (ends in '/': its folder)";
Result<void> check_report_url(const std::string& url);

// The folder of the report, with the views of an earlier report taken away as soon as a new one
// begins: they would tell of something else.
class ReportFolder {
 public:
  // The first language is that of the files without a language in their name. `url`: where people
  // can read the folder, or empty.
  ReportFolder(std::filesystem::path folder, std::vector<const report::Format*> formats,
               std::vector<std::string> languages, std::string url)
      : folder_(std::move(folder)),
        formats_(std::move(formats)),
        languages_(std::move(languages)),
        url_(std::move(url)) {}

  // Fills in the texts of the report, and writes it: as report.json while it is provisional, in all
  // formats in the end.
  Result<void> save(Report& graded, engine::Stage stage);

 private:
  // Of the page in this language; empty where none is written.
  std::string page_file(const std::string& language) const;
  std::string name_in(const report::Format& format, const std::string& language) const;
  Result<void> save_view(const report::Format& format, const Report& graded) const;
  Result<void> save_evidence(const Report& graded) const;
  void remove_old_views() const;

  std::filesystem::path folder_;
  std::vector<const report::Format*> formats_;
  std::vector<std::string> languages_;
  std::string url_;
  bool saved_once_ = false;
};

}  // namespace grader::cli
