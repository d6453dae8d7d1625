#include "grader/engine/manifest.h"

#include <gtest/gtest.h>

namespace grader::engine {
namespace {

TEST(ManifestJson, GoesThereAndBack) {
  Manifest manifest;
  manifest.tests["a.test.js"] = {{{"a.test.js", "adds", 0}, runners::TestState::Passed, ""},
                                 {{"a.test.js", "adds", 1}, runners::TestState::Todo, ""}};
  manifest.settings = "{\"dom\":true}";
  manifest.support = {"jest.setup.js"};
  const Result<Manifest> back = manifest_from_json(manifest_to_json(manifest));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->tests.at("a.test.js").size(), 2u);
  EXPECT_EQ(back->tests.at("a.test.js")[1].id.ordinal, 1);
  EXPECT_EQ(back->tests.at("a.test.js")[1].state, runners::TestState::Todo);
  EXPECT_EQ(back->settings, manifest.settings);
  EXPECT_EQ(back->support, manifest.support);
}

TEST(ManifestJson, ABrokenCacheFileIsRefused) {
  for (const char* text :
       {"", "[]", "{}", R"({"format":"other"})",
        R"({"format":"grader-manifest 2","files":[],"settings":"","support":[]})",
        R"({"format":"grader-manifest 2","files":{"a":[["x",0,9]]},"settings":"","support":[]})",
        R"({"format":"grader-manifest 2","files":{"a":[["x"]]},"settings":"","support":[]})"}) {
    EXPECT_FALSE(manifest_from_json(text)) << text;
  }
}

}  // namespace
}  // namespace grader::engine
