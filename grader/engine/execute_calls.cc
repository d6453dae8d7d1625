#include "grader/engine/execute_calls.h"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>

#include <sys/eventfd.h>
#include <unistd.h>

#include "grader/base/text.h"
#include "rubrics/checks/trouble.h"
#include "runners/calls.h"
#include "runners/pipe.h"

namespace grader::engine {
namespace {

using runners::Ask;
using runners::Pipe;
using runners::PipeEnd;

// A jail that has less is not worth starting.
constexpr std::chrono::milliseconds kLeastWall{200};
constexpr const char* kSubmission = "/submission/";

// A jail whose program answers calls. Its end is the end of the object.
class CallsJail {
 public:
  static Result<std::unique_ptr<CallsJail>> start(sandbox::Launcher& launcher,
                                                  sandbox::Command command,
                                                  const sandbox::Limits& limits) {
    Result<Pipe::Ends> ends = Pipe::open();
    if (!ends) return std::move(ends).error();
    std::unique_ptr<CallsJail> jail(new CallsJail(*std::move(ends)));
    jail->stop_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!jail->stop_) return system_error("cannot make an event descriptor", errno);
    command.descriptors = {jail->ends_.theirs.get()};
    command.stop = jail->stop_.get();
    jail->thread_ =
        std::thread([&launcher, command = std::move(command), limits, self = jail.get()] {
          self->outcome_ = launcher.run(command, limits);
          self->ends_.theirs.reset();  // so that who listens sees that nobody is left
        });
    return jail;
  }
  ~CallsJail() { (void)end(true); }
  CallsJail(const CallsJail&) = delete;
  CallsJail& operator=(const CallsJail&) = delete;

  Pipe& pipe() { return ends_.ours; }

  // `stop`: at once, whatever it does; else it may leave by itself.
  const Result<sandbox::Outcome>& end(bool stop) {
    if (!thread_.joinable()) return *outcome_;
    const std::uint64_t one = 1;
    if (stop && ::write(stop_.get(), &one, sizeof one) < 0) stop_.reset();
    pipe().end();
    thread_.join();
    return *outcome_;
  }

 private:
  explicit CallsJail(Pipe::Ends ends) : ends_(std::move(ends)) {}
  Pipe::Ends ends_;
  Fd stop_;
  std::thread thread_;
  std::optional<Result<sandbox::Outcome>> outcome_;
};

// One jail's part of the calls, from `next` on.
class Conversation {
 public:
  Conversation(Pipe& pipe, const rubrics::CallsPlan& plan, rubrics::CallsEvidence& evidence,
               std::size_t next)
      : pipe_(pipe), plan_(plan), evidence_(evidence), next_(next) {}

  // Until all is said or the jail is gone.
  void talk() {
    if (!load()) return;
    while (next_ < plan_.calls.size() && call()) ++next_;
  }

  bool loaded() const { return loaded_; }
  bool said_all() const { return !gone_; }
  // How long the last call was waited for, in vain; 0: it was not.
  std::chrono::milliseconds late() const { return late_; }
  std::size_t next() const { return next_; }  // the call that has no reply

 private:
  bool load() {
    Pipe::Module module{kSubmission + plan_.module, plan_.functions, false, false};
    for (const auto& one : plan_.calls) {
      for (const Ask& ask : one.asks) {
        module.prints = module.prints || ask.prints;
        module.helpers = module.helpers || ask.prints || ask.take > 0 || ask.hands_over();
      }
    }
    auto reply = pipe_.load(module);
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
    rubrics::CallsEvidence::Call& call = evidence_.calls[next_];
    for (const Ask& ask : plan_.calls[next_].asks) {
      auto reply = pipe_.call(ask);
      if (stopped(reply, ask.patience)) return false;
      call.replies.push_back(std::get<runners::Reply>(std::move(reply)));
      // There is nothing that a step could be about.
      if (ask.keep && !std::holds_alternative<runners::Returned>(call.replies.back())) break;
    }
    return true;
  }

  bool stopped(const std::variant<runners::Reply, PipeEnd>& reply,
               std::chrono::milliseconds patience = {}) {
    const auto* end = std::get_if<PipeEnd>(&reply);
    if (end == nullptr) return false;
    if (*end == PipeEnd::Broken) {
      evidence_.broken = true;
    } else {
      gone_ = true;
      if (*end == PipeEnd::Late) late_ = patience;
    }
    return true;
  }

  Pipe& pipe_;
  const rubrics::CallsPlan& plan_;
  rubrics::CallsEvidence& evidence_;
  std::size_t next_;
  bool loaded_ = false;
  bool gone_ = false;  // the jail, before all was said
  std::chrono::milliseconds late_{0};
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
  Result<std::optional<std::size_t>> run_jail(const sandbox::Command& command, std::size_t next) {
    sandbox::Limits limits = batch_.limits;
    limits.wall -= ran_.usage.wall;
    Result<std::unique_ptr<CallsJail>> jail = CallsJail::start(*tools_.launcher, command, limits);
    if (!jail) return std::move(jail).error();
    Conversation conversation((*jail)->pipe(), plan_, ran_.calls, next);
    conversation.talk();
    const bool late = conversation.late().count() > 0;
    const Result<sandbox::Outcome>& outcome = (*jail)->end(late || ran_.calls.broken);
    if (!outcome) return outcome.error();
    ++ran_.jails;
    ran_.usage += outcome->usage;
    if (conversation.said_all()) return std::optional<std::size_t>();
    const Cause cause = late && outcome->stopped ? Cause::TimeoutWall : rubrics::cause_of(*outcome);
    const std::size_t at = conversation.next();
    if (!conversation.loaded() && at == 0) {
      ran_.calls.load_cause = cause;
      return std::optional<std::size_t>();
    }
    ran_.calls.calls[at].cause = cause;
    if (late && outcome->stopped) ran_.calls.calls[at].late = conversation.late();
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
