// Set-up of the CTest fixture `layers`: builds every environment that is not built yet. Needs the
// network the first time, 20 ms after that.
#include <cstdio>
#include <string>

#include "runners/environment.h"
#include "sandbox/launcher.h"
#include "tests/runners/test_layers.h"

// What tests run on.
constexpr const char* kNames[] = {"node",          "node-jest-29", "node-mocha", "node-vitest",
                                  "node-vitest-1", "page",         "python",     "cpp",
                                  "review",        "app"};

int main() {
  using namespace grader;
  const runners::EnvironmentPlaces places = testing::real_places();
  bool all_there = true;
  for (const char* name : kNames) {
    all_there = all_there && runners::find_environment(places, name);
  }
  if (all_there) return 0;
  const auto fail = [](const Error& error) {
    std::fprintf(stderr, "%s\n", to_text(error).c_str());
    return 1;
  };
  auto launcher = sandbox::create_launcher(sandbox::probe_host(), sandbox::LauncherOptions{});
  if (!launcher) return fail(launcher.error());
  for (const char* name : kNames) {
    auto built = runners::build_environment(places, name, **launcher, [](const std::string& line) {
      std::fprintf(stderr, "%s\n", line.c_str());
    });
    if (!built) return fail(built.error());
  }
  return 0;
}
