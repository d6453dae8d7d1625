#include <algorithm>

#include "grader/report/html.h"

namespace grader::report {
namespace {

std::string percent_text(std::int64_t part, std::int64_t whole) {
  const std::int64_t hundredths = whole > 0 ? part * 10'000 / whole : 0;
  return to_text(Points{std::clamp<std::int64_t>(hundredths, 0, 10'000)}) + "%";
}

void write_legend_row(const Page& page, Literal swatch, const char* id, Points points) {
  HtmlWriter& html = page.html;
  html.open("li");
  html.open("svg", {{"class", "sw"}});
  html.element("rect",
               {{"class", std::string(swatch.view())}, {"width", "100%"}, {"height", "100%"}}, "");
  html.close();
  html.spans(page.words.say(id, {{"points", points}}));
  html.close();
}

void write_bar(const Page& page) {
  HtmlWriter& html = page.html;
  const ReportResult& result = page.view.report.result;
  const Points possible = result.points_possible;
  const Points earned = std::clamp(result.points, Points{}, possible);
  const Points open = std::clamp(result.points_open, Points{}, possible - earned);
  const Points rest = possible - earned - open;
  const std::int64_t whole = possible.hundredths;
  const bool goal = result.points_to_pass > Points{};

  html.open("div");
  if (goal) html.open("div", {{"class", "scale"}});
  html.open("svg", {{"class", "bar"}, {"aria-hidden", "true"}});
  const auto rect = [&](Literal name, std::int64_t from, const std::string& width) {
    html.element("rect",
                 {{"class", std::string(name.view())},
                  {"x", percent_text(from, whole)},
                  {"width", width},
                  {"height", "100%"}},
                 "");
  };
  if (earned > Points{}) {
    rect("b-pass", 0, percent_text(earned.hundredths, whole));
    rect("b-gap", earned.hundredths, "2");
  }
  if (open > Points{}) {
    rect("b-open", earned.hundredths, percent_text(open.hundredths, whole));
    rect("b-gap", (earned + open).hundredths, "2");
  }
  html.close();
  if (goal) {
    html.open("span", {{"class", "goal"}, {"aria-hidden", "true"}});
    html.element("span", {}, page.words.say("page.bar_goal", {{"points", result.points_to_pass}}));
    html.close();
    html.close();
  }
  html.open("p", {{"class", "vh"}});
  std::vector<Spans> sentences;
  sentences.push_back(page.words.say("page.bar_words",
                                     {{"earned", result.points}, {"open", open}, {"rest", rest}}));
  if (goal) {
    sentences.push_back(page.words.say("page.bar_words_goal", {{"points", result.points_to_pass}}));
  }
  write_sentences(html, sentences);
  html.close();
  html.open("ul", {{"class", "legend"}, {"aria-hidden", "true"}});
  write_legend_row(page, "b-pass", "page.bar_earned", result.points);
  if (open > Points{}) write_legend_row(page, "b-open", "page.bar_open", open);
  if (rest > Points{}) write_legend_row(page, "sw-none", "page.bar_rest", rest);
  html.close();
  html.close();
}

std::string_view shape_of(Label label) {
  switch (label) {
    case Label::Complete:
      return "pass";
    case Label::OnTheWay:
      return "partial";
    case Label::Open:
      return "needs_review";
    case Label::NotStarted:
      return "not_started";
  }
  return "partial";
}

}  // namespace

void write_sentences(HtmlWriter& html, const std::vector<Spans>& sentences) {
  bool first = true;
  for (const Spans& sentence : sentences) {
    if (!first) html.markup(" ");
    html.spans(sentence);
    first = false;
  }
}

void write_note(const Page& page, std::string_view status, std::string_view shape,
                const std::vector<Spans>& sentences) {
  HtmlWriter& html = page.html;
  if (status.empty()) {
    html.open("p", {{"class", "note"}});
  } else {
    html.open("p", {{"class", "note"}, {"data-s", std::string(status)}});
  }
  html.shape(shape);
  html.open("span");
  write_sentences(html, sentences);
  html.close();
  html.close();
}

void write_result(const Page& page) {
  HtmlWriter& html = page.html;
  const Report& report = page.view.report;
  const std::string label = "label." + std::string(to_text(report.result.label));
  html.open("section",
            {{"class", "card result"}, {"id", "result"}, {"aria-labelledby", "h-result"}});
  html.open("div", {{"class", "headline"}});
  html.open("p");
  const std::string_view shape = shape_of(report.result.label);
  html.open("span", {{"class", "chip"}, {"data-s", std::string(shape)}});
  html.shape(shape);
  html.spans(page.words.say(label));
  html.close();
  html.close();
  html.element("h1", {{"id", "h-result"}}, page.title(report.rubric.title));
  html.open("p", {{"class", "meta"}});
  if (!page.view.pull_request.empty()) {
    html.spans(page.words.say("page.pull_request", {{"number", page.view.pull_request}}));
    html.markup(" \xC2\xB7 ");
  }
  html.spans(page.words.say("page.moment",
                            {{"moment", page.words.catalogue().date(report.run.graded_at)}}));
  html.close();
  html.close();
  html.open("p", {{"class", "lead"}});
  write_sentences(html, lead_of(page.words, page.view));
  html.close();
  if (report.result.points_possible > Points{}) {
    html.open("p", {{"class", "big num"}});
    // The words of the sentence that are strong are the small ones here.
    for (const Span& span : page.words.say(
             "page.points_big",
             {{"points", report.result.points}, {"possible", report.result.points_possible}})) {
      if (span.kind == Span::Kind::Strong) {
        html.element("small", {}, span.text);
      } else {
        html.text(span.text);
      }
    }
    html.close();
    write_bar(page);
  }
  const std::vector<Spans> open = open_points_of(page.words, page.view);
  if (!open.empty()) {
    const bool ours = page.view.reviews == 0;
    write_note(page, ours ? "error" : "needs_review", ours ? "error" : "needs_review", open);
  }
  html.close();
}

}  // namespace grader::report
