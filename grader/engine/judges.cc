#include "grader/engine/judges.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace grader::engine {
namespace {

using Clock = std::chrono::steady_clock;
using runners::JudgeEnd;

constexpr std::size_t kMaxRow = std::size_t{32} << 20;
constexpr std::chrono::seconds kStart{20};

std::string key_of(const runners::Environment& environment, const std::string& framework) {
  return environment.manifest.digest + " " + framework;
}

}  // namespace

Result<std::unique_ptr<Judge>> Judge::start(sandbox::Launcher& launcher, sandbox::Command command) {
  std::unique_ptr<Judge> judge(new Judge);
  judge->processor_ = command.processor;
  for (int i = 0; i < runners::kJudgePipes; ++i) {
    Result<runners::JudgePipe> pipe = runners::JudgePipe::open();
    if (!pipe) return std::move(pipe).error();
    command.descriptors.push_back(pipe->judge.get());
    command.descriptors.push_back(pipe->judge_bell.get());
    judge->pipes_.push_back(std::move(*pipe));
  }
  Result<std::unique_ptr<Resident>> jail = Resident::start(launcher, std::move(command));
  if (!jail) return std::move(jail).error();
  judge->jail_ = std::move(*jail);
  return judge;
}

Result<void> Judge::ended_by_itself() {
  const Result<sandbox::Outcome>& outcome = jail_->end();
  if (!outcome) return outcome.error();
  return {};
}

std::optional<Judge::Pipe> Judge::take_pipe() {
  if (next_pipe_ == pipes_.size()) return std::nullopt;
  runners::JudgePipe& pipe = pipes_[next_pipe_];
  return Pipe{static_cast<int>(next_pipe_++), std::move(pipe.student),
              std::move(pipe.student_bell)};
}

Judge::Ran Judge::run(const runners::JudgeRequest& request, Clock::time_point deadline) {
  Ran ran = read(request, deadline);
  if (ran.lost != Ran::Lost::No || ran.end.broken) good_ = false;
  return ran;
}

Judge::Ran Judge::read(const runners::JudgeRequest& request, Clock::time_point deadline) {
  Ran ran;
  const auto lost = [&](Ran::Lost how) {
    ran.lost = how;
    return std::move(ran);
  };
  if (!jail_->send(runners::to_text(request))) return lost(Ran::Lost::Gone);
  if (!ready_) deadline += kStart;
  for (;;) {
    const runners::ReceivedFrame frame = jail_->receive(kMaxRow, deadline);
    if (frame.end) {
      return lost(*frame.end == runners::FrameEnd::Late ? Ran::Lost::Late : Ran::Lost::Gone);
    }
    auto row = runners::read_judge_row(frame.text, request.file);
    if (!row) return lost(Ran::Lost::Gone);
    if (std::holds_alternative<runners::JudgeReady>(row->what)) {
      ready_ = true;
      // It has its ends: a submission's jail sees then that it is gone.
      for (runners::JudgePipe& pipe : pipes_) {
        pipe.judge.reset();
        pipe.judge_bell.reset();
      }
      continue;
    }
    if (row->run != request.run) return lost(Ran::Lost::Gone);
    if (auto* listed = std::get_if<runners::JudgeListed>(&row->what)) {
      ran.listed = std::move(listed->tests);
    } else if (auto* test = std::get_if<runners::JudgeTest>(&row->what)) {
      ran.tests[test->index] = std::move(*test);
    } else {
      ran.end = std::move(std::get<JudgeEnd>(row->what));
      return ran;
    }
  }
}

Result<std::unique_ptr<Judge>> Judges::take(const runners::Environment& environment,
                                            const std::string& framework,
                                            const runners::TwoJails& how) {
  std::unique_ptr<Judge> leaves;  // ends outside of the lock, and before the next one starts
  int processor = -1;
  {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[key_of(environment, framework)];
    if (!idle.empty()) {
      const auto quieter = [this](const auto& a, const auto& b) {
        return busy_on_[a->processor()] < busy_on_[b->processor()];
      };
      // Of equal ones, the one that was used last.
      const auto found = std::min_element(idle.rbegin(), idle.rend(), quieter);
      std::unique_ptr<Judge> judge = std::move(*found);
      idle.erase(std::next(found).base());
      ++busy_on_[judge->processor()];
      return judge;
    }
    leaves = make_room();
    processor = count_one();
  }
  leaves.reset();
  return start(environment, how, processor);
}

Result<std::unique_ptr<Judge>> Judges::take_fresh(const runners::Environment& environment,
                                                  const runners::TwoJails& how) {
  std::unique_ptr<Judge> leaves;
  int processor = -1;
  {
    const std::lock_guard lock(mutex_);
    leaves = make_room();
    processor = count_one();
  }
  leaves.reset();
  auto started = start(environment, how, processor);
  if (started) (*started)->use_up();
  return started;
}

Result<std::unique_ptr<Judge>> Judges::start(const runners::Environment& environment,
                                             const runners::TwoJails& how, int processor) {
  sandbox::Command command = runners::judge_command(environment, how);
  command.processor = processor;
  auto started = Judge::start(*launcher_, std::move(command));
  if (!started) {
    const std::lock_guard lock(mutex_);
    --busy_on_[processor];
    forget(processor);
  }
  return started;
}

int Judges::count_one() {
  ++alive_;
  const auto fewer = [this](int a, int b) {
    return std::tie(busy_on_[a], alive_on_[a]) < std::tie(busy_on_[b], alive_on_[b]);
  };
  const auto found = std::min_element(processors_.begin(), processors_.end(), fewer);
  const int processor = found == processors_.end() ? -1 : *found;
  ++alive_on_[processor];
  ++busy_on_[processor];
  return processor;
}

void Judges::forget(int processor) {
  --alive_;
  --alive_on_[processor];
}

std::unique_ptr<Judge> Judges::make_room() {
  if (alive_ < most_) return nullptr;
  for (auto& [key, idle] : idle_) {
    if (idle.empty()) continue;
    std::unique_ptr<Judge> judge = std::move(idle.back());
    idle.pop_back();
    forget(judge->processor());
    return judge;
  }
  return nullptr;
}

void Judges::give_back(const runners::Environment& environment, const std::string& framework,
                       std::unique_ptr<Judge> judge) {
  const int processor = judge->processor();
  const bool stays = judge->is_good();
  if (!stays) judge.reset();
  const std::lock_guard lock(mutex_);
  --busy_on_[processor];
  if (stays) {
    idle_[key_of(environment, framework)].push_back(std::move(judge));
  } else {
    forget(processor);
  }
}

}  // namespace grader::engine
