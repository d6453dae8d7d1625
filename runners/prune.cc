// Removing layers that nothing of this version uses any more.
#include <algorithm>
#include <set>

#include "runners/build_lock.h"
#include "runners/environment.h"
#include "runners/layers.h"
#include "runners/manifest.h"
#include "sandbox/remove_folder.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;

// "node-26612fb9d0f2": what else lies there is not ours to remove.
bool is_layer(const std::string& name) {
  constexpr std::size_t kDigits = 12;
  if (name.size() < kDigits + 2 || name[name.size() - kDigits - 1] != '-') return false;
  return is_environment_name(name.substr(0, name.size() - kDigits - 1)) &&
         name.find_first_not_of("0123456789abcdef", name.size() - kDigits) == std::string::npos;
}

}  // namespace

Result<std::vector<std::string>> prune_layers(
    const EnvironmentPlaces& places, const std::function<void(const std::string&)>& progress) {
  Result<std::vector<EnvironmentManifest>> manifests = list_environments(places);
  if (!manifests) return std::move(manifests).error();
  Result<BuildLock> lock = BuildLock::take(places.layers, progress);
  if (!lock) return std::move(lock).error();

  std::set<std::string> used;
  for (const EnvironmentManifest& manifest : *manifests) {
    const fs::path layer = layer_folder(places, manifest);
    const Result<LayerMarker> marker = read_marker(layer);
    if (!marker) continue;
    used.insert({layer.filename().string(), marker->toolchain, marker->packages});
  }
  std::error_code failure;
  // Those of authors' folders, as long as these are there and the same.
  for (fs::directory_iterator walk(places.layers, failure), end; !failure && walk != end;
       walk.increment(failure)) {
    const Result<LayerMarker> marker = read_marker(walk->path());
    if (!marker || marker->folder.empty()) continue;
    const Result<EnvironmentManifest> manifest = read_manifest(places, marker->folder);
    if (!manifest || layer_folder(places, *manifest) != walk->path()) continue;
    used.insert({walk->path().filename().string(), marker->toolchain, marker->packages});
  }
  std::vector<std::string> unused;
  for (fs::directory_iterator walk(places.layers, failure), end; !failure && walk != end;
       walk.increment(failure)) {
    const std::string name = walk->path().filename().string();
    std::error_code ignored;
    if (walk->is_directory(ignored) && is_layer(name) && !used.contains(name)) {
      unused.push_back(name);
    }
  }
  std::sort(unused.begin(), unused.end());
  for (const std::string& name : unused) {
    if (Result<void> removed = sandbox::remove_folder(places.layers / name); !removed) {
      return std::move(removed).error();
    }
  }
  return unused;
}

}  // namespace grader::runners
