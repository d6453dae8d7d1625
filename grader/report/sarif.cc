#include "grader/report/sarif.h"

#include <map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "grader/base/digest.h"
#include "grader/base/text.h"
#include "grader/model/json_text.h"
#include "grader/report/annotations.h"

namespace grader::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxResults = 5000;  // GitHub shows no more
constexpr std::size_t kMaxRuleText = 1024;

std::string joined(const std::vector<std::string>& lines) {
  return join(lines, "\n");
}

const char* level_name(Level level) {
  switch (level) {
    case Level::Error:
      return "error";
    case Level::Warning:
      return "warning";
    case Level::Note:
      return "note";
  }
  return "note";
}

Json text_of(std::string_view text) {
  return {{"text", text}};
}

// "[text](address)" would be a link there, and the words may be a student's.
Json message_of(const std::vector<std::string>& lines) {
  std::string text = joined(lines);
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at)) {
    text.insert(at + 1, 1, ' ');
  }
  return text_of(text);
}

// Prose of the rubric; empty where there is none.
std::string prose(const Words& words, const std::string& text) {
  return safe_line(plain(spans_of_prose(text, words.language_of(text))), kMaxRuleText - 3);
}

std::string https_of(const Words& words, const std::string& prose_text) {
  for (const Span& span : spans_of_prose(prose_text, words.language_of(prose_text))) {
    if (span.kind == Span::Kind::Link) return span.href;
  }
  return "";
}

// No text may be empty there: what the rubric does not say falls back on the title.
Json rule_of(const Words& words, const Annotation& annotation) {
  Json rule{{"id", annotation.rule}, {"shortDescription", text_of(annotation.title)}};
  std::string why, ask, help_uri;
  Json tags = Json::array();
  if (annotation.check != nullptr) {
    why = prose(words, annotation.check->why);
    ask = prose(words, annotation.check->ask);
    help_uri = https_of(words, annotation.check->learn);
    tags.push_back(safe_line(annotation.check->kind, 100));
  }
  rule["fullDescription"] = text_of(why.empty() ? annotation.title : why);
  rule["help"] = text_of(ask.empty() ? annotation.title : ask);
  if (!help_uri.empty()) rule["helpUri"] = help_uri;
  rule["defaultConfiguration"] = {{"level", level_name(annotation.level)}};
  rule["properties"] = {{"tags", std::move(tags)}};
  return rule;
}

Json region_of(const Finding* finding) {
  if (finding == nullptr || finding->line <= 0) return {{"startLine", 1}};
  Json region{{"startLine", finding->line}};
  if (finding->column > 0) region["startColumn"] = finding->column;
  if (finding->end_line < finding->line) return region;
  const bool ends_later =
      finding->end_line > finding->line || finding->end_column > finding->column;
  if (finding->end_line > finding->line) region["endLine"] = finding->end_line;
  if (finding->column > 0 && finding->end_column > 0 && ends_later) {
    region["endColumn"] = finding->end_column;
  }
  return region;
}

// The line itself, so that the mark is known again when it moves.
std::string line_text(const Finding* finding) {
  if (finding == nullptr || !finding->excerpt) return "";
  const int index = finding->line - finding->excerpt->first_line;
  if (index < 0 || index >= static_cast<int>(finding->excerpt->lines.size())) return "";
  return std::string(trim(finding->excerpt->lines[static_cast<std::size_t>(index)]));
}

// The region is written in full: an end that is left out would be that of the line.
Json fixes_of(const Annotation& annotation) {
  const Fix& fix = *annotation.fix;
  Json replacement{{"deletedRegion",
                    {{"startLine", fix.line},
                     {"startColumn", fix.column},
                     {"endLine", fix.end_line},
                     {"endColumn", fix.end_column}}},
                   {"insertedContent", text_of(fix.text)}};
  Json change{{"artifactLocation", {{"uri", uri_of_path(annotation.path)}}},
              {"replacements", Json::array({std::move(replacement)})}};
  return Json::array({{{"artifactChanges", Json::array({std::move(change)})}}});
}

Json result_of(const Annotation& annotation, std::size_t rule_index,
               std::map<std::string, int>& seen) {
  Json result{{"ruleId", annotation.rule},
              {"ruleIndex", rule_index},
              {"level", level_name(annotation.level)},
              {"message", message_of(annotation.message)}};
  result["locations"] =
      Json::array({{{"physicalLocation",
                     {{"artifactLocation", {{"uri", uri_of_path(annotation.path)}}},
                      {"region", region_of(annotation.finding)}}}}});
  const std::string line =
      sha256(annotation.rule + "\n" + annotation.path + "\n" + line_text(annotation.finding))
          .substr(0, 16);
  result["partialFingerprints"] = {
      {"primaryLocationLineHash", line + ":" + std::to_string(++seen[line])}};
  if (annotation.fix != nullptr) result["fixes"] = fixes_of(annotation);
  return result;
}

}  // namespace

std::string uri_of_path(std::string_view path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return uri;
}

std::string render_sarif(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  const Report& report = in.report;
  words.quote(report.rubric.language, in.native);

  Json rules = Json::array(), results = Json::array(), notifications = Json::array();
  std::map<std::string, std::size_t> rule_index;
  std::map<std::string, int> seen;
  for (const Annotation& annotation : annotations_of(words, report, kMaxResults)) {
    if (annotation.path.empty()) {
      notifications.push_back(
          {{"level", level_name(annotation.level)}, {"message", message_of(annotation.message)}});
      continue;
    }
    const auto [at, is_new] = rule_index.try_emplace(annotation.rule, rules.size());
    if (is_new) rules.push_back(rule_of(words, annotation));
    results.push_back(result_of(annotation, at->second, seen));
  }

  const std::string version = safe_line(report.engine_version, 100);
  Json driver{{"name", "Grader"}, {"rules", std::move(rules)}};
  if (!version.empty()) driver["semanticVersion"] = version;
  Json invocation{{"executionSuccessful", report.result.status == Completeness::Complete}};
  if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
  Json run{{"tool", {{"driver", std::move(driver)}}},
           {"automationDetails", {{"id", "grader/" + safe_line(report.rubric.id, 100) + "/"}}},
           {"columnKind", "unicodeCodePoints"},
           {"language", words.catalogue().language()},
           {"invocations", Json::array({std::move(invocation)})},
           {"results", std::move(results)}};
  const Json document{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({std::move(run)})}};
  return with_escaped_hidden(document.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace grader::report
