#include <filesystem>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/cli/command.h"
#include "grader/cli/explanation.h"
#include "grader/cli/options.h"
#include "grader/cli/report_folder.h"
#include "grader/cli/stdout.h"
#include "grader/model/report_json.h"
#include "grader/report/render.h"

namespace grader::cli {
namespace {

Result<Report> read_report(const std::string& name) {
  std::filesystem::path file(name);
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) file /= "report.json";
  Result<std::string> text = read_file(file);
  if (!text) {
    Error error = std::move(text).error();
    error.blame = Blame::Usage;
    error.hint = "give a report.json, or the folder that grader grade wrote";
    return error;
  }
  Result<Report> stored = report_from_json(*text);
  if (!stored) {
    Error error = std::move(stored).error();
    error.blame = Blame::Usage;
    error.where = file.string() + (error.where.empty() ? "" : ": " + error.where);
    return error;
  }
  return stored;
}

}  // namespace

int run_render(const Arguments& arguments, Streams& streams) {
  std::string input, format_name = "text", language = "en", out, report_url;
  bool explain = false;
  CLI::App app("Makes any view of a stored report.", "grader render");
  app.add_option("report", input, "report.json, or the folder it is in")->required();
  app.add_option("--format", format_name, format_names())->capture_default_str();
  app.add_option("--lang", language, "language of the view: ar, ca, en, es, fr or uk")
      ->capture_default_str();
  app.add_option("--report-url", report_url, kAboutReportUrl);
  app.add_flag("--explain", explain, "say how the points came about, in English (with text)");
  app.add_option("--out", out, "file to write (default: stdout)");
  app.footer(
      "examples:\n"
      "  grader render grader-out\n"
      "  grader render grader-out/report.json --format html --out page.html\n"
      "  grader render grader-out --format html --lang ar --out report.ar.html\n"
      "  grader render grader-out --format sarif --out report.sarif\n"
      "\n"
      "exit codes: 0 done, 2 the call or the report is wrong, 4 the view cannot be written");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  const report::Format* format = report::find_format(format_name);
  if (format == nullptr) {
    return fail(usage_error("unknown format '" + visible(format_name) + "'",
                            "the formats are " + format_names()),
                streams);
  }
  if (explain && format_name != "text") {
    return fail(usage_error("--explain goes with --format text",
                            "leave --format out: grader render REPORT --explain"),
                streams);
  }
  if (auto url = check_report_url(report_url); !url) return fail(url.error(), streams);
  Result<Report> stored = read_report(input);
  if (!stored) return fail(stored.error(), streams);
  if (auto localized = report::localize(*stored, language); !localized) {
    return fail(localized.error(), streams);
  }
  std::string view = format->render(
      *stored, {language, streams.color && out.empty(), streams.width, {}, report_url, {}});
  if (explain) {
    const Result<std::string> explained = explanation_of(*stored, nullptr);
    if (!explained) return fail(explained.error(), streams);
    view += "\n" + *explained;
  }
  if (out.empty()) {
    streams.out << view << std::flush;
    return stdout_trouble(streams).value_or(0);
  }
  if (auto written = write_file_atomically(out, view); !written) {
    return fail(written.error(), streams);
  }
  return 0;
}

}  // namespace grader::cli
