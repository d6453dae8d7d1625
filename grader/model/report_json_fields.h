// The keys of the report's JSON: one list for each struct, which writing and reading share, so that
// they cannot drift apart. Only report_json.cc includes this.
//
// A required key is always written; an optional one is left out where it holds its empty value,
// and reading its absence gives that value.
#pragma once

#include <optional>
#include <string_view>

#include "grader/model/report.h"

namespace grader {

inline std::string_view to_text(Completeness value) {
  return value == Completeness::Complete ? "complete" : "incomplete";
}

inline std::optional<Completeness> completeness_from_text(std::string_view text) {
  if (text == "complete") return Completeness::Complete;
  if (text == "incomplete") return Completeness::Incomplete;
  return std::nullopt;
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Message> v) {
  io.required("id", v.id);
  io.required("params", v.params);
  io.required("text", v.text);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Excerpt> v) {
  io.required("first_line", v.first_line);
  io.required("lines", v.lines);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Fix> v) {
  io.required("line", v.line);
  io.required("column", v.column);
  io.required("end_line", v.end_line);
  io.required("end_column", v.end_column);
  io.required("text", v.text);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Finding> v) {
  io.required("rule", v.rule);
  io.required("tier", v.tier);
  io.required("path", v.path);
  io.optional("line", v.line);
  io.optional("column", v.column);
  io.optional("end_line", v.end_line);
  io.optional("end_column", v.end_column);
  io.optional("message", v.message);
  io.optional("why", v.why);
  io.optional("excerpt", v.excerpt);
  io.required("in_template", v.in_template);
  io.optional("fix", v.fix);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<CaseResult> v) {
  io.required("id", v.id);
  io.required("name", v.name);
  io.required("status", v.status);
  io.optional("cause", v.cause);
  io.optional("expected", v.expected);
  io.optional("actual", v.actual);
  io.optional("message", v.message);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Share> v) {
  io.required("earned", v.earned);
  io.required("of", v.of);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<HiddenCases> v) {
  io.required("total", v.total);
  io.required("passed", v.passed);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Deduction> v) {
  io.required("each", v.each);
  io.optional("at_most", v.at_most);
  io.required("findings", v.findings);
  io.required("points", v.points);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Review> v) {
  io.required("points", v.points);
  io.optional("text", v.text);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Evidence> v) {
  io.required("kind", v.kind);
  io.required("media_type", v.media_type);
  io.required("path", v.path);
  io.required("sha256", v.sha256);
  io.required("title", v.title);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<CheckResult> v) {
  io.required("id", v.id);
  io.required("kind", v.kind);
  io.required("title", v.title);
  io.required("tier", v.tier);
  io.required("status", v.status);
  io.optional("cause", v.cause);
  io.required("assurance", v.assurance);
  io.optional("in_process_because", v.in_process_because);
  io.required("points", v.points);
  io.required("points_possible", v.points_possible);
  io.optional("message", v.message);
  io.optional("ask", v.ask);
  io.optional("why", v.why);
  io.optional("learn", v.learn);
  io.optional("praise", v.praise);
  io.optional("waits_for", v.waits_for);
  io.required("findings", v.findings);
  io.required("cases", v.cases);
  io.optional("cases_not_shown", v.cases_not_shown);
  io.optional("cases_hidden", v.cases_hidden);
  io.optional("share", v.share);
  io.optional("deduction", v.deduction);
  io.optional("review", v.review);
  io.required("evidence", v.evidence);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<BlockResult> v) {
  io.required("id", v.id);
  io.required("title", v.title);
  io.required("any", v.any);
  io.required("points", v.points);
  io.required("points_possible", v.points_possible);
  io.required("checks", v.checks);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<TaskResult> v) {
  io.required("id", v.id);
  io.required("title", v.title);
  io.required("path", v.path);
  io.required("group", v.group);
  io.required("status", v.status);
  io.required("points", v.points);
  io.required("points_possible", v.points_possible);
  io.required("points_open", v.points_open);
  io.optional("deducted", v.deducted);
  io.optional("first_step", v.first_step);
  io.optional("blocks", v.blocks);
  io.required("checks", v.checks);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<SubmissionFacts> v) {
  io.required("repository", v.repository);
  io.optional("ref", v.ref);
  io.optional("commit", v.commit);
  io.optional("tree", v.tree);
  io.optional("base", v.base);
  io.optional("authored_at", v.authored_at);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<RubricFacts> v) {
  io.required("id", v.id);
  io.required("version", v.version);
  io.required("digest", v.digest);
  io.required("title", v.title);
  io.required("language", v.language);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<EnvironmentFacts> v) {
  io.required("name", v.name);
  io.required("digest", v.digest);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<SandboxFacts> v) {
  io.required("level", v.level);
  io.required("guards", v.guards);
  io.required("degraded", v.degraded);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<ReportResult> v) {
  io.required("status", v.status);
  io.required("points", v.points);
  io.required("points_open", v.points_open);
  io.required("points_possible", v.points_possible);
  io.required("points_to_pass", v.points_to_pass);
  io.required("percent", v.percent);
  io.nullable("passed", v.passed);
  io.required("label", v.label);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<SubmissionRemark> v) {
  io.required("rule", v.rule);
  io.required("path", v.path);
  io.optional("message", v.message);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<FocusItem> v) {
  io.required("task", v.task);
  io.required("check", v.check);
  io.required("points_lost", v.points_lost);
  io.optional("blocks", v.blocks);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<RunFacts> v) {
  io.required("graded_at", v.graded_at);
  io.optional("host", v.host);
  io.required("durations_ms", v.durations_ms);
  io.object("usage", [&](Io& usage) {
    usage.required("peak_memory_bytes", v.peak_memory_bytes);
    usage.required("cpu_ms", v.cpu_ms);
  });
  io.object("cache", [&](Io& cache) {
    cache.required("hits", v.cache_hits);
    cache.required("misses", v.cache_misses);
  });
  io.optional("notes", v.notes);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<CheckTexts> v) {
  io.optional("title", v.title);
  io.optional("ask", v.ask);
  io.optional("why", v.why);
  io.optional("learn", v.learn);
  io.optional("praise", v.praise);
  io.optional("texts", v.texts);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<TaskTexts> v) {
  io.optional("title", v.title);
  io.optional("first_step", v.first_step);
  io.optional("checks", v.checks);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<RubricTexts> v) {
  io.required("version", v.version);
  io.required("digest", v.digest);
  io.optional("title", v.title);
  io.optional("tasks", v.tasks);
}

template <class Io>
void fields(Io& io, typename Io::template Ref<Report> v) {
  io.constant("format", "grader-report");
  io.constant("version", kReportVersion);
  io.required("submission", v.submission);
  io.required("rubric", v.rubric);
  io.object("engine", [&](Io& engine) { engine.required("version", v.engine_version); });
  io.required("environments", v.environments);
  io.required("sandbox", v.sandbox);
  io.required("result", v.result);
  io.optional("remarks", v.remarks);
  io.required("focus", v.focus);
  io.required("tasks", v.tasks);
  io.optional("translations", v.translations);
  io.optional("marks", v.marks);
  io.required("run", v.run);
}

}  // namespace grader
