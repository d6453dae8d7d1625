// `grader cohort`: a whole class, one folder a submission.
#include <algorithm>
#include <filesystem>
#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

#include "grader/base/file.h"
#include "grader/base/log_text.h"
#include "grader/cli/cohort.h"
#include "grader/cli/interrupt.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/report_folder.h"
#include "grader/cli/stdout.h"
#include "grader/cli/submission_options.h"
#include "grader/cli/tool_mistakes.h"
#include "grader/cli/world.h"
#include "rubrics/class_marks.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFooter =
    "Writes a report for each into a folder of its own below --out, and cohort.json with all\n"
    "results; a line for each to stdout. What an earlier run has graded is kept where commit,\n"
    "rubric and grader are the same: after an interrupt the same call goes on.\n"
    "\n"
    "examples:\n"
    "  grader cohort course.git --ref 'pull/*/head' --rubric week-2.yaml --out reports\n"
    "  grader cohort class/ada class/bo --rubric week-2.yaml --out reports\n"
    "  grader cohort course.git --ref 'pull/*/head' --rubric week-2.yaml --marks marks\n"
    "\n"
    "--marks is a folder with a file of marks for each submission that has some, named as in the\n"
    "first column of the table (marks/pull-7.yaml, marks/ada.yaml), or one file with all of them:\n"
    "  marks: 1\n"
    "  rubric: js1/week-2\n"
    "  submissions: {pull-7: {checks: {bmi/read: {points: 2}}}}\n"
    "\n"
    "exit codes: 0 all are graded, 2 the call or the rubric is wrong, 3 some cannot be read or\n"
    "  are refused, 4 the grader failed for some, 130 interrupted";

struct CohortFlags {
  std::vector<std::string> places;
  std::vector<std::string> refs;
  std::string rubric, base, marks, config;
  std::vector<std::string> tasks;
  std::string out = "grader-out";
  std::vector<std::string> formats{"json", "html", "md"};
  std::vector<std::string> languages{"en"};
  int jobs = default_jobs();
  bool no_cache = false;
  bool again = false;
  bool quiet = false;
  std::string report_url;
  std::string sandbox = "full";
};

struct GradedCohort {
  std::vector<CohortMember> members;
  std::vector<CohortResult> results;
};

Result<rubrics::ClassMarks> load_marks(const std::string& place, const rubrics::Rubric& rubric,
                                       const std::vector<CohortMember>& members, Streams& streams) {
  if (place.empty()) return rubrics::ClassMarks{};
  std::vector<std::string> names;
  names.reserve(members.size());
  for (const CohortMember& member : members) names.push_back(member.name);
  rubrics::LoadedClassMarks loaded = rubrics::load_class_marks(place, rubric, names);
  if (!loaded.marks) return rubrics::to_error(loaded, place);
  for (const Diagnostic& warning : loaded.diagnostics) streams.err << to_text(warning) << "\n";
  return std::move(*loaded.marks);
}

Result<GradedCohort> grade(const CohortFlags& flags, Streams& streams, Progress& progress) {
  const Result<Configuration> configuration = load_configuration(flags.config);
  if (!configuration) return configuration.error();
  Result<std::vector<const report::Format*>> formats = find_formats(flags.formats);
  if (!formats) return std::move(formats).error();
  Result<std::vector<std::string>> languages = find_languages(flags.languages);
  if (!languages) return std::move(languages).error();
  if (auto url = check_report_url(flags.report_url); !url) return std::move(url).error();
  const Result<rubrics::Rubric> rubric = load_rubric_for(flags.rubric, streams);
  if (!rubric) return rubric.error();
  GradedCohort cohort;
  Result<std::vector<CohortMember>> members =
      list_members(flags.places, flags.refs, engine::base_request(*rubric, flags.base));
  if (!members) return std::move(members).error();
  cohort.members = std::move(*members);
  Result<rubrics::ClassMarks> marks = load_marks(flags.marks, *rubric, cohort.members, streams);
  if (!marks) return std::move(marks).error();
  const fs::path out(flags.out);
  if (auto made = make_directories(out); !made) return std::move(made).error();

  Jails jails(flags.sandbox == "weak");
  if (cohort.members.size() > static_cast<std::size_t>(flags.jobs)) jails.share_processors();
  // Each submission tells only its end.
  Progress silent(streams, true);
  const engine::Tools shared =
      make_tools(*configuration, jails, flags.jobs, !flags.no_cache, silent);
  // Once for all of them.
  if (auto said = find_tool_mistakes(*rubric, flags.rubric, shared); said.mistakes) {
    return *std::move(said.mistakes);
  }
  engine::GradeOptions shared_options;
  shared_options.plan = {
      flags.tasks, configuration->default_limits, configuration->maximum_limits, {}, {}};
  shared_options.jobs = 1;
  catch_interrupts();

  const auto grade_one = [&](std::size_t index) -> CohortResult {
    const CohortMember& member = cohort.members[index];
    const fs::path folder = out / member.name;
    engine::GradeOptions options = shared_options;
    std::string digest;
    if (const auto mine = marks->find(member.name); mine != marks->end()) {
      options.plan.marks = mine->second;
      digest = rubrics::digest_of(mine->second);
    }
    if (!flags.again) {
      if (auto kept = kept_report(folder, member, rubric->digest, digest))
        return {std::move(kept), {}, true};
    }
    if (auto made = make_directories(folder); !made) return {{}, std::move(made).error(), false};
    // Below a folder of reports each has its own.
    const bool folders = flags.report_url.ends_with('/');
    ReportFolder report(folder, *formats, *languages,
                        flags.report_url + (folders ? member.name + "/" : ""));
    engine::Tools tools = shared;
    tools.save = [&](Report& graded, engine::Stage stage) { return report.save(graded, stage); };
    source::SubmissionRequest request = member.request;
    request.own_output = out;
    Result<Report> graded = engine::grade(request, *rubric, options, tools);
    if (!graded) return {{}, std::move(graded).error(), false};
    return {std::move(*graded), {}, false};
  };
  std::size_t ended = 0;
  const auto done = [&](std::size_t index, const CohortResult& result) {
    ++ended;
    progress.line(std::string(result.kept ? "kept " : "graded ") + cohort.members[index].name +
                  ", " + std::to_string(ended) + " of " + std::to_string(cohort.members.size()));
  };
  cohort.results = run_cohort_members(cohort.members.size(), flags.jobs, grade_one, done,
                                      [] { return interrupted().load(); });
  const RubricFacts facts{rubric->id, rubric->version, rubric->digest, rubric->title,
                          rubric->language};
  if (auto written = write_file_atomically(
          out / "cohort.json", cohort_to_json(facts, cohort.members, cohort.results), true);
      !written) {
    return std::move(written).error();
  }
  return cohort;
}

int exit_code_of(const GradedCohort& cohort, Streams& streams) {
  int code = 0;
  for (std::size_t i = 0; i < cohort.members.size(); ++i) {
    const std::string& name = cohort.members[i].name;
    if (const auto& error = cohort.results[i].error; error && error->blame != Blame::Interrupted) {
      streams.err << "grader: " << name << ": " << without_log_commands(to_text(*error)) << "\n";
      code = std::max(code, exit_code(error->blame));
    }
    if (const auto& report = cohort.results[i].report) {
      for (const std::string& note : report->run.notes) {
        streams.err << "grader: " << name << ": " << without_log_commands(note) << "\n";
      }
      if (report->result.status == Completeness::Incomplete) code = 4;
    }
  }
  return interrupted().load() ? 130 : code;
}

}  // namespace

int run_cohort(const Arguments& arguments, Streams& streams) {
  CohortFlags flags;
  CLI::App app("Grades many submissions by one rubric.", "grader cohort");
  app.add_option("places", flags.places, "a local repository with --ref, or folders")->required();
  app.add_option("--ref", flags.refs, "refs to grade, '*' for any part: 'pull/*/head'")->take_all();
  app.add_option("--rubric", flags.rubric, "the rubric, a YAML file")->required();
  app.add_option("--base", flags.base,
                 "what the students started from (default: as the rubric says)");
  app.add_option("--marks", flags.marks,
                 "what a person gave: a folder with NAME.yaml for each, or one file (see below)");
  app.add_option("--task", flags.tasks, "only this task; may be given several times")->take_all();
  app.add_option("--out", flags.out, "folder for the reports")->capture_default_str();
  app.add_option("--format", flags.formats, format_names() + " (default: json,html,md)")
      ->delimiter(',');
  app.add_option("--lang", flags.languages, "languages of the views: es or en,ar (default: en)")
      ->delimiter(',');
  app.add_option("--report-url", flags.report_url, kAboutReportUrl);
  app.add_option("--jobs", flags.jobs, "submissions at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_flag("--again", flags.again, "grade also what an earlier run has graded");
  app.add_flag("--no-cache", flags.no_cache, "list the expected tests anew");
  app.add_option("--config", flags.config, "a further configuration file");
  app.add_flag("--quiet", flags.quiet, "no progress on stderr");
  app.add_option("--sandbox", flags.sandbox, "weak: run although this host cannot isolate")
      ->check(CLI::IsMember({"full", "weak"}))
      ->capture_default_str();
  app.footer(kFooter);
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  Progress progress(streams, flags.quiet);
  const Result<GradedCohort> cohort = grade(flags, streams, progress);
  progress.clear();
  if (!cohort) return fail(cohort.error(), streams);
  streams.out << cohort_to_text(cohort->members, cohort->results)
              << "Reports: " << (fs::path(flags.out) / "").string() << "\n"
              << std::flush;
  if (const auto trouble = stdout_trouble(streams)) return *trouble;
  return exit_code_of(*cohort, streams);
}

}  // namespace grader::cli
