#include "tests/sandbox/jail.h"

#include <cstdio>

#include "grader/base/places.h"

namespace grader::sandbox {

Launcher* shared_launcher() {
  static const std::unique_ptr<Launcher> launcher = []() -> std::unique_ptr<Launcher> {
    LauncherOptions options;
    options.slots = 2;
    Result<std::unique_ptr<Launcher>> made = create_launcher(probe_host(), options);
    if (made) return *std::move(made);
    std::fprintf(stderr, "%s\n", grader::to_text(made.error()).c_str());
    return nullptr;
  }();
  return launcher.get();
}

Command attack(const std::string& name, const std::string& argument) {
  Command command;
  command.argv = {"/grader/grader-attacker", name, argument};
  command.mounts = {{libexec_directory().string(), "/grader"}};
  return command;
}

std::string to_text(const Ending& ending) {
  static constexpr const char* kLimits[] = {"cpu", "wall", "memory", "processes", "output", "disk"};
  if (const auto* exited = std::get_if<Exited>(&ending)) {
    return "exit " + std::to_string(exited->code);
  }
  if (const auto* killed = std::get_if<Killed>(&ending)) {
    return "signal " + std::to_string(killed->signal);
  }
  return std::string("limit ") + kLimits[static_cast<int>(std::get<LimitHit>(ending).which)];
}

}  // namespace grader::sandbox
