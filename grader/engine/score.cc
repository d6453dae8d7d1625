#include "grader/engine/score.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
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
  if (all_passed) return task.deducted > Points{} ? Status::Partial : Status::Pass;
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

// What each check takes off, in their order, as long as the task has points.
Points take_off(const rubrics::Task& spec, TaskResult& task) {
  Points left = task.points, total;
  for (std::size_t i = 0; i < task.checks.size(); ++i) {
    CheckResult& check = task.checks[i];
    const rubrics::CheckSpec& rule = spec.checks[i];
    check.deduction.reset();
    if (!rule.deduct_each) continue;
    Deduction taken{*rule.deduct_each, rule.deduct_at_most, 0, {}};
    for (const Finding& finding : check.findings) taken.findings += finding.in_template ? 0 : 1;
    taken.points = {taken.each.hundredths * taken.findings};
    if (taken.at_most) taken.points = std::min(taken.points, *taken.at_most);
    taken.points = std::min(taken.points, left);
    left = left - taken.points;
    total += taken.points;
    check.deduction = taken;
  }
  return total;
}

bool takes_points_off(const CheckResult& check) {
  return check.deduction && check.deduction->points > Points{};
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
  task.deducted = take_off(spec, task);
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

namespace {

// What matters next, found from what is lost and from what waits for what.
class FocusSearch {
 public:
  explicit FocusSearch(const std::vector<TaskResult>& tasks) : tasks_(tasks) {
    for (const TaskResult& task : tasks) {
      only_remarks_ = only_remarks_ && task.points_possible == Points{};
      for (const CheckResult& check : task.checks) {
        checks_[task.id + "/" + check.id] = &check;
        needed_.insert(check.waits_for.begin(), check.waits_for.end());
      }
    }
  }

  std::vector<FocusItem> find() {
    for (const TaskResult& task : tasks_) add_candidates(task);
    for (const TaskResult& task : tasks_) {
      for (const CheckResult& check : task.checks) {
        if (waits(check)) add_waiting(task, check);
      }
    }
    std::erase_if(candidates_, [](const Candidate& c) {
      return c.item.points_lost <= Points{} && c.item.blocks.empty() && c.look == Look::None;
    });
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) {
                       if (a.started != b.started) return a.started;
                       if (a.item.blocks.empty() != b.item.blocks.empty())
                         return !a.item.blocks.empty();
                       if (a.item.points_lost != b.item.points_lost)
                         return a.item.points_lost > b.item.points_lost;
                       return a.look > b.look;
                     });
    std::vector<FocusItem> focus;
    for (Candidate& candidate : candidates_) {
      if (focus.size() == 3) break;
      focus.push_back(std::move(candidate.item));
    }
    return focus;
  }

 private:
  // Whether it is worth a look where it costs nothing.
  enum class Look { None, Idea, Urgent };

  struct Candidate {
    FocusItem item;
    bool started = true;
    Look look = Look::None;
    std::map<const BlockResult*, Points> of_blocks;  // promised so far, of blocks that wait
  };

  // It is not judged before another one passes.
  static bool waits(const CheckResult& check) {
    return !check.waits_for.empty() &&
           (check.status == Status::Skipped || check.status == Status::NotStarted);
  }

  static const BlockResult* block_of(const TaskResult& task, const CheckResult& check) {
    for (const BlockResult& block : task.blocks) {
      if (std::find(block.checks.begin(), block.checks.end(), check.id) != block.checks.end()) {
        return &block;
      }
    }
    return nullptr;
  }

  void add_candidates(const TaskResult& task) {
    if (task.group == Group::Extra) return;
    bool first_of_task = true;
    for (const CheckResult& check : task.checks) {
      const std::string id = task.id + "/" + check.id;
      const bool failed = check.status == Status::Fail || check.status == Status::Partial;
      const bool urgent = check.tier == Tier::Blocking || needed_.contains(id);
      const bool to_start = check.status == Status::NotStarted && first_of_task && !waits(check);
      const Look look = failed ? look_of(task, check) : Look::None;
      if ((failed && urgent) || takes_points_off(check) || to_start || look != Look::None) {
        by_id_[id] = candidates_.size();
        const Points lost = to_start ? task.points_possible : lost_by(task, check);
        candidates_.push_back({{task.id, check.id, lost, {}}, !to_start, look, {}});
      }
      first_of_task = false;
    }
  }

  // A check that is no idea is meant to be seen, also without points. Ideas come next only where
  // nothing at all gives points. What a block no longer needs is neither.
  Look look_of(const TaskResult& task, const CheckResult& check) const {
    if (check.points_possible > Points{} || block_of(task, check) != nullptr) return Look::None;
    if (check.tier == Tier::Blocking) return Look::Urgent;
    return only_remarks_ ? Look::Idea : Look::None;
  }

  static Points lost_by(const TaskResult& task, const CheckResult& check) {
    Points lost = check.points_possible - check.points;
    const BlockResult* block = block_of(task, check);
    if (block != nullptr && block->any > 0 && block->points < block->points_possible) {
      lost = {block->points_possible.hundredths / block->any};
    }
    if (check.deduction) lost += check.deduction->points;
    return lost;
  }

  // What waits is not named itself: what it waits for is, also through others, and promises its
  // points where nothing else stands in the way.
  void add_waiting(const TaskResult& task, const CheckResult& check) {
    std::set<std::string> roots;
    std::set<const CheckResult*> seen;
    find_roots(check, roots, seen);
    for (const std::string& root : roots) {
      const auto found = by_id_.find(root);
      if (found == by_id_.end()) continue;
      Candidate& candidate = candidates_[found->second];
      // An exercise that is not begun promises all of its own already.
      if (!candidate.started && candidate.item.task == task.id) continue;
      candidate.item.blocks.push_back(task.id + "/" + check.id);
      if (roots.size() == 1) candidate.item.points_lost += promised(task, check, candidate);
    }
  }

  void find_roots(const CheckResult& check, std::set<std::string>& roots,
                  std::set<const CheckResult*>& seen) const {
    if (!seen.insert(&check).second) return;
    for (const std::string& id : check.waits_for) {
      const auto found = checks_.find(id);
      if (found != checks_.end() && waits(*found->second)) {
        find_roots(*found->second, roots, seen);
      } else {
        roots.insert(id);
      }
    }
  }

  static Points promised(const TaskResult& task, const CheckResult& check, Candidate& candidate) {
    const BlockResult* block = block_of(task, check);
    if (block == nullptr || block->any <= 0) return check.points_possible;
    Points& so_far = candidate.of_blocks[block];
    const Points left = block->points_possible - block->points - so_far;
    const Points more = std::min(left, Points{block->points_possible.hundredths / block->any});
    so_far += more;
    return more;
  }

  const std::vector<TaskResult>& tasks_;
  std::map<std::string, const CheckResult*> checks_;  // by "task/check"
  std::set<std::string> needed_;
  bool only_remarks_ = true;  // nothing gives points
  std::vector<Candidate> candidates_;
  std::map<std::string, std::size_t> by_id_;
};

}  // namespace

std::vector<FocusItem> choose_focus(const std::vector<TaskResult>& tasks) {
  return FocusSearch(tasks).find();
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
