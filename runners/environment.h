// Environments: what a jail sees besides the submission. A toolchain and a prepared, read-only
// dependency layer, addressed by the hash of its manifest and lock file.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "grader/base/result.h"
#include "sandbox/launcher.h"

namespace grader::runners {

// runners/environments/<name>/environment.yaml, as written.
struct EnvironmentManifest {
  std::string name;
  std::string title;
  std::string toolchain;                                  // "node", "browser", "python" or "cpp"
  std::map<std::string, std::string> toolchain_versions;  // node: {node: 24.21.0, npm: 12.2.0}
  std::vector<std::string> frameworks;  // names of runners: "jest", "node-test", "pytest"
  std::vector<std::string> tools;  // npm packages that read the submission, or show it: "eslint"
  std::filesystem::path folder;    // where the manifest and the lock file lie
  std::string digest;  // "sha256:...": manifest, lock file, our harness; for python also the
                       // versions of the Debian packages it stands on
};

// A layer that is installed and passed its self-tests.
struct Environment {
  EnvironmentManifest manifest;
  std::vector<sandbox::Mount> mounts;            // read-only binds for the jail
  std::map<std::string, std::string> variables;  // PATH, HOME, ... of the jail
  std::string interpreter;                       // absolute path in the jail: node, python3, g++
  std::map<std::string, std::string> framework_versions;  // and of tools: "jest" -> "30.5.2"
};

// Where manifests are found (our data directory, or a folder beside a rubric) and layers kept.
struct EnvironmentPlaces {
  std::filesystem::path manifests;  // .../environments
  std::filesystem::path harness;    // .../harness: what runs inside jails
  std::filesystem::path layers;     // $XDG_CACHE_HOME/grader/layers
};

// Every manifest, by name. An Error where there is none: then we are not installed well.
Result<std::vector<EnvironmentManifest>> list_environments(const EnvironmentPlaces& places);

// The built layer, or an Error "environment 'node' is not built" with the hint
// "grader environment build node". Does not touch the network. Here and below, a name that begins
// with '/' is the path of a folder with an environment.yaml.
Result<Environment> find_environment(const EnvironmentPlaces& places, const std::string& name);

// Installs the layer (network, npm; install scripts off), runs the self-tests of its runners in
// jails on it, and publishes it by an atomic rename. Does nothing where it is built already.
// `progress` gets one line a step. Safe for several processes at once.
Result<Environment> build_environment(const EnvironmentPlaces& places, const std::string& name,
                                      sandbox::Launcher& launcher,
                                      const std::function<void(const std::string&)>& progress);

// Removes the layers that no built environment of these manifests uses, and says their names. Not
// while somebody grades with another version of ours.
Result<std::vector<std::string>> prune_layers(
    const EnvironmentPlaces& places, const std::function<void(const std::string&)>& progress);

}  // namespace grader::runners
