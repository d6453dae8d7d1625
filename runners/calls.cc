#include "runners/calls.h"

#include "runners/text_match.h"

namespace grader::runners {

std::optional<Language> language_of(std::string_view module) {
  if (has_extension(module, {"js", "mjs", "cjs", "ts", "mts", "cts"})) return Language::JavaScript;
  if (has_extension(module, {"py"})) return Language::Python;
  return std::nullopt;
}

std::string_view toolchain_of(Language language) {
  return language == Language::Python ? "python" : "node";
}

sandbox::Command serve_calls(const Environment& environment, Language language) {
  sandbox::Command command;
  if (language == Language::Python) {
    command.argv = {environment.interpreter, "-I", "-B", "/harness/calls/serve.py"};
  } else {
    command.argv = {environment.interpreter, "--no-warnings", "--v8-pool-size=1",
                    "/harness/calls/serve.js"};
  }
  command.environment = environment.variables;
  command.mounts = environment.mounts;
  return command;
}

}  // namespace grader::runners
