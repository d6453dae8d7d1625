#include "runners/frameworks.h"
#include "runners/node_judge.h"
#include "runners/results.h"
#include "runners/text_match.h"

namespace grader::runners {
namespace {

class Vitest final : public Runner {
 public:
  std::string_view name() const override { return "vitest"; }

  bool recognises(std::string_view test_file, std::string_view content,
                  std::string_view package_json) const override {
    if (!has_extension(test_file, {"js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"})) {
      return false;
    }
    if (mentions_import(content, "vitest") || names_word(content, "vi")) return true;
    // Global test functions, where no other framework would bring them.
    return has_quoted(package_json, "vitest") && !has_quoted(package_json, "jest") &&
           !mentions_import(content, "@jest/globals") && !names_word(content, "jest");
  }

  sandbox::Command command(const Environment& environment,
                           const SuiteRequest& request) const override {
    sandbox::Command command;
    command.argv = {environment.interpreter, "--no-warnings", "/harness/vitest/run.js"};
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
    return prepared_jails(environment, "vitest");
  }

  std::optional<TwoJails> two_jails() const override { return node_jails("vitest"); }

  SelfTest self_test() const override {
    SelfTest test;
    test.files = {
        {"/submission/sum.ts", std::string("export const sum = (a: number, b: number) => a + b;\n"),
         false, false},
        {"/submission/sum.test.ts",
         std::string("import { describe, expect, test, vi } from 'vitest';\n"
                     "import { sum } from './sum';\n"
                     "describe('sum', () => {\n"
                     "  test('adds', () => expect(sum(1, 2)).toBe(3));\n"
                     "  test('adds', () => expect(sum(1, 2)).toBe(4));\n"
                     "  test.skip('waits', () => {});\n"
                     "  test.todo('later');\n"
                     "});\n"
                     "test('spies', () => expect(vi.fn(() => 1)()).toBe(1));\n"),
         false, false},
        {"/submission/page.test.jsx",
         std::string("// @vitest-environment jsdom\n"
                     "import { render, screen } from '@testing-library/react';\n"
                     "test('has a page', () => {\n"
                     "  render(<p>hello</p>);\n"
                     "  expect(screen.getByText('hello').tagName).toBe('P');\n"
                     "});\n"),
         false, false}};
    test.test_files = {"sum.test.ts", "page.test.jsx"};
    test.expected = {{{"sum.test.ts", "sum > adds", 0}, TestState::Passed, ""},
                     {{"sum.test.ts", "sum > adds", 1}, TestState::Failed, ""},
                     {{"sum.test.ts", "sum > waits", 0}, TestState::Skipped, ""},
                     {{"sum.test.ts", "sum > later", 0}, TestState::Todo, ""},
                     {{"sum.test.ts", "spies", 0}, TestState::Passed, ""},
                     {{"page.test.jsx", "has a page", 0}, TestState::Passed, ""}};
    return test;
  }
};

}  // namespace

const Runner& vitest_runner() {
  static const Vitest runner;
  return runner;
}

}  // namespace grader::runners
