// Jest as it is in its jail, on the environments that we ship.
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
using ::testing::IsEmpty;

constexpr const char* kOneTest =
    "// adds\n"
    "const sum = require('./sum');\n"
    "test('adds', () => expect(sum(1, 2)).toBe(3));\n";

struct Row {
  std::string name;
  Files files;
  std::vector<std::string> lines;  // of a.test.js, or of the only file
  Mode mode = Mode::Run;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

// Every row on both generations of jest.
class JestJailTest : public ::testing::TestWithParam<std::tuple<std::string, Row>> {};

TEST_P(JestJailTest, GivesTheseResults) {
  const auto& [environment, row] = GetParam();
  std::vector<std::string> tests;
  for (const auto& [path, content] : row.files) {
    if (path.find(".test.") != std::string::npos) tests.push_back(path);
  }
  const JailRun run = run_in_jail(environment, "jest", row.files, tests, row.mode);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
}

const Row kRows[] = {
    {"Passes",
     {{"a.test.js", kOneTest}, {"sum.js", "module.exports = (a, b) => a + b;"}},
     {"adds: passed"}},
    {"Syntax",
     {{"a.test.js", kOneTest}, {"sum.js", "function sum(a, b) {\n  return a + ;\n}\n"}},
     {"a.test.js: syntax: Unexpected token (sum.js:2:14)"}},
    {"MissingFile",
     {{"a.test.js", kOneTest}},
     {"a.test.js: missing file: Cannot find module './sum' from 'a.test.js' (a.test.js:2:13)"}},
    {"MissingPackage",
     {{"a.test.js", kOneTest}, {"sum.js", "\nconst prompt = require('prompt-sync')();\n"}},
     {"a.test.js: missing package: Cannot find module 'prompt-sync' from 'sum.js' (sum.js:2:16)"}},
    {"DeclaredTwiceAsBabelReadsIt",
     {{"a.test.js", kOneTest},
      {"sum.js", "function f() {}\nfunction f() {}\nmodule.exports = f;\n"}},
     {"a.test.js: syntax: Identifier 'f' has already been declared. (sum.js:2:10)"}},
    {"DeclaredOnceInEachBlock",
     {{"a.test.js", kOneTest},
      {"sum.js", "{ function f() {} }\n{ function f() {} }\nmodule.exports = () => 3;\n"}},
     {"adds: passed"}},
    {"ThrownAtLoad",
     {{"a.test.js", kOneTest}, {"sum.js", "\n\n  console.log(missing);\n"}},
     {"a.test.js: thrown: ReferenceError: missing is not defined (sum.js:3:15)"}},
    {"Empty",
     {{"a.test.js", "// later\n"}},
     {"a.test.js: empty: Your test suite must contain at least one test. (a.test.js:0:0)"}},
    {"ImportWithoutBabelConfiguration",
     {{"a.test.js", "import sum from './sum';\ntest('a', () => {});\n"},
      {"package.json", "{}"},
      {"sum.js", ""}},
     {"a: passed"}},
    {"NativeModules",
     {{"a.test.mjs",
       "import { sum } from './sum.mjs';\n"
       "test('adds', () => expect(sum(1, 2)).toBe(3));\n"},
      {"sum.mjs", "export const sum = (a, b) => a + b;"}},
     {"adds: passed"}},
    {"TypeScriptAndJsx",
     {{"a.test.tsx",
       "import { createElement } from 'react';\n"
       "const n: number = 1;\n"
       "test('renders', () => expect((<p>{n}</p>).type).toBe('p'));\n"}},
     {"renders: passed"}},
    {"HoistedMocks",
     {{"a.test.js",
       "const sum = require('./sum');\n"
       "jest.mock('./sum', () => () => 7);\n"
       "test('is mocked', () => expect(sum()).toBe(7));\n"},
      {"sum.js", "throw new Error('not mocked');"}},
     {"is mocked: passed"}},
    {"JsdomByDocblock",
     {{"a.test.js",
       "/** @jest-environment jsdom */\n"
       "test('page', () => expect(document.body).not.toBeNull());\n"}},
     {"page: passed"}},
    {"TestingLibraryWithoutSettings",
     {{"a.test.js",
       "const { screen } = require('@testing-library/dom');\n"
       "test('page', () => {\n"
       "  document.body.innerHTML = '<p>hi</p>';\n"
       "  expect(screen.getByText('hi')).toBeInTheDocument();\n"
       "});\n"}},
     {"page: passed"}},
    {"ExitAtLoad",
     {{"a.test.js", kOneTest}, {"sum.js", "process.exit(0);"}},
     {"a.test.js: not finished"}},
    {"ExitInside",
     {{"a.test.js", kOneTest}, {"sum.js", "module.exports = () => process.exit(0);"}},
     {"a.test.js: not finished"}},
    {"ExitTakesLaterFilesAlong",
     {{"a.test.js", kOneTest},
      {"b.test.js", "process.exit(0);"},
      {"c.test.js", kOneTest},
      {"sum.js", "module.exports = () => 3;"}},
     {"adds: passed", "b.test.js: not finished", "c.test.js: not finished"}},
    {"OpenHandlesAfterTheTests",
     {{"a.test.js",
       "setInterval(() => {}, 1000); require('http').createServer().listen(0);\n"
       "test('a', () => {});\n"}},
     {"a: passed"}},
    {"LateThrowDoesNotTakeTheNextFileAlong",
     {{"a.test.js", "test('a', () => { setTimeout(() => { throw new Error('late'); }, 1); });\n"},
      {"b.test.js", "test('b', () => new Promise((done) => setTimeout(done, 20)));\n"}},
     {"a: passed", "b: passed"}},
    {"ConfigurationOfTheSubmissionIsNotRead",
     {{"a.test.js", kOneTest},
      {"sum.js", "module.exports = () => 4;"},
      {"jest.config.js", "module.exports = {testMatch: [], setupFiles: ['./evil.js']};"},
      {"package.json", R"({"jest": {"testRunner": "./evil.js", "setupFiles": ["./evil.js"]}})"},
      {"babel.config.js", "process.exit(0);"},
      {".babelrc", "{\"presets\": [\"./evil\"]}"},
      {"evil.js", "process.exit(0);"},
      {"__mocks__/sum.js", "module.exports = () => 3;"}},
     {"adds: failed"}},
    {"BeforeAllThatThrowsIsNotSuspicious",
     {{"a.test.js",
       "beforeAll(() => { throw new Error('no database'); });\n"
       "test('a', () => {});\n"}},
     {"a: failed"}},
    {"BeforeEachThatThrowsIsNotSuspicious",
     {{"a.test.js", "beforeEach(() => { throw new Error('no'); });\ntest('a', () => {});\n"}},
     {"a: failed"}},
    {"OnlyAndSkip",
     {{"a.test.js", "test.only('one', () => {});\ntest('two', () => {});\ntest.todo('three');\n"}},
     {"one: passed", "two: skipped", "three: todo"}},
    {"EqualityThatIsAlwaysTrue",
     {{"a.test.js", kOneTest}, {"sum.js", "Object.is = () => true;\nmodule.exports = () => 4;"}},
     {"adds: passed", "inconsistent: a canary that must fail passed"}},
    {"MatchersReplaced",
     {{"a.test.js", kOneTest},
      {"sum.js",
       "const pass = () => ({ pass: true, message: () => '' });\n"
       "const all = {};\n"
       "const names = Object.entries(expect(1)).filter(([, f]) => typeof f === 'function');\n"
       "for (const [name] of names) all[name] = pass;\n"
       "expect.extend(all);\nmodule.exports = () => 4;"}},
     {"adds: passed", "inconsistent: a canary that must fail passed"}},
    {"ResultsWrittenByTheSubmission",
     {{"a.test.js", kOneTest},
      {"sum.js",
       "const fs = require('fs');\n"
       "for (const f of fs.readdirSync('/results')) {\n"
       "  fs.appendFileSync('/results/' + f, fs.readFileSync('/results/' + f, 'utf8')\n"
       "    .replace(/start/, 'file'));\n"
       "}\nprocess.exit(0);"}},
     {"a.test.js: not finished",
      "inconsistent: a line of the results was not written by the runner"}},
    {"ResultsReplacedByALink",
     {{"a.test.js", kOneTest},
      {"sum.js",
       "const fs = require('fs');\n"
       "for (const f of fs.readdirSync('/results')) {\n"
       "  fs.unlinkSync('/results/' + f);\n"
       "  fs.symlinkSync('/etc/passwd', '/results/' + f);\n"
       "}\nprocess.exit(0);"}},
     {"a.test.js: not finished",
      "inconsistent: the results file is too large or is not a regular file"}},
    {"ListsWithoutRunning",
     {{"a.test.js",
       "describe('g', () => {\n"
       "  for (const n of [1, 2]) test(`loop ${n}`, () => process.exit(0));\n"
       "  test.each([[1], [2]])('each %i', () => {});\n"
       "  test.skip('s', () => {});\n  test.todo('t');\n});\n"}},
     {"g > loop 1: passed", "g > loop 2: passed", "g > each 1: passed", "g > each 2: passed",
      "g > s: skipped", "g > t: todo"},
     Mode::List},
    {"ListsWhereTheModuleIsMissing", {{"a.test.js", kOneTest}}, {"adds: passed"}, Mode::List},
    {"ListsWhereTheModuleDoesNotParse",
     {{"a.test.js", kOneTest}, {"sum.js", "function ("}},
     {"adds: passed"},
     Mode::List},
    {"ListsWhereTheModuleExits",
     {{"a.test.js", kOneTest}, {"sum.js", "process.exit(1);"}},
     {"adds: passed"},
     Mode::List},
    {"ListsNativeModulesThatAreMissing",
     {{"a.test.mjs", "import { sum } from './sum.mjs';\ntest('adds', () => { sum(); });\n"}},
     {"adds: passed"},
     Mode::List},
    {"DoesNotListNamesMadeFromWhatIsMissing",
     {{"a.test.js",
       "\nconst names = require('./names');\n"
       "for (const name of names) test(name, () => {});\ntest('x', () => {});\n"}},
     {"a.test.js: missing file: Cannot find module './names' from 'a.test.js' (a.test.js:2:15)"},
     Mode::List},
};

INSTANTIATE_TEST_SUITE_P(Rows, JestJailTest,
                         ::testing::Combine(::testing::Values("node", "node-jest-29"),
                                            ::testing::ValuesIn(kRows)),
                         [](const auto& row) {
                           return std::get<1>(row.param).name +
                                  (std::get<0>(row.param) == "node" ? "Jest30" : "Jest29");
                         });

constexpr const char* kDomTest =
    "test('dom', () => expect(document.title).toBe(globalThis.prepared));\n";

TEST(JestSettingsTest, TheTemplatesConfigurationTravelsAsData) {
  const Files base = {{"app/jest.config.js",
                       "module.exports = {projects: ['web'].map((name) => ({\n"
                       "  testEnvironment: 'jsdom', testMatch: [`<rootDir>/${name}/*.test.js`],\n"
                       "  setupFilesAfterEnv: ['<rootDir>/jest.setup.js']}))};\n"},
                      {"app/jest.setup.js", "globalThis.prepared = '';\n"},
                      {"app/web/a.test.js", kDomTest}};
  const JailRun listed = run_in_jail("node", "jest", base, {"app/web/a.test.js"}, Mode::List);
  EXPECT_THAT(lines_of_run(listed.suite), ElementsAre("dom: passed"));
  EXPECT_THAT(listed.suite.support, ElementsAre("app/jest.setup.js"));
  EXPECT_THAT(listed.suite.settings, HasSubstr("jest-environment-jsdom"));

  Files student = base;
  student["app/jest.config.js"] = "process.exit(0);";
  const JailRun run =
      run_in_jail("node", "jest", student, {"app/web/a.test.js"}, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("dom: passed"));
}

TEST(JestSettingsTest, WithoutBabelInTheTemplateAnImportIsASyntaxErrorAsForBareJest) {
  const Files files = {{"a.test.js", "import sum from './sum';\ntest('a', () => {});\n"},
                       {"sum.js", ""}};
  const JailRun listed = run_in_jail("node", "jest", files, {"a.test.js"}, Mode::List);
  const JailRun run =
      run_in_jail("node", "jest", files, {"a.test.js"}, Mode::Run, listed.suite.settings);
  EXPECT_THAT(
      lines_of_run(run.suite),
      ElementsAre(
          "a.test.js: syntax: Cannot use import statement outside a module (a.test.js:0:0)"));
}

TEST(JestSettingsTest, AFileThatIsNotThereIsSaidAsSuch) {
  const JailRun run = run_in_jail("node", "jest", {}, {"a.test.js"});
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("a.test.js: missing file: There is no file a.test.js. (:0:0)"));
}

TEST(JestLimitsTest, AnEndlessLoopLeavesTheFinishedFilesTheirResults) {
  sandbox::Limits limits;
  limits.wall = std::chrono::seconds(4);
  limits.cpu = std::chrono::seconds(3);
  const JailRun run = run_in_jail(
      "node", "jest",
      {{"a.test.js", "test('a', () => {});"}, {"b.test.js", "test('b', () => { for (;;); });"}},
      {"a.test.js", "b.test.js"}, Mode::Run, "", limits);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("a: passed", "b.test.js: not finished"));
  EXPECT_TRUE(std::holds_alternative<sandbox::LimitHit>(run.outcome.ending));
}

}  // namespace
}  // namespace grader::runners
