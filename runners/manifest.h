// Reading environment.yaml, and what a layer's address is made of.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/base/result.h"
#include "runners/environment.h"

namespace grader::runners {

// A manifest as written, before the digest; `packages` are the system's, for python.
struct ManifestFile {
  EnvironmentManifest manifest;
  std::vector<std::string> packages;
};

// The text of an environment.yaml. `file` is the name that errors use.
Result<ManifestFile> parse_manifest(std::string_view text, const std::string& file);

// <manifests>/<name>/environment.yaml with its digest; a `name` that begins with '/' is the path
// of a folder that has one. An Error where there is none names the nearest one that there is.
Result<EnvironmentManifest> read_manifest(const EnvironmentPlaces& places, const std::string& name);

// sha256 over every file of a folder, names and contents, 64 digits. Symlinks are not followed.
Result<std::string> digest_folder(const std::filesystem::path& folder);

}  // namespace grader::runners
