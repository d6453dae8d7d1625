#include "grader/report/view.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "grader/base/text.h"

namespace grader::report {
namespace {

bool is_safe_id(std::string_view id) {
  return !id.empty() && id.size() <= 80 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

// Ids of rubrics are checked when they are loaded; a stored report may hold anything.
std::string anchor_of(std::string_view id, std::size_t index, std::set<std::string>& used) {
  std::string anchor = is_safe_id(id) ? std::string(id) : "n" + std::to_string(index + 1);
  while (!used.insert(anchor).second) anchor += "-" + std::to_string(index + 1);
  return anchor;
}

// `tier`: only those of it; nullopt: of any.
std::vector<FindingView> grouped(const std::vector<Finding>& findings, std::optional<Tier> tier) {
  std::vector<FindingView> groups;
  for (const Finding& finding : findings) {
    if (finding.in_template || finding.tier != tier.value_or(finding.tier)) continue;
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const FindingView& group) {
      return group.first->rule == finding.rule && group.first->path == finding.path &&
             group.first->message.id == finding.message.id &&
             (!finding.path.empty() || group.first->message.params == finding.message.params);
    });
    if (same == groups.end()) {
      if (groups.size() < 200) groups.push_back({&finding, {}, 0, false});
    } else if (finding.line > 0 && same->also_lines.size() < 10) {
      if (finding.line != same->first->line &&
          (same->also_lines.empty() || same->also_lines.back() != finding.line)) {
        same->also_lines.push_back(finding.line);
      }
    } else {
      ++same->more;
    }
  }
  return groups;
}

// Of many remarks the first few are read most: of each rule one comes before a second one of any.
std::vector<FindingView> varied(std::vector<FindingView> groups) {
  std::set<std::string> seen;
  std::vector<FindingView> first, rest;
  for (FindingView& group : groups) {
    (seen.insert(group.first->rule).second ? first : rest).push_back(std::move(group));
  }
  std::move(rest.begin(), rest.end(), std::back_inserter(first));
  return first;
}

// `whole`: with all that it found, whatever its tier.
CheckView view_of(const CheckResult& check, const Caps& caps, bool whole) {
  CheckView view;
  view.result = &check;
  view.shown = shown(check.status);
  // One that has points of its own is partly done, or not yet, and takes some off besides.
  if (takes_off(check) && check.points_possible == Points{}) view.shown = Shown::Deduction;
  if (check.status == Status::NotStarted || check.status == Status::Skipped) return view;
  view.findings = grouped(check.findings, whole ? std::nullopt : std::optional(Tier::Blocking));
  if (check.tier == Tier::Improve) view.findings = varied(std::move(view.findings));
  for (FindingView& finding : view.findings) {
    const Message& message = finding.first->message;
    finding.said = message.id == check.message.id && message.params == check.message.params;
  }
  if (view.findings.size() > caps.findings) {
    view.findings_more = static_cast<std::int64_t>(view.findings.size() - caps.findings);
    view.findings.resize(caps.findings);
  }
  view.cases_cut = check.cases_not_shown;
  for (const CaseResult& one : check.cases) {
    // A person's words are shown in full, the good ones too.
    const bool silent = one.status == Status::Pass || one.status == Status::Skipped;
    if (silent && !check.review) continue;
    if (view.cases.size() < caps.cases) {
      view.cases.push_back(&one);
    } else if (view.more_cases.size() < caps.case_names) {
      view.more_cases.push_back(&one);
    } else {
      ++view.cases_cut;
    }
  }
  return view;
}

// Next is an idea, where nothing gives points: it stays among the ideas of its exercise.
bool is_idea(const FocusItem& item, const CheckResult& check) {
  return check.tier == Tier::Improve && item.points_lost <= Points{} && item.blocks.empty();
}

bool gave_a_verdict(Status status) {
  return status == Status::Pass || status == Status::Partial || status == Status::Fail;
}

TaskView view_of(const TaskResult& task, const Caps& caps, std::set<std::string>& anchors,
                 std::size_t index, const std::vector<FocusItem>& focus) {
  TaskView view;
  view.result = &task;
  view.anchor = anchor_of("e-" + task.id, index, anchors);
  std::vector<IdeaView> ideas;
  std::set<std::string> used;
  for (std::size_t i = 0; i < task.checks.size(); ++i) {
    const CheckResult& check = task.checks[i];
    const std::string anchor = view.anchor + "--" + anchor_of(check.id, i, used);
    if (check.assurance == Assurance::InProcess && gave_a_verdict(check.status)) {
      view.in_process = true;
    }
    // What takes points off, or holds others back, is more than an idea.
    const bool matters =
        takes_off(check) || std::any_of(focus.begin(), focus.end(), [&](const FocusItem& item) {
          return item.task == task.id && item.check == check.id && !is_idea(item, check);
        });
    for (const FindingView& finding : varied(grouped(check.findings, Tier::Improve))) {
      if (!matters) ideas.push_back({&check, finding});
    }
    const bool idea = !matters && check.tier == Tier::Improve && check.status != Status::Pass;
    if (idea && (check.status == Status::Fail || check.status == Status::Partial)) {
      const std::vector<FindingView> findings = grouped(check.findings, Tier::Blocking);
      for (const FindingView& finding : findings) ideas.push_back({&check, finding});
      if (ideas.empty() || ideas.back().check != &check) ideas.push_back({&check, {}});
    }
    if (idea) continue;
    if (view.checks.size() >= caps.checks) {
      ++view.checks_cut;
      continue;
    }
    view.checks.push_back(view_of(check, caps, matters));
    view.checks.back().anchor = anchor;
  }
  std::stable_partition(view.checks.begin(), view.checks.end(),
                        [](const CheckView& check) { return check.shown != Shown::Pass; });
  for (const IdeaView& idea : ideas) {
    if (view.ideas.size() < caps.ideas) {
      view.ideas.push_back(idea);
    } else if (view.more_ideas.size() < caps.more_ideas) {
      view.more_ideas.push_back(idea);
    } else {
      ++view.ideas_cut;
    }
  }
  return view;
}

std::string pull_number(std::string_view ref) {
  if (ref.substr(0, 5) == "refs/") ref.remove_prefix(5);
  if (ref.substr(0, 5) != "pull/") return "";
  ref.remove_prefix(5);
  const std::string_view number = ref.substr(0, ref.find('/'));
  const bool digits = !number.empty() && number.size() < 10 &&
                      number.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? std::string(number) : "";
}

void count_check(const CheckResult& check, View& view) {
  const Points open = check.points_possible - check.points;
  switch (check.status) {
    case Status::NeedsReview:
      ++view.reviews;
      ++view.how.human;
      view.review_points += open;
      return;
    case Status::Error:
      ++view.errors;
      ++view.how.not_yet;
      view.error_points += open;
      return;
    case Status::Skipped:
    case Status::NotStarted:
      ++view.how.not_yet;
      return;
    default:
      break;
  }
  switch (check.assurance) {
    case Assurance::Isolated:
      ++view.how.isolated;
      break;
    case Assurance::BlackBox:
      ++view.how.black_box;
      break;
    case Assurance::Static:
      ++view.how.statically;
      break;
    case Assurance::InProcess:
      ++view.how.in_process;
      break;
    case Assurance::Human:
      ++view.how.human;
      break;
  }
}

// What the rubric praises first, then what is worth most, then ideas that the rubric praises: first
// of all where nothing gives points. One of each exercise first.
std::vector<PraiseView> choose_praise(const Report& report) {
  std::vector<PraiseView> passed;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      const bool idea = check.tier == Tier::Improve;
      if (check.status == Status::Pass && (!idea || !check.praise.empty())) {
        passed.push_back({&task, &check});
      }
    }
  }
  const bool only_remarks = report.result.points_possible == Points{};
  const auto order = [&](const CheckResult& check) {
    if (!check.praise.empty() && (only_remarks || check.tier == Tier::Blocking)) return 0;
    return check.tier == Tier::Blocking ? 1 : 2;
  };
  std::stable_sort(passed.begin(), passed.end(), [&](const PraiseView& a, const PraiseView& b) {
    if (order(*a.check) != order(*b.check)) return order(*a.check) < order(*b.check);
    return a.check->points > b.check->points;
  });
  std::vector<PraiseView> chosen;
  for (const bool another_of_the_same : {false, true}) {
    for (const PraiseView& candidate : passed) {
      if (chosen.size() == 3) return chosen;
      const bool has_task = std::any_of(chosen.begin(), chosen.end(), [&](const PraiseView& c) {
        return c.task == candidate.task;
      });
      const bool has_check = std::any_of(chosen.begin(), chosen.end(), [&](const PraiseView& c) {
        return c.check == candidate.check;
      });
      if (another_of_the_same ? !has_check : !has_task) chosen.push_back(candidate);
    }
  }
  return chosen;
}

}  // namespace

Shown shown(Status status) {
  switch (status) {
    case Status::Pass:
      return Shown::Pass;
    case Status::Partial:
      return Shown::Partial;
    case Status::Fail:
      return Shown::Fail;
    case Status::NotStarted:
      return Shown::NotStarted;
    case Status::Skipped:
      return Shown::Skipped;
    case Status::NeedsReview:
      return Shown::NeedsReview;
    case Status::Error:
      return Shown::Error;
  }
  return Shown::Error;
}

bool asks_back(Shown shown) {
  return shown == Shown::Partial || shown == Shown::Fail || shown == Shown::Deduction;
}

std::string_view key_of(Shown shown) {
  static constexpr std::array<std::string_view, 9> kKeys{"pass",        "partial", "fail",
                                                         "not_started", "skipped", "needs_review",
                                                         "error",       "idea",    "deduction"};
  return kKeys[static_cast<std::size_t>(shown)];
}

Caps shrunk(const Caps& caps, int step) {
  Caps less = caps;
  if (step >= 1) less.case_names = less.more_ideas = 5;
  if (step >= 1) less.text = std::min<std::size_t>(less.text, 300);
  if (step >= 2) less.findings = less.cases = less.ideas = less.remarks = 1;
  if (step >= 2) less.case_names = less.more_ideas = 0;
  if (step >= 3) less.excerpts = false;
  if (step >= 3) less.text = std::min<std::size_t>(less.text, 120);
  if (step >= 3) less.checks = 10;
  if (step >= 4) less.tasks = 60;
  if (step >= 4) less.checks = less.findings = less.cases = less.ideas = 0;
  if (step >= 4) less.text = std::min<std::size_t>(less.text, 60);
  return less;
}

// Exercises are those that give points; in a report without points, all.
void View::count_tasks() {
  const std::vector<TaskResult>& all = report.tasks;
  const bool points = std::any_of(all.begin(), all.end(), [](const TaskResult& task) {
    return task.points_possible > Points{};
  });
  all_done = !all.empty();
  for (const TaskResult& task : all) {
    all_done = all_done && task.status == Status::Pass;
    if (points && task.points_possible == Points{}) continue;
    ++total;
    started += task.status != Status::NotStarted ? 1 : 0;
    done += task.status == Status::Pass ? 1 : 0;
  }
}

View::View(const Report& of, const Caps& caps) : report(of) {
  count_tasks();
  std::set<std::string> anchors;
  for (const Group group : {Group::Mandatory, Group::Extra}) {
    for (std::size_t i = 0; i < of.tasks.size(); ++i) {
      const TaskResult& task = of.tasks[i];
      if (task.group != group) continue;
      for (const CheckResult& check : task.checks) count_check(check, *this);
      if (tasks.size() < caps.tasks) {
        tasks.push_back(view_of(task, caps, anchors, i, of.focus));
      } else {
        ++tasks_cut;
      }
    }
  }
  for (const FocusItem& item : of.focus) {
    for (TaskView& task : tasks) {
      if (task.result->id != item.task || focus.size() == 3) continue;
      const auto check = std::find_if(
          task.checks.begin(), task.checks.end(),
          [&](const CheckView& candidate) { return candidate.result->id == item.check; });
      if (check != task.checks.end()) {
        focus.push_back({&item, &task, &*check});
      } else if (!add_idea(item, task, caps)) {
        continue;
      }
      task.in_focus = true;
      break;
    }
  }
  for (const TaskView& task : tasks) {
    if (task.result->status == Status::NotStarted && !task.in_focus) not_started.push_back(&task);
  }
  praise = choose_praise(of);
  pull_request = pull_number(of.submission.ref);
}

bool View::add_idea(const FocusItem& item, const TaskView& task, const Caps& caps) {
  const auto check =
      std::find_if(task.result->checks.begin(), task.result->checks.end(),
                   [&](const CheckResult& candidate) { return candidate.id == item.check; });
  if (check == task.result->checks.end() || !is_idea(item, *check)) return false;
  focus_ideas.push_back(view_of(*check, caps, true));
  focus_ideas.back().shown = Shown::Idea;
  focus_ideas.back().anchor = task.anchor;
  focus.push_back({&item, &task, &focus_ideas.back()});
  return true;
}

Spans sentence_of(const Words& words, const CheckResult& check, Shown shown) {
  if (!check.message.empty()) return words.say(check.message);
  switch (shown) {
    case Shown::NotStarted:
      return words.say("page.not_started");
    case Shown::NeedsReview:
      return words.say("page.review");
    case Shown::Error:
      return words.say("page.error");
    case Shown::Skipped:
      return words.say("page.waits");
    default:
      return {};
  }
}

Spans detail_of(const Words& words, const CheckView& check, const Spans& said) {
  for (const FindingView& finding : check.findings) {
    if (finding.first->message.empty()) continue;
    Spans detail = words.say(finding.first->message);
    return plain(detail) == plain(said) ? Spans{} : detail;
  }
  return {};
}

bool takes_off(const CheckResult& check) {
  return check.deduction && check.deduction->findings > 0;
}

Spans deduction_of(const Words& words, const CheckResult& check) {
  if (!takes_off(check)) return {};
  const Deduction& deduction = *check.deduction;
  if (deduction.points == Points{}) return words.say("page.deduction_later");
  const bool all = deduction.points.hundredths == deduction.each.hundredths * deduction.findings;
  return words.say(
      all ? "page.deduction" : "page.deduction_most",
      {{"points", deduction.points}, {"each", deduction.each}, {"count", deduction.findings}});
}

Spans points_off_of(const Words& words, const CheckResult& check) {
  if (!check.deduction || check.deduction->points == Points{}) return {};
  return words.say("page.points_off", {{"points", check.deduction->points}});
}

Spans focus_points_of(const Words& words, const Report& report, const FocusItem& item) {
  if (item.points_lost <= Points{}) return {};
  const auto waits = [&](const TaskResult& task, const CheckResult& check) {
    const std::string id = task.id + "/" + check.id;
    return std::find(item.blocks.begin(), item.blocks.end(), id) != item.blocks.end();
  };
  bool up_to = false;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      const bool worth =
          check.points_possible > Points{} ||
          std::any_of(task.blocks.begin(), task.blocks.end(), [&](const BlockResult& block) {
            return std::find(block.checks.begin(), block.checks.end(), check.id) !=
                   block.checks.end();
          });
      up_to = up_to || (worth && waits(task, check));
    }
  }
  return words.say(up_to ? "page.count_points_up_to" : "page.count_points",
                   {{"points", item.points_lost}});
}

Spans points_of(const Words& words, Group group, Status status, Points points, Points possible,
                Points open) {
  if (possible == Points{}) return {};
  if (group == Group::Extra && points > Points{})
    return words.say("page.points_extra", {{"points", points}});
  const bool is_open = status == Status::NeedsReview || status == Status::Error;
  if (is_open && points == Points{} && open > Points{}) {
    return words.say("page.points_open", {{"points", open}});
  }
  return words.say("page.points", {{"points", points}, {"possible", possible}});
}

std::vector<Spans> lead_of(const Words& words, const View& view) {
  const ReportResult& result = view.report.result;
  std::vector<Spans> lead;
  if (view.all_done) {
    lead.push_back(words.say("page.lead_all_done", {{"total", view.total}}));
  } else if (view.started == 0) {
    lead.push_back(words.say("page.lead_not_started"));
  } else {
    lead.push_back(
        words.say("page.lead_started", {{"started", view.started}, {"total", view.total}}));
    if (view.done > 0) lead.push_back(words.say("page.lead_done", {{"done", view.done}}));
  }
  if (result.points_to_pass > Points{}) {
    const Points missing = result.points_to_pass - result.points;
    if (missing <= Points{}) {
      lead.push_back(words.say("page.goal_reached", {{"goal", result.points_to_pass}}));
    } else {
      lead.push_back(words.say("page.goal_distance", {{"points", missing}}));
      if (missing <= result.points_open) lead.push_back(words.say("page.goal_open"));
    }
  }
  if (result.status == Completeness::Incomplete && view.errors == 0) {
    lead.push_back(words.say("page.incomplete"));
  }
  return lead;
}

std::vector<Spans> open_points_of(const Words& words, const View& view) {
  std::vector<Spans> sentences;
  if (view.reviews == 0 && view.errors == 0) return sentences;
  if (view.report.result.points_open > Points{}) {
    sentences.push_back(words.say("page.open", {{"points", view.report.result.points_open}}));
  }
  if (view.reviews > 0) {
    sentences.push_back(
        words.say("page.open_review", {{"count", view.reviews}, {"points", view.review_points}}));
  }
  if (view.errors > 0) {
    sentences.push_back(
        words.say("page.open_error", {{"count", view.errors}, {"points", view.error_points}}));
  }
  // Where nothing gives points, it would be said of what comes next.
  if (view.report.result.points_possible > Points{} || view.focus.empty()) {
    sentences.push_back(words.say("page.open_nothing_to_do"));
  }
  return sentences;
}

std::vector<std::string> original_of(const Words& words, const Message& message) {
  const auto said = message.params.find("original");
  if (said == message.params.end()) return {};
  const std::vector<std::string> quoted = words.catalogue().parameters(message.id);
  if (std::find(quoted.begin(), quoted.end(), "original") != quoted.end()) return {};
  const auto* text = std::get_if<std::string>(&said->second);
  if (text == nullptr || text->empty()) return {};
  std::vector<std::string> lines;
  std::size_t room = 300;
  const std::string bare = without_ansi(capped(*text));
  for (const std::string_view each : lines_of(bare)) {
    if (room == 0) break;
    lines.push_back(visible(each, room));
    room -= std::min(room, lines.back().size());
  }
  return lines;
}

const char* case_name_of(const CheckResult& check) {
  return check.kind == "manual" ? "page.criterion_name" : "page.case_name";
}

Spans also_of(const Words& words, const FindingView& finding) {
  const auto count = static_cast<std::int64_t>(finding.also_lines.size());
  if (count == 0) return {};
  if (finding.more > 0) {
    return words.say("page.also_more", {{"count", count + finding.more}});
  }
  std::vector<std::string> lines;
  for (const int line : finding.also_lines) lines.push_back(std::to_string(line));
  return words.say("page.also_lines", {{"count", count}, {"lines", words.catalogue().list(lines)}});
}

Spans hidden_cases_of(const Words& words, const HiddenCases& hidden) {
  if (hidden.total <= 0) return {};
  if (hidden.passed >= hidden.total)
    return words.say("page.hidden_pass", {{"total", hidden.total}});
  return words.say("page.hidden_fail",
                   {{"total", hidden.total}, {"failed", hidden.total - hidden.passed}});
}

std::vector<Spans> how_of(const Words& words, const HowCounts& how) {
  std::vector<Spans> sentences;
  const auto add = [&](const char* id, std::int64_t count) {
    if (count > 0) sentences.push_back(words.say(id, {{"count", count}}));
  };
  add("page.how_isolated", how.isolated);
  add("page.how_black_box", how.black_box);
  add("page.how_static", how.statically);
  add("page.how_in_process", how.in_process);
  add("page.how_human", how.human);
  add("page.how_not_yet", how.not_yet);
  return sentences;
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos || slash + 1 == path.size() ? path
                                                                     : path.substr(slash + 1);
}

std::string_view path_in_task(std::string_view path, std::string_view task_path) {
  if (path == task_path) return file_name(path);
  for (std::string_view folder : {task_path, task_path.substr(0, task_path.rfind('/'))}) {
    if (!folder.empty() && path.size() > folder.size() + 1 && path[folder.size()] == '/' &&
        path.substr(0, folder.size()) == folder) {
      return path.substr(folder.size() + 1);
    }
  }
  return path;
}

}  // namespace grader::report
