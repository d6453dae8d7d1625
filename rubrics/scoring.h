// Points of a task: the sum of its checks' points, or shared out by weight.
#pragma once

#include <optional>
#include <vector>

#include "grader/base/yaml.h"
#include "grader/model/points.h"
#include "rubrics/mistakes.h"

namespace grader::rubrics {

// A check or block in a task's list, as far as points go. Positions are those of the keys.
struct Stake {
  std::optional<Points> points;
  std::optional<std::int64_t> weight;
  Position points_at, weight_at;
  bool remarks = false;  // without points or weight of its own it takes no share
  bool unclear = false;  // its points or weight could not be read (said already)

  // The outcome.
  Points share;
  bool counts = false;
};

// Fills in the outcome of every stake and returns the task's points.
Points share_out(std::vector<Stake>& stakes, std::optional<Points> task_points, Position task_place,
                 Position points_place, Mistakes& mistakes);

}  // namespace grader::rubrics
