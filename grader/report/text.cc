#include "grader/report/text.h"

#include <algorithm>

#include "grader/base/log_text.h"
#include "grader/base/text.h"
#include "grader/report/excerpt.h"
#include "grader/report/exhibits.h"
#include "grader/report/values.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

struct Look {
  const char* sign;
  const char* color;  // SGR
};

Look look_of(Shown shown) {
  switch (shown) {
    case Shown::Pass:
      return {"\xE2\x9C\x93", "32"};
    case Shown::Partial:
      return {"\xE2\x97\x90", "33"};
    case Shown::Fail:
      return {"\xE2\x97\x86", "31"};
    case Shown::NotStarted:
      return {"\xE2\x97\x8B", "2"};
    case Shown::Skipped:
      return {"\xE2\x80\xA6", "2"};
    case Shown::NeedsReview:
      return {"\xC2\xBB", "35"};
    case Shown::Error:
      return {"!", "36"};
    case Shown::Idea:
      return {"+", "2"};
    case Shown::Deduction:
      return {"\xE2\x88\x92", "31"};
  }
  return {"!", "36"};
}

class Terminal {
 public:
  Terminal(const Words& words, const View& view, const Caps& caps, const RenderOptions& options)
      : words_(words),
        view_(view),
        caps_(caps),
        color_(options.color),
        width_(static_cast<std::size_t>(std::clamp(options.width, 60, 200))) {}

  std::string render();

 private:
  std::string styled(const std::string& text, const char* color) const {
    return color_ ? std::string("\x1B[") + color + "m" + text + "\x1B[0m" : text;
  }
  std::string safe(std::string_view text) const {
    return visible(without_ansi(capped(text)), caps_.text);
  }
  std::string safe(const Spans& spans) const { return safe(plain(spans)); }
  // Summaries stand in the logs of systems that obey what programs print.
  void line(const std::string& text) { out_ += without_log_commands(text) + "\n"; }
  void paragraph(const std::string& text, std::size_t indent, const char* color = nullptr) {
    for (const std::string& broken : wrapped(text, width_ - indent)) {
      const std::string each = without_log_commands(broken);
      line(std::string(indent, ' ') + (color != nullptr ? styled(each, color) : each));
    }
  }
  void paragraph(const std::vector<Spans>& sentences, std::size_t indent) {
    std::string text;
    for (const Spans& sentence : sentences) text += (text.empty() ? "" : " ") + safe(sentence);
    paragraph(text, indent);
  }
  void heading(const std::string& text) {
    line("");
    paragraph(text, 0, "1");
  }

  // "  ✓ Title ...   Done   6 / 6", the title on as many lines as it needs.
  void row(std::size_t indent, Shown shown, const std::string& title, const std::string& points);
  std::string points(Group group, Points points, Points possible) const;
  void result();
  void tasks();
  void focus();
  void focus_check(const FocusView& focus, std::size_t number);
  void case_values(const CaseResult& one, const char* name, std::size_t indent);
  void original(const Message& message, std::size_t indent);
  void remarks();

  const Words& words_;
  const View& view_;
  const Caps& caps_;
  bool color_;
  std::size_t width_;
  std::string out_;
};

std::string Terminal::points(Group group, Points points, Points possible) const {
  const Catalogue& catalogue = words_.catalogue();
  if (possible == Points{}) return "";
  if (group == Group::Extra && points > Points{}) return "+" + catalogue.number(points);
  return catalogue.number(points) + " / " + catalogue.number(possible);
}

void Terminal::row(std::size_t indent, Shown shown, const std::string& title,
                   const std::string& points) {
  constexpr std::size_t kStatus = 24, kPoints = 11;
  const Look look = look_of(shown);
  const std::string status = safe(words_.say("status." + std::string(key_of(shown))));
  const std::size_t left = indent + 2;
  const std::size_t room = width_ - left - kStatus - kPoints - 2;
  const std::vector<std::string> lines = wrapped(title, room);
  std::string first = std::string(indent, ' ') + styled(look.sign, look.color) + " ";
  const std::string top = lines.empty() ? "" : lines.front();
  first += top + std::string(room - std::min(room, display_width(top)) + 1, ' ');
  const std::size_t status_width = std::min(kStatus, display_width(status));
  first += styled(status, look.color);
  if (!points.empty()) {
    first += std::string(kStatus - status_width, ' ');
    first += std::string(kPoints - std::min(kPoints, points.size()), ' ') + points;
  }
  line(first);
  for (std::size_t i = 1; i < lines.size(); ++i) line(std::string(left, ' ') + lines[i]);
}

void Terminal::result() {
  const ReportResult& result = view_.report.result;
  const std::string label = safe(words_.say("label." + std::string(to_text(result.label))));
  paragraph(safe(view_.report.rubric.title), 0, "1");
  std::string points = safe(
      words_.say("page.points", {{"points", result.points}, {"possible", result.points_possible}}));
  paragraph(label + (result.points_possible > Points{} ? ": " + points : ""), 0, "1");
  paragraph(lead_of(words_, view_), 0);
  paragraph(open_points_of(words_, view_), 0);
  if (!view_.report.sandbox.degraded.empty()) {
    paragraph(safe(words_.say("page.degraded")), 0, "33");
  }
}

void Terminal::tasks() {
  if (view_.tasks.empty()) return;
  heading(safe(words_.say("page.contents")));
  for (const TaskView& task : view_.tasks) {
    const TaskResult& result = *task.result;
    row(0, shown(result.status), safe(result.title),
        points(result.group, result.points, result.points_possible));
    if (result.status == Status::Pass || result.status == Status::NotStarted) continue;
    for (const CheckView& check : task.checks) {
      const Deduction* off = check.result->deduction ? &*check.result->deduction : nullptr;
      const bool minus = check.shown == Shown::Deduction && off->points > Points{};
      row(2, check.shown, safe(check.result->title),
          minus ? "\xE2\x88\x92" + words_.catalogue().number(off->points)
                : points(result.group, check.result->points, check.result->points_possible));
      if (check.shown == Shown::Error) {
        paragraph(safe(sentence_of(words_, *check.result, check.shown)), 4);
      }
      const Spans taken = deduction_of(words_, *check.result);
      if (!taken.empty()) paragraph(safe(taken), 4);
    }
    if (task.checks_cut > 0) {
      paragraph(safe(words_.say("page.checks_cut", {{"count", task.checks_cut}})), 4);
    }
  }
  if (view_.tasks_cut > 0) {
    paragraph(safe(words_.say("page.tasks_cut", {{"count", view_.tasks_cut}})), 0);
  }
}

void Terminal::case_values(const CaseResult& one, const char* name, std::size_t indent) {
  paragraph(safe(words_.say(name)) + ": " + safe(one.name), indent);
  if (one.expected && one.actual) {
    const ValuePair pair = compare_values(*one.expected, *one.actual, 200);
    for (const DiffLine& each : pair.lines) {
      const bool same = each.kind == DiffLine::Kind::Same;
      const bool expected = each.kind == DiffLine::Kind::Expected;
      paragraph((same       ? "  "
                 : expected ? "- "
                            : "+ ") +
                    visible(without_ansi(capped(each.text)), 200),
                indent + 2,
                same       ? "2"
                : expected ? "32"
                           : "31");
    }
    if (pair.lines.empty()) {
      paragraph(safe(words_.say("page.case_expected")) + ": " +
                    visible(without_ansi(capped(pair.expected)), 201),
                indent + 2);
      paragraph(safe(words_.say("page.case_given")) + ": " +
                    visible(without_ansi(capped(pair.given)), 201),
                indent + 2);
    }
  }
  if (!one.message.empty()) paragraph(safe(words_.say(one.message)), indent + 2);
  original(one.message, indent + 2);
}

// What a tool said, below our own sentence; all lines but the first below each other.
void Terminal::original(const Message& message, std::size_t indent) {
  std::string begin = safe(words_.say("page.original")) + ": ";
  for (const std::string& each : original_of(words_, message)) {
    paragraph(begin + each, begin.empty() ? indent + 2 : indent, "2");
    begin.clear();
  }
}

void Terminal::focus_check(const FocusView& focus, std::size_t number) {
  const CheckResult& check = *focus.check->result;
  paragraph(std::to_string(number) + ". " + safe(check.title), 1, "1");
  std::string meta = safe(focus.task->result->title);
  const Spans worth = focus_points_of(words_, view_.report, *focus.item);
  if (!worth.empty()) meta += " \xC2\xB7 " + safe(worth);
  paragraph(meta, 4, "2");
  paragraph(safe(sentence_of(words_, check, focus.check->shown)), 4);
  const Spans taken = deduction_of(words_, check);
  if (!taken.empty()) paragraph(safe(taken), 4);
  for (const FindingView& finding : focus.check->findings) {
    if (!finding.said) paragraph(safe(words_.say(finding.first->message)), 4);
    std::string place = safe(finding.first->path);
    if (finding.first->line > 0) place += ":" + std::to_string(finding.first->line);
    if (finding.first->excerpt) {
      for (const ExcerptLine& each : excerpt_lines(*finding.first)) {
        if (each.in_question) place += ": " + std::string(trim(safe(text_of(each))));
      }
    }
    if (!place.empty()) paragraph(place, 6, "2");
    original(finding.first->message, 6);
  }
  if (focus.check->findings.empty()) original(check.message, 4);
  if (check.review && !check.review->text.empty()) {
    paragraph(safe(words_.say("page.mentor_wrote")) + " " +
                  visible(without_ansi(capped(check.review->text)), 400),
              4);
  }
  for (const CaseResult* one : focus.check->cases) {
    if (one->status == Status::Pass) continue;
    case_values(*one, case_name_of(check), 4);
    break;
  }
  for (const Evidence* one : exhibits_of(check)) {
    paragraph(safe(said_of(*one, words_)) + ": " + one->path, 4);
  }
  const std::string& ask =
      focus.check->shown == Shown::NotStarted ? focus.task->result->first_step : check.ask;
  if (!ask.empty()) {
    paragraph("? " + safe(spans_of_prose(ask, words_.language_of(ask))), 4);
  }
}

void Terminal::focus() {
  if (view_.focus.empty() && view_.not_started.empty()) return;
  const auto count = static_cast<std::int64_t>(view_.focus.size());
  heading(safe(words_.say(count > 0 ? "page.focus" : "page.focus_none", {{"count", count}})));
  for (std::size_t i = 0; i < view_.focus.size(); ++i) focus_check(view_.focus[i], i + 1);
  for (std::size_t i = 0; i < std::min<std::size_t>(3, view_.not_started.size()); ++i) {
    const TaskResult& task = *view_.not_started[i]->result;
    paragraph(safe(words_.say(i == 0 ? "page.after" : "page.after_more",
                              {{"title", task.title}, {"points", task.points_possible}})),
              1);
  }
}

void Terminal::remarks() {
  const std::vector<SubmissionRemark>& all = view_.report.remarks;
  if (all.empty()) return;
  heading(safe(words_.say("page.remarks")));
  const std::size_t shown = std::min<std::size_t>(all.size(), 10);
  for (std::size_t i = 0; i < shown; ++i) paragraph(safe(words_.say(all[i].message)), 1);
  if (shown < all.size()) {
    const auto more = static_cast<std::int64_t>(all.size() - shown);
    paragraph(safe(words_.say("page.remarks_cut", {{"count", more}})), 1);
  }
}

std::string Terminal::render() {
  result();
  tasks();
  focus();
  remarks();
  return std::move(out_);
}

}  // namespace

std::string render_text(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  words.quote(in.report.rubric.language, in.native);
  Caps caps;
  caps.tasks = 200;
  caps.checks = 50;
  caps.findings = 3;
  caps.text = 400;
  const View view(in.report, caps);
  return Terminal(words, view, caps, options).render();
}

}  // namespace grader::report
