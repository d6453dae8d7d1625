#include "grader/engine/grade.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <map>
#include <set>
#include <utility>

#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/text.h"
#include "grader/engine/execute.h"
#include "grader/engine/execute_calls.h"
#include "grader/engine/execute_page.h"
#include "grader/engine/execute_program.h"
#include "grader/engine/judge.h"
#include "grader/engine/score.h"
#include "grader/engine/version.h"
#include "grader/engine/watched_tree.h"
#include "rubrics/mistakes.h"

namespace grader::engine {
namespace {

using Clock = std::chrono::steady_clock;

std::int64_t milliseconds_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

std::string host_name() {
  char name[256] = {};
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

SandboxFacts sandbox_facts(const sandbox::HostReport& host) {
  SandboxFacts facts;
  facts.level = host.can_isolate() ? "full" : "weak";
  for (const sandbox::Guard& guard : host.guards) {
    facts.guards[guard.name] = guard.holds ? "holds" : "missing";
    if (guard.needed && !guard.holds) facts.degraded.push_back(guard.name);
  }
  return facts;
}

// Judges what there is and fills in all that follows from it. Pure but for the report's `run`.
void assemble(Report& report, const rubrics::Rubric& rubric, const Plan& plan,
              const Evidence& evidence, ReadJudgements* read) {
  report.tasks = judge(rubric, plan, evidence, read);
  report.result = score_report(report.tasks, rubric.pass);
  report.focus = choose_focus(report.tasks);
}

// The commits, where a check asks for them. The template's .mailmap counts, never the submission's.
Result<std::unique_ptr<History>> read_history(Plan& plan, const source::Submission& submission,
                                              ReadFailure& failure) {
  if (plan.history == rubrics::HistoryNeed::None || !submission.history) {
    return std::unique_ptr<History>();
  }
  constexpr std::uint64_t kMaxMailmap = std::uint64_t{256} << 10;
  source::HistoryRequest request;
  request.versions = plan.history == rubrics::HistoryNeed::Versions;
  const TreeEntry* entry = submission.base ? submission.base->find(".mailmap") : nullptr;
  if (entry != nullptr && entry->kind == EntryKind::File && entry->size <= kMaxMailmap) {
    Result<std::string> mailmap = submission.base->read(*entry);
    if (!mailmap) return std::move(mailmap).error();
    request.mailmap = std::move(*mailmap);
  }
  Result<std::unique_ptr<History>> read = submission.history(request);
  if (!read) return std::move(read).error();
  std::unique_ptr<History> history = std::make_unique<WatchedHistory>(std::move(*read), failure);
  for (PlannedCheck& check : plan.checks) {
    if (check.plan.history != rubrics::HistoryNeed::None) check.view.history = history.get();
  }
  return history;
}

// What a check that ran said, once more; nullopt: it did not run.
std::optional<rubrics::Judgement> judgement_of(const PlannedCheck& check, const RunState& state) {
  if (!state.ran()) return std::nullopt;
  return check.spec->check->judge(input_of(check.view, state));
}

Error error_of(const rubrics::RubricMistake& mistake, const rubrics::Rubric& rubric) {
  return rubric_error(mistake.message, rubric.file.filename().string() + ":" +
                                           std::to_string(mistake.place.line) + ":" +
                                           std::to_string(mistake.place.column));
}

void note_errors(Report& report, const rubrics::Rubric& rubric, const Plan& plan,
                 const Evidence& evidence, const ReadJudgements& read, const Tools& tools) {
  std::set<std::string> notes;
  const auto note = [&](const PlannedCheck& check, const Error& error) {
    const Error without_hint{error.blame, error.message, error.where, ""};
    notes.insert(note_code(error) + " " + check.id + ": " + visible(to_text(without_hint)) +
                 (error.hint.empty() ? "" : "; " + visible(error.hint)));
  };
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    if (plan.checks[i].failed) note(plan.checks[i], *plan.checks[i].failed);
    const auto found = evidence.find(i);
    if (found == evidence.end()) continue;
    if (found->second.failed) note(plan.checks[i], *found->second.failed);
    const auto judgement = judgement_of(plan.checks[i], found->second);
    if (!judgement) continue;
    if (judgement->note) note(plan.checks[i], *judgement->note);
    for (const rubrics::RubricMistake& mistake : judgement->mistakes) {
      const Error error = error_of(mistake, rubric);
      note(plan.checks[i], error);
      if (tools.rubric_mistake) tools.rubric_mistake(error);
    }
  }
  for (const auto& [index, judgement] : read) {
    if (judgement.note) note(plan.checks[index], *judgement.note);
  }
  report.run.notes.assign(notes.begin(), notes.end());
}

// No part of the report.
void tell_author(const Plan& plan, const Evidence& evidence, const Tools& tools) {
  if (!tools.for_author) return;
  for (const auto& [index, state] : evidence) {
    auto judgement = judgement_of(plan.checks[index], state);
    if (!judgement || judgement->for_author.empty()) continue;
    tools.for_author(plan.checks[index].id, std::move(judgement->for_author));
  }
}

// Marks that decide nothing: the mentor should know.
void note_unused_marks(Report& report, const Plan& plan) {
  std::set<std::string> decided;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      if (check.review) decided.insert(task.id + "/" + check.id);
    }
  }
  for (const PlannedCheck& check : plan.checks) {
    if (check.mark == nullptr || decided.contains(check.id)) continue;
    report.run.notes.push_back("warning: the mark for " + check.id +
                               " is not used: no person was asked");
  }
}

// For the author and the mentor; students see that somebody looks at it. Gives the notes.
std::vector<std::string> note_unknown_paths(Report& report, const Plan& plan,
                                            const source::Submission& submission) {
  std::vector<std::string> notes;
  for (const UnknownPath& unknown : plan.unknown_paths) {
    notes.push_back("warning: " + to_text(unknown, submission.base != nullptr));
    // Without a template, nothing there is mostly nothing handed in.
    if (submission.base == nullptr && unknown.near.empty()) continue;
    Message message{"engine.path_not_there",
                    {{"title", unknown.task->title}, {"path", visible(unknown.task->path)}},
                    ""};
    report.remarks.push_back({"path_not_there", visible(unknown.task->path), std::move(message)});
  }
  return notes;
}

// Several that are not built are told at once.
Result<void> check_all_there(const std::vector<Batch>& batches, const Tools& tools) {
  std::map<std::string, Error> missing;
  for (const Batch& batch : batches) {
    const auto environment = tools.environment(batch.environment);
    if (!environment) missing.emplace(batch.environment, environment.error());
  }
  if (missing.empty()) return {};
  std::vector<std::string> names;
  for (const auto& [name, error] : missing) {
    const bool only_not_built = error.message == "environment '" + name + "' is not built";
    if (missing.size() == 1 || !only_not_built) return error;
    names.push_back(name);
  }
  return grader_error("environments " + rubrics::enumerated(names) + " are not built", "",
                      "grader environment build " + join(names, " "));
}

// Everything that must run has a place to run, before the first jail starts.
Result<void> check_environments(const std::vector<Batch>& batches, const Tools& tools) {
  if (auto there = check_all_there(batches, tools); !there) return there;
  for (const Batch& batch : batches) {
    const Result<runners::Environment> environment = tools.environment(batch.environment);
    if (!environment) return environment.error();
    if (batch.program) {
      if (auto found = find_programs(*batch.program, *environment); !found) return found;
      continue;
    }
    if (!batch.pages.empty()) {
      if (auto has = has_browser(*environment); !has) return has;
      if (batch.app_environment.empty()) continue;
      const Result<runners::Environment> builder = tools.environment(batch.app_environment);
      if (!builder) return builder.error();
      if (auto can = can_build_apps(*builder); !can) return can;
      continue;
    }
    if (!batch.reviews.empty()) continue;
    if (batch.calls) {
      if (auto can = can_call(*batch.calls, *environment); !can) return can;
      continue;
    }
    if (!batch.tool.argv.empty()) {
      if (auto found = find_tool(batch.tool, *environment); !found) return found;
      continue;
    }
    const std::vector<std::string>& known = environment->manifest.frameworks;
    if (std::find(known.begin(), known.end(), batch.framework) == known.end()) {
      return rubric_error(
          "the environment '" + environment->manifest.name + "' has no " + batch.framework, "",
          "it has " + join(known, ", "));
    }
  }
  return {};
}

// Of the tasks that are in the report.
Translations translations_of(const rubrics::Rubric& rubric, const std::vector<TaskResult>& tasks) {
  Translations translations = rubric.translations;
  for (auto& [language, texts] : translations) {
    std::erase_if(texts.tasks, [&](const auto& one) {
      return std::none_of(tasks.begin(), tasks.end(),
                          [&](const TaskResult& task) { return task.id == one.first; });
    });
  }
  return translations;
}

// An error that ends the run rather than one check: no jail can run on this host, or the user
// wants to stop.
bool ends_the_run(const Error& error) {
  return error.blame == Blame::Interrupted;
}

}  // namespace

Result<Report> grade(const source::SubmissionRequest& request, const rubrics::Rubric& rubric,
                     const GradeOptions& options, const Tools& tools) {
  const Clock::time_point start = Clock::now();

  // Fetch one commit. Beyond this point the network is not used.
  Result<source::Submission> fetched = tools.fetch(request);
  if (!fetched) return std::move(fetched).error();
  ReadFailure unreadable;
  for (std::unique_ptr<Tree>* tree : {&fetched->tree, &fetched->base}) {
    if (*tree) *tree = std::make_unique<WatchedTree>(std::move(*tree), unreadable);
  }
  const source::Submission& submission = *fetched;

  Report report;
  report.submission = submission.facts;
  report.remarks = submission.remarks;
  report.rubric = {rubric.id, rubric.version, rubric.digest, rubric.title, rubric.language};
  report.engine_version = kVersion;
  if (options.plan.marks) report.marks = rubrics::digest_of(*options.plan.marks);
  report.sandbox.level = "none";
  report.run.graded_at = rfc3339_utc(std::time(nullptr));
  report.run.host = host_name();
  report.run.durations_ms["fetch"] = milliseconds_since(start);

  // Decide what to run. `grader plan` prints this and stops.
  const Clock::time_point plan_start = Clock::now();
  Result<Plan> planned = make_plan(rubric, submission, options.plan);
  if (!planned) return std::move(planned).error();
  Result<std::unique_ptr<History>> history = read_history(*planned, submission, unreadable);
  if (!history) return std::move(history).error();
  const Plan& plan = *planned;

  const std::vector<std::string> paths = note_unknown_paths(report, plan, submission);

  // A report exists from here on, whatever happens to this process: what was only read is judged,
  // what must run is still in `error`.
  Evidence evidence;
  ReadJudgements read = judge_reading(plan, options.jobs);
  if (const std::optional<Error> failure = unreadable.first()) return *failure;
  assemble(report, rubric, plan, evidence, &read);
  report.translations = translations_of(rubric, report.tasks);
  report.result.status = Completeness::Incomplete;
  if (auto saved = tools.save(report, Stage::Provisional); !saved) return std::move(saved).error();
  report.run.durations_ms["plan"] = milliseconds_since(plan_start);
  report.run.durations_ms["before_first_jail"] = milliseconds_since(start);

  // Run it. Every suite gets an outcome, or the reason why the grader could not give one.
  // Beyond this block no student code runs.
  const std::vector<Batch> batches =
      make_batches(plan.checks, worth_running(rubric, plan, &read), *submission.tree);
  std::optional<Error> stopped;
  if (!batches.empty()) {
    const Clock::time_point execute_start = Clock::now();
    if (auto there = check_environments(batches, tools); !there) return std::move(there).error();
    const sandbox::HostReport host = tools.host();
    Result<sandbox::Launcher*> launcher = tools.launcher(host);
    if (!launcher) return std::move(launcher).error();
    Judges* judges = nullptr;
    if (tools.judges) {
      Result<Judges*> there = tools.judges(host);
      if (!there) return std::move(there).error();
      judges = *there;
    }
    Reviewers* reviewers = nullptr;
    if (tools.reviewers) {
      Result<Reviewers*> there = tools.reviewers(host);
      if (!there) return std::move(there).error();
      reviewers = *there;
    }
    report.sandbox = sandbox_facts(host);
    // The first jails are built while we look for what to run in them.
    if (const auto environment = tools.environment(batches.front().environment)) {
      (*launcher)->expect(environment->mounts);
    }

    ExecuteTools execute_tools;
    execute_tools.launcher = *launcher;
    execute_tools.judges = judges;
    execute_tools.reviewers = reviewers;
    execute_tools.environment = tools.environment;
    execute_tools.manifests = tools.manifests;
    execute_tools.jobs = options.jobs;
    execute_tools.interrupted = tools.interrupted;
    std::set<std::string> environments;
    std::size_t finished = 0;
    const auto done = [&](std::size_t index, RanBatch ran) {
      const Batch& batch = batches[index];
      for (std::size_t i = 0; i < batch.checks.size(); ++i) {
        const std::size_t check = batch.checks[i];
        RunState& state = evidence[check];
        if (ran.failed) {
          state.failed = ran.failed;
        } else {
          if (batch.program) state.program = ran.program;
          if (batch.calls) state.calls = ran.calls;
          if (!batch.pages.empty()) state.page = ran.pages[i];
          if (!batch.reviews.empty()) state.review = ran.reviews[i];
          if (batch.is_suite()) state.evidence = evidence_for(plan.checks[check], ran);
        }
      }
      if (ran.failed && ends_the_run(*ran.failed)) stopped = ran.failed;
      if (!ran.failed) environments.insert(batch.environment);
      if (!ran.failed && !batch.app_environment.empty()) environments.insert(batch.app_environment);
      report.run.cpu_ms += ran.usage.cpu.count();
      report.run.peak_memory_bytes =
          std::max(report.run.peak_memory_bytes, static_cast<std::int64_t>(ran.usage.peak_memory));
      report.run.cache_hits += ran.manifest_hits;
      report.run.cache_misses += ran.manifest_misses;
      ++finished;
      tools.progress("ran " + std::to_string(finished) + " of " + std::to_string(batches.size()) +
                     (batches.size() == 1 ? " batch" : " batches"));
      if (finished < batches.size()) {
        // What is finished is kept; a failure to write shows when the final report is written.
        assemble(report, rubric, plan, evidence, &read);
        report.result.status = Completeness::Incomplete;
        (void)tools.save(report, Stage::Provisional);
      }
    };
    execute(batches, *submission.tree, submission.base.get(), execute_tools, done);
    for (const std::string& name : environments) {
      if (Result<runners::Environment> environment = tools.environment(name)) {
        report.environments.push_back({environment->manifest.name, environment->manifest.digest});
      }
    }
    report.run.durations_ms["execute"] = milliseconds_since(execute_start);
  }

  if (const std::optional<Error> failure = unreadable.first()) return *failure;

  // Beyond this point everything is pure: same evidence, same report.
  assemble(report, rubric, plan, evidence, &read);
  note_errors(report, rubric, plan, evidence, read, tools);
  tell_author(plan, evidence, tools);
  note_unused_marks(report, plan);
  report.run.notes.insert(report.run.notes.begin(), paths.begin(), paths.end());
  report.run.durations_ms["total"] = milliseconds_since(start);
  if (auto saved = tools.save(report, Stage::Final); !saved) return std::move(saved).error();
  if (stopped) return *stopped;
  return report;
}

source::BaseRequest base_request(const rubrics::Rubric& rubric, const std::string& base) {
  if (!base.empty()) return source::BaseRef{base, ""};
  struct Visitor {
    std::string file;
    source::BaseRequest operator()(const rubrics::NoTemplate&) const { return {}; }
    source::BaseRequest operator()(const rubrics::MergeBaseTemplate& t) const {
      return source::BaseMergeBase{t.branch, t.repository, file + ":" + t.place};
    }
    source::BaseRequest operator()(const rubrics::RefTemplate& t) const {
      return source::BaseRef{t.ref, t.repository, file + ":" + t.place};
    }
    source::BaseRequest operator()(const rubrics::FolderTemplate& t) const {
      return source::BaseFolder{t.folder};
    }
  };
  return std::visit(Visitor{visible(rubric.file.filename().string())}, rubric.start);
}

}  // namespace grader::engine
