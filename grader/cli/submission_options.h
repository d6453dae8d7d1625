// What `grader grade` and `grader plan` share: the submission and the rubric of a command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/cli/command.h"
#include "grader/engine/grade.h"
#include "grader/model/metadata.h"
#include "rubrics/rubric.h"

namespace CLI {
class App;
}

namespace grader::cli {

struct SubmissionOptions {
  std::string repository;
  std::string rubric;
  std::string ref;
  std::string base;
  std::string config;
  std::string metadata;
  std::vector<std::string> tasks;
  bool quiet = false;
  std::string sandbox = "full";
};

void add_submission_options(CLI::App& app, SubmissionOptions& options);

// Prints warnings of the rubric on `err`.
Result<rubrics::Rubric> load_rubric_for(const std::string& file, Streams& streams);

// What --metadata names; nullopt where it is not given.
Result<std::optional<Metadata>> load_metadata(const SubmissionOptions& options);

source::SubmissionRequest submission_request(const SubmissionOptions& options,
                                             const rubrics::Rubric& rubric);

}  // namespace grader::cli
