#include "grader/engine/execute_calls.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include "grader/base/text.h"
#include "rubrics/checks/trouble.h"
#include "runners/calls.h"
#include "runners/pipe.h"

namespace grader::engine {
namespace {

using runners::Pipe;
using runners::PipeEnd;

// A jail that has less is not worth starting.
constexpr std::chrono::milliseconds kLeastWall{200};
constexpr const char* kSubmission = "/submission/";

// One jail's part of the calls, from `next` on.
class Conversation {
 public:
  Conversation(Pipe pipe, const rubrics::CallsPlan& plan, rubrics::CallsEvidence& evidence,
               std::size_t next)
      : pipe_(std::move(pipe)), plan_(plan), evidence_(evidence), next_(next) {}

  // On a thread of its own, until all is said or the jail is gone.
  void talk() {
    if (load()) {
      while (next_ < plan_.calls.size() && call()) ++next_;
    }
    pipe_.end();
  }

  bool loaded() const { return loaded_; }
  bool said_all() const { return !gone_; }
  std::size_t next() const { return next_; }  // the call that has no reply

 private:
  bool load() {
    auto reply = pipe_.load(kSubmission + plan_.module, plan_.function);
    if (stopped(reply)) return false;
    auto& said = std::get<runners::Reply>(reply);
    loaded_ = std::holds_alternative<runners::Loaded>(said);
    if (loaded_) return true;
    if (next_ > 0) return false;  // it was there for the jail before: the rest has no reply
    if (auto* failure = std::get_if<runners::LoadFailure>(&said)) {
      evidence_.not_there = std::move(*failure);
    } else if (auto* missing = std::get_if<runners::MissingFunction>(&said)) {
      evidence_.not_there = std::move(*missing);
    } else {
      evidence_.broken = true;
    }
    return false;
  }

  bool call() {
    const rubrics::CallsPlan::Call& one = plan_.calls[next_];
    auto reply = pipe_.call(one.arguments, one.after);
    if (stopped(reply)) return false;
    auto& said = std::get<runners::Reply>(reply);
    rubrics::CallsEvidence::Call& call = evidence_.calls[next_];
    if (auto* returned = std::get_if<runners::Returned>(&said)) {
      call.reply = std::move(*returned);
    } else if (auto* threw = std::get_if<runners::Threw>(&said)) {
      call.reply = std::move(*threw);
    } else {
      evidence_.broken = true;
    }
    return !evidence_.broken;
  }

  bool stopped(const std::variant<runners::Reply, PipeEnd>& reply) {
    const auto* end = std::get_if<PipeEnd>(&reply);
    if (end == nullptr) return false;
    if (*end == PipeEnd::Broken) {
      evidence_.broken = true;
    } else {
      gone_ = true;
    }
    return true;
  }

  Pipe pipe_;
  const rubrics::CallsPlan& plan_;
  rubrics::CallsEvidence& evidence_;
  std::size_t next_;
  bool loaded_ = false;
  bool gone_ = false;  // the jail, before all was said
};

class CallsRun {
 public:
  CallsRun(const Batch& batch, const Tree& submission, const ExecuteTools& tools)
      : batch_(batch), plan_(*batch.calls), submission_(submission), tools_(tools) {}

  RanBatch run() {
    ran_.calls.limits = batch_.limits;
    ran_.calls.calls.resize(plan_.calls.size());
    if (auto ran = run_all(); !ran) ran_.failed = std::move(ran).error();
    return std::move(ran_);
  }

 private:
  Result<void> run_all() {
    Result<runners::Environment> environment = tools_.environment(batch_.environment);
    if (!environment) return std::move(environment).error();
    const sandbox::Command command = command_for(*environment);
    for (std::size_t next = 0; next < plan_.calls.size();) {
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      Result<std::optional<std::size_t>> after = run_jail(command, next);
      if (!after) return std::move(after).error();
      if (!*after) return {};
      if (ran_.usage.wall + kLeastWall > batch_.limits.wall) return {};
      next = **after;
    }
    return {};
  }

  // Where to go on in another jail; nullopt: nowhere, all is said.
  Result<std::optional<std::size_t>> run_jail(sandbox::Command command, std::size_t next) {
    Result<Pipe::Ends> ends = Pipe::open();
    if (!ends) return std::move(ends).error();
    command.descriptors = {ends->theirs.get()};
    Conversation conversation(std::move(ends->ours), plan_, ran_.calls, next);
    std::thread talker([&] { conversation.talk(); });
    sandbox::Limits limits = batch_.limits;
    limits.wall -= ran_.usage.wall;
    Result<sandbox::Outcome> outcome = tools_.launcher->run(command, limits);
    ends->theirs.reset();  // so that the talker sees that nobody is left
    talker.join();
    if (!outcome) return std::move(outcome).error();
    ++ran_.jails;
    ran_.usage += outcome->usage;
    if (conversation.said_all()) return std::optional<std::size_t>();
    const Cause cause = rubrics::cause_of(*outcome);
    const std::size_t at = conversation.next();
    if (!conversation.loaded() && at == 0) {
      ran_.calls.load_cause = cause;
      return std::optional<std::size_t>();
    }
    ran_.calls.calls[at].cause = cause;
    return std::optional(at + 1);
  }

  sandbox::Command command_for(const runners::Environment& environment) const {
    sandbox::Command command = runners::serve_calls(environment, plan_.language);
    const std::size_t slash = plan_.module.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : plan_.module.substr(0, slash);
    command.working_directory = folder.empty() ? "/submission" : kSubmission + folder;
    command.files = jail_files(submission_, {plan_.module}, batch_.limits.disk);
    return command;
  }

  const Batch& batch_;
  const rubrics::CallsPlan& plan_;
  const Tree& submission_;
  const ExecuteTools& tools_;
  RanBatch ran_;
};

}  // namespace

RanBatch run_calls(const Batch& batch, const Tree& submission, const ExecuteTools& tools) {
  return CallsRun(batch, submission, tools).run();
}

Result<void> can_call(const rubrics::CallsPlan& plan, const runners::Environment& environment) {
  if (environment.manifest.toolchain == runners::toolchain_of(plan.language)) return {};
  return rubric_error("the environment '" + environment.manifest.name + "' cannot run '" +
                          visible(plan.module, 60) + "'",
                      "",
                      "name one with " + std::string(runners::toolchain_of(plan.language)) +
                          ": 'grader environment list'");
}

}  // namespace grader::engine
