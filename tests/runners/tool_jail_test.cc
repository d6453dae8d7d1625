// Tools that write JUnit XML and TAP, in their jails.
#include <gmock/gmock.h>

#include "runners/environment.h"
#include "tests/runners/in_jail.h"

namespace grader::runners {
namespace {

using grader::testing::Files;
using grader::testing::lines_of_run;
using grader::testing::run_in_jail;
using ::testing::ElementsAre;

const Files kNode = {
    {"week/sum.js", "module.exports = (a, b) => a + b;\n"},
    {"week/a.test.js",
     "const { test, describe } = require('node:test');\n"
     "const assert = require('node:assert');\nconst sum = require('./sum.js');\n"
     "describe('sum', () => { test('adds', () => assert.equal(sum(1, 2), 3)); });\n"
     "test('fails', () => assert.equal(sum(1, 2), 4));\n"
     "test.skip('waits', () => {});\n"}};

TEST(ToolJail, NodeTellsInTap) {
  const SuiteTool tool{{"node", "--test-reporter=tap", "a.test.js"}, "week", "", {}};
  const auto run = run_in_jail("node", "tap", kNode, {"week/a.test.js"}, Mode::Run, "",
                               grader::testing::patient_limits(), {}, tool);
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("sum > adds: passed", "sum: passed", "fails: failed", "waits: skipped"));
}

TEST(ToolJail, NodeTellsInJunitXml) {
  const SuiteTool tool{{"node", "--test-reporter=junit",
                        "--test-reporter-destination=/results/junit.xml", "a.test.js"},
                       "week",
                       "junit.xml",
                       {}};
  const auto run = run_in_jail("node", "junit-xml", kNode, {"week/a.test.js"}, Mode::List, "",
                               grader::testing::patient_limits(), {}, tool);
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("sum > adds: passed", "fails: passed", "waits: skipped"));
}

TEST(ToolJail, WithoutResultsNothingIsFinished) {
  const SuiteTool tool{{"node", "-e", "console.log('ok 1 - a')"}, "week", "", {}};
  const auto run = run_in_jail("node", "tap", kNode, {"week/a.test.js"}, Mode::Run, "",
                               grader::testing::patient_limits(), {}, tool);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("week/a.test.js: not finished", "a: passed"));
}

}  // namespace
}  // namespace grader::runners
