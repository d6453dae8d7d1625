#include "grader/engine/reviewers.h"

#include <utility>

namespace grader::engine {
namespace {

constexpr std::size_t kMaxRow = std::size_t{32} << 20;
constexpr std::chrono::seconds kStart{20};
constexpr int kMaxRuns = 500;  // what tools keep in memory does not grow for ever

}  // namespace

bool Reviewer::ask(runners::ReviewRequest request) {
  request.run = ++run_;
  good_ = jail_->send(runners::to_text(request));
  return good_;
}

Reviewer::Said Reviewer::next(std::chrono::milliseconds patience) {
  for (;;) {
    const auto deadline =
        std::chrono::steady_clock::now() + patience + (ready_ ? std::chrono::seconds(0) : kStart);
    const runners::ReceivedFrame frame = jail_->receive(kMaxRow, deadline);
    if (frame.end) {
      good_ = false;
      return {std::nullopt, *frame.end == runners::FrameEnd::Late};
    }
    auto row = runners::read_review_row(frame.text);
    if (row && std::holds_alternative<runners::ReviewReady>(row->what)) {
      ready_ = true;
      continue;
    }
    if (!row || row->run != run_) {
      good_ = false;
      return {};
    }
    return {std::move(row), false};
  }
}

bool Reviewer::is_good() const {
  return good_ && run_ < kMaxRuns;
}

Result<std::unique_ptr<Reviewer>> Reviewers::take(const runners::Environment& environment) {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Reviewer> reviewer = std::move(idle_.back());
      idle_.pop_back();
      return reviewer;
    }
  }
  auto jail = Resident::start(*launcher_, runners::reviewer_command(environment));
  if (!jail) return std::move(jail).error();
  return std::make_unique<Reviewer>(std::move(*jail));
}

void Reviewers::give_back(std::unique_ptr<Reviewer> reviewer) {
  if (!reviewer || !reviewer->is_good()) return;
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(reviewer));
}

}  // namespace grader::engine
