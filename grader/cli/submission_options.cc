#include "grader/cli/submission_options.h"

#include <ostream>
#include <utility>

#include <CLI/CLI.hpp>

#include "grader/base/file.h"
#include "grader/cli/world.h"
#include "rubrics/load.h"

namespace grader::cli {

void add_submission_options(CLI::App& app, SubmissionOptions& options) {
  app.add_option("repository", options.repository, "URL, repository or plain folder")->required();
  app.add_option("--rubric", options.rubric, "the rubric, a YAML file")->required();
  app.add_option("--ref", options.ref, "branch, tag, commit id or pull/N/head (default: HEAD)");
  app.add_option("--base", options.base,
                 "what the student started from (default: as the rubric says)");
  app.add_option("--task", options.tasks, "only this task; may be given several times")->take_all();
  app.add_option("--metadata", options.metadata,
                 "JSON of the pull request: our own, or the event file of a CI system");
  app.add_option("--config", options.config, "a further configuration file");
  app.add_flag("--quiet", options.quiet, "no progress on stderr");
  app.add_option("--sandbox", options.sandbox,
                 "weak: run although this host cannot isolate; every report says so")
      ->check(CLI::IsMember({"full", "weak"}))
      ->capture_default_str();
}

Result<rubrics::Rubric> load_rubric_for(const std::string& file, Streams& streams) {
  rubrics::LoadedRubric loaded = rubrics::load_rubric(file, environment_names());
  if (!loaded.rubric) return rubrics::to_error(loaded, file);
  for (const Diagnostic& warning : loaded.diagnostics) {
    streams.err << to_text(warning) << "\n";
  }
  return std::move(*loaded.rubric);
}

Result<std::optional<Metadata>> load_metadata(const SubmissionOptions& options) {
  if (options.metadata.empty()) return std::optional<Metadata>();
  const Result<std::string> text = read_file(options.metadata, kMaxMetadataBytes);
  if (!text) {
    Error error = usage_error(text.error().message, "give a JSON file as --metadata");
    error.where = text.error().where;
    return error;
  }
  Result<Metadata> made = parse_metadata(*text, options.metadata);
  if (!made) return std::move(made).error();
  return std::optional<Metadata>(std::move(*made));
}

source::SubmissionRequest submission_request(const SubmissionOptions& options,
                                             const rubrics::Rubric& rubric) {
  return {options.repository, options.ref, engine::base_request(rubric, options.base)};
}

}  // namespace grader::cli
