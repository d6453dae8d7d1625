#include "grader/engine/manifest.h"

#include <gtest/gtest.h>

namespace grader::engine {
namespace {

TEST(ManifestJson, GoesThereAndBack) {
  Manifest manifest;
  manifest.tests["a.test.js"] = {{{"a.test.js", "adds", 0}, runners::TestState::Passed, ""},
                                 {{"a.test.js", "adds", 1}, runners::TestState::Todo, ""}};
  manifest.settings = "{\"dom\":true}";
  manifest.lacking["b.test.js"] = {
      {runners::LoadFailure::Kind::MissingFile, "Cannot find", "./b", "b.test.js", 2, 3}};
  manifest.support = {"jest.setup.js"};
  const Result<Manifest> back = manifest_from_json(manifest_to_json(manifest));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->tests.at("a.test.js").size(), 2u);
  EXPECT_EQ(back->tests.at("a.test.js")[1].id.ordinal, 1);
  EXPECT_EQ(back->tests.at("a.test.js")[1].state, runners::TestState::Todo);
  ASSERT_EQ(back->lacking.at("b.test.js").size(), 1u);
  EXPECT_EQ(back->lacking.at("b.test.js")[0].subject, "./b");
  EXPECT_EQ(back->lacking.at("b.test.js")[0].line, 2);
  EXPECT_EQ(back->settings, manifest.settings);
  EXPECT_EQ(back->support, manifest.support);
}

TEST(ManifestJson, ABrokenCacheFileIsRefused) {
  for (
      const char* text :
      {"", "[]", "{}", R"({"format":"other"})",
       R"({"format":"grader-manifest 4","files":[],"lacking":{},"settings":"","support":[]})",
       R"({"format":"grader-manifest 4","files":{"a":[["x",0,9]]},"lacking":{},"settings":"","support":[]})",
       R"({"format":"grader-manifest 4","files":{"a":[["x"]]},"lacking":{},"settings":"","support":[]})"}) {
    EXPECT_FALSE(manifest_from_json(text)) << text;
  }
}

}  // namespace
}  // namespace grader::engine
