#include <algorithm>

#include "grader/base/digest.h"
#include "grader/base/text.h"
#include "grader/report/exhibits.h"
#include "grader/report/html.h"
#include "grader/report/languages.h"

namespace grader::report {

std::string_view page_css();
std::string_view page_sprite();

namespace {

// Where the mark of the goal stands depends on the rubric; the page has no style attributes.
std::string style_of(const Report& report) {
  std::string style(page_css());
  const std::int64_t possible = report.result.points_possible.hundredths;
  if (report.result.points_to_pass > Points{} && possible > 0) {
    const std::int64_t at =
        std::clamp<std::int64_t>(report.result.points_to_pass.hundredths * 100 / possible, 0, 100);
    style += ".scale .goal{inset-inline-start:" + std::to_string(at) + "%}\n";
    if (at > 75) {
      style +=
          ".scale .goal span{translate:-100% 0}[dir=rtl] .scale .goal span{translate:100% 0}\n";
    } else if (at < 25) {
      style += ".scale .goal span,[dir=rtl] .scale .goal span{translate:0 0}\n";
    }
  }
  if (has_pictures(report)) {
    style +=
        ".shots img{display:block;max-width:100%;height:auto;max-height:70vh;border:1px solid}\n";
  }
  return style;
}

void write_head(const Page& page) {
  HtmlWriter& html = page.html;
  const std::string style = style_of(page.view.report);
  const std::string images = has_pictures(page.view.report) ? "'self' data:" : "data:";
  html.open("head");
  html.empty("meta", {{"charset", "utf-8"}});
  html.empty("meta",
             {{"http-equiv", "Content-Security-Policy"},
              {"content", "default-src 'none'; img-src " + images + "; style-src 'sha256-" +
                              sha256_base64(style) + "'; base-uri 'none'; form-action 'none'"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.empty("meta", {{"name", "robots"}, {"content", "noindex"}});
  const ReportResult& result = page.view.report.result;
  html.open("title");
  html.plain(page.words.text("page.title", {{"title", page.view.report.rubric.title},
                                            {"points", result.points},
                                            {"possible", result.points_possible}}),
             120);
  html.close();
  html.open("style");
  html.embedded(style);
  html.close();
  html.close();
}

void write_what_works(const Page& page) {
  HtmlWriter& html = page.html;
  html.open("section", {{"class", "well"}, {"aria-labelledby", "h-well"}});
  html.element("h2", {{"id", "h-well"}}, page.words.say("page.well"));
  html.open("ul", {{"class", "card"}});
  for (const PraiseView& praise : page.view.praise) {
    html.open("li");
    html.shape("pass");
    html.open("span");
    html.open("b");
    html.spans(page.title(praise.task->title));
    html.markup(":");
    html.close();
    html.markup(" ");
    if (!praise.check->praise.empty()) {
      html.spans(page.prose(praise.check->praise));
    } else {
      html.spans(page.title(praise.check->title));
      html.markup(". ");
      html.spans(page.words.say(praise.check->message));
    }
    html.close();
    html.close();
  }
  if (page.view.praise.empty()) {
    html.open("li");
    html.shape("pass");
    html.element("span", {}, page.words.say("page.well_nothing"));
    html.close();
  }
  html.close();
  html.close();
}

// ---- the next things ----

const Finding* place_of(const CheckView& check) {
  for (const FindingView& finding : check.findings) {
    if (finding.first->line > 0) return finding.first;
  }
  return nullptr;
}

void write_focus_card(const Page& page, const FocusView& focus, std::size_t number) {
  HtmlWriter& html = page.html;
  const CheckResult& check = *focus.check->result;
  const Finding* place = place_of(*focus.check);
  html.open("li", {{"class", "card keep"}});
  html.element("span", {{"class", "step num"}, {"aria-hidden", "true"}}, std::to_string(number));
  html.open("div", {{"class", "body"}});
  html.element("h3", {}, page.title(check.title));
  html.open("p", {{"class", "meta"}});
  html.spans(page.title(focus.task->result->title));
  const Spans worth = focus_points_of(page.words, page.view.report, *focus.item);
  if (!worth.empty()) {
    html.markup(" \xC2\xB7 ");
    html.spans(worth);
  }
  if (place != nullptr) {
    html.markup(" \xC2\xB7 ");
    html.spans(page.words.say("page.line_of", {{"line", std::int64_t{place->line}},
                                               {"name", std::string(file_name(place->path))}}));
  }
  html.close();
  const bool started = focus.check->shown != Shown::NotStarted;
  const Spans said = sentence_of(page.words, check, focus.check->shown);
  if (!said.empty()) html.element("p", {}, said);
  const Spans detail = detail_of(page.words, *focus.check, said);
  if (!detail.empty()) html.element("p", {}, detail);
  const Spans taken = deduction_of(page.words, check);
  if (!taken.empty()) html.element("p", {}, taken);
  if (!focus.item->blocks.empty()) {
    const auto count = static_cast<std::int64_t>(focus.item->blocks.size());
    html.element("p", {{"class", "small soft"}}, page.words.say("page.blocks", {{"count", count}}));
  }
  const std::string& ask = started ? check.ask : focus.task->result->first_step;
  if (!ask.empty()) {
    html.open("p", {{"class", "ask"}});
    html.shape("ask");
    html.element("span", {}, page.prose(ask));
    html.close();
  }
  html.open("p");
  html.open("a", {{"class", "go"},
                  {"href", "#" + (place != nullptr ? focus.check->anchor : focus.task->anchor)}});
  if (place != nullptr) {
    html.spans(page.words.say("page.see_line", {{"line", std::int64_t{place->line}}}));
  } else {
    html.spans(page.words.say("page.see"));
    html.open("span", {{"class", "vh"}});
    html.markup(": ");
    html.spans(page.title(focus.task->result->title));
    html.close();
  }
  html.shape("arrow", "i flip");
  html.close();
  html.close();
  html.close();
  html.close();
}

void write_not_started(const Page& page, const TaskView& task, bool first) {
  const TaskResult& result = *task.result;
  Spans sentence = page.words.say(first ? "page.after" : "page.after_more",
                                  {{"title", result.title}, {"points", result.points_possible}});
  for (Span& span : sentence) {
    if (span.name != "title") continue;
    span.language = page.words.language_of(result.title);
    span.kind = Span::Kind::Link;
    span.href = "#" + task.anchor;
  }
  page.html.element("p", {}, sentence);
}

void write_focus(const Page& page) {
  HtmlWriter& html = page.html;
  const View& view = page.view;
  if (view.focus.empty() && view.not_started.empty()) return;
  html.open("section", {{"class", "focus"}, {"aria-labelledby", "h-focus"}});
  const auto count = static_cast<std::int64_t>(view.focus.size());
  html.element("h2", {{"id", "h-focus"}},
               page.words.say(count > 0 ? "page.focus" : "page.focus_none", {{"count", count}}));
  if (count > 0) {
    html.open("ol");
    for (std::size_t i = 0; i < view.focus.size(); ++i)
      write_focus_card(page, view.focus[i], i + 1);
    html.close();
  }
  html.open("div", {{"class", "after"}});
  constexpr std::size_t kNamed = 3;
  for (std::size_t i = 0; i < std::min(kNamed, view.not_started.size()); ++i) {
    write_not_started(page, *view.not_started[i], i == 0);
  }
  if (view.not_started.size() > kNamed) {
    const auto more = static_cast<std::int64_t>(view.not_started.size() - kNamed);
    html.element("p", {}, page.words.say("page.after_rest", {{"count", more}}));
  }
  std::vector<Spans> stuck{page.words.say("page.stuck")};
  if (view.pull_request.empty()) {
    stuck.push_back(page.words.say("page.stuck_mentor"));
  } else {
    stuck.push_back(page.words.say("page.stuck_pull_request", {{"number", view.pull_request}}));
  }
  write_note(page, "", "needs_review", stuck);
  html.close();
  html.close();
}

// ---- all exercises ----

void write_contents(const Page& page) {
  HtmlWriter& html = page.html;
  html.open("nav", {{"class", "toc card"}, {"aria-labelledby", "h-toc"}});
  html.element("h2", {{"id", "h-toc"}}, page.words.say("page.contents"));
  const auto number = [&](Points points) { return page.words.catalogue().number(points); };
  html.open("ol");
  for (const TaskView& task : page.view.tasks) {
    const TaskResult& result = *task.result;
    const std::string key(key_of(shown(result.status)));
    html.open("li");
    html.open("a", {{"href", "#" + task.anchor}, {"data-s", key}});
    html.shape(key);
    html.open("span");
    html.element("b", {}, page.title(result.title));
    html.element("span", {}, page.words.say("status." + key));
    html.close();
    if (result.points_possible > Points{}) {
      html.open("span", {{"class", "pts num"}});
      html.open("span", {{"aria-hidden", "true"}});
      const bool extra = result.group == Group::Extra && result.points > Points{};
      html.element("bdi", {{"dir", "ltr"}},
                   extra ? "+" + number(result.points)
                         : number(result.points) + " / " + number(result.points_possible));
      html.close();
      html.element("span", {{"class", "vh"}},
                   points_of(page.words, result.group, result.status, result.points,
                             result.points_possible, Points{}));
      html.close();
    }
    html.close();
    html.close();
  }
  html.close();
  if (page.view.tasks_cut > 0) {
    html.element("p", {{"class", "small soft"}},
                 page.words.say("page.tasks_cut", {{"count", page.view.tasks_cut}}));
  }
  html.close();
}

// ---- the files, and about ----

void write_remarks(const Page& page) {
  HtmlWriter& html = page.html;
  const std::vector<SubmissionRemark>& remarks = page.view.report.remarks;
  if (remarks.empty()) return;
  html.open("section", {{"class", "remarks"}, {"aria-labelledby", "h-files"}});
  html.element("h2", {{"id", "h-files"}}, page.words.say("page.remarks"));
  html.open("ul", {{"class", "card"}});
  const std::size_t shown = std::min(remarks.size(), page.caps.remarks);
  for (std::size_t i = 0; i < shown; ++i) {
    html.open("li");
    html.shape("idea");
    html.element("span", {}, page.words.say(remarks[i].message));
    html.close();
  }
  if (shown < remarks.size()) {
    html.open("li");
    html.shape("idea");
    html.element("span", {},
                 page.words.say("page.remarks_cut",
                                {{"count", static_cast<std::int64_t>(remarks.size() - shown)}}));
    html.close();
  }
  html.close();
  html.close();
}

void write_fact(const Page& page, const char* name, const std::vector<Spans>& sentences) {
  page.html.element("dt", {}, page.words.say(name));
  page.html.open("dd");
  write_sentences(page.html, sentences);
  page.html.close();
}

Spans work_of(const Page& page) {
  const SubmissionFacts& submission = page.view.report.submission;
  const std::string commit = submission.commit.substr(0, 7);
  if (commit.empty()) return page.words.say("page.work_folder");
  if (!page.view.pull_request.empty()) {
    return page.words.say("page.work_pull_request",
                          {{"number", page.view.pull_request}, {"commit", commit}});
  }
  return page.words.say("page.work_commit", {{"commit", commit}});
}

void write_about(const Page& page) {
  HtmlWriter& html = page.html;
  const Report& report = page.view.report;
  html.open("section", {{"aria-labelledby", "h-about"}});
  html.element("h2", {{"id", "h-about"}}, page.words.say("page.about"));
  html.open("div", {{"class", "card about"}});
  std::vector<Spans> program{page.words.say("page.about_program")};
  if (page.view.pull_request.empty()) {
    program.push_back(page.words.say("page.about_mentor"));
  } else {
    program.push_back(
        page.words.say("page.about_pull_request", {{"number", page.view.pull_request}}));
  }
  html.open("p");
  write_sentences(html, program);
  html.close();
  html.element("p", {}, page.words.say("page.about_compare"));
  if (!report.sandbox.degraded.empty()) {
    write_note(page, "error", "error", {page.words.say("page.degraded")});
  }
  html.open("dl", {{"class", "facts"}});
  write_fact(page, "page.fact_work", {work_of(page)});
  write_fact(page, "page.fact_rules",
             {page.words.say("page.rules",
                             {{"rubric", report.rubric.id}, {"version", report.rubric.version}})});
  write_fact(page, "page.fact_moment",
             {page.words.say("page.moment",
                             {{"moment", page.words.catalogue().date(report.run.graded_at)}})});
  const std::vector<Spans> how = how_of(page.words, page.view.how);
  if (!how.empty()) write_fact(page, "page.fact_how", how);
  html.close();
  html.close();
  html.close();
}

// The same page in other languages: files beside this one.
void write_languages(const Page& page, const std::vector<Sibling>& siblings) {
  if (siblings.size() < 2) return;
  HtmlWriter& html = page.html;
  html.open("nav", {{"class", "langs"}, {"aria-label", page.words.text("page.languages")}});
  html.open("ul");
  for (const Sibling& sibling : siblings) {
    const std::string& language = sibling.language;
    const char* direction = is_right_to_left(language) ? "rtl" : "ltr";
    html.open("li");
    if (language == page.words.catalogue().language()) {
      html.open("a", {{"href", sibling.file},
                      {"lang", language},
                      {"dir", direction},
                      {"hreflang", language},
                      {"aria-current", "true"}});
    } else {
      html.open(
          "a",
          {{"href", sibling.file}, {"lang", language}, {"dir", direction}, {"hreflang", language}});
    }
    html.text(own_name_of(language));
    html.close();
    html.close();
  }
  html.close();
  html.close();
}

std::string page_of(const Report& report, const Words& words, const Caps& caps, bool cut,
                    const std::vector<Sibling>& siblings) {
  HtmlWriter html(words.catalogue().language(), caps.text);
  const View view(report, caps);
  const Page page{html, words, view, caps};
  html.markup("<!DOCTYPE html>\n");
  html.open("html", {{"lang", words.catalogue().language()},
                     {"dir", words.catalogue().right_to_left() ? "rtl" : "ltr"}});
  write_head(page);
  html.markup("\n");
  html.open("body");
  html.embedded(page_sprite());
  html.element("a", {{"class", "skip"}, {"href", "#result"}}, words.say("page.skip"));
  html.open("header", {{"class", "top"}});
  html.open("div", {{"class", "wrap topin"}});
  html.element("p", {{"class", "course"}}, words.say("page.header"));
  write_languages(page, siblings);
  html.close();
  html.close();
  html.markup("\n");
  html.open("main", {{"class", "wrap"}});
  write_result(page);
  if (cut) write_note(page, "", "idea", {words.say("page.cut")});
  html.markup("\n");
  write_what_works(page);
  html.markup("\n");
  write_focus(page);
  html.markup("\n");
  if (!view.tasks.empty()) write_contents(page);
  html.markup("\n");
  if (!view.tasks.empty()) write_exercises(page);
  write_remarks(page);
  html.markup("\n");
  write_about(page);
  html.close();
  html.close();
  html.close();
  html.markup("\n");
  return html.take();
}

}  // namespace

std::string render_html(const Report& stored, const RenderOptions& options) {
  Words words = Words::in(options.language);
  const InLanguage in = in_language(stored, options.language);
  words.quote(in.report.rubric.language, in.native);
  std::string page;
  for (int step = 0; step <= kLastShrink; ++step) {
    page = page_of(in.report, words, shrunk(Caps{}, step), step > 0, options.siblings);
    if (page.size() <= kMaxPageBytes) break;
  }
  return page;
}

}  // namespace grader::report
