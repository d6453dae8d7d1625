#include "runners/mutants.h"

#include <nlohmann/json.hpp>

namespace grader::runners {
namespace {

using Json = nlohmann::json;

constexpr const char* kOut = "/results/mutants.json";
constexpr std::uint64_t kMaxBytes = std::uint64_t{16} << 20;

bool is_python(std::string_view name) {
  return name.ends_with(".py");
}

std::string name_in(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

std::string_view mutants_environment(std::string_view name) {
  return is_python(name) ? "python" : "node";
}

sandbox::Command mutants_command(const Environment& environment, const MutantsRequest& request) {
  const std::string file = "/submission/" + name_in(request.name);
  sandbox::Command command;
  command.argv = {environment.interpreter};
  if (is_python(request.name)) {
    command.argv.insert(command.argv.end(), {"-I", "-B", "/harness/mutants/make.py"});
  } else {
    command.argv.insert(command.argv.end(), {"--no-warnings", "/harness/mutants/make.js"});
  }
  command.argv.insert(command.argv.end(),
                      {file, kOut, std::to_string(request.seed), std::to_string(request.most)});
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  command.files.push_back({file, request.content, false, true});
  command.collect = {kOut};
  command.collect_limit = kMaxBytes;
  return command;
}

std::vector<std::string> read_mutants(const sandbox::Outcome& outcome) {
  std::vector<std::string> mutants;
  const auto written = outcome.files.find(kOut);
  if (written == outcome.files.end()) return mutants;
  const Json document = Json::parse(written->second, nullptr, false);
  if (!document.is_object() || !document.contains("mutants") || !document["mutants"].is_array()) {
    return mutants;
  }
  for (const Json& text : document["mutants"]) {
    if (text.is_string()) mutants.push_back(text.get<std::string>());
  }
  return mutants;
}

}  // namespace grader::runners
