#include "runners/layers.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "grader/base/file.h"

namespace grader::runners {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// A folder of ours, directly below the layers.
bool is_plain_name(const std::string& name) {
  return name.find('/') == std::string::npos && name != "." && name != "..";
}

}  // namespace

std::string to_json(const LayerMarker& marker) {
  return Json{{"format", 1},
              {"digest", marker.digest},
              {"toolchain", marker.toolchain},
              {"packages", marker.packages},
              {"folder", marker.folder},
              {"framework_versions", marker.framework_versions}}
             .dump(2) +
         "\n";
}

Result<LayerMarker> read_marker(const fs::path& layer) {
  const fs::path path = layer / "environment.json";
  Result<std::string> text = read_file(path, std::size_t{64} << 10);
  if (!text) return std::move(text).error();
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return grader_error("the marker of a layer is damaged", path.string());
  LayerMarker marker;
  marker.digest = text_at(json, "digest");
  marker.toolchain = text_at(json, "toolchain");
  marker.packages = text_at(json, "packages");
  marker.folder = text_at(json, "folder");
  const auto versions = json.find("framework_versions");
  if (versions != json.end() && versions->is_object()) {
    for (const auto& [name, version] : versions->items()) {
      if (version.is_string()) marker.framework_versions[name] = version.get<std::string>();
    }
  }
  if (marker.digest.empty() || !is_plain_name(marker.toolchain) ||
      !is_plain_name(marker.packages)) {
    return grader_error("the marker of a layer is damaged", path.string());
  }
  return marker;
}

bool is_environment_name(const std::string& name) {
  return !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::vector<std::string> environment_names(const EnvironmentPlaces& places) {
  std::vector<std::string> names;
  std::error_code failure;
  for (fs::directory_iterator walk(places.manifests, failure), end; !failure && walk != end;
       walk.increment(failure)) {
    const std::string name = walk->path().filename().string();
    std::error_code ignored;
    if (is_environment_name(name) && fs::exists(walk->path() / "environment.yaml", ignored)) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool has_node(const EnvironmentManifest& manifest) {
  return manifest.toolchain == "node" || manifest.toolchain == "browser";
}

fs::path toolchain_manifest(const EnvironmentPlaces& places) {
  return places.manifests / "toolchains" / "node";
}

fs::path layer_folder(const EnvironmentPlaces& places, const EnvironmentManifest& manifest) {
  // After "sha256:".
  return places.layers / (manifest.name + "-" + manifest.digest.substr(7, 12));
}

Environment assemble(const EnvironmentPlaces& places, const EnvironmentManifest& manifest,
                     const fs::path& layer, const LayerMarker& marker) {
  Environment environment;
  environment.manifest = manifest;
  environment.framework_versions = marker.framework_versions;
  environment.mounts.push_back({(layer / "harness").string(), "/harness"});
  if (has_node(manifest)) {
    environment.mounts.push_back(
        {(places.layers / marker.toolchain / "bin").string(), "/toolchain/bin"});
    environment.mounts.push_back(
        {(places.layers / marker.toolchain / "node_modules").string(), "/toolchain/node_modules"});
    environment.mounts.push_back(
        {(places.layers / marker.packages / "node_modules").string(), "/node_modules"});
    environment.interpreter = "/toolchain/bin/node";
  } else {
    environment.interpreter = manifest.toolchain == "python" ? "/usr/bin/python3" : "/usr/bin/g++";
  }
  environment.variables = {{"PATH", "/toolchain/bin:/usr/bin:/bin"},
                           {"HOME", "/tmp"},
                           {"TMPDIR", "/tmp"},
                           {"LANG", "C.UTF-8"},
                           {"TZ", "UTC"}};
  return environment;
}

}  // namespace grader::runners
