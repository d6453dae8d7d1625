#include "grader/cli/rubric_test.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <set>
#include <utility>
#include <variant>

#include <CLI/CLI.hpp>

#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/cli/interrupt.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/stdout.h"
#include "grader/cli/submission_options.h"
#include "grader/cli/tool_mistakes.h"
#include "grader/cli/translations.h"
#include "grader/cli/world.h"
#include "grader/engine/overlay_tree.h"
#include "grader/report/render.h"
#include "rubrics/marks.h"
#include "rubrics/scalars.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

class EmptyTree final : public Tree {
 public:
  const std::vector<TreeEntry>& entries() const override { return none_; }
  Result<std::string> read(const TreeEntry& entry) const override {
    return grader_error("there is nothing here", entry.path);
  }

 private:
  std::vector<TreeEntry> none_;
};

source::Submission nothing_handed_in() {
  source::Submission submission;
  submission.tree = std::make_unique<EmptyTree>();
  return submission;
}

// A template's place as what another submission started from.
source::BaseRequest as_base(const rubrics::ProofPlace& place) {
  if (const auto* folder = std::get_if<rubrics::PlainFolder>(&place)) {
    return source::BaseFolder{folder->folder};
  }
  if (const auto* repository = std::get_if<rubrics::RepositoryRef>(&place)) {
    return source::BaseRef{repository->ref.empty() ? "HEAD" : repository->ref,
                           repository->repository};
  }
  return {};
}

source::SubmissionRequest request_for(const rubrics::Proof& proof, const rubrics::Proofs& proofs,
                                      const rubrics::Rubric& rubric) {
  source::SubmissionRequest request;
  const rubrics::ProofPlace& start = proofs.templates[proof.start].place;
  request.base = as_base(proof.kind == rubrics::ProofKind::Template ? proof.place : start);
  if (const auto* folder = std::get_if<rubrics::PlainFolder>(&proof.place)) {
    request.repository = folder->folder.string();
  } else if (const auto* changes = std::get_if<rubrics::ChangesFolder>(&proof.place)) {
    request.repository = changes->folder.string();
  } else if (const auto* repository = std::get_if<rubrics::RepositoryRef>(&proof.place)) {
    request.repository = repository->repository;
    request.ref = repository->ref;
    if (proof.kind != rubrics::ProofKind::Template) request.base = engine::base_request(rubric, "");
  }
  return request;
}

Result<source::Submission> fetch_for(const rubrics::Proof& proof,
                                     const source::SubmissionRequest& request,
                                     const engine::Tools& world) {
  if (std::holds_alternative<rubrics::NothingHandedIn>(proof.place)) return nothing_handed_in();
  Result<source::Submission> fetched = world.fetch(request);
  if (fetched && fetched->base && std::holds_alternative<rubrics::ChangesFolder>(proof.place)) {
    fetched->tree = std::make_unique<engine::OverlayTree>(std::move(fetched->tree), *fetched->base);
  }
  return fetched;
}

Result<void> read_marks_and_metadata(const rubrics::Proof& proof, const rubrics::Rubric& rubric,
                                     engine::PlanOptions& options) {
  if (!proof.marks.empty()) {
    rubrics::LoadedMarks loaded = rubrics::load_marks(proof.marks, rubric);
    if (!loaded.marks) return rubrics::to_error(loaded, proof.marks);
    options.marks = std::move(*loaded.marks);
  }
  if (!proof.metadata.empty()) {
    const Result<std::string> text = read_file(proof.metadata, kMaxMetadataBytes);
    if (!text) return text.error();
    Result<Metadata> metadata = parse_metadata(*text, proof.metadata.string());
    if (!metadata) return std::move(metadata).error();
    options.metadata = std::move(*metadata);
  }
  return {};
}

// What the author wrote cannot be graded: that is not a student's trouble.
Error about_proof(Error error, const rubrics::Proof& proof) {
  if (error.blame == Blame::Submission) error.blame = Blame::Rubric;
  if (error.blame == Blame::Rubric || error.blame == Blame::Usage) {
    error.message = "the proof '" + proof.name + "': " + error.message;
  }
  return error;
}

class Tester {
 public:
  Tester(const RubricTestFlags& flags, const Configuration& configuration, Streams& streams)
      : flags_(flags),
        configuration_(configuration),
        streams_(streams),
        progress_(streams, flags.quiet),
        jails_(flags.sandbox == "weak"),
        world_(make_tools(configuration_, jails_, flags.jobs, !flags.no_cache, progress_)) {}

  TestedRubric test(const std::string& file) {
    TestedRubric tested;
    tested.file = file;
    if (Result<void> done = prove(file, tested); !done) tested.error = std::move(done).error();
    progress_.clear();
    return tested;
  }

 private:
  Result<void> prove(const std::string& file, TestedRubric& tested) {
    Result<rubrics::Rubric> rubric = load_rubric_for(file, streams_);
    if (!rubric) return std::move(rubric).error();
    const Result<fs::path> beside = rubrics::find_proofs(file);
    if (!beside) return beside.error();
    rubrics::LoadedProofs loaded = rubrics::load_proofs(*beside, *rubric);
    if (!loaded.proofs) return rubrics::to_error(loaded, *beside);
    if (auto said = find_tool_mistakes(*rubric, file, world_); said.mistakes) {
      return *std::move(said.mistakes);
    }
    tested.rubric = std::move(*rubric);
    tested.proofs = std::move(*loaded.proofs);
    for (const auto* proofs :
         {&tested.proofs->solutions, &tested.proofs->templates, &tested.proofs->examples}) {
      for (const rubrics::Proof& proof : *proofs) {
        if (Result<void> done = run(proof, tested); !done) {
          return about_proof(std::move(done).error(), proof);
        }
      }
    }
    tested.proof = engine::prove(*tested.rubric, *tested.proofs, tested.runs);
    return {};
  }

  Result<void> run(const rubrics::Proof& proof, TestedRubric& tested) {
    engine::ProofRun run;
    run.proof = &proof;
    engine::GradeOptions options;
    options.jobs = flags_.jobs;
    options.plan.default_limits = configuration_.default_limits;
    options.plan.maximum_limits = configuration_.maximum_limits;
    options.plan.untouched_counts = proof.kind == rubrics::ProofKind::Template;
    if (auto read = read_marks_and_metadata(proof, *tested.rubric, options.plan); !read) {
      return read;
    }
    const source::SubmissionRequest request = request_for(proof, *tested.proofs, *tested.rubric);
    for (int i = 0; i < flags_.repeat; ++i) {
      const std::string where =
          tested.file + ": " + proof.name + (i > 0 ? ", again (" + std::to_string(i) + ")" : "");
      progress_.line(where);
      engine::Tools tools = world_;
      tools.fetch = [&](const source::SubmissionRequest& wanted) {
        return fetch_for(proof, wanted, world_);
      };
      tools.progress = [&](const std::string& line) { progress_.line(where + ": " + line); };
      tools.save = [](Report&, engine::Stage) {
        catch_interrupts();
        return Result<void>();
      };
      // Localized as a report is, and never one that is written.
      Report kept_back;
      kept_back.tasks.emplace_back();
      tools.for_author = [&](const std::string& check, std::vector<CaseResult> cases) {
        CheckResult& one = kept_back.tasks.front().checks.emplace_back();
        one.id = check;
        one.cases = std::move(cases);
      };
      tools.rubric_mistake = [&](const Error&) { tested.rubric_is_wrong = true; };
      Result<Report> graded = engine::grade(request, *tested.rubric, options, tools);
      if (!graded) return std::move(graded).error();
      if (auto done = report::localize(*graded, "en"); !done) return done;
      if (auto done = report::localize(kept_back, "en"); !done) return done;
      for (CheckResult& check : kept_back.tasks.front().checks) {
        if (i == 0) run.kept_back[check.id] = std::move(check.cases);
      }
      tell_notes(proof, *graded);
      tested.judged = tested.judged && graded->result.status == Completeness::Complete;
      run.reports.push_back(std::move(*graded));
    }
    tested.runs.push_back(std::move(run));
    return {};
  }

  void tell_notes(const rubrics::Proof& proof, const Report& graded) {
    progress_.clear();
    for (const std::string& note : graded.run.notes) {
      if (told_.insert(note).second) {
        streams_.err << "grader: " << proof.name << ": " << note << "\n";
      }
    }
  }

  const RubricTestFlags& flags_;
  const Configuration& configuration_;
  Streams& streams_;
  Progress progress_;
  Jails jails_;
  engine::Tools world_;
  std::set<std::string> told_;
};

// Each rubric once, also where its proofs and translations were named too (rubrics/*.yaml).
std::vector<std::string> rubrics_of(const std::vector<std::string>& files) {
  std::vector<std::string> rubrics;
  for (const std::string& file : files) {
    std::optional<fs::path> proved = rubrics::rubric_file_of(file);
    if (!proved) proved = rubric_translated_by(file);
    const std::string rubric = proved ? proved->string() : file;
    if (std::find(rubrics.begin(), rubrics.end(), rubric) == rubrics.end()) {
      rubrics.push_back(rubric);
    }
  }
  return rubrics;
}

}  // namespace

void add_rubric_test(CLI::App& app, RubricTestFlags& flags) {
  flags.jobs = default_jobs();
  app.add_option("file", flags.files, "rubrics, with their proofs beside them")->required();
  app.add_option("--repeat", flags.repeat, "grade each proof so often, to find flaky checks")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_flag("--explain", flags.explain, "say how the points of each proof came about (text)");
  app.add_option("--format", flags.format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  app.add_option("--jobs", flags.jobs, "jails at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--config", flags.config, "a further configuration file");
  app.add_flag("--no-cache", flags.no_cache, "list the expected tests anew");
  app.add_flag("--quiet", flags.quiet, "no progress on stderr");
  app.add_option("--sandbox", flags.sandbox, "weak: run although this host cannot isolate")
      ->check(CLI::IsMember({"full", "weak"}))
      ->capture_default_str();
  app.footer(
      "The proofs of week-2.yaml are in week-2.proofs.yaml: a solution, the template, examples.\n"
      "\n"
      "examples:\n"
      "  grader rubric test week-2.yaml\n"
      "  grader rubric test rubrics/*.yaml --format json\n"
      "  grader rubric test week-2.yaml --repeat 10\n"
      "\n"
      "The output names cases that are hidden from students: it is for the author.\n"
      "\n"
      "exit codes: 0 all proved, 1 a proof failed, 2 a rubric, its proofs or the call is wrong,\n"
      "  4 the grader failed, 130 interrupted");
}

int test_rubrics(const RubricTestFlags& flags, Streams& streams) {
  const Result<Configuration> configuration = load_configuration(flags.config);
  if (!configuration) return fail(configuration.error(), streams);
  Tester tester(flags, *configuration, streams);
  std::vector<TestedRubric> all;
  int code = 0;
  for (const std::string& file : rubrics_of(flags.files)) {
    TestedRubric tested = tester.test(file);
    if (tested.error) {
      code = std::max(code, fail(*tested.error, streams));
      if (tested.error->blame == Blame::Interrupted) return code;
    } else if (tested.rubric_is_wrong) {
      streams.err << "grader: " << file << ": the rubric is wrong, see above\n";
      code = std::max(code, exit_code(Blame::Rubric));
    } else if (!tested.judged) {
      streams.err << "grader: " << file << ": some checks could not be judged\n";
      code = std::max(code, exit_code(Blame::Grader));
    } else if (!tested.proved()) {
      code = std::max(code, 1);
    }
    if (flags.format == "text" && !tested.error) {
      streams.out << (all.empty() ? "" : "\n") << proof_text(tested, flags.explain) << std::flush;
    }
    all.push_back(std::move(tested));
  }
  if (flags.format == "json") streams.out << proofs_json(all) << std::flush;
  if (const auto trouble = stdout_trouble(streams)) return *trouble;
  return code;
}

}  // namespace grader::cli
