#include "grader/report/github.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "grader/base/text.h"
#include "grader/report/annotations.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

constexpr std::array<const char*, 3> kCommands{"error", "warning", "notice"};

std::string escaped(std::string_view text, std::string_view signs) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string safe;
  for (const char c : text) {
    if (signs.find(c) == std::string_view::npos) {
      safe += c;
    } else {
      safe += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return safe;
}

std::string command(const char* name, const std::string& properties, std::string_view message) {
  return std::string("::") + name + " " + properties + "::" + workflow_data(message) + "\n";
}

std::string properties_of(const Annotation& annotation) {
  std::string properties;
  const auto add = [&](const char* name, const std::string& value) {
    properties += (properties.empty() ? "" : ",") + std::string(name) + "=" + value;
  };
  // A name that hides or reorders text is shown rather than found.
  if (!annotation.path.empty()) {
    add("file", workflow_property(visible(annotation.path, annotation.path.size())));
  }
  const Finding* finding = annotation.finding;
  if (finding != nullptr && finding->line > 0 && !annotation.path.empty()) {
    add("line", std::to_string(finding->line));
    const bool several_lines = finding->end_line > finding->line;
    if (several_lines) add("endLine", std::to_string(finding->end_line));
    // GitHub takes columns only within one line.
    if (!several_lines && finding->column > 0) {
      add("col", std::to_string(finding->column));
      if (finding->end_line == finding->line && finding->end_column > finding->column) {
        add("endColumn", std::to_string(finding->end_column));
      }
    }
  }
  add("title", workflow_property(annotation.title));
  return properties;
}

std::string result_of(const Words& words, const Report& report) {
  std::string said = plain(words.say("label." + std::string(to_text(report.result.label))));
  if (report.result.points_possible > Points{}) {
    said += ": " + plain(words.say("page.points", {{"points", report.result.points},
                                                   {"possible", report.result.points_possible}}));
  }
  std::string title = safe_line(report.rubric.title, 200);
  if (title.empty()) title = "Grader";
  return command("notice", "title=" + workflow_property(title), safe_line(said));
}

}  // namespace

std::string workflow_data(std::string_view text) {
  return escaped(text, "%\r\n");
}

std::string workflow_property(std::string_view text) {
  return escaped(text, "%\r\n:,");
}

std::string render_github(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  const Report& report = in.report;
  words.quote(report.rubric.language, in.native);

  std::vector<Annotation> all =
      annotations_of(words, report, std::numeric_limits<std::size_t>::max());
  sort_by_weight(all, report);
  std::array<std::size_t, 3> found{}, told{};
  for (const Annotation& each : all) ++found[static_cast<std::size_t>(each.level)];
  // Two notices are ours: the result, and where some are left out how many.
  constexpr std::size_t kMax = kMaxAnnotationsOfAKind;
  const bool all_fit = found[0] <= kMax && found[1] <= kMax && found[2] <= kMax - 1;
  const std::array<std::size_t, 3> room{kMax, kMax, all_fit ? kMax - 1 : kMax - 2};

  std::string log = result_of(words, report);
  std::int64_t left_out = 0;
  for (const Annotation& each : all) {
    const auto level = static_cast<std::size_t>(each.level);
    if (told[level] == room[level]) {
      ++left_out;
      continue;
    }
    ++told[level];
    log += command(kCommands[level], properties_of(each), join(each.message, "\n"));
  }
  if (left_out > 0) {
    log += command("notice", "title=" + workflow_property(safe_line(report.rubric.title, 200)),
                   safe_line(plain(words.say("page.remarks_cut", {{"count", left_out}}))));
  }
  return log;
}

}  // namespace grader::report
