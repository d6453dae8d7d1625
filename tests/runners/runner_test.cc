#include "runners/runner.h"

#include <set>

#include <gmock/gmock.h>

namespace grader::runners {
namespace {

struct Row {
  std::string name;
  std::string file;
  std::string content;
  std::string package_json;
  std::string runner;  // the first that recognises it; empty: none
};

class RecognisesTest : public ::testing::TestWithParam<Row> {};

TEST_P(RecognisesTest, TheFirstRunnerThatDoes) {
  const Row& row = GetParam();
  std::string found;
  for (const Runner* runner : all_runners()) {
    if (runner->recognises(row.file, row.content, row.package_json)) {
      found = runner->name();
      break;
    }
  }
  EXPECT_EQ(found, row.runner);
}

INSTANTIATE_TEST_SUITE_P(
    Suites, RecognisesTest,
    ::testing::Values(
        Row{"GlobalTest", "sum.test.js", "test('adds', () => {});", "", "jest"},
        Row{"GlobalItInTypeScript", "sum.test.ts", "it('adds', () => {});", "", "jest"},
        Row{"OnlyTodos", "sum.test.js", "test.todo('later')", "", "jest"},
        Row{"EmptyInAJestProject", "sum.test.js", "", R"({"devDependencies":{"jest":"^29.7.0"}})",
            "jest"},
        Row{"JestGlobals", "a.mjs", "import {test} from '@jest/globals';", "", "jest"},
        Row{"NodeTestRequired", "a.test.js", "const test = require('node:test'); test('x')", "",
            "node-test"},
        Row{"NodeTestImported", "a.test.mjs", "import test from \"node:test\";", "", "node-test"},
        Row{"NodeTestBesideJest", "a.test.js", "const { test } = require('node:test');",
            R"({"devDependencies":{"jest":"1"}})", "node-test"},
        Row{"Pytest", "test_sum.py", "def test_adds(): pass", "", "pytest"},
        Row{"VitestImported", "a.test.ts", "import { test } from 'vitest';", "", "vitest"},
        Row{"VitestGlobals", "a.test.jsx", "test('x')", R"({"devDependencies":{"vitest":"4"}})",
            "vitest"},
        Row{"VitestBesideJest", "a.test.js", "test('x', () => vi.fn())",
            R"({"devDependencies":{"vitest":"4","jest":"30"}})", "vitest"},
        Row{"JestBesideVitest", "a.test.js", "test('x')",
            R"({"devDependencies":{"vitest":"4","jest":"30"}})", "jest"},
        Row{"NodeTestInAVitestProject", "a.test.js", "import test from 'node:test';",
            R"({"devDependencies":{"vitest":"4"}})", "node-test"},
        Row{"Mocha", "a.test.js", "it('x')", R"({"devDependencies":{"mocha":"11"}})", "mocha"},
        Row{"MochaByChai", "a.test.js", "const { expect } = require('chai'); it('x')", "", "mocha"},
        Row{"MochaImported", "a.test.ts", "import { it } from 'mocha';",
            R"({"devDependencies":{"jest":"30"}})", "mocha"},
        Row{"MochaBesideJest", "a.test.js", "import { expect } from 'chai'; it('x')",
            R"({"devDependencies":{"mocha":"11","jest":"30"}})", "mocha"},
        Row{"JestBesideMocha", "a.test.js", "it('x', () => expect(1).toBe(1))",
            R"({"devDependencies":{"mocha":"11","jest":"30"}})", "jest"},
        Row{"JestWithChai", "a.test.js", "import { expect } from 'chai'; it('x')",
            R"({"devDependencies":{"jest":"30"}})", "jest"},
        Row{"VitestBesideMocha", "a.test.js", "import { it } from 'vitest';",
            R"({"devDependencies":{"mocha":"11"}})", "vitest"},
        Row{"NoTests", "a.js", "const latest = contest(1); a.test(1);", "", ""},
        Row{"GoogleTest", "sum_test.cc", "#include <gtest/gtest.h>", "", "googletest"},
        Row{"GoogleMock", "tests/sum.cpp", "#include \"gmock/gmock.h\"", "", "googletest"},
        Row{"CMakeProject", "week-3/CMakeLists.txt", "add_test(NAME a COMMAND a)", "", "ctest"},
        Row{"CodeInCpp", "sum.cc", "int test(int it) { return it; }", "", ""},
        Row{"Text", "a.md", "test('x')", "", ""}),
    [](const auto& row) { return row.param.name; });

TEST(RunnersTest, AreFoundByName) {
  for (const char* name : {"jest", "mocha", "node-test", "pytest", "googletest", "vitest", "ctest",
                           "junit-xml", "tap"}) {
    ASSERT_NE(find_runner(name), nullptr);
    EXPECT_EQ(find_runner(name)->name(), name);
  }
  EXPECT_EQ(find_runner("karma"), nullptr);
}

TEST(RunnersTest, ASecretIs32HexDigitsAndNewEachTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string secret = make_secret();
    EXPECT_THAT(secret, ::testing::MatchesRegex("[0-9a-f]+"));
    EXPECT_EQ(secret.size(), 32u);
    seen.insert(secret);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(RunnersTest, TheSecretIsInNeitherArgumentsNorEnvironment) {
  Environment environment;
  environment.interpreter = "/toolchain/bin/node";
  SuiteRequest request;
  request.files = {"a.test.js"};
  request.secret = make_secret();
  for (const Runner* runner : all_runners()) {
    if (runner->runs_a_tool()) continue;  // it has none
    const sandbox::Command command = runner->command(environment, request);
    for (const std::string& argument : command.argv) {
      EXPECT_EQ(argument.find(request.secret), std::string::npos);
    }
    for (const auto& [name, value] : command.environment) {
      EXPECT_EQ(value.find(request.secret), std::string::npos);
    }
    EXPECT_EQ(command.collect.size(), 1u);
    EXPECT_EQ(command.collect[0].rfind("/results/", 0), 0u);
  }
}

}  // namespace
}  // namespace grader::runners
