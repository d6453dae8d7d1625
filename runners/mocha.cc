#include "runners/frameworks.h"
#include "runners/node_judge.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

class Mocha final : public Runner {
 public:
  std::string_view name() const override { return "mocha"; }

  bool recognises(std::string_view test_file, std::string_view content,
                  std::string_view package_json) const override {
    if (!has_extension(test_file, {"js", "mjs", "cjs", "ts", "mts", "cts"})) return false;
    if (mentions_import(content, "mocha")) return true;
    if (mentions_import(content, "@jest/globals") || names_word(content, "jest") ||
        mentions_import(content, "vitest") || names_word(content, "vi")) {
      return false;
    }
    // Global test functions, where no other framework would bring them.
    const bool others = has_quoted(package_json, "jest") || has_quoted(package_json, "vitest");
    const bool chai = mentions_import(content, "chai");
    return has_quoted(package_json, "mocha") ? chai || !others : chai && !others;
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command = harness_command(
        environment, request, {environment.interpreter, "--no-warnings", "/harness/mocha/run.js"});
    command.environment["NODE_ENV"] = "test";
    return command;
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    return prepared_jails(environment, "mocha");
  }

  std::optional<TwoJails> two_jails() const override { return node_jails("mocha"); }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/sum.js", std::string("module.exports = (a, b) => a + b;\n"), false, false},
        {"/submission/sum.test.js",
         std::string("const { expect } = require('chai');\n"
                     "const sum = require('./sum.js');\n"
                     "describe('sum', () => {\n"
                     "  it('adds', () => expect(sum(1, 2)).to.equal(3));\n"
                     "  it('adds', () => expect(sum(1, 2)).to.equal(4));\n"
                     "  it.skip('waits', () => {});\n"
                     "  it('later');\n"
                     "});\n"),
         false, false},
        {"/submission/steps.test.mjs",
         std::string("import assert from 'node:assert';\n"
                     "import chai from 'chai';\n"
                     "import sum from './sum.js';\n"
                     "suite('steps', () => {\n"
                     "  test('wait', async () => assert.equal(await sum(1, 2), 3));\n"
                     "  test('call back', (done) => setTimeout(done, 1));\n"
                     "  test('say should', () => chai.should());\n"
                     "});\n"),
         false, false}};
    test.test_files = {"sum.test.js", "steps.test.mjs"};
    test.expected = {{{"sum.test.js", "sum > adds", 0}, TestState::Passed, ""},
                     {{"sum.test.js", "sum > adds", 1}, TestState::Failed, ""},
                     {{"sum.test.js", "sum > waits", 0}, TestState::Skipped, ""},
                     {{"sum.test.js", "sum > later", 0}, TestState::Todo, ""},
                     {{"steps.test.mjs", "steps > wait", 0}, TestState::Passed, ""},
                     {{"steps.test.mjs", "steps > call back", 0}, TestState::Passed, ""},
                     {{"steps.test.mjs", "steps > say should", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& mocha_runner() {
  static const Mocha runner;
  return runner;
}

}  // namespace grader::runners
