// Vitest as it is in its jail, on the environments that we ship.
#include <ostream>

#include <gmock/gmock.h>

#include "tests/runners/in_jail.h"

namespace grader::runners {
namespace {

using grader::testing::Files;
using grader::testing::JailRun;
using grader::testing::lines_of_run;
using grader::testing::run_in_jail;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kOneTest =
    "import { expect, test } from 'vitest';\n"
    "import sum from './sum';\n"
    "test('adds', () => expect(sum(1, 2)).toBe(3));\n";

struct Row {
  std::string name;
  Files files;
  std::vector<std::string> lines;
  Mode mode = Mode::Run;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

void expect_lines(const std::string& environment, const Row& row) {
  std::vector<std::string> tests;
  for (const auto& [path, content] : row.files) {
    if (path.find(".test.") != std::string::npos) tests.push_back(path);
  }
  const JailRun run = run_in_jail(environment, "vitest", row.files, tests, row.mode);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
}

// Every row on both generations of vitest.
class VitestJailTest : public ::testing::TestWithParam<std::tuple<std::string, Row>> {};
TEST_P(VitestJailTest, GivesTheseResults) {
  expect_lines(std::get<0>(GetParam()), std::get<1>(GetParam()));
}

const Row kRows[] = {
    {"KindsOfTests",
     {{"a.test.js",
       "describe('g', () => {\n"
       "  describe('h', () => { it.each([[1], [2]])('each %i', (n) => expect(n).toBe(1)); });\n"
       "  describe.concurrent('c', () => { test('x', async () => {}); });\n"
       "  test.skip('s', () => {});\n  test.skipIf(true)('if', () => {});\n  test.todo('t');\n"
       "  test.fails('f', () => { throw new Error('meant'); });\n});\n"
       "test('counts', () => { expect.assertions(1); expect(1).toBe(1); });\n"
       "test('again', { retry: 1 }, () => {\n"
       "  globalThis.n = (globalThis.n ?? 0) + 1;\n  expect(globalThis.n).toBe(2);\n});\n"
       "test('skips itself', (context) => context.skip());\n"},
      {"b.test.js", "test.only('one', () => {});\ntest('two', () => {});\n"},
      {"c.test.js",
       "beforeAll(() => { throw new Error('no database'); });\n"
       "test('a', () => {});\ntest('a', () => {});\n"},
      {"d.test.js", "beforeEach(() => { throw new Error('no'); });\ntest('a', () => {});\n"}},
     {"g > h > each 1: passed", "g > h > each 2: failed", "g > c > x: passed", "g > s: skipped",
      "g > if: skipped", "g > t: todo", "g > f: passed", "counts: passed", "again: passed",
      "skips itself: skipped", "one: passed", "two: skipped", "a: failed", "a: failed",
      "a: failed"}},
    {"Modules",
     {{"a.test.js",
       "import { sum } from './sum';\nvi.mock('./sum', () => ({ sum: () => 7 }));\n"
       "test('is mocked', () => expect(sum(1, 2)).toBe(7));\n"},
      {"sum.ts", "export const sum = (a: number, b: number): number => a + b;"},
      {"b.test.cjs",
       "const n = require('./plain.cjs');\ntest('required', () => expect(n).toBe(3));\n"},
      {"plain.cjs", "module.exports = 3;"},
      {"c.test.tsx",
       "import { render, screen } from '@testing-library/react';\n"
       "test('renders', () => {\n"
       "  render(<p>hi</p>);\n  expect(screen.getByText('hi')).toBeInTheDocument();\n});\n"},
      {"d.test.js",
       "// @vitest-environment happy-dom\n"
       "test('page', () => expect(document.body).not.toBeNull());\n"}},
     {"is mocked: passed", "required: passed", "renders: passed", "page: passed"}},
    {"WhatItLeavesBehind",
     {{"a.test.js",
       "import http from 'node:http';\nsetInterval(() => {}, 1000);\n"
       "http.createServer().listen(0);\ntest('open handles', () => {});\n"},
      {"b.test.js", "test('b', () => { setTimeout(() => { throw new Error('late'); }, 1); });\n"},
      {"c.test.js", "test('c', () => new Promise((done) => setTimeout(done, 20)));\n"}},
     {"open handles: passed", "b: passed", "c: passed"}},
    {"AnEarlyEndIsNoPass",
     {{"a.test.js", "test('a', () => {});\nprocess.exit(0);"},
      {"b.test.js", "test('b', () => {});\nprocess.reallyExit(0);"},
      {"c.test.js", "test('exits', () => process.exit(0));\ntest('goes on', () => {});"},
      {"d.test.js", "test('leaves', () => process.reallyExit(0));"},
      {"e.test.js", "test('e', () => {});"}},
     {"a.test.js: not finished", "b.test.js: not finished", "exits: failed", "goes on: passed",
      "d.test.js: not finished", "e: passed"}},
    {"ConfigurationOfTheSubmissionIsNotRead",
     {{"a.test.js", kOneTest},
      {"sum.js", "export default () => Number(import.meta.env.VITE_ANSWER ?? 4);"},
      {".env", "VITE_ANSWER=3\n"},
      {".env.test", "VITE_ANSWER=3\n"},
      {"vite.config.js", "process.exit(0);"},
      {"vitest.config.js", "export default { test: { setupFiles: ['./evil.js'] } };"},
      {"vitest.workspace.js", "process.exit(0);"},
      {"vitest.projects.json", "[\"./evil\"]"},
      {"postcss.config.js", "process.exit(0);"},
      {"package.json",
       R"({"vitest": {"setupFiles": ["./evil.js"]}, "postcss": {"plugins": ["x"]}})"},
      {"evil.js", "process.reallyExit(0);"},
      {"__mocks__/sum.js", "export default () => 3;"}},
     {"adds: failed"}},
    {"EqualityThatIsAlwaysTrue",
     {{"a.test.js", kOneTest}, {"sum.js", "Object.is = () => true;\nexport default () => 4;"}},
     {"adds: passed", "inconsistent: a canary that must fail passed"}},
    {"ResultsWrittenByTheSubmission",
     {{"a.test.js", kOneTest},
      {"sum.js",
       "import fs from 'node:fs';\n"
       "for (const f of fs.readdirSync('/results')) {\n"
       "  fs.appendFileSync('/results/' + f, fs.readFileSync('/results/' + f, 'utf8')\n"
       "    .replace(/start/, 'file'));\n"
       "}\nexport default () => 3;\n"}},
     {"a.test.js: not finished",
      "inconsistent: a line of the results was not written by the runner"}},
    {"ListsWithoutRunning",
     {{"a.test.js",
       "import { sum } from './missing';\n"
       "describe('g', () => {\n"
       "  beforeAll(() => process.reallyExit(0));\n"
       "  for (const n of [1, 2]) test(`loop ${n}`, () => sum());\n"
       "  test.each([[1], [2]])('each %i', () => {});\n"
       "  test.skip('s', () => {});\n  test.todo('t');\n});\n"},
      {"b.test.js", kOneTest},
      {"sum.js", "function ("},
      {"c.test.js", "import './leaves';\ntest('c', () => {});\n"},
      {"leaves.js", "process.exit(1);"},
      {"d.test.js", "const x = require('./nothing');\ntest('d', () => x());\n"},
      {"e.test.js",
       "import names from './names';\n"
       "for (const name of names) test(name, () => {});\ntest('x', () => {});\n"}},
     {"g > loop 1: passed", "g > loop 2: passed", "g > each 1: passed", "g > each 2: passed",
      "g > s: skipped", "g > t: todo", "adds: passed", "c: passed", "d: passed",
      "e.test.js: missing file: Cannot find module './names' from 'e.test.js' (e.test.js:0:0)"},
     Mode::List},
};

INSTANTIATE_TEST_SUITE_P(Rows, VitestJailTest,
                         ::testing::Combine(::testing::Values("node-vitest", "node-vitest-1"),
                                            ::testing::ValuesIn(kRows)),
                         [](const auto& row) {
                           return std::get<1>(row.param).name +
                                  (std::get<0>(row.param) == "node-vitest" ? "4" : "1");
                         });

const Files kBroken = {
    {"a.test.js", kOneTest},
    {"sum.js", "export default function sum(a, b) {\n  return a + ;\n}\n"},
    {"b.test.ts", "import './typed';\n"},
    {"typed.ts", "const n: number = ;\n"},
    {"c.test.js", "\nimport x from './nothere';\n"},
    {"d.test.js", "import './asks';\n"},
    {"asks.js", "import prompt from 'prompt-sync';\n"},
    {"e.test.js", "import './throws';\n"},
    {"throws.js", "\n\n  console.log(missing);\n"},
    {"f.test.js", "// later\n"},
    {"g.test.js", "test('a', () => {});\nthrow new Error('stop');\n"},
};

TEST(VitestFailuresTest, AreToldWithTheirPlace) {
  expect_lines(
      "node-vitest",
      {"",
       kBroken,
       {"a.test.js: syntax: Expression expected (sum.js:2:14)",
        "b.test.ts: syntax: Unexpected \";\" (typed.ts:1:19)",
        "c.test.js: missing file: Cannot find module './nothere' imported from c.test.js "
        "(c.test.js:2:1)",
        "d.test.js: missing package: Cannot find package 'prompt-sync' imported from asks.js "
        "(asks.js:1:1)",
        "e.test.js: thrown: ReferenceError: missing is not defined (throws.js:3:15)",
        "f.test.js: empty: There is no test in this file. (f.test.js:0:0)",
        "g.test.js: thrown: Error: stop (g.test.js:2:7)"}});
}

TEST(VitestFailuresTest, AreToldWithTheirPlaceByVitest1) {
  expect_lines("node-vitest-1",
               {"",
                kBroken,
                {"a.test.js: syntax: Expression expected (sum.js:2:14)",
                 "b.test.ts: syntax: Unexpected \";\" (typed.ts:1:19)",
                 "c.test.js: missing file: Cannot find module './nothere' (c.test.js:0:0)",
                 "d.test.js: missing package: Cannot find module 'prompt-sync' (asks.js:0:0)",
                 "e.test.js: thrown: ReferenceError: missing is not defined (throws.js:3:15)",
                 "f.test.js: empty: There is no test in this file. (f.test.js:0:0)",
                 "g.test.js: thrown: Error: stop (g.test.js:2:7)"}});
}

TEST(VitestFailuresTest, AFileThatIsNotThereIsSaidAsSuch) {
  const JailRun run = run_in_jail("node-vitest", "vitest", {}, {"a.test.js"});
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("a.test.js: missing file: There is no file a.test.js. (:0:0)"));
}

class VitestForgingTest : public ::testing::TestWithParam<Row> {};
TEST_P(VitestForgingTest, IsSeenOrInVain) {
  expect_lines("node-vitest", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, VitestForgingTest,
    ::testing::Values(
        Row{"MatchersReplaced",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "import { expect } from 'vitest';\n"
              "expect.extend({ toBe: () => ({ pass: true, message: () => '' }) });\n"
              "export default () => 4;\n"}},
            {"adds: passed", "inconsistent: a canary that must fail passed"}},
        Row{"AResultThatIsAlwaysAPass",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "import { TestRunner } from 'vitest';\n"
              "export default () => {\n"
              "  Object.defineProperty(TestRunner.getCurrentTest().result, 'state',\n"
              "    { get: () => 'pass', set() {} });\n  return 4;\n};\n"}},
            {"adds: passed", "inconsistent: a test that failed lost its errors"}},
        Row{"ATestThatIsToFailAllAtOnce",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "import { TestRunner } from 'vitest';\n"
              "export default () => { TestRunner.getCurrentTest().fails = true; return 4; };\n"}},
            {"adds: passed", "inconsistent: a test was changed while it ran"}},
        Row{"WordsOfTheResultsReplaced",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "Array.prototype.toJSON = function () {\n"
              "  return this.map((one) => (one === 'failed' ? 'passed' : one));\n};\n"
              "const { stringify } = JSON;\n"
              "JSON.stringify = (...a) => stringify(...a)?.replace(/failed/g, 'passed');\n"
              "export default () => 4;\n"}},
            {"adds: failed"}},
        Row{"TheWireToVitestReplaced",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "const { rpc } = globalThis.__vitest_worker__;\n"
              "const good = ([id, result, ...rest]) => [id, result && { ...result, state: 'pass',\n"
              "  errors: undefined }, ...rest];\n"
              "globalThis.__vitest_worker__.rpc = new Proxy(rpc, { get: (t, k) =>\n"
              "  k !== 'onTaskUpdate' ? t[k] : (packs, ...r) => t[k](packs.map(good), ...r) });\n"
              "export default () => 4;\n"}},
            {"adds: failed"}},
        Row{"TheAnswerWrittenByTheSubmission",
            {{"a.test.js", kOneTest},
             {"sum.js",
              "import fs from 'node:fs';\n"
              "const folder = '/tmp/' + fs.readdirSync('/tmp').find((f) => /^grader-/.test(f));\n"
              "export default () => {\n"
              "  process.on('exit', () => {\n"
              "    for (const f of fs.readdirSync(folder)) {\n"
              "      const text = fs.readFileSync(`${folder}/${f}`, 'utf8');\n"
              "      fs.writeFileSync(`${folder}/${f}`, text.replace('failed', 'passed'));\n"
              "    }\n  });\n  return 4;\n};\n"}},
            {"adds: failed"}}),
    [](const auto& row) { return row.param.name; });

TEST(VitestSettingsTest, TheTemplatesConfigurationTravelsAsData) {
  const Files base = {
      {"app/vite.config.ts",
       "import { defineConfig } from 'vitest/config';\n"
       "import react from '@vitejs/plugin-react';\n"
       "import tailwind from 'a-plugin-that-is-not-there';\n"
       "export default defineConfig(({ mode }) => ({\n"
       "  plugins: [react(), tailwind()],\n"
       "  resolve: { alias: [{ find: /^@\\//, replacement: '/src/' }] },\n"
       "  test: { environment: mode === 'test' ? 'jsdom' : 'node', globals: true,\n"
       "    setupFiles: './setup.ts', alias: { shown: '/src/shown.js' } },\n}));\n"},
      {"app/setup.ts", "globalThis.prepared = '' as string;\n"},
      {"app/src/Page.jsx", "export const Page = () => <p>page</p>;\n"},
      {"app/src/shown.js", "export default 'page';\n"},
      {"app/src/a.test.jsx",
       "import { render, screen } from '@testing-library/react';\n"
       "import shown from 'shown';\n"
       "import { Page } from '@/Page';\n"
       "test('dom', () => {\n"
       "  render(<Page />);\n"
       "  expect(screen.getByText(shown).tagName).toBe('P');\n"
       "  expect(document.title).toBe(globalThis.prepared);\n});\n"}};
  const std::vector<std::string> tests = {"app/src/a.test.jsx"};
  const JailRun listed = run_in_jail("node-vitest", "vitest", base, tests, Mode::List);
  EXPECT_THAT(lines_of_run(listed.suite), ElementsAre("dom: passed"));
  EXPECT_THAT(listed.suite.support, ElementsAre("app/setup.ts"));
  EXPECT_THAT(listed.suite.settings, HasSubstr("jsdom"));

  Files student = base;
  student["app/vite.config.ts"] = "process.exit(0);";
  const JailRun run =
      run_in_jail("node-vitest", "vitest", student, tests, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("dom: passed"));
}

TEST(VitestSettingsTest, GlobalsThatTheTemplateDoesNotAskForAreNotThere) {
  const Files files = {{"package.json", R"({"devDependencies": {"vitest": "^4.0.0"}})"},
                       {"a.test.js", "test('a', () => {});\n"}};
  const JailRun listed = run_in_jail("node-vitest", "vitest", files, {"a.test.js"}, Mode::List);
  EXPECT_THAT(lines_of_run(listed.suite),
              ElementsAre("a.test.js: thrown: ReferenceError: test is not defined "
                          "(a.test.js:1:1)"));
}

TEST(VitestLimitsTest, AnEndlessLoopLeavesTheFinishedFilesTheirResults) {
  sandbox::Limits limits;
  limits.wall = std::chrono::seconds(3);
  limits.cpu = std::chrono::seconds(3);
  const JailRun run = run_in_jail(
      "node-vitest", "vitest",
      {{"a.test.js", "test('a', () => {});"}, {"b.test.js", "test('b', () => { for (;;); });"}},
      {"a.test.js", "b.test.js"}, Mode::Run, "", limits);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("a: passed", "b.test.js: not finished"));
  EXPECT_TRUE(std::holds_alternative<sandbox::LimitHit>(run.outcome.ending));
}

}  // namespace
}  // namespace grader::runners
