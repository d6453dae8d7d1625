#include "grader/engine/execute_program.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <unistd.h>

#include "grader/base/text.h"
#include "rubrics/checks/trouble.h"
#include "sandbox/build_folder.h"

namespace grader::engine {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSubmission = "/submission/";

// Starts that do not end in their time. One shows what is wrong, all of them would hold up others.
constexpr int kMaxStalls = 2;

// Where a path of the jail lies on the host; empty: not shown there.
std::string on_host(const std::string& path, const runners::Environment& environment) {
  for (const sandbox::Mount& mount : environment.mounts) {
    if (path == mount.target) return mount.source;
    if (path.starts_with(mount.target + "/"))
      return mount.source + path.substr(mount.target.size());
  }
  const bool is_systems = path.starts_with("/usr/") || path.starts_with("/bin/");
  return is_systems ? path : "";
}

// The program in the jail's PATH; empty: there is none.
std::string in_path(const std::string& name, const runners::Environment& environment) {
  if (name == fs::path(environment.interpreter).filename()) return environment.interpreter;
  const auto path = environment.variables.find("PATH");
  std::string_view rest;
  if (path != environment.variables.end()) rest = path->second;
  while (!rest.empty()) {
    const std::size_t colon = rest.find(':');
    const std::string candidate = std::string(rest.substr(0, colon)) + "/" + name;
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
    const std::string host = on_host(candidate, environment);
    std::error_code ignored;
    if (!host.empty() && ::access(host.c_str(), X_OK) == 0 && fs::is_regular_file(host, ignored)) {
      return candidate;
    }
  }
  return "";
}

Result<std::string> program_path(const std::string& name, const std::string& folder,
                                 const runners::Environment& environment) {
  if (name.starts_with("./")) {
    return kSubmission + (folder.empty() ? "" : folder + "/") + name.substr(2);
  }
  if (name.starts_with("/build/")) return name;
  std::string found = in_path(name, environment);
  if (!found.empty()) return found;
  return rubric_error("the environment '" + environment.manifest.name + "' has no program '" +
                          visible(name, 60) + "'",
                      "", "name another one with 'environment', or a program that it has");
}

class ProgramRun {
 public:
  ProgramRun(const Batch& batch, const Tree& submission, const ExecuteTools& tools)
      : batch_(batch), plan_(*batch.program), submission_(submission), tools_(tools) {}

  RanBatch run() {
    if (auto ran = run_all(); !ran) ran_.failed = std::move(ran).error();
    return std::move(ran_);
  }

 private:
  Result<void> run_all() {
    Result<runners::Environment> environment = tools_.environment(batch_.environment);
    if (!environment) return std::move(environment).error();
    environment_ = std::move(*environment);
    ran_.program.limits = batch_.limits;
    std::optional<sandbox::Mount> built;
    std::optional<sandbox::BuildFolder> folder;
    if (plan_.build) {
      Result<sandbox::BuildFolder> made = sandbox::BuildFolder::make();
      if (!made) return std::move(made).error();
      folder.emplace(std::move(*made));
      Result<sandbox::Command> command = command_of(*plan_.build);
      if (!command) return std::move(command).error();
      command->writable_folder = folder->writable(batch_.limits.disk);
      Result<sandbox::Outcome> outcome = start(*command);
      if (!outcome) return std::move(outcome).error();
      const auto* exited = std::get_if<sandbox::Exited>(&outcome->ending);
      const bool ended_well = exited != nullptr && exited->code == 0;
      ran_.program.build = std::move(*outcome);
      if (!ended_well) return {};
      Result<sandbox::Mount> readable = folder->readable();
      if (!readable) return std::move(readable).error();
      built = *std::move(readable);
    }
    int stalls = 0;
    for (const rubrics::ProgramStart& one : plan_.starts) {
      if (tools_.interrupted != nullptr && tools_.interrupted->load()) {
        return Error{Blame::Interrupted, "interrupted", "", ""};
      }
      Result<sandbox::Command> command = command_of(one);
      if (!command) return std::move(command).error();
      if (built) command->mounts.push_back(*built);
      Result<sandbox::Outcome> outcome = start(*command);
      if (!outcome) return std::move(outcome).error();
      const Cause cause = rubrics::cause_of(*outcome);
      const bool stalled = cause == Cause::TimeoutCpu || cause == Cause::TimeoutWall;
      ran_.program.starts.push_back(std::move(*outcome));
      if (stalled && ++stalls == kMaxStalls) return {};
    }
    return {};
  }

  Result<sandbox::Outcome> start(const sandbox::Command& command) {
    Result<sandbox::Outcome> outcome = tools_.launcher->run(command, batch_.limits);
    if (!outcome) return outcome;
    ++ran_.jails;
    ran_.usage += outcome->usage;
    return outcome;
  }

  Result<sandbox::Command> command_of(const rubrics::ProgramStart& one) const {
    sandbox::Command command;
    Result<std::string> path = program_path(one.argv.front(), plan_.folder, environment_);
    if (!path) return std::move(path).error();
    command.argv = one.argv;
    command.argv.front() = *std::move(path);
    command.environment = environment_.variables;
    command.mounts = environment_.mounts;
    command.working_directory = plan_.folder.empty() ? "/submission" : kSubmission + plan_.folder;
    command.standard_input = one.standard_input;
    std::map<std::string, sandbox::JailFile> ours;
    for (const rubrics::LaidFile& laid : one.laid) {
      ours.emplace(laid.path,
                   sandbox::JailFile{kSubmission + laid.path, laid.content, false, false});
    }
    for (sandbox::JailFile& file :
         jail_files(submission_, {plan_.folder + "/"}, batch_.limits.disk)) {
      const std::string place = file.path.substr(std::string_view(kSubmission).size());
      if (!stands_in_the_way(place, ours)) command.files.push_back(std::move(file));
    }
    for (auto& [place, file] : ours) command.files.push_back(std::move(file));
    for (const std::string& file : one.collects) command.collect.push_back(kSubmission + file);
    return command;
  }

  const Batch& batch_;
  const rubrics::ProgramPlan& plan_;
  const Tree& submission_;
  const ExecuteTools& tools_;
  runners::Environment environment_;
  RanBatch ran_;
};

}  // namespace

RanBatch run_program(const Batch& batch, const Tree& submission, const ExecuteTools& tools) {
  return ProgramRun(batch, submission, tools).run();
}

Result<void> find_tool(const runners::SuiteTool& tool, const runners::Environment& environment) {
  Result<std::string> path = program_path(tool.argv.front(), tool.folder, environment);
  if (!path) return std::move(path).error();
  return {};
}

Result<void> find_programs(const rubrics::ProgramPlan& plan,
                           const runners::Environment& environment) {
  for (const rubrics::ProgramStart* start :
       {plan.build ? &*plan.build : nullptr, &plan.starts.front()}) {
    if (start == nullptr) continue;
    Result<std::string> path = program_path(start->argv.front(), plan.folder, environment);
    if (!path) return std::move(path).error();
  }
  return {};
}

}  // namespace grader::engine
