#include "grader/engine/plan.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "grader/base/text.h"
#include "runners/calls.h"

namespace grader::engine {
namespace {

bool is_there(const rubrics::Task& task, const Tree& tree) {
  if (task.path.empty()) return !tree.entries().empty();
  return tree.find(task.path) != nullptr || tree.has_folder(task.path);
}

// A folder that has nothing to do with this rubric, or nothing in it.
bool shares_no_file(const Tree& submission, const Tree& base) {
  const auto& entries = base.entries();
  return std::none_of(entries.begin(), entries.end(), [&](const TreeEntry& entry) {
    return submission.find(entry.path) != nullptr;
  });
}

bool is_unchanged(const rubrics::Task& task, const source::Submission& submission) {
  return submission.base != nullptr && !task.path.empty() &&
         same_at(*submission.tree, *submission.base, task.path);
}

// A path of one of the trees that looks like the task's.
std::string path_like(const std::string& path, const source::Submission& submission) {
  std::set<std::string_view> paths;
  for (const Tree* tree : {submission.base.get(), submission.tree.get()}) {
    if (tree == nullptr) continue;
    for (const TreeEntry& entry : tree->entries()) {
      if (paths.size() > 5'000) break;
      // Folders too.
      for (std::string_view at = entry.path; !at.empty();) {
        paths.insert(at);
        const std::size_t slash = at.rfind('/');
        at = slash == std::string_view::npos ? std::string_view() : at.substr(0, slash);
      }
    }
  }
  return did_you_mean(path, std::vector<std::string_view>(paths.begin(), paths.end()));
}

// The first rule that holds on the template's files (the submission's only where there is no
// template: nothing else can be asked then).
std::string choose_environment(const rubrics::EnvironmentChoice& rules, const Tree& tree) {
  for (const rubrics::EnvironmentRule& rule : rules) {
    if (rule.file.empty()) return rule.use;
    const TreeEntry* entry = tree.find(rule.file);
    if (entry == nullptr || entry->kind == EntryKind::Gitlink) continue;
    if (rule.has.empty()) return rule.use;
    const Result<std::string> content = tree.read(*entry);
    if (content && content->find(rule.has) != std::string::npos) return rule.use;
  }
  return "";
}

std::string environment_for(const std::string& program) {
  if (program == "node") return "node";
  return program == "python3" ? "python" : "cpp";
}

// Where the rubric names no environment, the framework's or the program's own.
std::string default_environment(const rubrics::CheckPlan& plan) {
  if (plan.suite) {
    if (plan.suite->framework == "pytest") return "python";
    const std::string& framework = plan.suite->framework;
    if (framework == "googletest" || framework == "ctest") return "cpp";
    if (plan.suite->tool.argv.empty()) return "node";
    return environment_for(plan.suite->tool.argv.front());
  }
  if (plan.page) return "page";
  if (plan.calls) return std::string(runners::toolchain_of(plan.calls->module));
  const rubrics::ProgramPlan& program = *plan.program;
  const std::string& first =
      (program.build ? program.build->argv : program.starts.front().argv).front();
  return environment_for(first);
}

std::string environment_of(const rubrics::Rubric& rubric, const PlannedCheck& check,
                           const source::Submission& submission) {
  if (check.plan.review) return runners::kReviewEnvironment;
  // What the rubric names for its tests has no browser.
  if (check.plan.page && (check.plan.page->app || !check.spec->environment)) return "page";
  const Tree& tree = submission.base ? *submission.base : *submission.tree;
  std::string name;
  if (check.spec->environment) {
    name = choose_environment(*check.spec->environment, tree);
  } else if (check.task->environment) {
    name = choose_environment(*check.task->environment, tree);
  } else {
    name = choose_environment(rubric.environment, tree);
  }
  return name.empty() ? default_environment(check.plan) : name;
}

std::string app_environment_of(const PlannedCheck& check, const source::Submission& submission) {
  const Tree& tree = submission.base ? *submission.base : *submission.tree;
  std::string name;
  if (check.spec->environment) name = choose_environment(*check.spec->environment, tree);
  return name.empty() ? runners::kAppEnvironment : name;
}

// Of one browser: its jail must come to an end.
constexpr std::size_t kMaxPages = 20;

auto limits_key(const sandbox::Limits& limits) {
  return std::tuple(limits.wall, limits.cpu, limits.memory, limits.processes, limits.output,
                    limits.disk);
}

// What each path holds in the jail as far as a suite cares: laid content, or the submission's own.
using Contents = std::map<std::string, std::string>;

Contents contents_of(const rubrics::SuitePlan& suite, const Tree& submission) {
  Contents contents;
  for (const std::string& file : suite.files) {
    const TreeEntry* entry = submission.find(file);
    contents[file] = entry == nullptr ? "" : "blob " + entry->id;
  }
  for (const rubrics::LaidFile& laid : suite.laid) contents[laid.path] = "laid " + laid.content;
  return contents;
}

bool agree(const Contents& a, const Contents& b) {
  return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
    const auto other = b.find(entry.first);
    return other == b.end() || other->second == entry.second;
  });
}

rubrics::Asked asked_by(const rubrics::Rubric& rubric) {
  rubrics::Asked asked;
  for (const rubrics::Task& task : rubric.tasks) {
    if (!task.path.empty()) asked.paths.push_back(task.path);
    for (const rubrics::CheckSpec& check : task.checks) {
      for (rubrics::Glob& glob : check.check->asks_for()) asked.globs.push_back(std::move(glob));
    }
  }
  return asked;
}

// What was said of somebody else's work must not decide about this one.
Result<void> about_this_commit(const PlanOptions& options, const source::Submission& submission) {
  const std::string& graded = submission.facts.commit;
  const auto other = [&](const std::string& commit) {
    return !commit.empty() && !graded.empty() && commit != graded;
  };
  if (options.metadata && other(options.metadata->commit)) {
    return usage_error("the metadata is about commit " + options.metadata->commit.substr(0, 10) +
                           ", and commit " + graded.substr(0, 10) + " is graded",
                       "grade that commit: --ref " + options.metadata->commit +
                           "; or give the metadata of this one");
  }
  if (options.marks && other(options.marks->commit)) {
    return usage_error("the marks are for commit " + options.marks->commit.substr(0, 10) +
                           ", and commit " + graded.substr(0, 10) + " is graded",
                       "grade that commit: --ref " + options.marks->commit +
                           "; or take 'commit' out, if they hold for this one too");
  }
  return {};
}

}  // namespace

Result<Plan> make_plan(const rubrics::Rubric& rubric, const source::Submission& submission,
                       const PlanOptions& options) {
  std::set<std::string> wanted(options.tasks.begin(), options.tasks.end());
  std::vector<std::string_view> known;
  for (const rubrics::Task& task : rubric.tasks) known.push_back(task.id);
  for (const std::string& id : wanted) {
    if (std::find(known.begin(), known.end(), id) != known.end()) continue;
    const std::string near = did_you_mean(id, known);
    return usage_error(
        "the rubric has no task '" + visible(id) + "'",
        near.empty() ? "grader rubric show FILE lists the tasks" : "did you mean '" + near + "'?");
  }

  if (auto fits = about_this_commit(options, submission); !fits) return std::move(fits).error();

  Plan plan;
  plan.asked = std::make_shared<const rubrics::Asked>(asked_by(rubric));
  const bool nothing_kept =
      submission.base == nullptr || shares_no_file(*submission.tree, *submission.base);
  for (const rubrics::Task& task : rubric.tasks) {
    if (!wanted.empty() && !wanted.contains(task.id)) continue;
    const bool there = is_there(task, *submission.tree);
    const bool was_there = submission.base != nullptr && is_there(task, *submission.base);
    // What was taken away is work of a kind: it is judged, and earns nothing by being empty. But
    // where nothing of the template is left, nobody took anything away: it was never there.
    const bool not_started = (!there && (!was_there || nothing_kept)) ||
                             (!options.untouched_counts && is_unchanged(task, submission));
    if (!there && !was_there && !task.path.empty()) {
      plan.unknown_paths.push_back({&task, path_like(task.path, submission)});
    }
    for (const rubrics::CheckSpec& spec : task.checks) {
      PlannedCheck check;
      check.task = &task;
      check.spec = &spec;
      check.id = task.id + "/" + spec.id;
      check.view = {submission.tree.get(),
                    submission.base.get(),
                    task.folder,
                    rubric.folder.string(),
                    plan.asked.get(),
                    nullptr,
                    options.metadata ? &*options.metadata : nullptr,
                    submission.branch};
      check.limits = rubrics::effective_limits(rubric, task, spec, options.default_limits,
                                               options.maximum_limits);
      check.not_started = not_started;
      if (options.marks) {
        const auto mark = options.marks->checks.find(check.id);
        if (mark != options.marks->checks.end()) check.mark = &mark->second;
      }
      check.not_there = !there;
      if (!not_started) {
        Result<rubrics::CheckPlan> made = spec.check->plan(check.view);
        if (made) {
          check.plan = std::move(*made);
          if (check.plan.runs()) check.environment = environment_of(rubric, check, submission);
          if (check.plan.page && check.plan.page->app) {
            check.app_environment = app_environment_of(check, submission);
          }
          plan.history = std::max(plan.history, check.plan.history);
        } else {
          check.failed = std::move(made).error();
        }
      }
      plan.checks.push_back(std::move(check));
    }
  }
  std::vector<std::size_t> running;
  for (std::size_t i = 0; i < plan.checks.size(); ++i) {
    if (plan.checks[i].plan.runs()) running.push_back(i);
  }
  plan.batches = make_batches(plan.checks, running, *submission.tree);
  return plan;
}

std::vector<Batch> make_batches(const std::vector<PlannedCheck>& checks,
                                const std::vector<std::size_t>& wanted, const Tree& submission) {
  std::vector<Batch> batches;
  std::vector<Contents> contents;
  for (const std::size_t index : wanted) {
    const PlannedCheck& check = checks[index];
    if (check.plan.page) {
      const auto browser = std::find_if(batches.begin(), batches.end(), [&](const Batch& batch) {
        return !batch.pages.empty() && batch.pages.size() < kMaxPages &&
               batch.environment == check.environment &&
               batch.app_environment == check.app_environment &&
               batch.pages.front().app == check.plan.page->app &&
               limits_key(batch.limits) == limits_key(check.limits);
      });
      if (browser != batches.end()) {
        browser->checks.push_back(index);
        browser->pages.push_back(*check.plan.page);
        continue;
      }
    }
    if (check.plan.review) {
      const auto same = std::find_if(batches.begin(), batches.end(), [&](const Batch& batch) {
        return !batch.reviews.empty() && limits_key(batch.limits) == limits_key(check.limits);
      });
      if (same != batches.end()) {
        same->checks.push_back(index);
        same->reviews.push_back(*check.plan.review);
        continue;
      }
    }
    if (!check.plan.suite) {
      Batch batch;
      batch.environment = check.environment;
      batch.limits = check.limits;
      batch.checks = {index};
      batch.program = check.plan.program;
      batch.calls = check.plan.calls;
      if (check.plan.page) batch.pages = {*check.plan.page};
      batch.app_environment = check.app_environment;
      if (check.plan.review) batch.reviews = {*check.plan.review};
      batches.push_back(std::move(batch));
      contents.emplace_back();
      continue;
    }
    const rubrics::SuitePlan& suite = *check.plan.suite;
    const Contents mine = contents_of(suite, submission);
    std::size_t at = 0;
    for (; at < batches.size(); ++at) {
      const Batch& batch = batches[at];
      if (batch.is_suite() && batch.framework == suite.framework &&
          batch.environment == check.environment &&
          limits_key(batch.limits) == limits_key(check.limits) && batch.secret == suite.secret &&
          batch.in_process == suite.in_process && batch.build == suite.build &&
          batch.tool == suite.tool && batch.variants == suite.variants &&
          agree(mine, contents[at])) {
        break;
      }
    }
    if (at == batches.size()) {
      Batch fresh;
      fresh.framework = suite.framework;
      fresh.environment = check.environment;
      fresh.limits = check.limits;
      fresh.secret = suite.secret;
      fresh.in_process = suite.in_process;
      fresh.build = suite.build;
      fresh.tool = suite.tool;
      fresh.variants = suite.variants;
      batches.push_back(std::move(fresh));
      contents.emplace_back();
    }
    Batch& batch = batches[at];
    batch.files.insert(batch.files.end(), suite.files.begin(), suite.files.end());
    for (const rubrics::LaidFile& laid : suite.laid) batch.laid[laid.path] = laid.content;
    batch.checks.push_back(index);
    contents[at].insert(mine.begin(), mine.end());
  }
  for (Batch& batch : batches) {
    std::sort(batch.files.begin(), batch.files.end());
    batch.files.erase(std::unique(batch.files.begin(), batch.files.end()), batch.files.end());
  }
  return batches;
}

std::string to_text(const UnknownPath& unknown, bool has_template) {
  std::string text = "task '" + unknown.task->id + "': the path '" + visible(unknown.task->path) +
                     "' is " + (has_template ? "neither in the template nor" : "not") +
                     " in the submission";
  if (!unknown.near.empty()) text += ", did you mean '" + visible(unknown.near) + "'?";
  return text;
}

namespace {

std::string count_of(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace

std::string show_plan(const Plan& plan) {
  std::string text;
  const rubrics::Task* task = nullptr;
  for (const PlannedCheck& check : plan.checks) {
    if (check.task != task) {
      task = check.task;
      text += task->id + (check.not_started ? "  not started: nothing will run" : "") + "\n";
    }
    text += "  " + check.spec->id + "  " + check.spec->kind;
    if (check.failed) text += "  cannot be planned: " + check.failed->message;
    if (check.plan.cannot) text += "  nothing to run";
    if (check.plan.history != rubrics::HistoryNeed::None) text += "  reads the history";
    if (check.plan.suite) {
      text += "  " + check.plan.suite->framework + " in " + check.environment + ": ";
      text += visible(join(check.plan.suite->files, ", "));
      if (const auto& variants = check.plan.suite->variants) {
        const std::size_t versions = variants->good.size() + variants->buggy.size();
        text += ", also with " + count_of(versions, "version") + " of " + visible(variants->of);
        if (variants->mutants > 0)
          text += " and " + count_of(static_cast<std::size_t>(variants->mutants), "mutant");
      }
    }
    if (check.plan.program) {
      const rubrics::ProgramPlan& program = *check.plan.program;
      text += "  in " + check.environment + ": ";
      if (program.build) text += visible(join(program.build->argv, " ")) + ", then ";
      text += count_of(program.starts.size(), "start") + " of " +
              visible(program.starts.front().argv.front());
    }
    if (check.plan.calls) {
      const rubrics::CallsPlan& calls = *check.plan.calls;
      text += "  in " + check.environment + ": " + count_of(calls.calls.size(), "call") + " of " +
              visible(calls.functions.front()) + " in " + visible(calls.module);
    }
    if (check.plan.page) {
      text += "  in " + check.environment + ": " + visible(check.plan.page->open) + " in a browser";
      if (!check.app_environment.empty()) text += ", built in " + check.app_environment;
    }
    if (check.plan.review) {
      std::set<std::string> read;
      for (const auto& ask : check.plan.review->asks) {
        read.insert(ask.files.begin(), ask.files.end());
      }
      text += "  reads " + count_of(read.size(), "file");
    }
    text += "\n";
  }
  std::size_t files = 0, suites = 0, starts = 0, calls = 0, browsers = 0;
  for (const Batch& batch : plan.batches) {
    files += batch.files.size();
    suites += batch.is_suite() ? 1 : 0;
    calls += batch.calls ? 1 : 0;
    browsers += batch.pages.empty() ? 0 : 1;
    if (batch.program) starts += batch.program->starts.size() + (batch.program->build ? 1 : 0);
  }
  text += std::to_string(plan.checks.size()) + " checks, " + std::to_string(files) +
          " test files in " + count_of(suites, "jail");
  if (starts > 0) text += ", programs in " + count_of(starts, "jail");
  if (calls > 0) text += ", calls in " + count_of(calls, "jail");
  if (browsers > 0) text += ", pages in " + count_of(browsers, "jail");
  return text + "\n";
}

}  // namespace grader::engine
