#include "runners/frameworks.h"
#include "runners/node_judge.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

// Without Node's flag jest refuses ES modules; with it, it takes some that the course's own command
// refuses. The template says which it is, and where it says nothing they are welcome.
bool wants_native_modules(const SuiteRequest& request) {
  return request.mode == Mode::List || request.settings.empty() ||
         request.settings.find("\"nativeModules\":true") != std::string::npos;
}

class Jest final : public Runner {
 public:
  std::string_view name() const override { return "jest"; }

  bool recognises(std::string_view test_file, std::string_view content,
                  std::string_view package_json) const override {
    if (!has_extension(test_file, {"js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"})) {
      return false;
    }
    if (mentions_import(content, "@jest/globals") || names_word(content, "jest")) return true;
    if (has_quoted(package_json, "jest")) return true;
    // Global test functions, and no other framework that would bring them.
    return !has_quoted(package_json, "vitest") && !has_quoted(package_json, "mocha") &&
           (names_word(content, "test") || names_word(content, "it"));
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command;
    command.argv = {environment.interpreter, "--no-warnings"};
    if (wants_native_modules(request)) command.argv.emplace_back("--experimental-vm-modules");
    command.argv.emplace_back("/harness/jest/run.js");
    command.environment = environment.variables;
    command.environment["NODE_ENV"] = "test";
    command.mounts = environment.mounts;
    command.standard_input = request_text(request);
    command.collect = {results_path(request.secret)};
    return command;
  }

  SuiteRun read(const SuiteRequest& request, const sandbox::Outcome& outcome) const override {
    return read_results(request, outcome);
  }

  std::vector<Preparation> preparations(const Environment& environment) const override {
    Preparation defaults;
    defaults.command.argv = {environment.interpreter, "/harness/jest/prepare.js",
                             "/results/jest.json"};
    defaults.command.environment = environment.variables;
    defaults.command.mounts = environment.mounts;
    defaults.command.collect = {"/results/jest.json"};
    defaults.target = "jest.json";
    std::vector<Preparation> all = prepared_jails(environment, "jest");
    all.push_back(std::move(defaults));
    return all;
  }

  std::optional<TwoJails> two_jails() const override { return node_jails("jest"); }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/sum.js", std::string("module.exports = (a, b) => a + b;\n"), false, false},
        {"/submission/sum.test.js",
         std::string("const sum = require('./sum.js');\n"
                     "describe('sum', () => {\n"
                     "  test('adds', () => expect(sum(1, 2)).toBe(3));\n"
                     "  test('adds', () => expect(sum(1, 2)).toBe(4));\n"
                     "  test.skip('waits', () => {});\n"
                     "  test.todo('later');\n"
                     "});\n"),
         false, false},
        {"/submission/page.test.mjs",
         std::string("/** @jest-environment jsdom */\n"
                     "import path from 'node:path';\n"
                     "test('has a page', () => {\n"
                     "  document.body.innerHTML = '<p>hello</p>';\n"
                     "  expect(document.querySelector('p').textContent).toBe('hello');\n"
                     "  expect(path.basename('/a/b')).toBe('b');\n"
                     "});\n"),
         false, false}};
    test.test_files = {"sum.test.js", "page.test.mjs"};
    test.expected = {{{"sum.test.js", "sum > adds", 0}, TestState::Passed, ""},
                     {{"sum.test.js", "sum > adds", 1}, TestState::Failed, ""},
                     {{"sum.test.js", "sum > waits", 0}, TestState::Skipped, ""},
                     {{"sum.test.js", "sum > later", 0}, TestState::Todo, ""},
                     {{"page.test.mjs", "has a page", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& jest_runner() {
  static const Jest runner;
  return runner;
}

}  // namespace grader::runners
