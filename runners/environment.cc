#include "runners/environment.h"

#include <utility>

#include "runners/layers.h"
#include "runners/manifest.h"

namespace grader::runners {

Result<std::vector<EnvironmentManifest>> list_environments(const EnvironmentPlaces& places) {
  std::vector<EnvironmentManifest> manifests;
  for (const std::string& name : environment_names(places)) {
    Result<EnvironmentManifest> manifest = read_manifest(places, name);
    if (!manifest) return std::move(manifest).error();
    manifests.push_back(*std::move(manifest));
  }
  if (manifests.empty()) {
    return grader_error("there are no environments", places.manifests.string(),
                        "is the installation complete? GRADER_DATA_DIR can name its folder");
  }
  return manifests;
}

Result<Environment> find_environment(const EnvironmentPlaces& places, const std::string& name) {
  Result<EnvironmentManifest> manifest = read_manifest(places, name);
  if (!manifest) return std::move(manifest).error();
  const std::filesystem::path layer = layer_folder(places, *manifest);
  std::error_code ignored;
  if (!std::filesystem::exists(layer / "environment.json", ignored)) {
    return grader_error("environment '" + name + "' is not built", "",
                        "grader environment build " + name);
  }
  Result<LayerMarker> marker = read_marker(layer);
  if (!marker) return std::move(marker).error();
  for (const std::string& part : {marker->toolchain, marker->packages}) {
    if (!part.empty() && !std::filesystem::exists(places.layers / part, ignored)) {
      return grader_error("a part of environment '" + name + "' is missing",
                          (places.layers / part).string(), "grader environment build " + name);
    }
  }
  return assemble(places, *manifest, layer, *marker);
}

}  // namespace grader::runners
