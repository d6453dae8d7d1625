// Views of a stored report: pure functions from a Report to text, one row each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "grader/base/result.h"
#include "grader/model/report.h"

namespace grader::report {

// Fills in every Message::text in `language` ("en"); unknown languages are a usage error that names
// the known ones. Text from ids of an older catalogue is kept as it is stored.
Result<void> localize(Report& report, std::string_view language);

struct RenderOptions {
  std::string language = "en";
  bool color = false;  // text only
  int width = 80;      // text only
};

struct Format {
  std::string_view name;       // "html"
  std::string_view file_name;  // "report.html"
  std::string_view about;
  std::string (*render)(const Report& report, const RenderOptions& options);
};

// json, html, md, text.
std::span<const Format> all_formats();
const Format* find_format(std::string_view name);  // null where there is none

// JSON Schema (draft 2020-12) of report version 1.
std::string_view report_schema();

}  // namespace grader::report
