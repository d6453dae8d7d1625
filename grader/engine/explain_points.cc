#include "grader/engine/explain_points.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "grader/base/text.h"

namespace grader::engine {
namespace {

std::string points_text(Points points) {
  return to_text(points) + (points == Points{100} ? " point" : " points");
}

std::string of_text(Points points, Points possible) {
  return to_text(points) + " of " + points_text(possible);
}

std::string count_of(std::int64_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

// "6 x 1 / 3 = 2", and how it was rounded.
std::string share_text(Points whole, std::int64_t part, std::int64_t of, Points share) {
  const bool exact = part < of && whole.hundredths * part % of != 0;
  return to_text(whole) + " x " + std::to_string(part) + " / " + std::to_string(of) + " = " +
         to_text(share) + (exact ? " (rounded down)" : "");
}

// Where the specs of a task are, if they are known.
const rubrics::Task* spec_of(const rubrics::Rubric* rubric, const std::string& id) {
  if (rubric == nullptr) return nullptr;
  for (const rubrics::Task& task : rubric->tasks) {
    if (task.id == id) return &task;
  }
  return nullptr;
}

const rubrics::CheckSpec* spec_of(const rubrics::Task* task, const std::string& id) {
  if (task == nullptr) return nullptr;
  for (const rubrics::CheckSpec& check : task->checks) {
    if (check.id == id) return &check;
  }
  return nullptr;
}

class Explanation {
 public:
  Explanation(const Report& report, const rubrics::Rubric* rubric, const KeptBack& kept_back)
      : report_(report), rubric_(rubric), kept_back_(kept_back) {}

  std::string text() {
    line(0, "How the points came about");
    for (const TaskResult& task : report_.tasks) add_task(task);
    add_sum();
    return std::move(text_);
  }

 private:
  void line(std::size_t indent, const std::string& words) {
    text_ += std::string(indent, ' ') + words + "\n";
  }

  void add_task(const TaskResult& task) {
    const rubrics::Task* spec = spec_of(rubric_, task.id);
    text_ += "\n";
    std::string head = task.id + ": " + of_text(task.points, task.points_possible);
    if (task.group == Group::Extra) head += ", extra: they count on top";
    line(0, head);
    if (spec != nullptr) add_weights(*spec);
    std::vector<std::string> in_blocks;
    for (const BlockResult& block : task.blocks) {
      in_blocks.insert(in_blocks.end(), block.checks.begin(), block.checks.end());
    }
    std::size_t next_block = 0;
    for (const CheckResult& check : task.checks) {
      if (next_block < task.blocks.size() && !task.blocks[next_block].checks.empty() &&
          task.blocks[next_block].checks.front() == check.id) {
        add_block(task, task.blocks[next_block++]);
      }
      const bool in_block =
          std::find(in_blocks.begin(), in_blocks.end(), check.id) != in_blocks.end();
      add_check(task.id + "/" + check.id, check, spec_of(spec, check.id), in_block);
    }
    if (task.deducted > Points{}) {
      line(2, points_text(task.deducted) + " taken off for findings, never below zero");
    }
  }

  void add_weights(const rubrics::Task& task) {
    struct Part {
      std::string id;
      std::int64_t weight;
      Points points;
    };
    std::vector<Part> parts;
    std::int64_t total = 0;
    const auto add = [&](const auto& one) {
      if (!one.weight) return;
      parts.push_back({one.id, *one.weight, one.points});
      total += *one.weight;
    };
    for (const rubrics::CheckSpec& check : task.checks) add(check);
    for (const rubrics::Block& block : task.blocks) add(block);
    if (parts.empty()) return;
    line(2, points_text(task.points) + " are shared out by weight, " + std::to_string(total) +
                " in all:");
    for (const Part& part : parts) {
      const Points floor{task.points.hundredths * part.weight / total};
      std::string words = part.id + ": " + to_text(task.points) + " x " +
                          std::to_string(part.weight) + " / " + std::to_string(total) + " = " +
                          to_text(part.points);
      if (part.points > floor) {
        words += " (with the hundredth that was left over: the largest remainder gets it)";
      } else if (task.points.hundredths * part.weight % total != 0) {
        words += " (rounded down)";
      }
      line(4, words);
    }
  }

  void add_block(const TaskResult& task, const BlockResult& block) {
    std::int64_t passed = 0;
    for (const CheckResult& check : task.checks) {
      const bool inside =
          std::find(block.checks.begin(), block.checks.end(), check.id) != block.checks.end();
      if (inside && check.status == Status::Pass) ++passed;
    }
    const auto all = static_cast<std::int64_t>(block.checks.size());
    std::string words = block.id + ": " + of_text(block.points, block.points_possible) + ": " +
                        std::to_string(passed) + " of " + count_of(all, "check") + " passed";
    if (block.any < all) words += ", and any " + std::to_string(block.any) + " are enough";
    line(2, words);
    if (passed < block.any) {
      line(4, share_text(block.points_possible, passed, block.any, block.points));
    }
  }

  void add_check(const std::string& id, const CheckResult& check, const rubrics::CheckSpec* spec,
                 bool in_block) {
    std::string head = check.id + ": ";
    if (in_block) {
      head += "counts for the block, ";
    } else if (check.points_possible > Points{}) {
      head += of_text(check.points, check.points_possible) + ", ";
    } else {
      head += "no points, ";
    }
    const std::size_t indent = in_block ? 4 : 2;
    line(indent, head + state_of(check));
    if (check.share && check.points_possible > Points{}) {
      line(indent + 2,
           share_text(check.points_possible, check.share->earned, check.share->of, check.points));
    }
    const bool lost = check.status == Status::Fail || check.status == Status::Partial;
    if (lost && spec != nullptr && spec->score == "all") {
      line(indent + 2, "all or nothing (score: all)");
    }
    if (lost) add_reasons(check, indent + 2);
    if (lost) add_kept_back(id, indent + 2);
    if (check.review && !check.review->text.empty()) {
      line(indent + 2, "a person wrote: " + visible(check.review->text));
    }
    if (check.deduction) add_deduction(*check.deduction, indent + 2);
  }

  static std::string state_of(const CheckResult& check) {
    switch (check.status) {
      case Status::Pass:
        return check.review ? "given by a person" : "passed";
      case Status::Partial:
        if (check.review) return "given by a person";
        if (!check.share) return "passed in part: the points of what passed (award)";
        return std::to_string(check.share->earned) + " of " + count_of(check.share->of, "thing") +
               " that count alike";
      case Status::Fail:
        return check.review ? "not given by a person" : "not passed";
      case Status::NotStarted:
        return "not started: nothing is there yet, or it is still the template's";
      case Status::Skipped:
        return "waits for " + join(check.waits_for, ", ") + ", and earns nothing until then";
      case Status::NeedsReview:
        return "open until a person decides";
      case Status::Error:
        return "open: it could not be judged, and that is not the student's fault";
    }
    return "";
  }

  // Why something is missing: the sentence for the student, then what was found.
  void add_reasons(const CheckResult& check, std::size_t indent) {
    constexpr std::int64_t kShown = 5;
    const Points lost = check.points_possible - check.points;
    const std::string said = check.message.text.empty() ? "" : ": " + visible(check.message.text);
    if (lost > Points{}) {
      line(indent, "lost " + to_text(lost) + said);
    } else if (!said.empty()) {
      line(indent, visible(check.message.text));
    }
    std::int64_t more = 0, shown = 0;
    const auto add = [&](const std::string& words) {
      if (shown++ < kShown) {
        line(indent, "- " + words);
      } else {
        ++more;
      }
    };
    for (const CaseResult& one : check.cases) {
      if (one.status == Status::Pass) continue;
      add(visible(one.name, 100) + ": " + std::string(to_text(one.status)) +
          (one.cause == Cause::None ? "" : ", " + std::string(to_text(one.cause))));
    }
    for (const Finding& finding : check.findings) {
      if (finding.in_template) continue;
      std::string words = visible(finding.path);
      if (finding.line > 0) words += ":" + std::to_string(finding.line);
      if (!words.empty() && !finding.message.text.empty()) words += ": ";
      add(words + visible(finding.message.text));
    }
    if (check.cases_hidden && check.cases_hidden->passed < check.cases_hidden->total) {
      line(indent, "- hidden: " + std::to_string(check.cases_hidden->passed) + " of " +
                       std::to_string(check.cases_hidden->total) + " passed");
    }
    more += check.cases_not_shown;
    if (more > 0) line(indent, "- and " + std::to_string(more) + " more");
  }

  void add_kept_back(const std::string& id, std::size_t indent) {
    constexpr std::size_t kShown = 10;
    const auto found = kept_back_.find(id);
    if (found == kept_back_.end()) return;
    const std::vector<CaseResult>& cases = found->second;
    line(indent, "not shown to students:");
    for (std::size_t i = 0; i < std::min(kShown, cases.size()); ++i) {
      std::string words = visible(cases[i].name, 100);
      if (cases[i].expected) words += ", expected '" + visible(*cases[i].expected, 100) + "'";
      if (cases[i].actual) words += ", came '" + visible(*cases[i].actual, 100) + "'";
      if (!cases[i].expected && !cases[i].actual && !cases[i].message.text.empty()) {
        words += ": " + visible(cases[i].message.text);
      }
      line(indent, "- " + words);
    }
    if (cases.size() > kShown) {
      line(indent, "- and " + std::to_string(cases.size() - kShown) + " more");
    }
  }

  void add_deduction(const Deduction& deduction, std::size_t indent) {
    std::string words = "takes " + to_text(deduction.each) + " for each finding";
    if (deduction.at_most) words += ", at most " + to_text(*deduction.at_most);
    words += ": " + count_of(deduction.findings, "finding") + ", " + to_text(deduction.points);
    Points asked{deduction.each.hundredths * deduction.findings};
    if (deduction.at_most) asked = std::min(asked, *deduction.at_most);
    if (deduction.points < asked) words += ", and not " + to_text(asked) + ": there is no more";
    line(indent, words);
  }

  void add_sum() {
    const ReportResult& result = report_.result;
    Points sum;
    std::vector<std::string> parts;
    for (const TaskResult& task : report_.tasks) {
      parts.push_back(to_text(task.points));
      sum += task.points;
    }
    const bool extra = std::any_of(report_.tasks.begin(), report_.tasks.end(),
                                   [](const auto& task) { return task.group == Group::Extra; });
    text_ += "\n";
    line(0, "sum: " + join(parts, " + ") + " = " + of_text(sum, result.points_possible) +
                (extra ? " (extra tasks are not in the " + to_text(result.points_possible) + ")"
                       : ""));
    if (result.points_possible > Points{}) {
      line(0, "percent: " + to_text(result.points) + " x 100 / " + to_text(result.points_possible) +
                  ", rounded down and at most 100: " + std::to_string(result.percent) + " %");
    }
    if (result.points_open > Points{}) {
      line(0, "open: " + points_text(result.points_open) + " may still be given");
    }
    if (result.points_to_pass > Points{}) add_goal(result);
  }

  void add_goal(const ReportResult& result) {
    std::string words = "to pass: " + points_text(result.points_to_pass);
    if (rubric_ != nullptr) {
      words += " (" + std::to_string(rubric_->pass) + " % of " + to_text(result.points_possible) +
               ", rounded up)";
    }
    if (result.passed == true) {
      words += ", reached";
    } else {
      words += ", " + to_text(result.points_to_pass - result.points) + " missing";
      if (!result.passed) words += ", and the open points could bring them";
    }
    line(0, words);
  }

  const Report& report_;
  const rubrics::Rubric* rubric_;
  const KeptBack& kept_back_;
  std::string text_;
};

}  // namespace

std::string explain_points(const Report& report, const rubrics::Rubric* rubric,
                           const KeptBack& kept_back) {
  return Explanation(report, rubric, kept_back).text();
}

}  // namespace grader::engine
