// Which environments a rubric needs, by what it says alone.
#include "grader/engine/environments.h"

#include <gmock/gmock.h>

#include "rubrics/load.h"

namespace grader::engine {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> needed(const std::string& head, const std::string& checks) {
  const rubrics::LoadedRubric loaded =
      rubrics::load_rubric_text("rubric: r\nversion: 1\ntitle: R\n" + head +
                                    "tasks:\n  - id: t\n    title: T\n    checks:\n" + checks,
                                "rubric.yaml");
  EXPECT_TRUE(loaded.rubric) << to_text(rubrics::to_error(loaded, "rubric.yaml"));
  return loaded.rubric ? environments_for(*loaded.rubric) : std::vector<std::string>{};
}

std::string check(const std::string& id, const std::string& settings) {
  return "      - {id: " + id + ", title: X, points: 1, " + settings + "}\n";
}

const char* const kCalls = "function: f, cases: [{args: [], returns: 1}]}";

TEST(Environments, FollowFromTheKinds) {
  EXPECT_THAT(needed("", check("a", "files: {required: [a]}")), ElementsAre());
  EXPECT_THAT(needed("", check("a", "lint: {html: beginner}") +
                             check("b", "page: {open: a.html, expect: [{title: x}]}") +
                             check("c", std::string("calls: {module: a.js, ") + kCalls)),
              ElementsAre("node", "page", "review"));
  EXPECT_THAT(needed("", check("a", std::string("calls: {module: a.py, ") + kCalls) +
                             check("b", "code: {review: [no-var]}")),
              ElementsAre("python", "review"));
}

TEST(Environments, AreAllThatARuleMayChoose) {
  EXPECT_THAT(
      needed("environment: {auto: [{when: {file: package.json, has: vitest}, use: node-vitest}, "
             "{use: node}]}\n",
             check("c", std::string("calls: {module: a.js, ") + kCalls)),
      ElementsAre("node", "node-vitest"));
}

}  // namespace
}  // namespace grader::engine
