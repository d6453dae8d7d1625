#include "grader/engine/manifest.h"

#include <gtest/gtest.h>

namespace grader::engine {
namespace {

TEST(ManifestJson, GoesThereAndBack) {
  Manifest manifest;
  manifest.tests["a.test.js"] = {{{"a.test.js", "adds", 0}, runners::TestState::Passed, ""},
                                 {{"a.test.js", "adds", 1}, runners::TestState::Todo, ""}};
  manifest.tests["a.test.js"][1].by_place = true;
  manifest.settings = "{\"dom\":true}";
  manifest.lacking["b.test.js"] = {
      {runners::LoadFailure::Kind::MissingFile, "Cannot find", "./b", "b.test.js", 2, 3}};
  manifest.support = {"jest.setup.js"};
  const Result<Manifest> back = manifest_from_json(manifest_to_json(manifest));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->tests.at("a.test.js").size(), 2u);
  EXPECT_EQ(back->tests.at("a.test.js")[1].id.ordinal, 1);
  EXPECT_EQ(back->tests.at("a.test.js")[1].state, runners::TestState::Todo);
  EXPECT_FALSE(back->tests.at("a.test.js")[0].by_place);
  EXPECT_TRUE(back->tests.at("a.test.js")[1].by_place);
  ASSERT_EQ(back->lacking.at("b.test.js").size(), 1u);
  EXPECT_EQ(back->lacking.at("b.test.js")[0].subject, "./b");
  EXPECT_EQ(back->lacking.at("b.test.js")[0].line, 2);
  EXPECT_EQ(back->settings, manifest.settings);
  EXPECT_EQ(back->support, manifest.support);
}

TEST(ManifestJson, ABrokenCacheFileIsRefused) {
  for (const char* text : {"", "[]", "{}", R"({"format":"other"})"}) {
    EXPECT_FALSE(manifest_from_json(text)) << text;
  }
  Manifest manifest;
  manifest.tests["a"] = {{{"a", "x", 0}, runners::TestState::Passed, ""}};
  const std::string whole = manifest_to_json(manifest), row = R"(["x",0,0,false])";
  ASSERT_TRUE(manifest_from_json(whole));
  for (const char* other : {R"(["x",0,9,false])", R"(["x"])", R"(["x",0,0])", R"(["x",0,0,1])",
                            R"([1,0,0,false])", "1"}) {
    std::string broken = whole;
    broken.replace(broken.find(row), row.size(), other);
    EXPECT_FALSE(manifest_from_json(broken)) << broken;
  }
}

}  // namespace
}  // namespace grader::engine
