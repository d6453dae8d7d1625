// The manifest: which tests a suite has, from the rubric's side, listed without the student's code
// and kept by content.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "grader/engine/plan.h"
#include "runners/environment.h"
#include "runners/runner.h"
#include "sandbox/launcher.h"

namespace grader::engine {

// What listing the template's side of a suite brought.
struct Manifest {
  std::map<std::string, std::vector<runners::TestRun>> tests;  // by file; what could be listed
  // By file: what could not be loaded over the template, the file itself or what it asks for.
  std::map<std::string, std::vector<runners::LoadFailure>> lacking;
  // By file: why its tests cannot be judged from outside the student's jail; files that can are not
  // in it.
  std::map<std::string, std::string> together;
  std::string settings;              // for SuiteRequest::settings
  std::vector<std::string> support;  // files of the template that the settings refer to
};

struct ListedManifest {
  Manifest manifest;
  bool from_cache = false;
  sandbox::Usage usage;
};

// Lists the batch's test files that are laid or the template's, over the template's tree. Files
// that only the student has are not listed. `cache` may be empty: nothing is kept.
Result<ListedManifest> list_tests(const Batch& batch, const Tree* base,
                                  const runners::Runner& runner,
                                  const runners::Environment& environment,
                                  sandbox::Launcher& launcher, const std::filesystem::path& cache);

std::string manifest_to_json(const Manifest& manifest);
Result<Manifest> manifest_from_json(std::string_view json);

}  // namespace grader::engine
