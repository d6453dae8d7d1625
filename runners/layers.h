// Where the parts of an environment lie on disk:
//
//   <layers>/toolchain-node-<12 digits>/   bin/node (all that a jail sees), npm/
//   <layers>/packages-<name>-<12 digits>/  node_modules/
//   <layers>/<name>-<12 digits>/           environment.json, harness/: what makes them one
//
// Each is addressed by what it was made from and appears by one rename, complete. Only the last is
// made anew when our harness changes.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "runners/environment.h"

namespace grader::runners {

// What environment.json says.
struct LayerMarker {
  std::string digest;
  std::string toolchain;  // folder names below <layers>; empty: none
  std::string packages;
  std::string folder;  // an author's, that it was made from; empty: one of ours
  std::map<std::string, std::string> framework_versions;
};

std::string to_json(const LayerMarker& marker);
Result<LayerMarker> read_marker(const std::filesystem::path& layer);

// Lower-case letters, digits and hyphens, at most 60.
bool is_environment_name(const std::string& name);
std::vector<std::string> environment_names(const EnvironmentPlaces& places);  // sorted

// Whether Node.js and packages of npm are in it.
bool has_node(const EnvironmentManifest& manifest);

std::filesystem::path toolchain_manifest(const EnvironmentPlaces& places);
std::filesystem::path layer_folder(const EnvironmentPlaces& places,
                                   const EnvironmentManifest& manifest);

// The environment as a jail sees it, of the layer that stands in `layer`.
Environment assemble(const EnvironmentPlaces& places, const EnvironmentManifest& manifest,
                     const std::filesystem::path& layer, const LayerMarker& marker);

}  // namespace grader::runners
