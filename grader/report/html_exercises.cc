#include <algorithm>

#include "grader/base/text.h"
#include "grader/report/excerpt.h"
#include "grader/report/exhibits.h"
#include "grader/report/html.h"
#include "grader/report/values.h"

namespace grader::report {
namespace {

void write_question(const Page& page, const std::string& ask) {
  if (ask.empty()) return;
  page.html.open("p", {{"class", "ask"}});
  page.html.shape("ask");
  page.html.element("span", {}, page.prose(ask));
  page.html.close();
}

// What a tool said, below our own sentence, unless the sentence quotes it.
void write_original(const Page& page, const Message& message) {
  const auto original = message.params.find("original");
  if (original == message.params.end()) return;
  const std::vector<std::string> quoted = page.words.catalogue().parameters(message.id);
  if (std::find(quoted.begin(), quoted.end(), "original") != quoted.end()) return;
  const auto* text = std::get_if<std::string>(&original->second);
  if (text == nullptr || text->empty()) return;
  HtmlWriter& html = page.html;
  html.open("div", {{"class", "original"}});
  html.element("p", {{"class", "small soft"}}, page.words.say("page.original"));
  html.open("pre", {{"dir", "ltr"}, {"lang", "en"}, {"translate", "no"}});
  html.code(*text, 300);
  html.close();
  html.close();
}

void write_excerpt(const Page& page, const TaskView& task, const Finding& finding) {
  if (!page.caps.excerpts || !finding.excerpt || finding.excerpt->lines.empty()) return;
  HtmlWriter& html = page.html;
  const std::vector<ExcerptLine> lines = excerpt_lines(finding);
  html.open("figure", {{"class", "code"}});
  const std::string name(path_in_task(finding.path, task.result->path));
  html.element(
      "figcaption", {},
      lines.size() == 1
          ? page.words.say("page.excerpt_line",
                           {{"name", name}, {"line", std::int64_t{lines.front().number}}})
          : page.words.say("page.excerpt_lines", {{"name", name},
                                                  {"first", std::int64_t{lines.front().number}},
                                                  {"last", std::int64_t{lines.back().number}}}));
  html.open("pre", {{"dir", "ltr"}, {"lang", "en"}, {"translate", "no"}});
  for (const ExcerptLine& line : lines) {
    if (line.in_question) {
      html.open("mark", {{"class", "l"}});
    } else {
      html.open("span", {{"class", "l"}});
    }
    html.element("span", {{"class", "m"}, {"aria-hidden", "true"}},
                 line.in_question ? "\xE2\x96\xB8" : "");
    html.element("span", {{"class", "n"}, {"aria-hidden", "true"}}, std::to_string(line.number));
    html.open("span");
    if (line.in_question) {
      html.open("span", {{"class", "vh"}, {"lang", page.words.catalogue().language()}});
      html.spans(page.words.say("page.line_in_question", {{"line", std::int64_t{line.number}}}));
      html.markup(" ");
      html.close();
    }
    html.code(line.before, 400);
    if (!line.at.empty()) {
      html.open("u", {{"class", "at"}});
      html.code(line.at, 400);
      html.close();
    }
    html.code(line.after, 400);
    html.markup("\n");
    html.close();
    html.close();
  }
  html.close();
  html.close();
}

void write_finding_text(const Page& page, const FindingView& view) {
  HtmlWriter& html = page.html;
  const Spans message = view.said ? Spans{} : page.words.say(view.first->message);
  const Spans also = also_of(page.words, view);
  if (message.empty() && also.empty()) return;
  html.open("p");
  html.spans(message);
  if (!message.empty() && !also.empty()) html.markup(" ");
  html.spans(also);
  html.close();
  write_original(page, view.first->message);
  if (view.first->why) html.element("p", {{"class", "soft"}}, page.words.say(*view.first->why));
}

// What was seen, the question, then the place; several places come after the question, each with
// what was seen there.
void write_findings(const Page& page, const TaskView& task,
                    const std::vector<FindingView>& findings, const std::string& ask) {
  const bool one = findings.size() == 1;
  if (one) write_finding_text(page, findings.front());
  write_question(page, ask);
  for (const FindingView& finding : findings) {
    if (!one) write_finding_text(page, finding);
    write_excerpt(page, task, *finding.first);
  }
}

// ---- cases ----

void write_value(const Page& page, Literal mark, const char* name, const std::string& value,
                 const std::string& type) {
  HtmlWriter& html = page.html;
  html.element("dt", {}, page.words.say(name));
  html.open("dd");
  html.open(mark);
  html.open("code", {{"class", "v"}});
  html.code(value, page.caps.text + 1);
  html.close();
  html.close();
  if (!type.empty()) {
    html.markup(" ");
    html.element("span", {{"class", "soft"}}, page.words.say("page.type_" + type));
  }
  html.close();
}

void write_difference(const Page& page, const ValuePair& pair) {
  HtmlWriter& html = page.html;
  html.element("dt", {}, page.words.say("page.difference"));
  html.open("dd");
  html.open("pre", {{"class", "diff"}, {"dir", "ltr"}, {"translate", "no"}});
  for (const DiffLine& line : pair.lines) {
    switch (line.kind) {
      case DiffLine::Kind::Same:
        html.open("span");
        html.markup("  ");
        break;
      case DiffLine::Kind::Expected:
        html.open("ins");
        html.markup("\xE2\x88\x92 ");
        html.element("span", {{"class", "vh"}}, page.words.say("page.diff_expected"));
        break;
      case DiffLine::Kind::Given:
        html.open("del");
        html.markup("+ ");
        html.element("span", {{"class", "vh"}}, page.words.say("page.diff_given"));
        break;
    }
    html.code(line.text, page.caps.text);
    html.close();
    html.markup("\n");
  }
  html.close();
  if (pair.lines_cut > 0) {
    html.element(
        "span", {{"class", "soft"}},
        page.words.say("page.lines_cut", {{"count", static_cast<std::int64_t>(pair.lines_cut)}}));
  }
  html.close();
}

void write_case(const Page& page, const CaseResult& one, const char* name) {
  HtmlWriter& html = page.html;
  html.open("div", {{"class", "case"}});
  html.open("dl");
  html.element("dt", {}, page.words.say(name));
  html.open("dd");
  html.open("bdi");
  html.text(one.name);
  html.close();
  html.close();
  bool signs = false;
  if (one.expected && one.actual) {
    const ValuePair pair = compare_values(*one.expected, *one.actual, page.caps.text);
    signs = pair.marks_spaces;
    if (pair.lines.empty()) {
      write_value(page, "ins", "page.case_expected", pair.expected, pair.expected_type);
      write_value(page, "del", "page.case_given", pair.given, pair.given_type);
    } else {
      write_difference(page, pair);
    }
  } else if (one.expected) {
    write_value(page, "ins", "page.case_expected", *one.expected, "");
  } else if (one.actual) {
    write_value(page, "del", "page.case_given", *one.actual, "");
  }
  html.close();
  if (signs) html.element("p", {{"class", "small soft"}}, page.words.say("page.signs"));
  if (!one.message.empty()) html.element("p", {}, page.words.say(one.message));
  write_original(page, one.message);
  html.close();
}

void write_cases(const Page& page, const CheckView& check) {
  HtmlWriter& html = page.html;
  if (!check.cases.empty()) {
    html.open("div", {{"class", "cases"}});
    const char* name = case_name_of(*check.result);
    for (const CaseResult* one : check.cases) write_case(page, *one, name);
    html.close();
  }
  const auto more = static_cast<std::int64_t>(check.more_cases.size());
  if (more > 0) {
    html.open("details", {{"class", "rest"}});
    html.open("summary");
    html.shape("tw", "i tw");
    html.spans(page.words.say("page.cases_more", {{"count", more}}));
    html.close();
    html.open("ul");
    for (const CaseResult* one : check.more_cases) {
      html.open("li");
      html.element("bdi", {}, one->name);
      html.close();
    }
    html.close();
    html.close();
  }
  if (check.cases_cut > 0) {
    html.element("p", {{"class", "small soft"}},
                 page.words.say("page.cases_cut", {{"count", check.cases_cut}}));
  }
}

// ---- checks ----

void write_review(const Page& page, const CheckResult& check) {
  if (!check.review || check.review->text.empty()) return;
  HtmlWriter& html = page.html;
  html.open("p");
  html.element("strong", {}, page.words.say("page.mentor_wrote"));
  html.markup(" ");
  html.open("bdi");
  html.text(capped(check.review->text));
  html.close();
  html.close();
}

void write_check_head(const Page& page, const CheckResult& check, Shown shown,
                      const Spans& points) {
  HtmlWriter& html = page.html;
  const std::string key(key_of(shown));
  html.open("div", {{"class", "ch"}, {"data-s", shown == Shown::Idea ? "not_started" : key}});
  html.shape(key);
  html.element("h5", {}, page.title(check.title));
  if (!points.empty()) html.element("span", {{"class", "pts num"}}, points);
  html.element("span", {{"class", "st"}}, page.words.say("status." + key));
  html.close();
}

void write_texts(const Page& page, const CheckResult& check) {
  HtmlWriter& html = page.html;
  if (!check.why.empty()) {
    html.open("p", {{"class", "small"}});
    html.element("strong", {}, page.words.say("page.why"));
    html.markup(" ");
    html.spans(page.prose(check.why));
    html.close();
  }
  if (!check.learn.empty()) {
    html.open("p", {{"class", "small learn"}});
    html.spans(page.words.say("page.learn"));
    html.markup(" ");
    html.spans(page.prose(check.learn));
    html.close();
  }
}

// Pictures are loaded when they are looked at.
void write_exhibits(const Page& page, const CheckResult& check) {
  const std::vector<const Evidence*> exhibits = exhibits_of(check);
  if (exhibits.empty()) return;
  HtmlWriter& html = page.html;
  html.open("details", {{"class", "shots"}});
  html.element("summary", {}, page.words.say("page.evidence"));
  for (const Evidence* one : exhibits) {
    html.open("p");
    if (is_picture(*one)) {
      // The words are beside it.
      html.empty("img", {{"src", one->path}, {"loading", "lazy"}, {"alt", ""}});
    }
    html.element("a", {{"href", one->path}}, said_of(*one, page.words));
    html.close();
  }
  html.close();
}

void write_check(const Page& page, const TaskView& task, const CheckView& view) {
  HtmlWriter& html = page.html;
  const CheckResult& check = *view.result;
  const bool passed = view.shown == Shown::Pass;
  html.open("li", {{"class", passed ? "check ok" : "check"}, {"id", view.anchor}});
  write_check_head(page, check, view.shown,
                   view.shown == Shown::Deduction
                       ? points_off_of(page.words, check)
                       : points_of(page.words, task.result->group, check.status, check.points,
                                   check.points_possible, check.points_possible - check.points));
  const Spans said = sentence_of(page.words, check, view.shown);
  const Spans taken = deduction_of(page.words, check);
  const Spans hidden =
      check.cases_hidden ? hidden_cases_of(page.words, *check.cases_hidden) : Spans{};
  if (passed) {
    if (!said.empty() || !taken.empty() || !hidden.empty() || !exhibits_of(check).empty()) {
      html.open("div", {{"class", "more"}});
      if (!said.empty()) html.element("p", {}, said);
      if (!taken.empty()) html.element("p", {}, taken);
      write_review(page, check);
      if (check.review) write_cases(page, view);
      if (!hidden.empty()) html.element("p", {{"class", "small soft"}}, hidden);
      write_exhibits(page, check);
      html.close();
    }
    html.close();
    return;
  }
  html.open("div", {{"class", "more"}});
  if (!said.empty()) html.element("p", {}, said);
  if (!taken.empty()) html.element("p", {}, taken);
  write_review(page, check);
  if (view.shown == Shown::NotStarted && !task.result->first_step.empty()) {
    html.open("p");
    html.spans(page.words.say("page.first_step"));
    html.markup(" ");
    html.spans(page.prose(task.result->first_step));
    html.close();
  }
  const bool judged = asks_back(view.shown);
  write_findings(page, task, view.findings, judged ? check.ask : "");
  if (view.findings_more > 0) {
    html.element("p", {{"class", "small soft"}},
                 page.words.say("page.findings_cut", {{"count", view.findings_more}}));
  }
  if (judged || view.shown == Shown::NeedsReview) write_cases(page, view);
  if (!hidden.empty()) html.element("p", {{"class", "small soft"}}, hidden);
  write_original(page, check.message);
  write_exhibits(page, check);
  if (judged) write_texts(page, check);
  html.close();
  html.close();
}

void write_idea(const Page& page, const TaskView& task, const IdeaView& idea) {
  HtmlWriter& html = page.html;
  html.open("li", {{"class", "check"}});
  write_check_head(page, *idea.check, Shown::Idea, {});
  html.open("div", {{"class", "more"}});
  if (idea.finding.first == nullptr) {
    if (!idea.check->message.empty()) {
      html.element("p", {}, page.words.say(idea.check->message));
    }
    write_question(page, idea.check->ask);
  } else {
    write_findings(page, task, {idea.finding}, idea.check->ask);
  }
  write_texts(page, *idea.check);
  html.close();
  html.close();
}

void write_ideas(const Page& page, const TaskView& task) {
  HtmlWriter& html = page.html;
  for (const IdeaView& idea : task.ideas) write_idea(page, task, idea);
  if (!task.more_ideas.empty()) {
    html.open("li", {{"class", "check"}});
    html.open("details", {{"class", "rest"}});
    html.open("summary");
    html.shape("tw", "i tw");
    html.spans(page.words.say("page.ideas_more",
                              {{"count", static_cast<std::int64_t>(task.more_ideas.size())}}));
    html.close();
    html.open("ul", {{"class", "checks"}});
    for (const IdeaView& idea : task.more_ideas) write_idea(page, task, idea);
    html.close();
    html.close();
    html.close();
  }
  if (task.ideas_cut > 0) {
    html.open("li", {{"class", "check"}});
    html.element("p", {{"class", "small soft"}},
                 page.words.say("page.ideas_cut", {{"count", task.ideas_cut}}));
    html.close();
  }
}

void write_blocks(const Page& page, const TaskResult& task) {
  for (const BlockResult& block : task.blocks) {
    HtmlWriter& html = page.html;
    html.open("p", {{"class", "small"}});
    html.element("strong", {}, page.title(block.title));
    html.markup(" \xC2\xB7 ");
    html.spans(
        page.words.say("page.block", {{"points", block.points},
                                      {"possible", block.points_possible},
                                      {"any", block.any},
                                      {"count", static_cast<std::int64_t>(block.checks.size())}}));
    html.close();
  }
  if (task.deducted > Points{}) {
    page.html.element("p", {{"class", "small"}},
                      page.words.say("page.deducted", {{"points", task.deducted}}));
  }
}

void write_task(const Page& page, const TaskView& task) {
  HtmlWriter& html = page.html;
  const TaskResult& result = *task.result;
  const std::string key(key_of(shown(result.status)));
  html.open("article", {{"class", "card ex"}, {"id", task.anchor}});
  html.open("div", {{"class", "exhead"}});
  html.element("h4", {}, page.title(result.title));
  const Spans points = points_of(page.words, result.group, result.status, result.points,
                                 result.points_possible, result.points_open);
  if (!points.empty()) html.element("span", {{"class", "pts num"}}, points);
  html.open("div", {{"class", "sub"}});
  html.open("span", {{"class", "chip"}, {"data-s", key}});
  html.shape(key);
  html.spans(page.words.say("status." + key));
  html.close();
  if (!result.path.empty()) {
    html.open("code", {{"class", "path"}});
    html.text(result.path);
    html.close();
  }
  html.close();
  html.close();
  const std::size_t count = task.checks.size() + task.ideas.size();
  if (count == 0 && task.checks_cut == 0) {
    html.close();
    return;
  }
  html.markup("\n");
  if (task.in_focus) {
    html.open("details", {{"open", ""}});
  } else {
    html.open("details");
  }
  html.open("summary");
  html.shape("tw", "i tw");
  html.spans(
      page.words.say("page.checks", {{"count", static_cast<std::int64_t>(result.checks.size())}}));
  html.open("span", {{"class", "vh"}});
  html.markup(": ");
  html.spans(page.title(result.title));
  html.close();
  html.close();
  write_blocks(page, result);
  if (count > 0) {
    html.open("ul", {{"class", "checks"}});
    for (const CheckView& check : task.checks) write_check(page, task, check);
    write_ideas(page, task);
    html.close();
  }
  if (task.checks_cut > 0) {
    html.element("p", {{"class", "small soft"}},
                 page.words.say("page.checks_cut", {{"count", task.checks_cut}}));
  }
  if (task.in_process) {
    html.open("p", {{"class", "note"}});
    html.shape("near");
    html.element("span", {}, page.words.say("page.in_process"));
    html.close();
  }
  html.close();
  html.close();
}

}  // namespace

void write_exercises(const Page& page) {
  HtmlWriter& html = page.html;
  html.open("section", {{"aria-labelledby", "h-ex"}});
  html.element("h2", {{"id", "h-ex"}}, page.words.say("page.exercises"));
  html.open("div", {{"class", "group"}});
  std::optional<Group> group;
  for (const TaskView& task : page.view.tasks) {
    if (group != task.result->group) {
      group = task.result->group;
      html.element(
          "h3", {},
          page.words.say(group == Group::Extra ? "page.group_extra" : "page.group_mandatory"));
    }
    write_task(page, task);
    html.markup("\n");
  }
  html.close();
  html.close();
  html.markup("\n");
}

}  // namespace grader::report
