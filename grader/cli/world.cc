#include "grader/cli/world.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include <sched.h>

#include "grader/base/places.h"
#include "grader/cli/interrupt.h"
#include "grader/cli/progress.h"
#include "grader/engine/judges.h"
#include "grader/engine/reviewers.h"
#include "runners/layers.h"

namespace grader::cli {

namespace {

// An environment is what it was when it was first asked for: its files are not read again for each
// submission.
class KnownEnvironments {
 public:
  Result<runners::Environment> find(const runners::EnvironmentPlaces& places,
                                    const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto known = found_.find(name);
    if (known != found_.end()) return known->second;
    Result<runners::Environment> environment = runners::find_environment(places, name);
    if (environment) found_.emplace(name, *environment);
    return environment;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, runners::Environment> found_;
};

// That this process may use, by the kernel's numbers.
std::vector<int> processors() {
  cpu_set_t set;
  std::vector<int> ours;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return ours;
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(static_cast<std::size_t>(i), &set)) ours.push_back(i);
  }
  return ours;
}

}  // namespace

runners::EnvironmentPlaces environment_places(const Configuration& configuration) {
  const std::filesystem::path data = data_directory();
  const char* layers = std::getenv("GRADER_LAYERS");
  return {data / "environments", data / "harness",
          layers != nullptr && *layers != '\0' ? std::filesystem::path(layers)
                                               : configuration.cache / "layers"};
}

std::filesystem::path repository_cache(const Configuration& configuration) {
  return configuration.cache / "repositories";
}

std::filesystem::path manifest_cache(const Configuration& configuration) {
  return configuration.cache / "manifests";
}

std::vector<std::string> environment_names() {
  // By name only: what a manifest says may need the versions of Debian's packages.
  return runners::environment_names(environment_places({}));
}

Jails::Jails(bool weak) : weak_(weak) {}
Jails::~Jails() = default;

const sandbox::HostReport& Jails::host() {
  const std::lock_guard lock(mutex_);
  if (!host_) host_ = probing_.valid() ? probing_.get() : sandbox::probe_host();
  return *host_;
}

Result<std::unique_ptr<sandbox::Launcher>> Jails::launcher(int slots, bool ahead) {
  sandbox::LauncherOptions options;
  options.slots = slots;
  options.weak = weak_;
  options.ahead = ahead;
  return sandbox::create_launcher(host(), options);
}

Result<sandbox::Launcher*> Jails::students(int jobs) {
  const std::lock_guard lock(mutex_);
  if (!students_) {
    auto made = launcher(jobs);
    if (!made) return std::move(made).error();
    students_ = std::move(*made);
  }
  return students_.get();
}

Result<engine::Judges*> Jails::judges(int jobs) {
  const std::lock_guard lock(mutex_);
  if (!judges_) {
    // Each worker has one at a time; as many may wait for the next file of another framework.
    const int most = 2 * jobs;
    sandbox::LauncherOptions options;
    options.slots = most;
    options.lazy = true;
    options.ahead = false;
    options.weak = weak_;
    auto made = sandbox::create_launcher(host(), options);
    if (!made) return std::move(made).error();
    const std::vector<int> ours = processors();
    // With more or fewer of them the kernel shares better.
    const bool share = share_processors_ && static_cast<std::size_t>(jobs) == ours.size();
    judges_ =
        std::make_unique<engine::Judges>(std::move(*made), most, share ? ours : std::vector<int>());
  }
  return judges_.get();
}

Result<engine::Reviewers*> Jails::reviewers(int jobs) {
  const std::lock_guard lock(mutex_);
  if (!reviewers_) {
    sandbox::LauncherOptions options;
    options.slots = jobs;
    options.lazy = true;
    options.ahead = false;
    options.weak = weak_;
    auto made = sandbox::create_launcher(host(), options);
    if (!made) return std::move(made).error();
    reviewers_ = std::make_unique<engine::Reviewers>(std::move(*made));
  }
  return reviewers_.get();
}

Result<void> Jails::hold() {
  if (weak_) return {};
  Result<void> can = sandbox::must_isolate(host());
  if (can) return can;
  Error error = std::move(can).error();
  if (!error.hint.empty()) error.hint += "; ";
  error.hint +=
      "or clone the repository and grade the clone; or fetch all the same: --sandbox=weak";
  return error;
}

source::Jails Jails::fetching() {
  const auto start = [this]() -> Result<std::unique_ptr<sandbox::Launcher>> {
    const std::lock_guard lock(mutex_);
    if (host_) {
      if (Result<void> can = hold(); !can) return can.error();
      return launcher(1, false);
    }
    sandbox::LauncherOptions options;
    options.slots = 1;
    options.weak = true;  // for now: hold() is asked before anything is fetched
    options.ahead = false;
    auto unproved = sandbox::create_launcher({}, options);
    if (unproved) probing_ = std::async(std::launch::async, [] { return sandbox::probe_host(); });
    return unproved;
  };
  return {start, [this] { return hold(); }};
}

engine::Tools make_tools(const Configuration& configuration, Jails& jails, int jobs, bool cache,
                         Progress& progress) {
  engine::Tools tools;
  tools.progress = [&progress](const std::string& line) { progress.line(line); };
  tools.fetch = [&](const source::SubmissionRequest& request) {
    return source::fetch(request, configuration.policy, repository_cache(configuration),
                         jails.fetching(),
                         [&progress](const std::string& line) { progress.line(line); });
  };
  tools.environment = [known = std::make_shared<KnownEnvironments>(),
                       places = environment_places(configuration)](const std::string& name) {
    return known->find(places, name);
  };
  tools.host = [&jails] { return jails.host(); };
  tools.launcher = [&jails, jobs](const sandbox::HostReport&) { return jails.students(jobs); };
  tools.reviewers = [&jails, jobs](const sandbox::HostReport&) { return jails.reviewers(jobs); };
  tools.judges = [&jails, jobs](const sandbox::HostReport&) { return jails.judges(jobs); };
  if (cache) tools.manifests = manifest_cache(configuration);
  tools.interrupted = &interrupted();
  return tools;
}

int default_jobs() {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8);
}

}  // namespace grader::cli
