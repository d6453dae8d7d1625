#include "grader/engine/execute.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "grader/engine/execute_apart.h"
#include "grader/engine/execute_calls.h"
#include "grader/engine/execute_page.h"
#include "grader/engine/execute_program.h"
#include "grader/engine/execute_review.h"
#include "grader/engine/execute_variants.h"
#include "grader/engine/manifest.h"
#include "rubrics/checks/trouble.h"
#include "runners/build_suite.h"
#include "runners/runner.h"

namespace grader::engine {
namespace {

constexpr std::string_view kSubmission = "/submission/";

class BatchRun {
 public:
  BatchRun(const Batch& batch, const Tree& submission, const Tree* base, const ExecuteTools& tools)
      : batch_(batch), submission_(submission), base_(base), tools_(tools) {}

  RanBatch run() {
    if (auto ran = run_all(); !ran) ran_.failed = std::move(ran).error();
    return std::move(ran_);
  }

 private:
  Result<void> run_all() {
    runner_ = tools_.find_runner(batch_.framework);
    if (runner_ == nullptr) return grader_error("no runner is called '" + batch_.framework + "'");
    Result<runners::Environment> environment = tools_.environment(batch_.environment);
    if (!environment) return std::move(environment).error();
    environment_ = std::move(*environment);
    // What the rubric's side expects, and how the template wants its tests run.
    Result<ListedManifest> listed =
        list_tests(batch_, base_, *runner_, environment_, *tools_.launcher, tools_.manifests);
    if (!listed) return std::move(listed).error();
    ++(listed->from_cache ? ran_.manifest_hits : ran_.manifest_misses);
    ran_.usage += listed->usage;
    manifest_ = std::move(listed->manifest);
    ran_.expected = manifest_.tests;
    ran_.lacking = manifest_.lacking;
    ran_.support = manifest_.support;

    if (auto built = build(); !built) return built;
    if (auto apart = run_apart_files(); !apart) return apart;
    if (auto rest = run_rest(); !rest) return rest;
    return batch_.variants ? run_all_variants() : Result<void>();
  }

  Result<void> run_rest() {
    if (to_run_.empty()) return {};

    // All together first: one start of the framework. A file that this run did not bring to its
    // end is run again alone, with all of its limits, so that it answers only for itself.
    if (auto together = run_files(to_run_, to_run_.size() == 1); !together) return together;
    if (to_run_.size() == 1) return {};
    for (const std::string& file : to_run_) {
      if (ran_.files.contains(file)) continue;
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      if (auto alone = run_files({file}, true); !alone) return alone;
    }
    return {};
  }

  Result<void> run_all_variants() {
    // Where no test ran there is none to tell versions apart.
    const bool any = std::any_of(ran_.files.begin(), ran_.files.end(),
                                 [](const auto& file) { return !file.second.run.tests.empty(); });
    if (!any) return {};
    Result<RanAllVariants> ran =
        run_variants(batch_, submission_, base_, *runner_, environment_, tools_);
    if (!ran) return std::move(ran).error();
    ran_.variants = std::move(ran->variants);
    ran_.usage += ran->usage;
    ran_.jails += ran->jails;
    return {};
  }

  // Those whose tests can be judged from outside the student's jail.
  Result<void> run_apart_files() {
    const std::optional<runners::TwoJails> how = runner_->two_jails();
    if (!how || tools_.judges == nullptr || batch_.in_process) return {};
    ApartRequest request{batch_, {}, {}, {}, manifest_.settings};
    for (const std::string& file : to_run_) {
      const auto why = manifest_.together.find(file);
      if (why != manifest_.together.end()) {
        ran_.together[file] = why->second;
      } else if (manifest_.tests.contains(file)) {
        request.files.push_back(file);
      }
    }
    if (request.files.empty()) return {};
    if (auto laid = lay_apart(request); !laid) return laid;
    Result<RanApart> ran = run_apart(request, environment_, *how, tools_);
    if (!ran) return std::move(ran).error();
    ran_.usage += ran->usage;
    ran_.jails += ran->jails;
    for (auto& [file, one] : ran->files) {
      std::erase(to_run_, file);
      ran_.files[file] = std::move(one);
    }
    ran_.together.merge(ran->together);
    return {};
  }

  // Ours for the judge; for the submission's jail what lies beside the tests, where students have
  // it.
  Result<void> lay_apart(ApartRequest& request) const {
    for (const std::string& path : manifest_.support) {
      const TreeEntry* entry = base_ == nullptr ? nullptr : base_->find(path);
      if (entry == nullptr || entry->kind == EntryKind::Gitlink) continue;
      Result<std::string> content = base_->read(*entry);
      if (!content) return std::move(content).error();
      request.ours[path] = std::move(*content);
    }
    std::map<std::string, sandbox::JailFile> beside;
    for (const auto& [path, content] : batch_.laid) {
      request.ours[path] = content;
      const bool is_test = std::binary_search(batch_.files.begin(), batch_.files.end(), path);
      if (batch_.secret || is_test) continue;
      beside[path] = {std::string(kSubmission) + path, content, false, true};
    }
    for (sandbox::JailFile& file : jail_files(submission_, request.files, batch_.limits.disk)) {
      if (!stands_in_the_way(file.path.substr(kSubmission.size()), beside)) {
        request.submission.push_back(std::move(file));
      }
    }
    for (auto& [path, file] : beside) request.submission.push_back(std::move(file));
    return {};
  }

  runners::SuiteRequest request_for(const std::vector<std::string>& files) const {
    return {files,        runners::Mode::Run, runners::make_secret(), manifest_.settings,
            batch_.build, batch_.tool,        batch_.limits};
  }

  // Where the framework's tests are built: those that do not build are done.
  Result<void> build() {
    to_run_ = batch_.files;
    const auto into = [&](sandbox::Command& command) { lay_out(command, batch_.files); };
    Result<runners::BuiltSuite> built = runners::build_suite(
        *runner_, environment_, request_for(batch_.files), into, *tools_.launcher);
    if (!built) return std::move(built).error();
    built_.emplace(std::move(*built));
    if (!built_->mount) return {};
    ++ran_.jails;
    ran_.usage += built_->outcome.usage;
    const auto* exited = std::get_if<sandbox::Exited>(&built_->outcome.ending);
    const bool ended = exited != nullptr && exited->code == 0;
    const bool tampered = built_->run.inconsistent;
    for (runners::FileRun& file : built_->run.files) {
      if (!file.finished && ended && !tampered) continue;
      to_run_.erase(std::find(to_run_.begin(), to_run_.end(), file.file));
      const Cause cause = file.finished ? Cause::None : rubrics::cause_of(built_->outcome);
      const std::string name = file.file;
      ran_.files[name] = {std::move(file), cause, tampered};
    }
    return {};
  }

  // Keeps what was finished; with `last`, also what was not, with its cause.
  Result<void> run_files(const std::vector<std::string>& files, bool last) {
    const runners::SuiteRequest request = request_for(files);
    sandbox::Command command = runner_->command(environment_, request);
    lay_out(command, files);
    if (built_ && built_->mount) {
      command.mounts.push_back(*built_->mount);
      // What is built needs its text no more: no answer can be read there.
      std::erase_if(command.files, [&](const sandbox::JailFile& file) {
        const std::string_view place = std::string_view(file.path).substr(kSubmission.size());
        return std::find(files.begin(), files.end(), place) != files.end();
      });
    }
    Result<sandbox::Outcome> outcome = tools_.launcher->run(command, batch_.limits);
    if (!outcome) return std::move(outcome).error();
    ++ran_.jails;
    ran_.usage += outcome->usage;

    runners::SuiteRun suite = runner_->read(request, *outcome);
    if (suite.inconsistent && !last) return {};  // each file alone will tell which one it was
    for (runners::FileRun& file : suite.files) {
      if (!file.finished && !last) continue;
      RanFile ran;
      ran.tampered = suite.inconsistent;
      ran.cause = file.finished ? Cause::None : rubrics::cause_of(*outcome);
      const std::string name = file.file;
      ran.run = std::move(file);
      ran_.files[name] = std::move(ran);
    }
    return {};
  }

  // The submission's files, with ours over them: laid tests, and the template's set-up files.
  void lay_out(sandbox::Command& command, const std::vector<std::string>& files) const {
    std::map<std::string, sandbox::JailFile> ours;
    for (const std::string& path : manifest_.support) {
      const TreeEntry* entry = base_ == nullptr ? nullptr : base_->find(path);
      if (entry == nullptr || entry->kind == EntryKind::Gitlink) continue;
      ours[path] = {std::string(kSubmission) + path, sandbox::TreeFile{base_, *entry}, false, true};
    }
    for (const auto& [path, content] : batch_.laid) {
      ours[path] = {std::string(kSubmission) + path, content, false, true};
    }
    for (sandbox::JailFile& file : jail_files(submission_, files, batch_.limits.disk)) {
      if (!stands_in_the_way(file.path.substr(kSubmission.size()), ours)) {
        command.files.push_back(std::move(file));
      }
    }
    for (auto& [path, file] : ours) command.files.push_back(std::move(file));
  }

  const Batch& batch_;
  const Tree& submission_;
  const Tree* base_;
  const ExecuteTools& tools_;
  const runners::Runner* runner_ = nullptr;
  runners::Environment environment_;
  Manifest manifest_;
  std::optional<runners::BuiltSuite> built_;
  std::vector<std::string> to_run_;
  RanBatch ran_;
};

// Turns the user's Ctrl-C into an end of the running jails.
class InterruptWatch {
 public:
  InterruptWatch(const std::atomic<bool>* interrupted, sandbox::Launcher* launcher) {
    if (interrupted == nullptr || launcher == nullptr) return;
    watcher_ = std::thread([this, interrupted, launcher] {
      std::unique_lock lock(mutex_);
      while (!ended_) {
        if (interrupted->load()) {
          launcher->interrupt();
          return;
        }
        wake_.wait_for(lock, std::chrono::milliseconds(50));
      }
    });
  }
  ~InterruptWatch() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    if (watcher_.joinable()) watcher_.join();
  }
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread watcher_;
};

}  // namespace

void execute(const std::vector<Batch>& batches, const Tree& submission, const Tree* base,
             const ExecuteTools& tools,
             const std::function<void(std::size_t batch, RanBatch ran)>& done) {
  if (batches.empty()) return;
  const InterruptWatch watch(tools.interrupted, tools.launcher);
  const std::size_t threads =
      std::min(batches.size(), static_cast<std::size_t>(std::max(1, tools.jobs)));
  boost::asio::thread_pool pool(threads);
  std::mutex one_at_a_time;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    boost::asio::post(pool, [&, i] {
      RanBatch ran;
      if (tools.interrupted != nullptr && tools.interrupted->load()) {
        ran.failed = Error{Blame::Interrupted, "interrupted", "", ""};
      } else {
        if (batches[i].program) {
          ran = run_program(batches[i], submission, tools);
        } else if (batches[i].calls) {
          ran = run_calls(batches[i], submission, tools);
        } else if (!batches[i].pages.empty()) {
          ran = run_page(batches[i], submission, tools);
        } else if (!batches[i].reviews.empty()) {
          ran = run_review(batches[i], submission, base, tools);
        } else {
          ran = BatchRun(batches[i], submission, base, tools).run();
        }
      }
      const std::lock_guard lock(one_at_a_time);
      done(i, std::move(ran));
    });
  }
  pool.join();
}

namespace {

rubrics::VariantRun variant_run(const std::vector<std::string>& files, const RanVariant& ran) {
  rubrics::VariantRun run;
  run.apart = true;
  for (const std::string& name : files) {
    const auto found = ran.files.find(name);
    if (found == ran.files.end()) {
      run.files.emplace_back().file = name;
      run.causes.push_back(Cause::MissingResult);
      run.apart = false;
      continue;
    }
    run.files.push_back(found->second.run);
    run.causes.push_back(found->second.cause);
    run.apart = run.apart && found->second.apart;
    run.tampered = run.tampered || found->second.tampered;
  }
  return run;
}

rubrics::VariantsEvidence variants_for(const std::vector<std::string>& files,
                                       const RanVariants& ran) {
  rubrics::VariantsEvidence evidence;
  for (const std::vector<RanVariant>& runs : ran.good) {
    std::vector<rubrics::VariantRun>& good = evidence.good.emplace_back();
    for (const RanVariant& run : runs) good.push_back(variant_run(files, run));
  }
  for (const RanVariant& run : ran.buggy) evidence.buggy.push_back(variant_run(files, run));
  for (const RanVariant& run : ran.mutants) evidence.mutants.push_back(variant_run(files, run));
  for (const std::string& name : files) {
    const auto why = ran.together.find(name);
    if (why != ran.together.end() && evidence.together.empty()) evidence.together = why->second;
  }
  return evidence;
}

}  // namespace

rubrics::SuiteEvidence evidence_for(const PlannedCheck& check, const RanBatch& ran) {
  rubrics::SuiteEvidence evidence;
  for (const std::string& name : check.plan.suite->files) {
    const auto found = ran.files.find(name);
    if (found == ran.files.end()) {
      runners::FileRun missing;
      missing.file = name;
      evidence.files.push_back(std::move(missing));
      evidence.causes.push_back(Cause::MissingResult);
    } else {
      evidence.files.push_back(found->second.run);
      evidence.causes.push_back(found->second.cause);
      evidence.tampered = evidence.tampered || found->second.tampered;
      if (evidence.violation.empty()) evidence.violation = found->second.violation;
      if (evidence.unjudged.empty()) evidence.unjudged = found->second.unjudged;
    }
    evidence.apart.push_back(found != ran.files.end() && found->second.apart);
    const auto why = ran.together.find(name);
    if (why != ran.together.end() && evidence.together.empty()) evidence.together = why->second;
    const auto listed = ran.expected.find(name);
    if (check.plan.suite->expects_manifest && listed != ran.expected.end()) {
      evidence.expected.emplace_back(listed->second);
    } else {
      evidence.expected.emplace_back();
    }
  }
  for (const std::string& name : check.plan.suite->files) {
    const auto lacking = ran.lacking.find(name);
    evidence.lacking.push_back(lacking == ran.lacking.end() ? std::vector<runners::LoadFailure>{}
                                                            : lacking->second);
  }
  for (const rubrics::LaidFile& laid : check.plan.suite->laid) {
    evidence.laid.insert(laid.path);
  }
  // So are the set-up files of the template.
  evidence.laid.insert(ran.support.begin(), ran.support.end());
  // Suites of both kinds never share a jail (make_batches).
  evidence.may_quote = !check.plan.suite->secret;
  evidence.limits = check.limits;
  if (check.plan.suite->variants) {
    evidence.variants = variants_for(check.plan.suite->files, ran.variants);
  }
  return evidence;
}

bool stands_in_the_way(const std::string& path,
                       const std::map<std::string, sandbox::JailFile>& ours) {
  if (ours.contains(path)) return true;
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    if (ours.contains(path.substr(0, slash))) return true;
  }
  const std::string as_folder = path + "/";
  const auto after = ours.lower_bound(as_folder);
  return after != ours.end() && after->first.starts_with(as_folder);
}

std::vector<sandbox::JailFile> jail_files(const Tree& tree, const std::vector<std::string>& needed,
                                          std::uint64_t max_bytes) {
  const auto top_folder = [](std::string_view path) {
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  };
  std::uint64_t total = 0;
  for (const TreeEntry& entry : tree.entries()) total += entry.size;
  std::set<std::string_view> folders;
  const bool all = total <= max_bytes;
  if (!all) {
    for (const std::string& path : needed) folders.insert(top_folder(path));
    folders.insert("");
  }
  std::vector<sandbox::JailFile> files;
  for (const TreeEntry& entry : tree.entries()) {
    if (entry.kind == EntryKind::Gitlink) continue;
    if (!all && !folders.contains(top_folder(entry.path))) continue;
    files.push_back({std::string(kSubmission) + entry.path, sandbox::TreeFile{&tree, entry},
                     entry.kind == EntryKind::Executable, false});
  }
  return files;
}

}  // namespace grader::engine
