#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

#include "grader/base/file.h"
#include "grader/base/log_text.h"
#include "grader/base/text.h"
#include "grader/cli/explanation.h"
#include "grader/cli/interrupt.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/report_folder.h"
#include "grader/cli/stdout.h"
#include "grader/cli/step_summary.h"
#include "grader/cli/submission_options.h"
#include "grader/cli/world.h"
#include "grader/engine/score.h"
#include "grader/report/render.h"
#include "rubrics/load.h"
#include "rubrics/marks.h"

namespace grader::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kGradeFooter =
    "Writes report.json and the other formats into --out, a summary to stdout, progress to "
    "stderr.\n"
    "With --format github the annotations stand in stdout too, and the comment goes to the file "
    "that\nGITHUB_STEP_SUMMARY names.\n"
    "Private repositories: a token in the file that GRADER_TOKEN_FILE names, a key in "
    "GRADER_SSH_KEY.\n"
    "\n"
    "examples:\n"
    "  grader grade https://github.com/school/course --ref pull/7/head --rubric week-2.yaml\n"
    "  grader grade course.git --ref pull/7/head --rubric week-2.yaml --task bmi\n"
    "  grader grade my-folder --rubric week-2.yaml --fail-under 70\n"
    "\n"
    "exit codes: 0 graded (and --fail-under is reached, or a person has yet to decide),\n"
    "  1 graded, --fail-under cannot be reached, 2 the call or the rubric is wrong,\n"
    "  3 the submission cannot be fetched or is refused, 4 the grader failed, 130 interrupted";

struct GradeFlags {
  SubmissionOptions submission;
  std::string out = "grader-out";
  std::vector<std::string> formats{"json", "html", "md"};
  std::vector<std::string> languages{"en"};
  std::optional<int> fail_under;
  int jobs = default_jobs();
  bool no_cache = false;
  std::string marks;
  bool explain = false;
  std::string report_url;
};

struct Graded {
  Report report;
  std::string explanation;       // where it was asked for
  bool rubric_is_wrong = false;  // which is only known now; the report's notes tell it
};

bool nothing_was_judged(const Report& report) {
  bool any = false;
  for (const TaskResult& task : report.tasks) {
    for (const CheckResult& check : task.checks) {
      any = true;
      if (check.status != Status::Error) return false;
    }
  }
  return any;
}

int exit_code_of(const Graded& all, std::optional<int> fail_under, Streams& streams) {
  const Report& graded = all.report;
  for (const std::string& note : graded.run.notes)
    streams.err << "grader: " << without_log_commands(note) << "\n";
  if (all.rubric_is_wrong) {
    streams.err << "grader: the rubric is wrong; what its mistakes touch is not judged\n";
    return exit_code(Blame::Rubric);
  }
  if (nothing_was_judged(graded)) {
    streams.err << "grader: nothing could be judged\n";
    return 4;
  }
  if (!fail_under) return 0;
  const std::string goal = std::to_string(*fail_under) + " %";
  switch (engine::compare(graded, *fail_under)) {
    case engine::Verdict::Reached:
      return 0;
    case engine::Verdict::UndecidedByPerson:
      streams.err << "grader: " << goal << " is not decided: a person has yet to give points\n";
      return 0;
    case engine::Verdict::CannotBeReached:
      streams.err << "grader: " << goal << " is not reached: " << graded.result.percent << " %\n";
      return 1;
    case engine::Verdict::UndecidedByError:
      streams.err << "grader: " << goal << " is not decided: some checks could not be run\n";
      return 4;
  }
  return 4;
}

bool wants(const GradeFlags& flags, std::string_view format) {
  return std::find(flags.formats.begin(), flags.formats.end(), format) != flags.formats.end();
}

// What GitHub reads from a log, and the page of the run. Neither changes the verdict.
void tell_github(const Report& graded, const report::RenderOptions& options, Streams& streams) {
  streams.out << report::find_format("github")->render(graded, options) << std::flush;
  if (auto written = append_step_summary(graded, options); !written) {
    streams.err << "grader: " << without_log_commands(to_text(written.error())) << "\n";
  }
}

Result<Graded> grade(const GradeFlags& flags, const std::vector<std::string>& languages,
                     Streams& streams, Progress& progress) {
  const Result<Configuration> configuration = load_configuration(flags.submission.config);
  if (!configuration) return configuration.error();
  Result<std::vector<const report::Format*>> formats = find_formats(flags.formats);
  if (!formats) return std::move(formats).error();
  const Result<rubrics::Rubric> rubric = load_rubric_for(flags.submission.rubric, streams);
  if (!rubric) return rubric.error();
  Result<std::optional<Metadata>> metadata = load_metadata(flags.submission);
  if (!metadata) return std::move(metadata).error();
  std::optional<rubrics::Marks> marks;
  if (!flags.marks.empty()) {
    rubrics::LoadedMarks loaded = rubrics::load_marks(flags.marks, *rubric);
    if (!loaded.marks) return rubrics::to_error(loaded, flags.marks);
    for (const Diagnostic& warning : loaded.diagnostics) streams.err << to_text(warning) << "\n";
    marks = std::move(loaded.marks);
  }
  const fs::path out(flags.out);
  if (auto made = make_directories(out); !made) return std::move(made).error();
  ReportFolder folder(out, std::move(*formats), languages, flags.report_url);

  Jails jails(flags.submission.sandbox == "weak");
  engine::Tools tools = make_tools(*configuration, jails, flags.jobs, !flags.no_cache, progress);
  tools.save = [&](Report& graded, engine::Stage stage) {
    catch_interrupts();
    return folder.save(graded, stage);
  };

  Graded all;
  tools.rubric_mistake = [&](const Error&) { all.rubric_is_wrong = true; };

  engine::GradeOptions options;
  options.plan = {flags.submission.tasks, configuration->default_limits,
                  configuration->maximum_limits, std::move(*metadata), std::move(marks)};
  options.jobs = flags.jobs;
  source::SubmissionRequest request = submission_request(flags.submission, *rubric);
  request.own_output = out;
  Result<Report> graded = engine::grade(request, *rubric, options, tools);
  if (!graded) return std::move(graded).error();
  all.report = std::move(*graded);
  if (!flags.explain) return all;
  Result<std::string> explained = explanation_of(all.report, &*rubric);
  if (!explained) return std::move(explained).error();
  all.explanation = "\n" + *explained;
  return all;
}

}  // namespace

int run_grade(const Arguments& arguments, Streams& streams) {
  GradeFlags flags;
  CLI::App app("Grades a submission by a rubric and writes its report.", "grader grade");
  add_submission_options(app, flags.submission);
  app.add_option("--out", flags.out, "folder for the report")->capture_default_str();
  app.add_option("--format", flags.formats, format_names() + " (default: json,html,md)")
      ->delimiter(',');
  app.add_option("--lang", flags.languages,
                 "languages of the views, the first is the summary's: es or en,ar (default: en)")
      ->delimiter(',');
  app.add_option("--report-url", flags.report_url, kAboutReportUrl);
  app.add_option("--fail-under", flags.fail_under, "percent below which the exit code is 1")
      ->check(CLI::Range(0, 100));
  app.add_option("--jobs", flags.jobs, "jails at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--marks", flags.marks, "YAML with what a person gave: points and remarks");
  app.add_flag("--explain", flags.explain, "say how the points came about, in English");
  app.add_flag("--no-cache", flags.no_cache, "list the expected tests anew");
  app.footer(kGradeFooter);
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  Progress progress(streams, flags.submission.quiet);
  const Result<std::vector<std::string>> languages = find_languages(flags.languages);
  if (!languages) return fail(languages.error(), streams);
  if (auto url = check_report_url(flags.report_url); !url) return fail(url.error(), streams);
  const Result<Graded> graded = grade(flags, *languages, streams, progress);
  progress.clear();
  if (!graded) return fail(graded.error(), streams);
  report::RenderOptions options{languages->front(), streams.color, streams.width, {}};
  options.report_url = flags.report_url;
  if (wants(flags, "html")) options.page_file = report::find_format("html")->file_name;
  streams.out << report::find_format("text")->render(graded->report, options)
              << graded->explanation;
  // The page for people, where there is one.
  const std::string page = options.page_file.empty() ? "report.json" : options.page_file;
  streams.out << "\nReport: " << (fs::path(flags.out) / page).string() << "\n" << std::flush;
  if (wants(flags, "github")) tell_github(graded->report, options, streams);
  if (const auto trouble = stdout_trouble(streams)) return *trouble;
  return exit_code_of(*graded, flags.fail_under, streams);
}

}  // namespace grader::cli
