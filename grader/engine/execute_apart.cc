#include "grader/engine/execute_apart.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <variant>

#include <sys/eventfd.h>
#include <unistd.h>

#include "rubrics/checks/trouble.h"
#include "runners/judge.h"

namespace grader::engine {
namespace {

using Clock = std::chrono::steady_clock;
using runners::JudgeGone;
using runners::TestRun;
using runners::TestState;

// After so many tests of a file that did not come back the rest is not tried.
constexpr int kMaxStarts = 3;
// For the judge itself, beyond what the submission may take.
constexpr std::chrono::seconds kForTheJudge{10};
// For a jail whose pipe is closed.
constexpr std::chrono::milliseconds kToEnd{1'000};

// A submission's jail that answers a judge. Its end is the end of the object.
class StudentJail {
 public:
  static Result<std::unique_ptr<StudentJail>> start(sandbox::Launcher& launcher,
                                                    sandbox::Command command,
                                                    const sandbox::Limits& limits,
                                                    Judge::Pipe pipe) {
    std::unique_ptr<StudentJail> jail(new StudentJail);
    jail->pipe_ = std::move(pipe);
    jail->stop_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!jail->stop_) return system_error("cannot make an event descriptor", errno);
    command.descriptors = {jail->pipe_.frames.get(), jail->pipe_.bell.get()};
    command.stop = jail->stop_.get();
    jail->thread_ =
        std::thread([&launcher, command = std::move(command), limits, self = jail.get()] {
          self->outcome_ = launcher.run(command, limits);
          // The judge sees now that nobody is left.
          self->pipe_.frames.reset();
          self->pipe_.bell.reset();
          self->over_.set_value();
        });
    return jail;
  }
  ~StudentJail() { (void)end(); }
  StudentJail(const StudentJail&) = delete;
  StudentJail& operator=(const StudentJail&) = delete;

  int pipe() const { return pipe_.number; }
  int files_served = 0;

  // Stops it, if it still runs after `grace`.
  const Result<sandbox::Outcome>& end(std::chrono::milliseconds grace = {}) {
    is_over_.wait_for(grace);
    const std::uint64_t one = 1;
    if (thread_.joinable()) {
      if (::write(stop_.get(), &one, sizeof one) < 0) stop_.reset();
      thread_.join();
    }
    return *outcome_;
  }

 private:
  StudentJail() = default;
  Judge::Pipe pipe_;
  Fd stop_;
  std::thread thread_;
  std::optional<Result<sandbox::Outcome>> outcome_;
  std::promise<void> over_;
  std::future<void> is_over_ = over_.get_future();
};

class ApartRun {
 public:
  ApartRun(const ApartRequest& request, const runners::Environment& environment,
           const runners::TwoJails& how, const ExecuteTools& tools)
      : request_(request), environment_(environment), how_(how), tools_(tools) {}

  Result<RanApart> run() {
    for (const std::string& file : request_.files) {
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      if (Result<void> done = run_file(file); !done) return std::move(done).error();
    }
    if (Result<void> ended = end_student(); !ended) return std::move(ended).error();
    return std::move(ran_);
  }

  ~ApartRun() { leave_judge(); }
  ApartRun(const ApartRun&) = delete;
  ApartRun& operator=(const ApartRun&) = delete;

 private:
  const std::string& framework() const { return request_.batch.framework; }

  // What one answer of the submission may take.
  std::chrono::milliseconds patience() const { return request_.batch.limits.wall / 4; }

  // What is known of one file, over several jails.
  struct File {
    runners::FileRun run;
    std::map<int, TestRun> tests;
    std::vector<TestRun> listed;
    int starts = 0;
    Cause cause = Cause::None;
    bool tampered = false;
    std::string violation, unjudged;  // as in RanFile
  };

  Result<void> run_file(const std::string& name) {
    File file;
    file.run.file = name;
    bool again_alone = true;  // once, where the files before it used up the jail
    for (;;) {
      if (Result<void> there = prepare(); !there) return there;
      const bool first_of_jail = ++student_->files_served == 1;
      Judge::Ran ran = judge_->run(to_judge(name, file),
                                   Clock::now() + request_.batch.limits.wall + kForTheJudge);
      if (!ran.listed.empty()) file.listed = std::move(ran.listed);
      if (ran.lost == Judge::Ran::Lost::Gone && judges_lost_++ == 0) {
        // It was idle for long, say. Not twice.
        leave_judge();
        if (Result<void> ended = end_student(); !ended) return ended;
        continue;
      }
      if (request_.own_tests && (ran.lost == Judge::Ran::Lost::Gone || ran.end.broken)) {
        // The tests did that themselves.
        Result<void> is_ours = ran.end.broken ? Result<void>() : judge_->ended_by_itself();
        leave_judge();
        if (is_ours) is_ours = end_student();
        if (!is_ours) return is_ours;
        take(ran, file);
        file.cause = Cause::ExitedEarly;
        break;
      }
      if (ran.lost == Judge::Ran::Lost::Gone) {
        Result<void> is_ours = judge_->ended_by_itself();
        leave_judge();
        if (is_ours) is_ours = end_student();
        if (!is_ours) return is_ours;
        file.unjudged = "what the submission says is too much for a judge";
        break;
      }
      if (ran.end.broken) return grader_error("a judge could not judge: " + *ran.end.broken);
      if (ran.end.refused) {
        if (!ran.end.clean) {
          if (Result<void> ended = end_student(); !ended) return ended;
        }
        if (!ran.end.theirs || request_.own_tests) {
          ran_.together[name] = *ran.end.refused;
          return {};
        }
        file.unjudged = *ran.end.refused;
        break;
      }
      take(ran, file);
      if (ran.lost == Judge::Ran::Lost::Late) {
        // The tests themselves go on and on, with what the submission gave them.
        leave_judge();
        file.cause = Cause::TimeoutWall;
        if (Result<void> ended = end_student(); !ended) return ended;
        break;
      }
      if (!ran.end.gone) {
        file.run.failure = ran.end.failure;
        file.run.finished = true;
        if (!ran.end.clean) {
          if (Result<void> ended = end_student(); !ended) return ended;
        }
        break;
      }
      Result<Cause> why = why_gone(*ran.end.gone);
      if (!why) return std::move(why).error();
      if (*ran.end.gone == JudgeGone::Broken) {
        file.tampered = true;
        file.violation = std::move(ran.end.violation);
        break;
      }
      if (!first_of_jail && again_alone && rubrics::is_limit(*why)) {
        again_alone = false;
        continue;
      }
      if (!blame(ran, *why, file)) break;
    }
    finish(std::move(file));
    return {};
  }

  void leave_judge() {
    if (judge_) tools_.judges->give_back(environment_, framework(), std::move(judge_));
  }

  // A judge, and a jail of the submission on one of its pipes.
  Result<void> prepare() {
    if (student_) return {};
    for (;;) {
      if (!judge_) {
        auto taken = request_.own_tests ? tools_.judges->take_fresh(environment_, how_)
                                        : tools_.judges->take(environment_, framework(), how_);
        if (!taken) return std::move(taken).error();
        judge_ = std::move(*taken);
      }
      auto pipe = judge_->take_pipe();
      if (!pipe) {
        leave_judge();
        continue;
      }
      sandbox::Command command = runners::student_command(environment_, how_, request_.own_tests);
      command.files = request_.submission;
      command.processor = judge_->processor();
      auto started = StudentJail::start(*tools_.launcher, std::move(command), request_.batch.limits,
                                        std::move(*pipe));
      if (!started) return std::move(started).error();
      student_ = std::move(*started);
      ++ran_.jails;
      return {};
    }
  }

  runners::JudgeRequest to_judge(const std::string& name, const File& file) {
    runners::JudgeRequest request;
    request.run = ++runs_;
    request.file = name;
    request.files = request_.ours;
    request.settings = request_.settings;
    for (const auto& [index, test] : file.tests) request.skip.push_back(index);
    request.pipe = student_->pipe();
    request.patience = patience();
    return request;
  }

  // The tests that came to an end of their own.
  void take(Judge::Ran& ran, File& file) const {
    for (auto& [index, told] : ran.tests) {
      if (told.gone || index < 0 || static_cast<std::size_t>(index) >= file.listed.size()) continue;
      TestRun test = file.listed[static_cast<std::size_t>(index)];
      test.state = told.state;
      test.message = std::move(told.message);
      test.place = std::move(told.place);
      test.expected = std::move(told.expected);
      test.actual = std::move(told.actual);
      if (told.late) test.cause = Cause::TimeoutWall;
      file.tests[index] = std::move(test);
    }
  }

  // The first test that had no answer is the one that ended the jail; false: there is none, or
  // enough of them.
  bool blame(const Judge::Ran& ran, Cause why, File& file) const {
    const auto lost = std::find_if(ran.tests.begin(), ran.tests.end(),
                                   [](const auto& row) { return row.second.gone.has_value(); });
    file.cause = why;
    if (lost == ran.tests.end() || static_cast<std::size_t>(lost->first) >= file.listed.size()) {
      return false;
    }
    TestRun test = file.listed[static_cast<std::size_t>(lost->first)];
    test.state = TestState::Failed;
    test.cause = why;
    file.tests[lost->first] = std::move(test);
    return ++file.starts < kMaxStarts;
  }

  // Ends the jail and says what ended it.
  Result<Cause> why_gone(JudgeGone gone) {
    const std::unique_ptr<StudentJail> student = std::move(student_);
    // It has closed its pipe, and is about to end in a way that says why.
    const bool ends = gone == JudgeGone::Closed;
    const Result<sandbox::Outcome>& outcome = student->end(ends ? kToEnd : kToEnd * 0);
    if (!outcome) return outcome.error();
    ran_.usage += outcome->usage;
    if (ends && outcome->stopped) return Cause::ExitedEarly;
    if (gone != JudgeGone::Late || !outcome->stopped) return rubrics::cause_of(*outcome);
    // It was still counting, or it waited.
    return outcome->usage.cpu * 4 > patience() ? Cause::TimeoutCpu : Cause::TimeoutWall;
  }

  Result<void> end_student() {
    if (!student_) return {};
    const std::unique_ptr<StudentJail> student = std::move(student_);
    const Result<sandbox::Outcome>& outcome = student->end();
    if (!outcome) return outcome.error();
    ran_.usage += outcome->usage;
    return {};
  }

  void finish(File file) {
    RanFile ran;
    ran.apart = true;
    ran.tampered = file.tampered;
    ran.violation = std::move(file.violation);
    ran.unjudged = std::move(file.unjudged);
    for (std::size_t i = 0; i < file.listed.size(); ++i) {
      const auto ended = file.tests.find(static_cast<int>(i));
      if (ended != file.tests.end()) {
        file.run.tests.push_back(std::move(ended->second));
      } else if (file.listed[i].state != TestState::Passed) {
        file.run.tests.push_back(std::move(file.listed[i]));  // skipped or todo
      }
    }
    if (!file.run.finished) ran.cause = file.cause;
    ran.run = std::move(file.run);
    const std::string name = ran.run.file;
    ran_.files[name] = std::move(ran);
  }

  const ApartRequest& request_;
  const runners::Environment& environment_;
  const runners::TwoJails& how_;
  const ExecuteTools& tools_;
  std::unique_ptr<Judge> judge_;
  std::unique_ptr<StudentJail> student_;
  int runs_ = 0;
  int judges_lost_ = 0;
  RanApart ran_;
};

}  // namespace

Result<RanApart> run_apart(const ApartRequest& request, const runners::Environment& environment,
                           const runners::TwoJails& how, const ExecuteTools& tools) {
  return ApartRun(request, environment, how, tools).run();
}

}  // namespace grader::engine
