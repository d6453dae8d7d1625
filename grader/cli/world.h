// The real world behind the engine's tools, put together once for each command.
#pragma once

#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "grader/cli/configuration.h"
#include "grader/engine/grade.h"
#include "runners/environment.h"
#include "sandbox/launcher.h"

namespace grader::cli {

// Where environments are found and layers kept; GRADER_LAYERS names another place for layers.
runners::EnvironmentPlaces environment_places(const Configuration& configuration);

std::filesystem::path repository_cache(const Configuration& configuration);
std::filesystem::path manifest_cache(const Configuration& configuration);

// This host as a place for jails: probed once, when the first is wanted. Safe to call from several
// threads.
class Jails {
 public:
  explicit Jails(bool weak);
  ~Jails();

  const sandbox::HostReport& host();
  Result<std::unique_ptr<sandbox::Launcher>> launcher(int slots, bool ahead = true);
  // For submissions, for their judges and for reviewers, `jobs` at the same time: made at the first
  // call, and kept.
  Result<sandbox::Launcher*> students(int jobs);
  Result<engine::Judges*> judges(int jobs);
  Result<engine::Reviewers*> reviewers(int jobs);
  // Before judges() is called: where `jobs` are as many as the processors, each judge has one of
  // them. For work that keeps all of them busy from its beginning to its end.
  void share_processors() { share_processors_ = true; }
  // For fetching from servers. The first time the host is probed while the first jail is built.
  source::Jails fetching();

 private:
  Result<void> hold();

  const bool weak_;
  bool share_processors_ = false;
  std::recursive_mutex mutex_;
  std::future<sandbox::HostReport> probing_;
  std::optional<sandbox::HostReport> host_;
  std::unique_ptr<sandbox::Launcher> students_;
  std::unique_ptr<engine::Judges> judges_;
  std::unique_ptr<engine::Reviewers> reviewers_;
};

class Progress;

// The engine's tools on this host, but for `save`. All arguments but `jobs` outlive them. Without
// `cache`, the expected tests are listed anew.
engine::Tools make_tools(const Configuration& configuration, Jails& jails, int jobs, bool cache,
                         Progress& progress);

// Jails at the same time where --jobs does not say: one a processor, at most 8.
int default_jobs();

// The names of all environments, for rubrics; empty where they cannot be read.
std::vector<std::string> environment_names();

}  // namespace grader::cli
