#include "grader/engine/execute_page.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rubrics/checks/trouble.h"
#include "runners/app.h"
#include "runners/page.h"
#include "sandbox/build_folder.h"

namespace grader::engine {
namespace {

class PageLook {
 public:
  PageLook(const Batch& batch, const Tree& submission, const ExecuteTools& tools)
      : batch_(batch), submission_(submission), tools_(tools) {}

  RanBatch run() {
    if (auto looked = look_at_all(); !looked) ran_.failed = std::move(looked).error();
    return std::move(ran_);
  }

 private:
  // All together first: one browser. A page that this jail did not bring to its end is looked at
  // again alone, with all of its limits, so that it answers only for itself.
  Result<void> look_at_all() {
    Result<runners::Environment> environment = tools_.environment(batch_.environment);
    if (!environment) return std::move(environment).error();
    environment_ = std::move(*environment);
    if (const auto& app = batch_.pages.front().app) {
      if (auto built = build(*app); !built || !built_) return built;
    }
    Result<std::vector<runners::PageSeen>> seen = look_at(batch_.pages);
    if (!seen) return std::move(seen).error();
    for (std::size_t i = 0; i < seen->size(); ++i) {
      if ((*seen)[i].cause != Cause::None && batch_.pages.size() > 1) {
        if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
          return Error{Blame::Interrupted, "interrupted", "", ""};
        }
        Result<std::vector<runners::PageSeen>> alone = look_at({batch_.pages[i]});
        if (!alone) return std::move(alone).error();
        (*seen)[i] = std::move(alone->front());
      }
      ran_.pages.push_back({std::move((*seen)[i]), batch_.limits});
    }
    return {};
  }

  // The app, once for all of its pages. Where that gives nothing, each of them knows why.
  Result<void> build(const std::string& app) {
    Result<runners::Environment> builder = tools_.environment(batch_.app_environment);
    if (!builder) return std::move(builder).error();
    Result<sandbox::BuildFolder> folder = sandbox::BuildFolder::make();
    if (!folder) return std::move(folder).error();
    folder_.emplace(std::move(*folder));
    sandbox::Command command = runners::app_command(*builder, app);
    command.files = jail_files(submission_, {app + "/"}, batch_.limits.disk);
    command.writable_folder = folder_->writable(batch_.limits.disk);
    const sandbox::Limits limits = runners::app_limits(batch_.limits);
    Result<sandbox::Outcome> outcome = tools_.launcher->run(command, limits);
    if (!outcome) return std::move(outcome).error();
    ++ran_.jails;
    ran_.usage += outcome->usage;
    const runners::AppBuilt built = runners::read_app(*outcome, rubrics::cause_of(*outcome));
    if (!built.failed.empty()) {
      return grader_error("an app could not be built: " + built.failed, "",
                          "grader environment build " + batch_.app_environment +
                              " says whether it builds apps on this host");
    }
    if (!built.done) {
      ran_.pages.assign(batch_.pages.size(), {{}, limits, built});
      return {};
    }
    Result<sandbox::Mount> readable = folder_->readable();
    if (!readable) return std::move(readable).error();
    built_ = *std::move(readable);
    return {};
  }

  Result<std::vector<runners::PageSeen>> look_at(const std::vector<rubrics::PagePlan>& pages) {
    std::vector<std::string> requests, needed;
    for (const rubrics::PagePlan& page : pages) {
      requests.push_back(page.request);
      needed.push_back(page.open);
    }
    sandbox::Command command = runners::page_command(environment_, requests, batch_.limits.wall,
                                                     built_ ? runners::kSite : "");
    if (built_) {
      command.mounts.push_back(*built_);
    } else {
      command.files = jail_files(submission_, needed, batch_.limits.disk);
    }
    const sandbox::Limits limits = runners::page_limits(batch_.limits, requests.size());
    Result<sandbox::Outcome> outcome = tools_.launcher->run(command, limits);
    if (!outcome) return std::move(outcome).error();
    ++ran_.jails;
    ran_.usage += outcome->usage;
    runners::PageRun run =
        runners::read_page(requests.size(), *outcome, rubrics::cause_of(*outcome));
    if (!run.not_started.empty()) {
      return grader_error("the browser did not start: " + run.not_started, "",
                          "grader environment build " + batch_.environment +
                              " says whether it starts on this host");
    }
    return std::move(run.checks);
  }

  const Batch& batch_;
  const Tree& submission_;
  const ExecuteTools& tools_;
  runners::Environment environment_;
  std::optional<sandbox::BuildFolder> folder_;
  std::optional<sandbox::Mount> built_;  // the site, for the browser
  RanBatch ran_;
};

}  // namespace

RanBatch run_page(const Batch& batch, const Tree& submission, const ExecuteTools& tools) {
  return PageLook(batch, submission, tools).run();
}

Result<void> has_browser(const runners::Environment& environment) {
  if (environment.manifest.toolchain == "browser") return {};
  return rubric_error("the environment '" + environment.manifest.name + "' has no browser", "",
                      "name one that has: page");
}

Result<void> can_build_apps(const runners::Environment& environment) {
  if (runners::builds_apps(environment.manifest)) return {};
  return rubric_error("the environment '" + environment.manifest.name + "' builds no apps", "",
                      "name one whose 'tools' have vite: app");
}

}  // namespace grader::engine
