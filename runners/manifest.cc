#include "runners/manifest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "grader/base/digest.h"
#include "grader/base/file.h"
#include "grader/base/text.h"
#include "grader/base/yaml.h"
#include "runners/debian_packages.h"
#include "runners/layers.h"

namespace grader::runners {
namespace {

constexpr std::string_view kKeys[] = {"title",    "toolchain",  "versions",
                                      "packages", "frameworks", "tools"};
constexpr std::string_view kToolchains[] = {"node", "browser", "python", "cpp"};

Error at(const std::string& file, const Position& position, std::string message) {
  return rubric_error(std::move(message), file + ":" + std::to_string(position.line) + ":" +
                                              std::to_string(position.column));
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string near = did_you_mean(word, candidates);
  return near.empty() ? "" : ", did you mean '" + near + "'?";
}

Result<std::vector<std::string>> words(const YamlNode& node, const std::string& file,
                                       std::string_view key) {
  if (node.kind != YamlNode::Kind::Sequence) {
    return at(file, node.position, "'" + std::string(key) + "' must be a list");
  }
  std::vector<std::string> list;
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::Scalar || item.scalar.empty()) {
      return at(file, item.position, "'" + std::string(key) + "' must be a list of names");
    }
    list.push_back(item.scalar);
  }
  return list;
}

Result<void> take(const YamlEntry& entry, const std::string& file, ManifestFile& into) {
  const YamlNode& value = entry.value;
  if (entry.key == "title" || entry.key == "toolchain") {
    if (value.kind != YamlNode::Kind::Scalar || value.scalar.empty()) {
      return at(file, value.position, "'" + entry.key + "' must be text");
    }
    (entry.key == "title" ? into.manifest.title : into.manifest.toolchain) = value.scalar;
  } else if (entry.key == "versions") {
    if (value.kind != YamlNode::Kind::Map) {
      return at(file, value.position, "'versions' must be a map of names and versions");
    }
    for (const YamlEntry& version : value.entries) {
      if (version.value.kind != YamlNode::Kind::Scalar) {
        return at(file, version.value.position, "a version must be text");
      }
      into.manifest.toolchain_versions[version.key] = version.value.scalar;
    }
  } else if (entry.key == "packages" || entry.key == "frameworks" || entry.key == "tools") {
    Result<std::vector<std::string>> list = words(value, file, entry.key);
    if (!list) return std::move(list).error();
    (entry.key == "packages"     ? into.packages
     : entry.key == "frameworks" ? into.manifest.frameworks
                                 : into.manifest.tools) = *std::move(list);
  } else {
    return at(file, entry.key_position,
              "unknown key '" + visible(entry.key, 60) + "'" + suggestion(entry.key, kKeys));
  }
  return {};
}

Error unknown_environment(const EnvironmentPlaces& places, const std::string& name) {
  std::vector<std::string> names;
  for (const std::string& one : environment_names(places)) names.push_back(one);
  const std::vector<std::string_view> views(names.begin(), names.end());
  return usage_error("unknown environment '" + visible(name, 60) + "'" + suggestion(name, views),
                     names.empty() ? "no environment is installed in " + places.manifests.string()
                                   : "there are: " + join(names, ", "));
}

// Of the files that make it; whatever else lies in an author's folder does not count.
Result<std::string> digest_files(const std::filesystem::path& folder) {
  std::string text;
  for (const char* name : {"environment.yaml", "package-lock.json", "package.json"}) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / name, ignored)) continue;
    Result<std::string> content = read_file(folder / name);
    if (!content) return std::move(content).error();
    text += std::string(name) + '\0' + sha256(*content) + '\n';
  }
  return sha256(text);
}

Result<std::string> digest_of(const EnvironmentPlaces& places, const ManifestFile& file) {
  Result<std::string> own = digest_files(file.manifest.folder);
  if (!own) return std::move(own).error();
  Result<std::string> harness = digest_folder(places.harness);
  if (!harness) return std::move(harness).error();
  std::string text = "environment 1\n" + *own + "\n" + *harness + "\n";
  if (has_node(file.manifest)) {
    Result<std::string> toolchain = digest_folder(toolchain_manifest(places));
    if (!toolchain) return std::move(toolchain).error();
    text += *toolchain + "\n";
  }
  if (file.manifest.toolchain != "node") {
    Result<std::map<std::string, std::string>> versions =
        debian_versions(places.layers, file.packages);
    if (!versions) return std::move(versions).error();
    for (const auto& [package, version] : *versions) text += package + " " + version + "\n";
  }
  return "sha256:" + sha256(text);
}

}  // namespace

Result<ManifestFile> parse_manifest(std::string_view text, const std::string& file) {
  const YamlDocument document = parse_yaml(text, file);
  if (!document.root) {
    const Diagnostic& first = document.diagnostics.front();
    return at(file, first.position, first.message);
  }
  if (document.root->kind != YamlNode::Kind::Map) {
    return at(file, document.root->position, "an environment must be a map of keys");
  }
  ManifestFile manifest;
  for (const YamlEntry& entry : document.root->entries) {
    Result<void> taken = take(entry, file, manifest);
    if (!taken) return std::move(taken).error();
  }
  const std::string& toolchain = manifest.manifest.toolchain;
  if (std::find(std::begin(kToolchains), std::end(kToolchains), toolchain) ==
      std::end(kToolchains)) {
    return rubric_error("'toolchain' must be node, browser, python or cpp", file);
  }
  // A compiler and a browser are of use without one.
  const bool needs_framework = toolchain != "cpp" && toolchain != "browser";
  if (manifest.manifest.frameworks.empty() && manifest.manifest.tools.empty() && needs_framework) {
    return rubric_error("'frameworks' must name at least one, or 'tools' a package", file);
  }
  return manifest;
}

Result<EnvironmentManifest> read_manifest(const EnvironmentPlaces& places,
                                          const std::string& name) {
  const bool is_folder = name.starts_with('/');
  const std::filesystem::path folder =
      is_folder ? std::filesystem::path(name) : places.manifests / name;
  const std::filesystem::path path = folder / "environment.yaml";
  const std::string label = folder.filename().string();
  if (is_folder && !is_environment_name(label)) {
    return rubric_error("'" + visible(label, 60) + "' is no name for an environment", name,
                        "its folder's name has a-z, 0-9 and '-', at most 60 signs");
  }
  std::error_code ignored;
  if (!is_environment_name(label) || !std::filesystem::is_regular_file(path, ignored)) {
    if (!is_folder) return unknown_environment(places, name);
    return rubric_error("no environment.yaml in '" + visible(label, 60) + "'", name,
                        "docs/environments.md says what stands in it");
  }
  Result<std::string> text = read_file(path, std::size_t{256} << 10);
  if (!text) return std::move(text).error();
  Result<ManifestFile> file = parse_manifest(*text, path.string());
  if (!file) return std::move(file).error();
  file->manifest.name = label;
  file->manifest.folder = folder;
  Result<std::string> digest = digest_of(places, *file);
  if (!digest) return std::move(digest).error();
  file->manifest.digest = *std::move(digest);
  return std::move(file->manifest);
}

Result<std::string> digest_folder(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  std::error_code failure;
  fs::recursive_directory_iterator walk(folder, failure);
  for (; !failure && walk != fs::recursive_directory_iterator(); walk.increment(failure)) {
    if (walk->is_regular_file(failure)) files.push_back(walk->path());
  }
  if (failure) {
    return system_error("cannot read the folder", failure.value(), folder.string());
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path& file : files) {
    Result<std::string> content = read_file(file);
    if (!content) return std::move(content).error();
    text += file.lexically_relative(folder).generic_string() + '\0' + sha256(*content) + '\n';
  }
  return sha256(text);
}

}  // namespace grader::runners
