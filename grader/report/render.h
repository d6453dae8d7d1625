// Views of a stored report: pure functions from a Report to text, one row each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/model/report.h"

namespace grader::report {

// Fills in every Message::text in `language` ("en"); unknown languages are a usage error that names
// the known ones. Text from ids of an older catalogue is kept as it is stored.
Result<void> localize(Report& report, std::string_view language);

// The languages that there are, sorted; and the one of them that `tag` means: "es" for "es-MX". An
// unknown one is a usage error.
std::vector<std::string> all_languages();
Result<std::string> find_language(std::string_view tag);

// A view of the same report in some language.
struct Sibling {
  std::string language;
  std::string file;  // beside the view
};

struct RenderOptions {
  std::string language = "en";
  bool color = false;  // text only
  int width = 80;      // text only
  // All languages that are written, this one too; links between them where there are several.
  std::vector<Sibling> siblings = {};
  // Comments: where people can read the report. With a '/' at its end its folder, whose files are
  // linked; else a page that leads to it. Empty: nobody knows.
  std::string report_url = {};
  std::string page_file = {};  // the HTML page in that folder; empty: there is none
};

struct Format {
  std::string_view name;       // "html"
  std::string_view file_name;  // "report.html"
  std::string_view about;
  std::string (*render)(const Report& report, const RenderOptions& options);
};

// json, html, md, text, sarif, rdjson, github, junit, ctrf.
std::span<const Format> all_formats();
const Format* find_format(std::string_view name);  // null where there is none

// "report.html"; in another language than the first of a report "report.ar.html".
std::string file_name_of(const Format& format, const std::string& other_language = "");

// JSON Schema (draft 2020-12) of report version 1.
std::string_view report_schema();

}  // namespace grader::report
