#include "runners/frameworks.h"
#include "runners/node_judge.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

class NodeTest final : public Runner {
 public:
  std::string_view name() const override { return "node-test"; }

  bool recognises(std::string_view test_file, std::string_view content,
                  std::string_view /*package_json*/) const override {
    return has_extension(test_file, {"js", "mjs", "cjs", "ts", "mts", "cts"}) &&
           mentions_import(content, "node:test");
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command;
    command.argv = {environment.interpreter, "--no-warnings",
                    "--test-reporter=/harness/node_test/reporter.js",
                    "--test-reporter-destination=stdout", "/harness/node_test/run.js"};
    command.environment = environment.variables;
    command.mounts = environment.mounts;
    command.standard_input = request_text(request);
    command.collect = {results_path(request.secret)};
    return command;
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    return prepared_jails(environment, "node_test");
  }

  std::optional<TwoJails> two_jails() const override { return node_jails("node_test"); }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/sum.js", std::string("module.exports = (a, b) => a + b;\n"), false, false},
        {"/submission/sum.test.js",
         std::string("const { describe, it, test } = require('node:test');\n"
                     "const assert = require('node:assert');\n"
                     "const sum = require('./sum.js');\n"
                     "describe('sum', () => {\n"
                     "  it('adds', () => assert.strictEqual(sum(1, 2), 3));\n"
                     "  it('adds', () => assert.strictEqual(sum(1, 2), 4));\n"
                     "  it.skip('waits', () => {});\n"
                     "  it.todo('later');\n"
                     "});\n"
                     "test('alone', async () => {});\n"),
         false, false}};
    test.test_files = {"sum.test.js"};
    test.expected = {{{"sum.test.js", "sum > adds", 0}, TestState::Passed, ""},
                     {{"sum.test.js", "sum > adds", 1}, TestState::Failed, ""},
                     {{"sum.test.js", "sum > waits", 0}, TestState::Skipped, ""},
                     {{"sum.test.js", "sum > later", 0}, TestState::Todo, ""},
                     {{"sum.test.js", "alone", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& node_test_runner() {
  static const NodeTest runner;
  return runner;
}

}  // namespace grader::runners
