#include "grader/engine/execute_variants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "grader/base/text.h"
#include "grader/engine/execute_apart.h"
#include "grader/engine/manifest.h"
#include "grader/engine/mutants.h"
#include "rubrics/checks/trouble.h"

namespace grader::engine {
namespace {

constexpr std::string_view kSubmission = "/submission/";
// So often a good version runs: tests that depend on chance come out differently, but once in 64.
constexpr int kRunsOfGood = 6;

class VariantsRun {
 public:
  VariantsRun(const Batch& batch, const Tree& submission, const Tree* base,
              const runners::Runner& runner, const runners::Environment& environment,
              const ExecuteTools& tools, VariantTests whose)
      : batch_(batch),
        plan_(*batch.variants),
        submission_(submission),
        base_(base),
        runner_(runner),
        environment_(environment),
        tools_(tools),
        whose_(whose) {}

  Result<RanAllVariants> run() {
    if (plan_.mutants > 0) {
      Result<std::vector<std::string>> made =
          find_mutants(batch_, submission_, base_, runner_, environment_, tools_);
      if (!made) return std::move(made).error();
      mutants_ = std::move(*made);
    }
    if (Result<void> listed = list(); !listed) return std::move(listed).error();
    make_runs();
    if (plan_.in_process || !runner_.two_jails() || tools_.judges == nullptr) {
      for (const std::string& file : batch_.files) together_.insert(file);
    }
    for (const auto& [file, why] : manifest_.together) give_up(file, why);
    if (Result<void> done = run_apart_files(); !done) return std::move(done).error();
    // What one run cannot do from outside, none does: they are compared with each other.
    if (Result<void> done = run_together_files(); !done) return std::move(done).error();
    collect();
    return std::move(ran_);
  }

 private:
  enum class Kind { Good, Buggy, Mutant };
  struct Run {
    const std::string* content = nullptr;
    Kind kind = Kind::Good;
    std::size_t version = 0;
    RanVariant ran = {};
  };

  // How the template wants these tests run, and whether they can be judged from outside.
  Result<void> list() {
    Batch listed = batch_;
    listed.laid.clear();
    for (const rubrics::LaidFile& file : plan_.tests) listed.laid[file.path] = file.content;
    Result<ListedManifest> made =
        list_tests(listed, base_, runner_, environment_, *tools_.launcher, tools_.manifests);
    if (!made) return std::move(made).error();
    ran_.usage += made->usage;
    manifest_ = std::move(made->manifest);
    return {};
  }

  void make_runs() {
    for (std::size_t i = 0; i < plan_.good.size(); ++i) {
      for (int again = 0; again < kRunsOfGood; ++again)
        runs_.push_back({&plan_.good[i], Kind::Good, i});
    }
    for (std::size_t i = 0; i < plan_.buggy.size(); ++i) {
      runs_.push_back({&plan_.buggy[i], Kind::Buggy, i});
    }
    for (std::size_t i = 0; i < mutants_.size(); ++i) {
      runs_.push_back({&mutants_[i], Kind::Mutant, i});
    }
    std::random_device random;
    std::shuffle(runs_.begin(), runs_.end(), random);
  }

  void give_up(const std::string& file, const std::string& why) {
    together_.insert(file);
    if (!why.empty()) ran_.variants.together[file] = why;
  }

  std::vector<std::string> files(bool together) const {
    std::vector<std::string> some;
    for (const std::string& file : batch_.files) {
      if (together_.contains(file) == together) some.push_back(file);
    }
    return some;
  }

  Result<void> interrupted() const {
    if (tools_.interrupted == nullptr || !tools_.interrupted->load()) return {};
    return Error{Blame::Interrupted, "interrupted", "", ""};
  }

  Result<void> run_apart_files() {
    for (Run& run : runs_) {
      if (Result<void> stop = interrupted(); !stop) return stop;
      ApartRequest request{batch_, files(false),       {},
                           {},     manifest_.settings, whose_ == VariantTests::Students};
      if (request.files.empty()) return {};
      for (const std::string& path : manifest_.support) {
        const TreeEntry* entry = base_ == nullptr ? nullptr : base_->find(path);
        if (entry == nullptr || entry->kind == EntryKind::Gitlink) continue;
        Result<std::string> content = base_->read(*entry);
        if (!content) return std::move(content).error();
        request.ours[path] = std::move(*content);
      }
      for (const rubrics::LaidFile& file : plan_.tests) request.ours[file.path] = file.content;
      auto stands = version_with(*run.content, false);
      request.submission = std::move(stands);
      Result<RanApart> apart = run_apart(request, environment_, *runner_.two_jails(), tools_);
      if (!apart) return std::move(apart).error();
      ran_.usage += apart->usage;
      ran_.jails += apart->jails;
      for (const auto& [file, why] : apart->together) give_up(file, why);
      for (auto& [file, one] : apart->files) run.ran.files[file] = std::move(one);
    }
    return {};
  }

  Result<void> run_together_files() {
    const std::vector<std::string> all = files(true);
    for (Run& run : runs_) {
      for (const std::string& file : all) {
        if (Result<void> stop = interrupted(); !stop) return stop;
        const runners::SuiteRequest request{
            {file},       runners::Mode::Run, runners::make_secret(), manifest_.settings,
            batch_.build, batch_.tool,        batch_.limits};
        sandbox::Command command = runner_.command(environment_, request);
        command.files = version_with(*run.content, true);
        Result<sandbox::Outcome> outcome = tools_.launcher->run(command, batch_.limits);
        if (!outcome) return std::move(outcome).error();
        ++ran_.jails;
        ran_.usage += outcome->usage;
        runners::SuiteRun suite = runner_.read(request, *outcome);
        for (runners::FileRun& one : suite.files) {
          const Cause cause = one.finished ? Cause::None : rubrics::cause_of(*outcome);
          run.ran.files[file] = {std::move(one), cause, suite.inconsistent};
        }
      }
    }
    return {};
  }

  // The template's files, the version in its place, and the tests, if they are to run there too.
  std::vector<sandbox::JailFile> version_with(const std::string& content, bool tests) const {
    std::map<std::string, sandbox::JailFile> ours;
    const auto lay = [&](const std::string& path, const std::string& text) {
      ours[path] = {std::string(kSubmission) + path, text, false, true};
    };
    for (const rubrics::LaidFile& file : plan_.tests) {
      if (tests) lay(file.path, file.content);
    }
    lay(plan_.of, content);
    std::vector<sandbox::JailFile> all;
    for (sandbox::JailFile& file : around()) {
      if (!stands_in_the_way(file.path.substr(kSubmission.size()), ours)) {
        all.push_back(std::move(file));
      }
    }
    for (auto& [path, file] : ours) all.push_back(std::move(file));
    return all;
  }

  // Without a template, what says how modules load: that is data.
  std::vector<sandbox::JailFile> around() const {
    if (base_ != nullptr) return jail_files(*base_, {plan_.of}, batch_.limits.disk);
    std::vector<sandbox::JailFile> some;
    for (const TreeEntry& entry : submission_.entries()) {
      const bool says = entry.path == "package.json" || entry.path.ends_with("/package.json");
      if (!says || entry.kind != EntryKind::File) continue;
      some.push_back({std::string(kSubmission) + entry.path, sandbox::TreeFile{&submission_, entry},
                      false, false});
    }
    return some;
  }

  void collect() {
    ran_.variants.good.resize(plan_.good.size());
    ran_.variants.buggy.resize(plan_.buggy.size());
    ran_.variants.mutants.resize(mutants_.size());
    for (Run& run : runs_) {
      if (run.kind == Kind::Good) {
        ran_.variants.good[run.version].push_back(std::move(run.ran));
      } else {
        auto& versions = run.kind == Kind::Buggy ? ran_.variants.buggy : ran_.variants.mutants;
        versions[run.version] = std::move(run.ran);
      }
    }
  }

  const Batch& batch_;
  const rubrics::VariantsPlan& plan_;
  const Tree& submission_;
  const Tree* base_;
  const runners::Runner& runner_;
  const runners::Environment& environment_;
  const ExecuteTools& tools_;
  const VariantTests whose_;
  std::vector<std::string> mutants_;
  Manifest manifest_;
  std::set<std::string> together_;  // files that share a jail with what they test
  std::vector<Run> runs_;           // in the order in which they run
  RanAllVariants ran_;
};

}  // namespace

Result<RanAllVariants> run_variants(const Batch& batch, const Tree& submission, const Tree* base,
                                    const runners::Runner& runner,
                                    const runners::Environment& environment,
                                    const ExecuteTools& tools, VariantTests whose) {
  return VariantsRun(batch, submission, base, runner, environment, tools, whose).run();
}

}  // namespace grader::engine
