#include "runners/manifest.h"

#include <fstream>

#include <gmock/gmock.h>

#include "grader/base/file.h"
#include "runners/debian_packages.h"
#include "runners/layers.h"
#include "tests/runners/scratch.h"

namespace grader::runners {
namespace {

using grader::testing::Scratch;
using ::testing::ElementsAre;
using ::testing::StartsWith;

TEST(ManifestTest, SaysToolchainVersionsAndFrameworks) {
  const Result<ManifestFile> file = parse_manifest(
      "title: Node\ntoolchain: node\nversions: {node: 24.21.0}\nframeworks: [jest, node-test]\n",
      "environment.yaml");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->manifest.title, "Node");
  EXPECT_EQ(file->manifest.toolchain, "node");
  EXPECT_EQ(file->manifest.toolchain_versions.at("node"), "24.21.0");
  EXPECT_THAT(file->manifest.frameworks, ElementsAre("jest", "node-test"));
}

struct Row {
  std::string name;
  std::string text;
  std::string error;
};

class ManifestErrorTest : public ::testing::TestWithParam<Row> {};

TEST_P(ManifestErrorTest, NamesTheMistake) {
  const Result<ManifestFile> file = parse_manifest(GetParam().text, "e.yaml");
  ASSERT_FALSE(file);
  EXPECT_EQ(to_text(file.error()), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, ManifestErrorTest,
    ::testing::Values(Row{"UnknownKey", "toolchian: node\n",
                          "e.yaml:1:1: unknown key 'toolchian', did you mean 'toolchain'?"},
                      Row{"NoList", "frameworks: jest\n",
                          "e.yaml:1:13: 'frameworks' must be a list"},
                      Row{"NoNames", "frameworks: [[jest]]\n",
                          "e.yaml:1:14: 'frameworks' must be a list of names"},
                      Row{"NoMap", "versions: 3\n",
                          "e.yaml:1:11: 'versions' must be a map of names and versions"},
                      Row{"NoText", "title: []\n", "e.yaml:1:8: 'title' must be text"},
                      Row{"OtherToolchain", "toolchain: ruby\nframeworks: [rspec]\n",
                          "e.yaml: 'toolchain' must be node, browser, python or cpp"},
                      Row{"NoFramework", "toolchain: node\n",
                          "e.yaml: 'frameworks' must name at least one, or 'tools' a package"},
                      Row{"NotAMap", "- a\n", "e.yaml:1:1: an environment must be a map of keys"}),
    [](const auto& row) { return row.param.name; });

// Environments ask for other packages each; asking dpkg anew for each would cost a process.
TEST(DebianVersions, AreKeptForEachEnvironment) {
  const Scratch scratch;
  const auto first = debian_versions(scratch.path(), {"libc6"});
  const auto second = debian_versions(scratch.path(), {"tar", "no-such-package"});
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->at("libc6"), "");
  EXPECT_EQ(second->at("no-such-package"), "");
  const Result<std::string> kept = read_file(scratch.path() / "debian-packages.json");
  ASSERT_TRUE(kept);
  for (const char* package : {"libc6", "tar", "no-such-package"}) {
    EXPECT_NE(kept->find(std::string("\"") + package + "\":"), std::string::npos) << package;
  }
  EXPECT_EQ(*debian_versions(scratch.path(), {"libc6"}), *first);
}

class PlacesTest : public ::testing::Test {
 protected:
  PlacesTest() {
    scratch_.write("manifests/node/environment.yaml", "toolchain: node\nframeworks: [jest]\n");
    scratch_.write("manifests/node/package-lock.json", "{}");
    scratch_.write("manifests/toolchains/node/package.json", "{}");
    scratch_.write("harness/run.js", "1");
  }
  EnvironmentPlaces places() const {
    return {scratch_.path() / "manifests", scratch_.path() / "harness", scratch_.path() / "layers"};
  }
  Scratch scratch_;
};

TEST_F(PlacesTest, TheDigestCoversManifestLockHarnessAndToolchain) {
  const std::string first = read_manifest(places(), "node")->digest;
  EXPECT_THAT(first, StartsWith("sha256:"));
  EXPECT_EQ(read_manifest(places(), "node")->digest, first);
  std::string before = first;
  for (const char* path : {"manifests/node/package-lock.json", "harness/run.js",
                           "manifests/toolchains/node/package.json"}) {
    scratch_.write(path, "changed");
    const std::string after = read_manifest(places(), "node")->digest;
    EXPECT_NE(after, before) << path;
    before = after;
  }
}

TEST_F(PlacesTest, AnUnknownEnvironmentNamesTheNearest) {
  const auto found = find_environment(places(), "nod");
  ASSERT_FALSE(found);
  EXPECT_EQ(to_text(found.error()),
            "unknown environment 'nod', did you mean 'node'?\nhint: there are: node");
}

TEST_F(PlacesTest, ANameIsNeverAPath) {
  for (const char* name : {"../manifests/node", "/etc", "", ".", "Node"}) {
    EXPECT_FALSE(find_environment(places(), name)) << name;
  }
}

TEST_F(PlacesTest, AFolderOfAnAuthorIsKnownByItsPath) {
  scratch_.write("week/own-node/environment.yaml", "toolchain: node\nframeworks: [jest]\n");
  const std::string folder = (scratch_.path() / "week/own-node").string();
  const auto manifest = read_manifest(places(), folder);
  ASSERT_TRUE(manifest) << to_text(manifest.error());
  EXPECT_EQ(manifest->name, "own-node");
  scratch_.write("week/own-node/notes.txt", "for people");
  EXPECT_EQ(read_manifest(places(), folder)->digest, manifest->digest);
  scratch_.write("week/own-node/package.json", "{}");
  EXPECT_NE(read_manifest(places(), folder)->digest, manifest->digest);
  const auto found = find_environment(places(), folder);
  ASSERT_FALSE(found);
  EXPECT_EQ(to_text(found.error()), "environment '" + folder + "' is not built\nhint: grader " +
                                        "environment build " + folder);
}

TEST_F(PlacesTest, AFolderThatCannotBeAnEnvironmentSaysWhy) {
  const std::string folder = (scratch_.path() / "week").string();
  const auto empty = read_manifest(places(), folder);
  ASSERT_FALSE(empty);
  EXPECT_EQ(to_text(empty.error()), folder +
                                        ": no environment.yaml in 'week'\n"
                                        "hint: docs/environments.md says what stands in it");
  const auto misnamed = read_manifest(places(), folder + "/Node 22");
  ASSERT_FALSE(misnamed);
  EXPECT_EQ(to_text(misnamed.error()),
            folder +
                "/Node 22: 'Node 22' is no name for an environment\n"
                "hint: its folder's name has a-z, 0-9 and '-', at most 60 signs");
}

TEST_F(PlacesTest, AnEnvironmentThatIsNotBuiltSaysHow) {
  const auto found = find_environment(places(), "node");
  ASSERT_FALSE(found);
  EXPECT_EQ(to_text(found.error()),
            "environment 'node' is not built\nhint: grader environment build node");
  EXPECT_EQ(found.error().blame, Blame::Grader);
}

TEST_F(PlacesTest, ABuiltEnvironmentIsReadFromItsMarker) {
  const EnvironmentManifest manifest = *read_manifest(places(), "node");
  const std::string layer = "layers/" + layer_folder(places(), manifest).filename().string();
  LayerMarker marker;
  marker.digest = manifest.digest;
  marker.toolchain = "toolchain-node-1";
  marker.packages = "packages-node-1";
  marker.framework_versions = {{"jest", "30.5.2"}};
  scratch_.write(layer + "/environment.json", to_json(marker));
  const auto lacking = find_environment(places(), "node");
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().message, "a part of environment 'node' is missing");

  scratch_.write("layers/toolchain-node-1/bin/node", "");
  scratch_.write("layers/packages-node-1/node_modules/x", "");
  const auto found = find_environment(places(), "node");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->interpreter, "/toolchain/bin/node");
  EXPECT_EQ(found->framework_versions.at("jest"), "30.5.2");
  std::vector<std::string> targets;
  for (const sandbox::Mount& mount : found->mounts) targets.push_back(mount.target);
  EXPECT_THAT(targets, ElementsAre("/harness", "/toolchain/bin", "/toolchain/node_modules",
                                   "/node_modules"));
}

TEST_F(PlacesTest, ADamagedMarkerIsAnError) {
  const EnvironmentManifest manifest = *read_manifest(places(), "node");
  const std::string path =
      "layers/" + layer_folder(places(), manifest).filename().string() + "/environment.json";
  for (const char* text : {"", "{", "[]", R"({"digest":"x","toolchain":"../../etc"})"}) {
    scratch_.write(path, text);
    const auto found = find_environment(places(), "node");
    ASSERT_FALSE(found) << text;
    EXPECT_EQ(found.error().message, "the marker of a layer is damaged");
  }
}

TEST_F(PlacesTest, EveryManifestIsListedByName) {
  scratch_.write("manifests/web/environment.yaml", "toolchain: node\nframeworks: [jest]\n");
  const auto manifests = list_environments(places());
  ASSERT_TRUE(manifests);
  ASSERT_EQ(manifests->size(), 2u);
  EXPECT_EQ((*manifests)[0].name, "node");
  EXPECT_EQ((*manifests)[1].name, "web");
}

TEST_F(PlacesTest, WithoutManifestsTheInstallationIsIncomplete) {
  EnvironmentPlaces places = this->places();
  places.manifests = scratch_.path() / "nowhere";
  const auto manifests = list_environments(places);
  ASSERT_FALSE(manifests);
  EXPECT_EQ(to_text(manifests.error()),
            places.manifests.string() +
                ": there are no environments\n"
                "hint: is the installation complete? GRADER_DATA_DIR can name its folder");
}

TEST_F(PlacesTest, TheLayerOfAnAuthorsFolderIsKeptAsLongAsThatIsThere) {
  scratch_.write("week/own-node/environment.yaml", "toolchain: node\nframeworks: [jest]\n");
  const std::string folder = (scratch_.path() / "week/own-node").string();
  const EnvironmentManifest manifest = *read_manifest(places(), folder);
  const std::string layer = layer_folder(places(), manifest).filename().string();
  LayerMarker marker;
  marker.digest = manifest.digest;
  marker.folder = folder;
  scratch_.write("layers/" + layer + "/environment.json", to_json(marker));
  const auto kept = prune_layers(places(), [](const std::string&) {});
  ASSERT_TRUE(kept);
  EXPECT_THAT(*kept, ElementsAre());
  scratch_.write("week/own-node/package.json", "{}");
  const auto pruned = prune_layers(places(), [](const std::string&) {});
  ASSERT_TRUE(pruned);
  EXPECT_THAT(*pruned, ElementsAre(layer));
}

TEST_F(PlacesTest, LayersThatNothingUsesArePruned) {
  const EnvironmentManifest manifest = *read_manifest(places(), "node");
  const std::string layer = layer_folder(places(), manifest).filename().string();
  LayerMarker marker;
  marker.digest = manifest.digest;
  marker.toolchain = "toolchain-node-0123456789ab";
  marker.packages = "packages-node-0123456789ab";
  scratch_.write("layers/" + layer + "/environment.json", to_json(marker));
  for (const char* kept : {"toolchain-node-0123456789ab", "packages-node-0123456789ab", "notes",
                           "notes-of-the-mentor", ".lock-0123456789ab/x"}) {
    scratch_.write(std::string("layers/") + kept + "/file", "");
  }
  for (const char* old : {"node-aaaaaaaaaaaa", "packages-node-bbbbbbbbbbbb", "gone-cccccccccccc"}) {
    scratch_.write(std::string("layers/") + old + "/file", "");
  }
  const auto pruned = prune_layers(places(), [](const std::string&) {});
  ASSERT_TRUE(pruned) << to_text(pruned.error());
  EXPECT_THAT(*pruned,
              ElementsAre("gone-cccccccccccc", "node-aaaaaaaaaaaa", "packages-node-bbbbbbbbbbbb"));
  for (const std::string& kept : {layer, marker.toolchain, marker.packages, std::string("notes"),
                                  std::string("notes-of-the-mentor")}) {
    EXPECT_TRUE(std::filesystem::exists(places().layers / kept)) << kept;
  }
  EXPECT_FALSE(std::filesystem::exists(places().layers / "node-aaaaaaaaaaaa"));
  const auto again = prune_layers(places(), [](const std::string&) {});
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
}

}  // namespace
}  // namespace grader::runners
