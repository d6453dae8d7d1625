#include "rubrics/scoring.h"

#include <algorithm>
#include <string>

namespace grader::rubrics {
namespace {

Points by_points(std::vector<Stake>& stakes, std::optional<Points> task_points,
                 Position points_place, Mistakes& mistakes) {
  Points sum;
  bool unclear = false;
  for (Stake& stake : stakes) {
    unclear = unclear || stake.unclear;
    if (!stake.points) continue;
    stake.counts = true;
    stake.share = *stake.points;
    sum += *stake.points;
  }
  if (task_points && *task_points != sum && !unclear) {
    mistakes.error(points_place, "the task has " + to_text(*task_points) +
                                     " points, but its checks add up to " + to_text(sum));
  }
  return task_points.value_or(sum);
}

// Largest remainder; ties go to what stands first.
void by_weight(std::vector<Stake>& stakes, Points whole, std::int64_t total) {
  std::vector<std::size_t> order;
  std::vector<std::int64_t> remainders(stakes.size());
  std::int64_t left = whole.hundredths;
  for (std::size_t i = 0; i < stakes.size(); ++i) {
    Stake& stake = stakes[i];
    if (!stake.counts) continue;
    const std::int64_t product = whole.hundredths * *stake.weight;
    stake.share = {product / total};
    remainders[i] = product % total;
    left -= stake.share.hundredths;
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) stakes[order[i]].share += Points{1};
}

}  // namespace

Points share_out(std::vector<Stake>& stakes, std::optional<Points> task_points, Position task_place,
                 Position points_place, Mistakes& mistakes) {
  const auto with_points = std::find_if(stakes.begin(), stakes.end(),
                                        [](const Stake& s) { return s.points.has_value(); });
  const auto with_weight = std::find_if(stakes.begin(), stakes.end(),
                                        [](const Stake& s) { return s.weight.has_value(); });
  if (with_points != stakes.end()) {
    if (with_weight != stakes.end()) {
      if (with_weight->points) return task_points.value_or(Points{});  // said by the table
      mistakes.error(with_weight->weight_at, "'weight' here and 'points' on line " +
                                                 std::to_string(with_points->points_at.line) +
                                                 ": the checks of one task have either");
      return task_points.value_or(Points{});
    }
    return by_points(stakes, task_points, points_place, mistakes);
  }
  if (!task_points) {
    if (with_weight != stakes.end()) {
      mistakes.error(with_weight->weight_at,
                     "weights share out the task's 'points', which the task "
                     "on line " +
                         std::to_string(task_place.line) + " does not have");
    }
    return {};
  }
  std::int64_t total = 0;
  bool unclear = false;
  for (Stake& stake : stakes) {
    unclear = unclear || stake.unclear;
    if (!stake.weight) stake.weight = stake.remarks ? 0 : 1;
    stake.counts = *stake.weight > 0;
    total += *stake.weight;
  }
  if (total > 0) {
    by_weight(stakes, *task_points, total);
  } else if (*task_points > Points{} && !unclear) {
    mistakes.error(points_place,
                   "the task has " + to_text(*task_points) + " points, but no check can earn them");
  }
  return *task_points;
}

}  // namespace grader::rubrics
