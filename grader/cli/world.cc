#include "grader/cli/world.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "grader/base/places.h"

namespace grader::cli {

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
  std::vector<std::string> names;
  const auto manifests = runners::list_environments(environment_places({}));
  if (!manifests) return names;
  for (const runners::EnvironmentManifest& manifest : *manifests) names.push_back(manifest.name);
  return names;
}

int default_jobs() {
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, 8);
}

}  // namespace grader::cli
