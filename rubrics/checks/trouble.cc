#include "rubrics/checks/trouble.h"

#include <cstdint>
#include <variant>

namespace grader::rubrics {
namespace {

std::int64_t seconds(std::chrono::milliseconds time) {
  return (time.count() + 999) / 1'000;
}

std::int64_t mebibytes(std::uint64_t bytes) {
  return static_cast<std::int64_t>(bytes >> 20);
}

Cause cause_of(sandbox::Limit limit) {
  switch (limit) {
    case sandbox::Limit::Cpu:
      return Cause::TimeoutCpu;
    case sandbox::Limit::Wall:
      return Cause::TimeoutWall;
    case sandbox::Limit::Memory:
      return Cause::MemoryLimit;
    case sandbox::Limit::Processes:
      return Cause::ProcessLimit;
    case sandbox::Limit::Output:
      return Cause::OutputLimit;
    case sandbox::Limit::Disk:
      return Cause::DiskLimit;
  }
  return Cause::None;
}

}  // namespace

Cause cause_of(const sandbox::Outcome& outcome) {
  if (const auto* hit = std::get_if<sandbox::LimitHit>(&outcome.ending))
    return cause_of(hit->which);
  if (outcome.out_of_memory) return Cause::MemoryLimit;
  if (std::holds_alternative<sandbox::Killed>(outcome.ending)) return Cause::Crashed;
  return Cause::ExitedEarly;
}

bool is_limit(Cause cause) {
  return cause == Cause::TimeoutCpu || cause == Cause::TimeoutWall || cause == Cause::MemoryLimit ||
         cause == Cause::ProcessLimit || cause == Cause::OutputLimit || cause == Cause::DiskLimit;
}

Message limit_message(Cause cause, const sandbox::Limits& limits) {
  switch (cause) {
    case Cause::TimeoutCpu:
      return {"limits.timeout_cpu", {{"seconds", seconds(limits.cpu)}}, ""};
    case Cause::TimeoutWall:
      return {"limits.timeout_wall", {{"seconds", seconds(limits.wall)}}, ""};
    case Cause::MemoryLimit:
      return {"limits.memory", {{"megabytes", mebibytes(limits.memory)}}, ""};
    case Cause::ProcessLimit:
      return {"limits.processes", {{"limit", static_cast<std::int64_t>(limits.processes)}}, ""};
    case Cause::OutputLimit:
      return {"limits.output", {{"kilobytes", static_cast<std::int64_t>(limits.output >> 10)}}, ""};
    default:
      return {"limits.disk", {{"megabytes", mebibytes(limits.disk)}}, ""};
  }
}

}  // namespace grader::rubrics
