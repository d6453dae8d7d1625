#include <ostream>

#include <CLI/CLI.hpp>

#include "grader/cli/command.h"
#include "grader/cli/configuration.h"
#include "grader/cli/options.h"
#include "grader/cli/progress.h"
#include "grader/cli/submission_options.h"
#include "grader/cli/world.h"

namespace grader::cli {

int run_plan(const Arguments& arguments, Streams& streams) {
  SubmissionOptions flags;
  CLI::App app("Shows what `grader grade` would run, and stops.", "grader plan");
  add_submission_options(app, flags);
  app.footer(
      "example:\n"
      "  grader plan course.git --ref pull/7/head --rubric week-2.yaml\n"
      "\n"
      "exit codes: as of grader grade");
  if (const std::optional<int> code = parse(app, arguments, streams)) return *code;

  const Result<Configuration> configuration = load_configuration(flags.config);
  if (!configuration) return fail(configuration.error(), streams);
  const Result<rubrics::Rubric> rubric = load_rubric_for(flags.rubric, streams);
  if (!rubric) return fail(rubric.error(), streams);
  const Result<std::optional<Metadata>> metadata = load_metadata(flags);
  if (!metadata) return fail(metadata.error(), streams);
  Progress progress(streams, flags.quiet);
  Jails jails(flags.sandbox == "weak");
  const Result<source::Submission> submission = source::fetch(
      submission_request(flags, *rubric), configuration->policy, repository_cache(*configuration),
      jails.fetching(), [&](const std::string& line) { progress.line(line); });
  progress.clear();
  if (!submission) return fail(submission.error(), streams);
  const engine::PlanOptions options{flags.tasks, configuration->default_limits,
                                    configuration->maximum_limits, *metadata};
  const Result<engine::Plan> plan = engine::make_plan(*rubric, *submission, options);
  if (!plan) return fail(plan.error(), streams);
  for (const engine::UnknownPath& unknown : plan->unknown_paths) {
    streams.err << "grader: warning: " << engine::to_text(unknown, submission->base != nullptr)
                << "\n";
  }
  streams.out << engine::show_plan(*plan);
  return 0;
}

}  // namespace grader::cli
