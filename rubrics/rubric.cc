#include "rubrics/rubric.h"

#include <algorithm>

namespace grader::rubrics {
namespace {

template <class T, class U>
T first_given(const std::optional<std::int64_t> (&wanted)[3], T fallback, T maximum, U make) {
  for (const std::optional<std::int64_t>& value : wanted) {
    if (value) return std::min(make(*value), maximum);
  }
  return std::min(fallback, maximum);
}

}  // namespace

Points Rubric::points_possible() const {
  Points sum;
  for (const Task& task : tasks) {
    if (task.group == Group::Mandatory) sum += task.points;
  }
  return sum;
}

sandbox::Limits effective_limits(const Rubric& rubric, const Task& task, const CheckSpec& check,
                                 const sandbox::Limits& defaults, const sandbox::Limits& maximum) {
  const LimitsSpec &c = check.limits, &t = task.limits, &r = rubric.limits;
  const auto ms = [](std::int64_t value) { return std::chrono::milliseconds(value); };
  const auto bytes = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  const auto count = [](std::int64_t value) { return static_cast<std::uint32_t>(value); };
  sandbox::Limits limits = defaults;
  limits.wall = first_given({c.wall_ms, t.wall_ms, r.wall_ms}, defaults.wall, maximum.wall, ms);
  limits.cpu = first_given({c.cpu_ms, t.cpu_ms, r.cpu_ms}, defaults.cpu, maximum.cpu, ms);
  limits.memory =
      first_given({c.memory, t.memory, r.memory}, defaults.memory, maximum.memory, bytes);
  limits.processes = first_given({c.processes, t.processes, r.processes}, defaults.processes,
                                 maximum.processes, count);
  limits.output =
      first_given({c.output, t.output, r.output}, defaults.output, maximum.output, bytes);
  limits.disk = first_given({c.disk, t.disk, r.disk}, defaults.disk, maximum.disk, bytes);
  limits.inodes = std::min(defaults.inodes, maximum.inodes);
  limits.descriptors = std::min(defaults.descriptors, maximum.descriptors);
  return limits;
}

}  // namespace grader::rubrics
