#include "grader/report/annotations.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>

#include "grader/base/log_text.h"
#include "grader/base/text.h"
#include "grader/report/values.h"
#include "grader/report/view.h"

namespace grader::report {
namespace {

constexpr std::size_t kMaxCases = 3;
constexpr std::size_t kMaxFindings = 5;

std::string safe(const Spans& spans) {
  return safe_line(plain(spans));
}

// A path that names something in the repository, and nothing else: the tools open what they are
// given.
std::string inside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.size() > 4096) return "";
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return "";
    rest.remove_prefix(std::min(slash + 1, rest.size()));
  }
  return to_valid_utf8(path);
}

bool is_open(Status status) {
  return status == Status::Fail || status == Status::Partial;
}

Level level_of(const CheckResult& check, Tier tier) {
  if (takes_off(check))
    return check.status == Status::Fail && check.tier == Tier::Blocking ? Level::Error
                                                                        : Level::Warning;
  if (tier == Tier::Improve || check.tier == Tier::Improve) return Level::Note;
  if (check.status == Status::Fail) return Level::Error;
  return check.status == Status::Partial ? Level::Warning : Level::Note;
}

std::string place_of(const Finding& finding) {
  if (finding.path.empty()) return "";
  std::string place = safe_line(finding.path);
  if (finding.line > 0) place += ":" + std::to_string(finding.line);
  return place;
}

void tell_original(const Words& words, const Message& message, std::vector<std::string>& lines) {
  std::string begin = "  " + safe(words.say("page.original")) + ": ";
  for (const std::string& each : original_of(words, message)) {
    lines.push_back(begin + without_log_commands(each));
    begin = "    ";
  }
}

void tell_case(const Words& words, const CheckResult& check, const CaseResult& one,
               std::vector<std::string>& lines) {
  lines.push_back(safe(words.say(case_name_of(check))) + ": " + safe_line(one.name));
  if (one.expected && one.actual) {
    const ValuePair pair = compare_values(*one.expected, *one.actual, 200);
    if (pair.lines.empty()) {
      lines.push_back("  " + safe(words.say("page.case_expected")) + ": " +
                      safe_line(pair.expected));
      lines.push_back("  " + safe(words.say("page.case_given")) + ": " + safe_line(pair.given));
    }
    for (const DiffLine& each : pair.lines) {
      const char* sign = each.kind == DiffLine::Kind::Same       ? "    "
                         : each.kind == DiffLine::Kind::Expected ? "  - "
                                                                 : "  + ";
      lines.push_back(sign + safe_line(each.text, 200));
    }
  }
  if (!one.message.empty()) lines.push_back("  " + safe(words.say(one.message)));
  tell_original(words, one.message, lines);
}

void tell_cases(const Words& words, const CheckResult& check, std::vector<std::string>& lines) {
  std::size_t told = 0;
  std::int64_t more = check.cases_not_shown;
  for (const CaseResult& one : check.cases) {
    if (one.status == Status::Pass || one.status == Status::Skipped) continue;
    if (told++ < kMaxCases) {
      tell_case(words, check, one, lines);
    } else {
      ++more;
    }
  }
  if (more > 0) lines.push_back(safe(words.say("page.cases_cut", {{"count", more}})));
  if (check.cases_hidden) {
    const std::string hidden = safe(hidden_cases_of(words, *check.cases_hidden));
    if (!hidden.empty()) lines.push_back(hidden);
  }
}

void tell_deduction(const Words& words, const CheckResult& check, std::vector<std::string>& lines) {
  const std::string taken = safe(deduction_of(words, check));
  if (!taken.empty()) lines.push_back(taken);
}

void tell_question(const Words& words, const CheckResult& check, std::vector<std::string>& lines) {
  if (check.ask.empty() || !is_open(check.status)) return;
  lines.push_back(safe(spans_of_prose(check.ask, words.language_of(check.ask))));
}

Annotation annotation_of(const TaskResult& task, const CheckResult& check) {
  Annotation made;
  made.task = &task;
  made.check = &check;
  made.rule = safe_line(task.id, 100) + "/" + safe_line(check.id, 100);
  made.title = safe_line(check.title.empty() ? check.id : check.title, 200);
  if (made.title.empty()) made.title = made.rule;
  return made;
}

const Fix* fix_of(const Finding& finding) {
  if (!finding.fix || finding.path.empty()) return nullptr;
  const Fix& fix = *finding.fix;
  const bool known = fix.line > 0 && fix.column > 0 && fix.end_column > 0;
  const bool forward = std::tie(fix.line, fix.column) <= std::tie(fix.end_line, fix.end_column);
  return known && forward ? &fix : nullptr;
}

using FixesOfPaths = std::map<std::string, std::vector<const Fix*>>;

// Whoever applies all fixes applies those of all checks: of two that overlap or touch, the first.
const Fix* taken(const Fix* fix, const std::string& path, FixesOfPaths& known) {
  if (fix == nullptr) return nullptr;
  const auto ends_before = [](const Fix& a, const Fix& b) {
    return std::tie(a.end_line, a.end_column) < std::tie(b.line, b.column);
  };
  std::vector<const Fix*>& others = known[path];
  const bool apart = std::all_of(others.begin(), others.end(), [&](const Fix* other) {
    return ends_before(*fix, *other) || ends_before(*other, *fix);
  });
  if (apart) others.push_back(fix);
  return apart ? fix : nullptr;
}

void add_findings(const Words& words, const TaskResult& task, const CheckResult& check,
                  FixesOfPaths& fixes, std::vector<Annotation>& all) {
  for (const Finding& finding : check.findings) {
    if (finding.in_template) continue;
    Annotation made = annotation_of(task, check);
    made.level = level_of(check, finding.tier);
    made.finding = &finding;
    if (!finding.rule.empty()) made.rule += "/" + safe_line(finding.rule, 100);
    // What is about the work as a whole stands where the exercise is.
    made.path = inside(finding.path.empty() ? task.path : finding.path);
    made.fix = taken(fix_of(finding), made.path, fixes);
    std::string sentence = safe(words.say(finding.message));
    if (sentence.empty()) sentence = safe(sentence_of(words, check, shown(check.status)));
    made.message.push_back(sentence.empty() ? made.title : sentence);
    tell_original(words, finding.message, made.message);
    tell_deduction(words, check, made.message);
    tell_question(words, check, made.message);
    all.push_back(std::move(made));
  }
}

}  // namespace

std::string safe_line(std::string_view text, std::size_t max_characters) {
  return without_log_commands(visible(without_ansi(capped(text)), max_characters));
}

std::vector<std::string> told_of(const Words& words, const CheckResult& check, bool with_findings) {
  std::vector<std::string> lines;
  const std::string sentence = safe(sentence_of(words, check, shown(check.status)));
  if (!sentence.empty()) lines.push_back(sentence);
  tell_deduction(words, check, lines);
  std::size_t told = 0;
  for (const Finding& finding : check.findings) {
    if (!with_findings || finding.in_template) continue;
    if (told++ == kMaxFindings) break;
    const std::string place = place_of(finding);
    const std::string said = safe(words.say(finding.message));
    if (said.empty() && place.empty()) continue;
    lines.push_back(place + (place.empty() || said.empty() ? "" : ": ") + said);
    tell_original(words, finding.message, lines);
  }
  tell_cases(words, check, lines);
  tell_question(words, check, lines);
  return lines;
}

std::vector<Annotation> annotations_of(const Words& words, const Report& report, std::size_t max) {
  std::vector<Annotation> all;
  FixesOfPaths fixes;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      // These are not the student's: nothing has begun, or nothing was judged.
      if (check.status == Status::NotStarted || check.status == Status::Skipped ||
          check.status == Status::Error) {
        continue;
      }
      const std::size_t before = all.size();
      add_findings(words, task, check, fixes, all);
      if (all.size() == before && is_open(check.status)) {
        Annotation made = annotation_of(task, check);
        made.level = level_of(check, Tier::Blocking);
        made.path = inside(task.path);
        made.message = told_of(words, check, false);
        if (made.message.empty()) made.message.push_back(made.title);
        all.push_back(std::move(made));
      }
      if (all.size() >= max) {
        all.resize(max);
        return all;
      }
    }
  }
  for (const SubmissionRemark& remark : report.remarks) {
    if (all.size() == max) break;
    Annotation made;
    made.level = Level::Warning;
    made.rule = "submission/" + safe_line(remark.rule, 100);
    made.path = inside(remark.path);
    made.message.push_back(safe(words.say(remark.message)));
    if (made.message.front().empty()) made.message.front() = made.rule;
    made.title = safe(words.say("page.remarks"));
    all.push_back(std::move(made));
  }
  return all;
}

void sort_by_weight(std::vector<Annotation>& annotations, const Report& report) {
  const auto rank = [&](const Annotation& each) {
    for (std::size_t i = 0; each.check != nullptr && i < report.focus.size(); ++i) {
      const FocusItem& item = report.focus[i];
      if (item.task == each.task->id && item.check == each.check->id) return i;
    }
    return std::numeric_limits<std::size_t>::max();
  };
  const auto lost = [](const Annotation& each) {
    if (each.check == nullptr) return Points{};
    const Points off = each.check->deduction ? each.check->deduction->points : Points{};
    return each.check->points_possible - each.check->points + off;
  };
  std::stable_sort(annotations.begin(), annotations.end(),
                   [&](const Annotation& a, const Annotation& b) {
                     if (a.level != b.level) return a.level < b.level;
                     if (rank(a) != rank(b)) return rank(a) < rank(b);
                     return lost(a) > lost(b);
                   });
}

}  // namespace grader::report
