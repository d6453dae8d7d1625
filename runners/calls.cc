#include "runners/calls.h"

#include "runners/text_match.h"

namespace grader::runners {

std::optional<Language> language_of(std::string_view module) {
  if (has_extension(module, {"js", "mjs", "cjs", "ts", "mts", "cts"})) return Language::JavaScript;
  if (has_extension(module, {"py"})) return Language::Python;
  return std::nullopt;
}

std::string_view toolchain_of(std::string_view module) {
  return language_of(module) == Language::Python ? "python" : "node";
}

sandbox::Command serve_calls(const Environment& environment, std::string_view module) {
  sandbox::Command command;
  if (language_of(module) == Language::Python) {
    command.argv = {environment.interpreter, "-I", "-B", "/harness/calls/serve.py"};
  } else {
    command.argv = {environment.interpreter, "--no-warnings", "--v8-pool-size=1"};
    // enum, namespace, constructor(private name): more than types that are left out.
    if (has_extension(module, {"ts", "mts", "cts"})) {
      command.argv.push_back("--experimental-transform-types");
    }
    command.argv.push_back("/harness/calls/serve.js");
  }
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  return command;
}

}  // namespace grader::runners
