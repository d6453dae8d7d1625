#include "grader/report/rdjson.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/text.h"
#include "grader/model/json_text.h"
#include "grader/report/annotations.h"

namespace grader::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxDiagnostics = 5000;
constexpr std::size_t kMaxExcerptLine = 500;  // longer lines of an excerpt are cut

const char* severity_of(Level level) {
  switch (level) {
    case Level::Error:
      return "ERROR";
    case Level::Warning:
      return "WARNING";
    case Level::Note:
      return "INFO";
  }
  return "INFO";
}

// Columns for both ends or for none: without them the range is whole lines.
Json range_of(const Finding& finding) {
  const int end_line = finding.end_line > finding.line ? finding.end_line : finding.line;
  const auto from = byte_column(finding, finding.line, finding.column);
  Json start{{"line", finding.line}}, end{{"line", end_line}};
  if (from) start["column"] = *from;
  if (finding.end_line < finding.line || finding.end_column <= 0) {
    return from ? Json{{"start", start}} : Json{{"start", start}, {"end", end}};
  }
  const auto to = byte_column(finding, end_line, finding.end_column);
  if (!from || !to) {
    start.erase("column");
  } else {
    if (end_line == finding.line && *to < *from) return {{"start", start}};
    end["column"] = *to;
  }
  return {{"start", start}, {"end", end}};
}

// Whole lines would not do here. Null: bytes cannot be counted where it begins or ends.
Json suggestion_of(const Finding& finding, const Fix& fix) {
  const auto column = [&](int line, int characters) {
    return characters == 1 ? std::optional<std::size_t>(1) : byte_column(finding, line, characters);
  };
  const auto from = column(fix.line, fix.column);
  const auto to = column(fix.end_line, fix.end_column);
  if (!from || !to) return nullptr;
  return {{"range",
           {{"start", {{"line", fix.line}, {"column", *from}}},
            {"end", {{"line", fix.end_line}, {"column", *to}}}}},
          {"text", fix.text}};
}

Json diagnostic_of(const Annotation& annotation) {
  Json location{{"path", annotation.path}};
  if (annotation.finding != nullptr && annotation.finding->line > 0) {
    location["range"] = range_of(*annotation.finding);
  }
  // The title stands nowhere else.
  Json diagnostic{{"message", annotation.title + "\n" + join(annotation.message, "\n")},
                  {"location", std::move(location)},
                  {"severity", severity_of(annotation.level)},
                  {"code", {{"value", annotation.rule}}}};
  if (annotation.fix != nullptr) {
    Json suggestion = suggestion_of(*annotation.finding, *annotation.fix);
    if (!suggestion.is_null()) diagnostic["suggestions"] = Json::array({std::move(suggestion)});
  }
  return diagnostic;
}

}  // namespace

std::optional<std::size_t> byte_column(const Finding& finding, int line, int column) {
  if (column <= 0 || !finding.excerpt || line < finding.excerpt->first_line) return std::nullopt;
  const auto index = static_cast<std::size_t>(line - finding.excerpt->first_line);
  if (index >= finding.excerpt->lines.size()) return std::nullopt;
  std::string_view rest = finding.excerpt->lines[index];
  std::size_t bytes = 1;
  for (int character = 1; character < column; ++character) {
    if (rest.empty()) return std::nullopt;
    const Character next = first_character(rest);
    if (next.code == 0xFFFD || bytes + next.length >= kMaxExcerptLine) return std::nullopt;
    bytes += next.length;
    rest.remove_prefix(next.length);
  }
  return bytes;
}

std::string render_rdjson(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  words.quote(in.report.rubric.language, in.native);
  Json diagnostics = Json::array();
  for (const Annotation& annotation : annotations_of(words, in.report, kMaxDiagnostics)) {
    if (!annotation.path.empty()) diagnostics.push_back(diagnostic_of(annotation));
  }
  const Json document{{"source", {{"name", "grader"}}}, {"diagnostics", std::move(diagnostics)}};
  return with_escaped_hidden(document.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace grader::report
