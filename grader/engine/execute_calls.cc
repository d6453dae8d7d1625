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
#include "rubrics/checks/calls_property.h"
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
// Its jail lasts as long as those of the student together.
constexpr std::chrono::seconds kForTheReference{10};
// Calls to find a smaller input that fails too.
constexpr int kMostSmaller = 100;
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
    jail->network_ = command.network;
    command.descriptors = {jail->ends_.theirs.get()};
    if (jail->network_ == nullptr) {
      jail->stop_ = Fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
      if (!jail->stop_) return system_error("cannot make an event descriptor", errno);
      command.stop = jail->stop_.get();
    }
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
    if (stop && network_ != nullptr) network_->end_jails();
    if (stop && network_ == nullptr && ::write(stop_.get(), &one, sizeof one) < 0) stop_.reset();
    pipe().end();
    thread_.join();
    return *outcome_;
  }

 private:
  explicit CallsJail(Pipe::Ends ends) : ends_(std::move(ends)) {}
  Pipe::Ends ends_;
  std::shared_ptr<sandbox::Network> network_;
  Fd stop_;
  std::thread thread_;
  std::optional<Result<sandbox::Outcome>> outcome_;
};

// The rubric's own solution: in a jail that has nothing of the student's, started when it is first
// asked.
class Reference {
 public:
  Reference(const rubrics::CallsPlan& plan, sandbox::Command command, sandbox::Limits limits,
            sandbox::Launcher& launcher)
      : plan_(plan), command_(std::move(command)), limits_(limits), launcher_(launcher) {}

  // nullopt: it gives nothing; fails() says why.
  std::optional<runners::Reply> ask(const Ask& ask) {
    if (jail_ == nullptr && !start()) return std::nullopt;
    return take(jail_->pipe().call(ask));
  }

  const std::string& fails() const { return fails_; }

 private:
  bool start() {
    if (!fails_.empty() || !plan_.reference) return false;
    // A network of its own, for its slot: the student's jail has that of this worker.
    Result<std::shared_ptr<sandbox::Network>> network = launcher_.open_network();
    if (!network) return fail(network.error().message);
    command_.network = *std::move(network);
    command_.working_directory = "/submission";
    const std::string path = kSubmission + plan_.reference->path;
    command_.files = {sandbox::JailFile{path, plan_.reference->content, false, true}};
    Result<std::unique_ptr<CallsJail>> jail = CallsJail::start(launcher_, command_, limits_);
    if (!jail) return fail(jail.error().message);
    jail_ = *std::move(jail);
    const std::optional<runners::Reply> reply =
        take(jail_->pipe().load({path, {plan_.functions.front()}, true, false}));
    if (!reply) return false;
    if (const auto* failure = std::get_if<runners::LoadFailure>(&*reply)) {
      return fail("it cannot be read: " + visible(failure->message));
    }
    if (std::holds_alternative<runners::Loaded>(*reply)) return true;
    return fail("it has no function '" + visible(plan_.functions.front(), 60) + "'");
  }

  bool fail(const std::string& why) {
    fails_ = why;
    return false;
  }

  std::optional<runners::Reply> take(std::variant<runners::Reply, PipeEnd> reply) {
    if (auto* said = std::get_if<runners::Reply>(&reply)) return std::move(*said);
    fails_ = std::get<PipeEnd>(reply) == PipeEnd::Late ? "a call takes too long"
                                                       : "it ends before it answers";
    return std::nullopt;
  }

  const rubrics::CallsPlan& plan_;
  sandbox::Command command_;
  sandbox::Limits limits_;
  sandbox::Launcher& launcher_;
  std::unique_ptr<CallsJail> jail_;
  std::string fails_;
};

// One jail's part of the calls, from `next` on.
class Conversation {
 public:
  Conversation(Pipe& pipe, Reference& reference, const rubrics::CallsPlan& plan,
               rubrics::CallsEvidence& evidence, std::size_t next)
      : pipe_(pipe), reference_(reference), plan_(plan), evidence_(evidence), next_(next) {}

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
    if (plan_.calls[next_].generated) return call_made(plan_.calls[next_], call);
    for (const Ask& ask : plan_.calls[next_].asks) {
      auto reply = pipe_.call(ask);
      if (stopped(reply, ask.patience)) return false;
      call.replies.push_back(std::get<runners::Reply>(std::move(reply)));
      // There is nothing that a step could be about.
      if (ask.keep && !std::holds_alternative<runners::Returned>(call.replies.back())) break;
    }
    return true;
  }

  // Many calls with arguments that are made; what fails is made smaller.
  bool call_made(const rubrics::CallsPlan::Call& planned, rubrics::CallsEvidence::Call& call) {
    const rubrics::GeneratedCalls& made = *planned.generated;
    rubrics::Random random(made.seed);
    Ask ask = planned.asks.front();
    while (call.runs < made.runs) {
      ask.arguments = rubrics::arguments_of(made, random, call.runs);
      const Tried tried = try_made(made, ask, call.broken);
      if (tried == Tried::Stopped) {
        call.ended_with = std::move(ask.arguments);
        return false;
      }
      ++call.runs;
      if (tried == Tried::Broken) return make_smaller(made, ask, *call.broken);
    }
    return true;
  }

  enum class Tried { Holds, Broken, Stopped };
  using Broken = rubrics::CallsEvidence::Call::Broken;

  Tried try_made(const rubrics::GeneratedCalls& made, const Ask& ask,
                 std::optional<Broken>& broken) {
    auto answer = pipe_.call(ask);
    if (stopped(answer, ask.patience)) return Tried::Stopped;
    const auto& reply = std::get<runners::Reply>(answer);
    for (std::size_t i = 0; i < made.properties.size(); ++i) {
      const rubrics::Property& property = made.properties[i];
      std::optional<runners::Reply> other;
      if (const auto further = rubrics::further_ask(property, ask, reply)) {
        if (property.kind == rubrics::Property::Kind::SameAs) {
          other = reference_.ask(*further);
          evidence_.reference_fails = reference_.fails();
          if (!other) return Tried::Stopped;
        } else {
          auto second = pipe_.call(*further);
          if (stopped(second, ask.patience)) return Tried::Stopped;
          other = std::get<runners::Reply>(std::move(second));
        }
      }
      if (rubrics::holds(property, ask, reply, other ? &*other : nullptr, made.within)) continue;
      broken = Broken{i, ask.arguments, reply, std::move(other)};
      return Tried::Broken;
    }
    return Tried::Holds;
  }

  // False: the jail is gone, and the smallest so far stays.
  bool make_smaller(const rubrics::GeneratedCalls& made, Ask& ask, Broken& smallest) {
    int left = kMostSmaller;
    for (bool found = true; found && left > 0;) {
      found = false;
      for (Value& arguments : rubrics::smaller_arguments(made, smallest.arguments)) {
        if (left-- <= 0) break;
        ask.arguments = std::move(arguments);
        std::optional<Broken> broken;
        const Tried tried = try_made(made, ask, broken);
        if (tried == Tried::Stopped) return false;
        if (tried == Tried::Holds) continue;
        smallest = *std::move(broken);
        found = true;
        break;
      }
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
  Reference& reference_;
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
    sandbox::Limits limits = batch_.limits;
    limits.wall += kForTheReference;
    Reference reference(plan_, runners::serve_calls(*environment, plan_.module), limits,
                        *tools_.launcher);
    for (std::size_t next = 0; next < plan_.calls.size();) {
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      Result<std::optional<std::size_t>> after = run_jail(command, reference, next);
      if (!after) return std::move(after).error();
      if (!*after) return {};
      if (ran_.usage.wall + kLeastWall > batch_.limits.wall) return {};
      next = **after;
    }
    return {};
  }

  // Where to go on in another jail; nullopt: nowhere, all is said.
  Result<std::optional<std::size_t>> run_jail(const sandbox::Command& command, Reference& reference,
                                              std::size_t next) {
    sandbox::Limits limits = batch_.limits;
    limits.wall -= ran_.usage.wall;
    Result<std::unique_ptr<CallsJail>> jail = CallsJail::start(*tools_.launcher, command, limits);
    if (!jail) return std::move(jail).error();
    Conversation conversation((*jail)->pipe(), reference, plan_, ran_.calls, next);
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
    sandbox::Command command = runners::serve_calls(environment, plan_.module);
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
  if (environment.manifest.toolchain == runners::toolchain_of(plan.module)) return {};
  return rubric_error("the environment '" + environment.manifest.name + "' cannot run '" +
                          visible(plan.module, 60) + "'",
                      "",
                      "name one with " + std::string(runners::toolchain_of(plan.module)) +
                          ": 'grader environment list'");
}

}  // namespace grader::engine
