#include "grader/engine/score.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

namespace grader::engine {
namespace {

// Whether the points of a check may still be given.
bool is_open(const CheckResult& check) {
  return check.status == Status::NeedsReview || check.status == Status::Error;
}

// Whether a check says something about the task's own status: one that only remarks does not.
bool counts(const CheckResult& check, const rubrics::CheckSpec& spec) {
  return spec.has_points || spec.block >= 0 || check.tier == Tier::Blocking;
}

Status status_of(const rubrics::Task& spec, const TaskResult& task) {
  bool any_counts = false, all_passed = true, any_error = false, any_review = false,
       all_not_started = true, any_earned = task.points > Points{};
  for (std::size_t i = 0; i < task.checks.size(); ++i) {
    const CheckResult& check = task.checks[i];
    if (!counts(check, spec.checks[i])) continue;
    any_counts = true;
    all_not_started = all_not_started && check.status == Status::NotStarted;
    const int block = spec.checks[i].block;
    if (block >= 0) {
      const BlockResult& result = task.blocks[static_cast<std::size_t>(block)];
      if (result.points == result.points_possible) continue;  // enough of them passed
    }
    all_passed = all_passed && check.status == Status::Pass;
    any_error = any_error || check.status == Status::Error;
    any_review = any_review || check.status == Status::NeedsReview;
    any_earned = any_earned || check.status == Status::Pass || check.status == Status::Partial;
  }
  if (!any_counts) {
    all_not_started =
        std::all_of(task.checks.begin(), task.checks.end(),
                    [](const CheckResult& check) { return check.status == Status::NotStarted; });
  }
  if (all_not_started && !task.checks.empty()) return Status::NotStarted;
  if (all_passed) return Status::Pass;
  if (any_error) return Status::Error;
  if (any_review) {
    const bool rest_passed =
        std::all_of(task.checks.begin(), task.checks.end(), [](const CheckResult& check) {
          return check.status == Status::Pass || check.status == Status::NeedsReview;
        });
    if (rest_passed) return Status::NeedsReview;
  }
  return any_earned ? Status::Partial : Status::Fail;
}

Points deductions(const rubrics::Task& spec, const TaskResult& task) {
  Points total;
  for (std::size_t i = 0; i < task.checks.size(); ++i) {
    const rubrics::CheckSpec& check = spec.checks[i];
    if (!check.deduct_each) continue;
    std::int64_t found = 0;
    for (const Finding& finding : task.checks[i].findings) found += finding.in_template ? 0 : 1;
    Points taken{check.deduct_each->hundredths * found};
    if (check.deduct_at_most) taken = std::min(taken, *check.deduct_at_most);
    total += taken;
  }
  return total;
}

}  // namespace

Points points_for(const rubrics::Judgement& judgement, Points possible) {
  switch (judgement.status) {
    case Status::Pass:
      return possible;
    case Status::Partial:
      if (judgement.awarded) return std::clamp(*judgement.awarded, Points{}, possible);
      if (judgement.of <= 0 || judgement.earned <= 0) return {};
      return share_of(possible, judgement.earned, judgement.of);
    default:
      return {};
  }
}

void score_task(const rubrics::Task& spec, TaskResult& task) {
  task.points = {};
  task.points_open = {};
  task.blocks.clear();
  for (const rubrics::Block& block : spec.blocks) {
    task.blocks.push_back({block.id, block.title, block.any, {}, block.points, {}});
  }
  std::vector<std::int64_t> passed(spec.blocks.size()), open(spec.blocks.size());
  for (std::size_t i = 0; i < task.checks.size(); ++i) {
    const CheckResult& check = task.checks[i];
    if (spec.checks[i].block >= 0) {
      const auto block = static_cast<std::size_t>(spec.checks[i].block);
      task.blocks[block].checks.push_back(check.id);
      if (check.status == Status::Pass) ++passed[block];
      if (is_open(check)) ++open[block];
      continue;
    }
    task.points += check.points;
    if (is_open(check)) task.points_open += check.points_possible - check.points;
  }
  for (std::size_t i = 0; i < task.blocks.size(); ++i) {
    BlockResult& block = task.blocks[i];
    const std::int64_t any =
        block.any > 0 ? block.any : static_cast<std::int64_t>(block.checks.size());
    block.any = any;
    if (any == 0) continue;
    block.points = share_of(block.points_possible, std::min(passed[i], any), any);
    task.points += block.points;
    task.points_open +=
        share_of(block.points_possible, std::min(passed[i] + open[i], any), any) - block.points;
  }
  task.deducted = std::min(deductions(spec, task), task.points);
  task.points = task.points - task.deducted;
  task.status = status_of(spec, task);
}

ReportResult score_report(const std::vector<TaskResult>& tasks, int pass) {
  ReportResult result;
  bool any_error = false, any_not_started = false, any_started = false, all_passed = true;
  for (const TaskResult& task : tasks) {
    result.points += task.points;
    result.points_open += task.points_open;
    if (task.group == Group::Mandatory) {
      result.points_possible += task.points_possible;
      all_passed = all_passed && task.status == Status::Pass;
    }
    // A task that is worth nothing and finds nothing may pass before anything was done.
    const bool idle = task.points_possible == Points{} && task.status == Status::Pass;
    any_not_started = any_not_started || task.status == Status::NotStarted;
    any_started = any_started || (task.status != Status::NotStarted && !idle);
    for (const CheckResult& check : task.checks) {
      any_error = any_error || check.status == Status::Error;
    }
  }
  result.status = any_error ? Completeness::Incomplete : Completeness::Complete;
  const std::int64_t possible = result.points_possible.hundredths;
  const auto reaches = [&](Points points) { return points.hundredths * 100 >= pass * possible; };
  if (possible > 0) {
    result.percent =
        static_cast<int>(std::min<std::int64_t>(100, result.points.hundredths * 100 / possible));
  }
  if (pass > 0) {
    // Rounded up: so many points are really needed.
    result.points_to_pass = {(pass * possible + 99) / 100};
    if (reaches(result.points)) {
      result.passed = true;
    } else if (!reaches(result.points + result.points_open)) {
      result.passed = false;
    }
  }
  const bool complete = pass > 0 ? result.passed == true : all_passed;
  if (complete) {
    result.label = Label::Complete;
  } else if (any_not_started && !any_started) {
    result.label = Label::NotStarted;
  } else {
    const bool could = pass > 0 ? !result.passed.has_value() : result.points_open > Points{};
    result.label = could ? Label::Open : Label::OnTheWay;
  }
  return result;
}

std::vector<FocusItem> choose_focus(const std::vector<TaskResult>& tasks) {
  struct Candidate {
    FocusItem item;
    bool started = true;
  };
  std::vector<Candidate> candidates;
  std::map<std::string, std::size_t> by_id;
  for (const TaskResult& task : tasks) {
    if (task.group == Group::Extra) continue;
    bool first_of_task = true;
    for (const CheckResult& check : task.checks) {
      Points lost = check.points_possible - check.points;
      for (const BlockResult& block : task.blocks) {
        if (block.any <= 0 || block.points == block.points_possible) continue;
        if (std::find(block.checks.begin(), block.checks.end(), check.id) != block.checks.end()) {
          lost = {block.points_possible.hundredths / block.any};
        }
      }
      const bool failed = check.status == Status::Fail || check.status == Status::Partial;
      const bool waits_to_start = check.status == Status::NotStarted && first_of_task;
      if (waits_to_start) lost = task.points_possible;
      if ((failed && check.tier == Tier::Blocking) || waits_to_start) {
        by_id[task.id + "/" + check.id] = candidates.size();
        candidates.push_back({{task.id, check.id, lost, {}}, failed});
      }
      first_of_task = false;
    }
  }
  // What waits is not named itself: it adds its points to what it waits for.
  for (const TaskResult& task : tasks) {
    for (const CheckResult& check : task.checks) {
      if (check.status != Status::Skipped) continue;
      for (const std::string& id : check.waits_for) {
        const auto found = by_id.find(id);
        if (found == by_id.end()) continue;
        FocusItem& item = candidates[found->second].item;
        item.blocks.push_back(task.id + "/" + check.id);
        item.points_lost += check.points_possible;
        break;
      }
    }
  }
  std::erase_if(candidates, [](const Candidate& c) {
    return c.item.points_lost <= Points{} && c.item.blocks.empty();
  });
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) {
                     if (a.started != b.started) return a.started;
                     if (a.item.blocks.empty() != b.item.blocks.empty())
                       return !a.item.blocks.empty();
                     return a.item.points_lost > b.item.points_lost;
                   });
  std::vector<FocusItem> focus;
  for (Candidate& candidate : candidates) {
    if (focus.size() == 3) break;
    focus.push_back(std::move(candidate.item));
  }
  return focus;
}

Verdict compare(const Report& report, int fail_under_percent) {
  const std::int64_t needed = fail_under_percent * report.result.points_possible.hundredths;
  if (report.result.points.hundredths * 100 >= needed) return Verdict::Reached;
  const Points best = report.result.points + report.result.points_open;
  if (best.hundredths * 100 < needed) return Verdict::CannotBeReached;
  return report.result.status == Completeness::Complete ? Verdict::UndecidedByPerson
                                                        : Verdict::UndecidedByError;
}

}  // namespace grader::engine
