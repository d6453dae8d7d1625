// Execution: batches of suites in jails, on a bounded pool. Beyond this stage no student code runs.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/plan.h"
#include "rubrics/check.h"
#include "runners/environment.h"
#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::engine {

class Judges;
class Reviewers;

// How one test file went: reported to its end, or why not.
struct RanFile {
  runners::FileRun run;
  Cause cause = Cause::None;  // None where finished
  bool tampered = false;
  bool apart = false;       // a judge in another jail ran it
  std::string violation{};  // where it tampered with the pipe to that judge: which rule it broke
  // Why that judge could not, by the submission's doing alone. It is not run in one jail then: so a
  // submission could choose the weaker judge.
  std::string unjudged{};
};

// Its suite on one version of a file (rubrics::VariantsPlan).
struct RanVariant {
  std::map<std::string, RanFile> files;
};
struct RanVariants {
  std::vector<std::vector<RanVariant>> good;  // by version, each run of it
  std::vector<RanVariant> buggy, mutants;
  std::map<std::string, std::string> together;  // as in RanBatch
};

// What a batch brought. `failed`: the grader could not do it (never the student's fault).
struct RanBatch {
  std::map<std::string, RanFile> files;
  std::map<std::string, std::vector<runners::TestRun>> expected;     // listed, by file
  std::map<std::string, std::vector<runners::LoadFailure>> lacking;  // as in Manifest
  std::vector<std::string> support;                                  // likewise
  rubrics::ProgramEvidence program;                                  // of a batch with one
  rubrics::CallsEvidence calls;                                      // of a batch with some
  std::vector<rubrics::PageEvidence> pages;                          // in the order of Batch::pages
  std::vector<rubrics::ReviewEvidence> reviews;                      // by check of the batch
  // Why files were not judged from outside the student's jail; of frameworks that could.
  std::map<std::string, std::string> together;
  RanVariants variants;  // of a batch with some
  std::optional<Error> failed;
  sandbox::Usage usage;  // added up; peak memory is the largest
  std::int64_t jails = 0;
  std::int64_t manifest_hits = 0, manifest_misses = 0;
};

struct ExecuteTools {
  sandbox::Launcher* launcher = nullptr;
  Judges* judges = nullptr;  // null: every suite shares a process with the code that it tests
  Reviewers* reviewers = nullptr;
  std::function<Result<runners::Environment>(const std::string& name)> environment;
  std::filesystem::path manifests;  // cache of listed tests; empty: none is kept
  int jobs = 1;
  const std::atomic<bool>* interrupted = nullptr;
  const runners::Runner* (*find_runner)(std::string_view name) = runners::find_runner;
};

// Runs every batch; `done` is called for each as it ends (from one thread at a time).
void execute(const std::vector<Batch>& batches, const Tree& submission, const Tree* base,
             const ExecuteTools& tools,
             const std::function<void(std::size_t batch, RanBatch ran)>& done);

// The evidence for one check, out of the batch that ran it.
rubrics::SuiteEvidence evidence_for(const PlannedCheck& check, const RanBatch& ran);

// The files of `tree` that a jail gets: all of them, or, where they are more than `max_bytes`,
// those in the top-level folders of `needed` and at the root.
std::vector<sandbox::JailFile> jail_files(const Tree& tree, const std::vector<std::string>& needed,
                                          std::uint64_t max_bytes);

// Whether a file of the submission is where one of ours comes: at its place, below it, or as a file
// or link where ours has a folder. `ours` by place in the submission.
bool stands_in_the_way(const std::string& path,
                       const std::map<std::string, sandbox::JailFile>& ours);

}  // namespace grader::engine
