#include "grader/report/markdown.h"

#include <algorithm>

#include "grader/base/text.h"
#include "grader/report/excerpt.h"
#include "grader/report/exhibits.h"
#include "grader/report/values.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

// First strong isolate, and its end.
constexpr const char* kIsolate = "\xE2\x81\xA8";
constexpr const char* kIsolateEnd = "\xE2\x81\xA9";
constexpr std::string_view kBreak = "\xE2\x80\x8B";  // zero-width space: a mention ends there

std::size_t longest_run(std::string_view text, char c) {
  std::size_t longest = 0, run = 0;
  for (const char each : text) {
    run = each == c ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

const char* sign_of(Shown shown) {
  switch (shown) {
    case Shown::Pass:
      return "\xE2\x9C\x93";
    case Shown::Partial:
      return "\xE2\x97\x90";
    case Shown::Fail:
      return "\xE2\x97\x86";
    case Shown::NotStarted:
      return "\xE2\x97\x8B";
    case Shown::Skipped:
      return "\xE2\x80\xA6";
    case Shown::NeedsReview:
      return "\xC2\xBB";
    case Shown::Error:
      return "!";
    case Shown::Idea:
      return "+";
    case Shown::Deduction:
      return "\xE2\x88\x92";
  }
  return "!";
}

class Comment {
 public:
  Comment(const Words& words, const View& view, const Caps& caps, const RenderOptions& options)
      : words_(words), view_(view), caps_(caps), options_(options) {}

  std::string render(bool cut);

 private:
  // A name or another text from outside.
  std::string text(std::string_view outside) const {
    return isolated(markdown_text(outside, caps_.text));
  }
  std::string code(std::string_view outside) const {
    return isolated(markdown_code(outside, caps_.text));
  }
  // Hosts find the direction of a paragraph by its first letter, and lay out what has no letters
  // around it: where the words run from right to left, all else keeps to itself.
  std::string isolated(std::string content) const {
    return words_.catalogue().right_to_left() ? std::string(kIsolate) + content + kIsolateEnd
                                              : content;
  }
  std::string words(const Span& span) const;
  std::string spans(const Spans& all) const;
  std::string sentences(const std::vector<Spans>& all) const {
    std::string joined;
    for (const Spans& each : all) joined += (joined.empty() ? "" : " ") + spans(each);
    return joined;
  }
  std::string prose(const std::string& outside) const {
    return spans(spans_of_prose(outside, words_.language_of(outside)));
  }
  std::string points(const TaskResult& task, const CheckResult& check) const {
    return spans(points_of(words_, task.group, check.status, check.points, check.points_possible,
                           check.points_possible - check.points));
  }
  void line(const std::string& content) { out_ += content + "\n"; }
  void block(const std::string& content) {
    if (!content.empty()) line(content + "\n");
  }
  // Each line of a block of code, with the fence around it, indented as an item of a list.
  void fenced(const std::vector<std::string>& lines, const char* language);

  void result();
  void focus();
  void table();
  void details();
  void task(const TaskView& task);
  void check(const TaskView& task, const CheckView& check);
  void exhibits(const CheckResult& check);
  void whole_report();
  void one_case(const CaseResult& one);
  void example(const CheckView& check);
  void excerpt(const Finding& finding);
  void remarks();

  const Words& words_;
  const View& view_;
  const Caps& caps_;
  const RenderOptions& options_;
  std::string out_;
};

std::string Comment::words(const Span& span) const {
  const bool foreign = !span.language.empty() && span.language != words_.catalogue().language();
  return span.outside || foreign ? text(span.text) : markdown_text(span.text, caps_.text);
}

std::string Comment::spans(const Spans& all) const {
  std::string joined;
  for (const Span& span : all) {
    switch (span.kind) {
      case Span::Kind::Code:
        joined += code(span.text);
        break;
      case Span::Kind::Strong:
        joined += "**" + words(span) + "**";
        break;
      case Span::Kind::Link:
        joined += "[" + words(span) + "](<" + span.href + ">)";
        break;
      case Span::Kind::Text:
        joined += words(span);
        break;
    }
  }
  return joined;
}

void Comment::fenced(const std::vector<std::string>& lines, const char* language) {
  std::size_t run = 2;
  for (const std::string& each : lines) run = std::max(run, longest_run(each, '`'));
  const std::string fence(run + 1, '`');
  line("  " + fence + language);
  for (const std::string& each : lines)
    line("  " + visible(without_ansi(capped(each)), caps_.text));
  line("  " + fence);
}

void Comment::result() {
  const ReportResult& result = view_.report.result;
  const std::string label = spans(words_.say("label." + std::string(to_text(result.label))));
  block("## " + text(view_.report.rubric.title) + ": " + label);
  if (result.points_possible > Points{}) {
    block("**" +
          spans(words_.say("page.points",
                           {{"points", result.points}, {"possible", result.points_possible}})) +
          "**");
  }
  block(sentences(lead_of(words_, view_)));
  block(sentences(open_points_of(words_, view_)));
  if (!view_.report.sandbox.degraded.empty()) block(spans(words_.say("page.degraded")));
}

void Comment::focus() {
  if (view_.focus.empty() && view_.not_started.empty()) return;
  const auto count = static_cast<std::int64_t>(view_.focus.size());
  block("### " +
        spans(words_.say(count > 0 ? "page.focus" : "page.focus_none", {{"count", count}})));
  for (std::size_t i = 0; i < view_.focus.size(); ++i) {
    const FocusView& focus = view_.focus[i];
    const CheckResult& check = *focus.check->result;
    std::string head = std::to_string(i + 1) + ". **" + text(check.title) + "** \xC2\xB7 " +
                       text(focus.task->result->title);
    const Spans worth = focus_points_of(words_, view_.report, *focus.item);
    if (!worth.empty()) head += " \xC2\xB7 " + spans(worth);
    line(head);
    line("");
    const Spans sentence = sentence_of(words_, check, focus.check->shown);
    std::string said = spans(sentence);
    const Spans detail = detail_of(words_, *focus.check, sentence);
    if (!detail.empty()) said += (said.empty() ? "" : " ") + spans(detail);
    const Spans taken = deduction_of(words_, check);
    if (!taken.empty()) said += (said.empty() ? "" : " ") + spans(taken);
    for (const FindingView& finding : focus.check->findings) {
      if (finding.first->line > 0) {
        said += (said.empty() ? "" : " ") +
                code(finding.first->path + ":" + std::to_string(finding.first->line));
        break;
      }
    }
    if (!said.empty()) line("   " + said + "\n");
    example(*focus.check);
    const std::string& ask =
        focus.check->shown == Shown::NotStarted ? focus.task->result->first_step : check.ask;
    if (!ask.empty()) line("   " + prose(ask) + "\n");
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(3, view_.not_started.size()); ++i) {
    const TaskResult& task = *view_.not_started[i]->result;
    line(spans(words_.say(i == 0 ? "page.after" : "page.after_more",
                          {{"title", task.title}, {"points", task.points_possible}})));
  }
  line("");
}

void Comment::table() {
  if (view_.tasks.empty()) return;
  block("### " + spans(words_.say("page.contents")));
  line("| | | |");
  line("|---|---|--:|");
  for (const TaskView& task : view_.tasks) {
    const TaskResult& result = *task.result;
    const Shown how = shown(result.status);
    line(std::string("| ") + sign_of(how) + " " +
         spans(words_.say("status." + std::string(key_of(how)))) + " | " + text(result.title) +
         " | " +
         spans(points_of(words_, result.group, result.status, result.points, result.points_possible,
                         result.points_open)) +
         " |");
  }
  line("");
  if (view_.tasks_cut > 0) block(spans(words_.say("page.tasks_cut", {{"count", view_.tasks_cut}})));
}

void Comment::excerpt(const Finding& finding) {
  if (!caps_.excerpts || !finding.excerpt) return;
  std::vector<std::string> lines;
  for (const ExcerptLine& each : excerpt_lines(finding)) {
    const std::string number = std::to_string(each.number);
    lines.push_back((each.in_question ? "> " : "  ") +
                    std::string(number.size() < 4 ? 4 - number.size() : 0, ' ') + number + "  " +
                    text_of(each));
  }
  fenced(lines, "");
}

void Comment::one_case(const CaseResult& one) {
  line("  - " + code(one.name));
  if (one.expected && one.actual) {
    const ValuePair pair = compare_values(*one.expected, *one.actual, caps_.text);
    if (pair.lines.empty()) {
      line("    " + spans(words_.say("page.case_expected")) + ": " + code(pair.expected) + ". " +
           spans(words_.say("page.case_given")) + ": " + code(pair.given) + ".");
    } else {
      std::vector<std::string> lines;
      for (const DiffLine& each : pair.lines) {
        const bool same = each.kind == DiffLine::Kind::Same;
        lines.push_back((same                                    ? "  "
                         : each.kind == DiffLine::Kind::Expected ? "- "
                                                                 : "+ ") +
                        each.text);
      }
      line("");
      fenced(lines, "diff");
    }
  }
  if (!one.message.empty()) line("    " + spans(words_.say(one.message)));
}

// The first that does not hold, in one line.
void Comment::example(const CheckView& check) {
  const auto found =
      std::find_if(check.cases.begin(), check.cases.end(),
                   [](const CaseResult* one) { return one->status != Status::Pass; });
  if (found == check.cases.end()) return;
  const CaseResult& one = **found;
  std::string said = spans(words_.say(case_name_of(*check.result))) + ": " + code(one.name);
  if (one.expected && one.actual) {
    const ValuePair pair = compare_values(*one.expected, *one.actual, caps_.text);
    if (pair.lines.empty()) {
      said += ". " + spans(words_.say("page.case_expected")) + ": " + code(pair.expected) + ". " +
              spans(words_.say("page.case_given")) + ": " + code(pair.given);
    }
  }
  if (!one.message.empty()) said += ". " + spans(words_.say(one.message));
  line("   " + said + "\n");
}

void Comment::check(const TaskView& task, const CheckView& view) {
  const CheckResult& check = *view.result;
  std::string head = std::string("- ") + sign_of(view.shown) + " **" + text(check.title) +
                     "**: " + spans(words_.say("status." + std::string(key_of(view.shown))));
  const std::string worth = view.shown == Shown::Deduction ? spans(points_off_of(words_, check))
                                                           : points(*task.result, check);
  if (!worth.empty()) head += " (" + worth + ")";
  line(head);
  const std::string said = spans(sentence_of(words_, check, view.shown));
  if (!said.empty()) line("\n  " + said + "\n");
  const Spans taken = deduction_of(words_, check);
  if (!taken.empty()) line("  " + spans(taken) + "\n");
  if (check.review && !check.review->text.empty()) {
    line("  " + spans(words_.say("page.mentor_wrote")) + " " + text(check.review->text) + "\n");
  }
  if (view.shown == Shown::Pass) {
    for (const CaseResult* one : view.cases) one_case(*one);
    return;
  }
  if (!check.ask.empty() && asks_back(view.shown)) {
    line("  " + prose(check.ask) + "\n");
  }
  for (const FindingView& finding : view.findings) {
    const std::string message = finding.said ? "" : spans(words_.say(finding.first->message)) + " ";
    // What is about the work as a whole has no place.
    const std::string place =
        finding.first->path.empty() ? ""
        : finding.first->line > 0
            ? code(finding.first->path + ":" + std::to_string(finding.first->line))
            : code(finding.first->path);
    line("  " + message + place + " " + spans(also_of(words_, finding)) + "\n");
    if (finding.first->why) line("  " + spans(words_.say(*finding.first->why)) + "\n");
    excerpt(*finding.first);
  }
  for (const CaseResult* one : view.cases) one_case(*one);
  const auto more = static_cast<std::int64_t>(view.more_cases.size()) + view.cases_cut;
  if (more > 0) line("\n  " + spans(words_.say("page.cases_cut", {{"count", more}})) + "\n");
  if (check.cases_hidden) {
    const std::string hidden = spans(hidden_cases_of(words_, *check.cases_hidden));
    if (!hidden.empty()) line("\n  " + hidden + "\n");
  }
  if (!check.learn.empty()) {
    line("\n  " + spans(words_.say("page.learn")) + " " + prose(check.learn) + "\n");
  }
  exhibits(check);
}

// A comment stands somewhere else than the files of the report: links where it is known where those
// can be read, and no pictures, which could be broken.
void Comment::exhibits(const CheckResult& check) {
  const bool linked = options_.report_url.ends_with('/');
  std::string all;
  for (const Evidence* one : exhibits_of(check)) {
    const std::string said = spans(said_of(*one, words_));
    if (!all.empty()) all += " \xC2\xB7 ";
    all += linked ? "[" + said + "](<" + options_.report_url + one->path + ">)" : said;
  }
  if (!all.empty()) line("  " + spans(words_.say("page.in_report")) + " " + all + "\n");
}

void Comment::whole_report() {
  if (options_.report_url.empty()) return;
  const bool folder = options_.report_url.ends_with('/');
  block("[" + spans(words_.say("page.whole_report")) + "](<" + options_.report_url +
        (folder ? options_.page_file : "") + ">)");
}

void Comment::task(const TaskView& view) {
  const TaskResult& result = *view.result;
  const Shown how = shown(result.status);
  block("#### " + text(result.title) + ": " +
        spans(words_.say("status." + std::string(key_of(how)))));
  if (how == Shown::NotStarted && !result.first_step.empty()) {
    block(spans(words_.say("page.first_step")) + " " + prose(result.first_step));
    return;
  }
  for (const CheckView& each : view.checks) check(view, each);
  for (const IdeaView& idea : view.ideas) {
    std::string words =
        "**" + spans(words_.say("status.idea")) + "**: " + text(idea.check->title) + ".";
    if (!idea.check->ask.empty()) {
      words += " " + prose(idea.check->ask);
    } else if (idea.finding.first != nullptr && !idea.finding.first->message.empty()) {
      words += " " + spans(words_.say(idea.finding.first->message));
    }
    if (idea.finding.first != nullptr && idea.finding.first->line > 0) {
      words += " " +
               code(idea.finding.first->path + ":" + std::to_string(idea.finding.first->line)) +
               " " + spans(also_of(words_, idea.finding));
    }
    line("- " + words);
  }
  const auto more = static_cast<std::int64_t>(view.more_ideas.size()) + view.ideas_cut;
  if (more > 0) line("- " + spans(words_.say("page.ideas_cut", {{"count", more}})));
  if (view.checks_cut > 0) {
    line("\n" + spans(words_.say("page.checks_cut", {{"count", view.checks_cut}})));
  }
  line("");
}

void Comment::details() {
  if (view_.tasks.empty()) return;
  line("<details><summary>" + spans(words_.say("page.exercises")) + "</summary>\n");
  for (const TaskView& each : view_.tasks) task(each);
  line("</details>\n");
}

void Comment::remarks() {
  const std::vector<SubmissionRemark>& all = view_.report.remarks;
  if (all.empty()) return;
  block("### " + spans(words_.say("page.remarks")));
  const std::size_t shown = std::min(all.size(), caps_.remarks);
  for (std::size_t i = 0; i < shown; ++i) line("- " + spans(words_.say(all[i].message)));
  if (shown < all.size()) {
    const auto more = static_cast<std::int64_t>(all.size() - shown);
    line("- " + spans(words_.say("page.remarks_cut", {{"count", more}})));
  }
  line("");
}

std::string Comment::render(bool cut) {
  result();
  if (cut) block(spans(words_.say("page.cut")));
  focus();
  table();
  details();
  remarks();
  whole_report();
  std::string about = spans(words_.say("page.about_program"));
  about += " " + spans(words_.say("page.about_mentor"));
  line(about);
  return std::move(out_);
}

}  // namespace

std::string markdown_text(std::string_view outside, std::size_t max_characters) {
  std::string escaped;
  const std::string shown = visible(without_ansi(capped(outside)), max_characters);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool plain = letter || static_cast<unsigned char>(c) >= 0x80 || c == ' ' || c == ',' ||
                       c == '?' || c == '"' || c == ';' || c == '/' || c == '%' || c == '(' ||
                       c == ')';
    // At the end of a word these mean nothing, but for "1." where a line begins.
    const bool in_sentence = (c == '.' || c == ':') &&
                             (i + 1 == shown.size() || shown[i + 1] == ' ') &&
                             (i == 0 || shown.find_first_not_of("0123456789") < i);
    if (!plain && !in_sentence) escaped += '\\';
    escaped += c;
    if (c == '@' || c == '#') escaped += kBreak;
  }
  return escaped;
}

std::string markdown_code(std::string_view outside, std::size_t max_characters) {
  std::string shown = visible(without_ansi(capped(outside)), max_characters);
  if (shown.empty()) shown = " ";
  const std::string fence(longest_run(shown, '`') + 1, '`');
  const bool pad = shown.front() == '`' || shown.back() == '`' ||
                   (shown.front() == ' ' && shown.back() == ' ' && shown.size() > 1);
  return fence + (pad ? " " : "") + shown + (pad ? " " : "") + fence;
}

std::string render_markdown(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  const Report& report = in.report;
  words.quote(report.rubric.language, in.native);
  std::string comment;
  for (int step = 0; step <= kLastShrink; ++step) {
    Caps caps;
    caps.text = 300;
    caps = shrunk(caps, step);
    const View view(report, caps);
    comment = Comment(words, view, caps, options).render(step > 0);
    if (comment.size() <= kMaxCommentBytes) break;
  }
  return comment;
}

}  // namespace grader::report
