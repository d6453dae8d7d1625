#include "runners/build_suite.h"

#include <algorithm>
#include <utility>

namespace grader::runners {

Result<BuiltSuite> build_suite(const Runner& runner, const Environment& environment,
                               const SuiteRequest& request, const LayOut& lay_out,
                               sandbox::Launcher& launcher) {
  BuiltSuite built;
  if (request.mode != Mode::Run) return built;
  std::optional<sandbox::Command> command = runner.build_command(environment, request);
  if (!command) return built;
  Result<sandbox::BuildFolder> folder = sandbox::BuildFolder::make();
  if (!folder) return std::move(folder).error();
  built.folder.emplace(std::move(*folder));
  command->writable_folder = built.folder->writable(request.limits.disk);
  lay_out(*command);
  sandbox::Limits limits = request.limits;
  const auto files = static_cast<int>(std::max<std::size_t>(1, request.files.size()));
  limits.wall *= files;
  limits.cpu *= files;
  Result<sandbox::Outcome> outcome = launcher.run(*command, limits);
  if (!outcome) return std::move(outcome).error();
  built.run = runner.read(request, *outcome);
  built.outcome = std::move(*outcome);
  Result<sandbox::Mount> mount = built.folder->readable();
  if (!mount) return std::move(mount).error();
  built.mount = *std::move(mount);
  return built;
}

Result<RanSuite> build_and_run(const Runner& runner, const Environment& environment,
                               const SuiteRequest& request, const LayOut& lay_out,
                               sandbox::Launcher& launcher) {
  Result<BuiltSuite> built = build_suite(runner, environment, request, lay_out, launcher);
  if (!built) return std::move(built).error();
  SuiteRequest rest = request;
  rest.secret = make_secret();
  std::vector<FileRun> done;
  for (const FileRun& file : built->run.files) {
    if (!file.finished) continue;
    done.push_back(file);
    rest.files.erase(std::find(rest.files.begin(), rest.files.end(), file.file));
  }
  if (built->run.inconsistent || rest.files.empty()) {
    return RanSuite{std::move(built->run), std::move(built->outcome)};
  }
  sandbox::Command command = runner.command(environment, rest);
  if (built->mount) command.mounts.push_back(*built->mount);
  lay_out(command);
  Result<sandbox::Outcome> outcome = launcher.run(command, request.limits);
  if (!outcome) return std::move(outcome).error();
  RanSuite ran{runner.read(rest, *outcome), std::move(*outcome)};
  ran.suite.files.insert(ran.suite.files.begin(), done.begin(), done.end());
  return ran;
}

}  // namespace grader::runners
