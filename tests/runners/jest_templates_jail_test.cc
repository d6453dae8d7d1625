// How templates want their jest suites run, each kind with the tests of a tiny course: listed over
// the template, then run.
#include <ostream>

#include <gmock/gmock.h>

#include "tests/runners/in_jail.h"

namespace grader::runners {
namespace {

using grader::testing::Files;
using grader::testing::JailRun;
using grader::testing::lines_of_run;
using grader::testing::run_in_jail;

struct Template {
  std::string name;
  Files files;
  std::vector<std::string> lines;
};
void PrintTo(const Template& row, std::ostream* out) {
  *out << row.name;
}

std::vector<std::string> test_files(const Files& files) {
  std::vector<std::string> found;
  for (const auto& [path, content] : files) {
    if (path.find(".test.") != std::string::npos) found.push_back(path);
  }
  return found;
}

class JestTemplateTest : public ::testing::TestWithParam<std::tuple<std::string, Template>> {};

TEST_P(JestTemplateTest, RunsAsItsOwnCommandDoes) {
  const auto& [environment, row] = GetParam();
  const std::vector<std::string> tests = test_files(row.files);
  const JailRun listed = run_in_jail(environment, "jest", row.files, tests, Mode::List);
  const JailRun run =
      run_in_jail(environment, "jest", row.files, tests, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
  std::vector<std::string> names = row.lines;
  for (std::string& line : names) {
    line = line.substr(0, line.rfind(": ")) + ": passed";
  }
  EXPECT_THAT(lines_of_run(listed.suite), ::testing::ElementsAreArray(names))
      << listed.outcome.standard_error.head;
}

const Template kTemplates[] = {
    {"Jest26HasAPageAndOldTimers",
     {{"package.json", R"({"devDependencies": {"jest": "^26.6.3"}})"},
      {"page.js", "module.exports = () => { document.title = 'hi'; setTimeout(() => {}, 5); };"},
      {"a.test.js",
       "const page = require('./page');\n"
       "jest.useFakeTimers();\n"
       "test('page', () => {\n"
       "  page();\n"
       "  expect(document.title).toBe('hi');\n"
       "  expect(setTimeout).toHaveBeenCalledTimes(1);\n"
       "});\n"
       "test('time', () => {\n"
       "  jest.useFakeTimers('modern');\n"
       "  jest.setSystemTime(5);\n"
       "  expect(Date.now()).toBe(5);\n"
       "});\n"
       "test('shape', () => expect({a: [1]}).toMatchInlineSnapshot(`\n"
       "Object {\n  \"a\": Array [\n    1,\n  ],\n}\n`));\n"}},
     {"page: passed", "time: passed", "shape: passed"}},
    {"Jest27HasNoPageAndTodaysTimers",
     {{"package.json", R"({"devDependencies": {"jest": "~27.5.1"}, "jest": {"timers": "legacy"}})"},
      {"a.test.js",
       "test('page', () => expect(typeof document).toBe('undefined'));\n"
       "test('timers', () => expect(setTimeout).not.toHaveBeenCalled());\n"
       "test('shape', () => expect([1]).toMatchInlineSnapshot(`\nArray [\n  1,\n]\n`));\n"},
      {"b/package.json", R"({"devDependencies": {"jest": "27"}, "jest": {}})"},
      {"b/b.test.js",
       "test('time', () => {\n"
       "  jest.useFakeTimers();\n"
       "  jest.setSystemTime(5);\n"
       "  expect(Date.now()).toBe(5);\n"
       "});\n"}},
     {"page: passed", "timers: passed", "shape: passed", "time: passed"}},
    {"AddressOfThePage",
     {{"package.json",
       R"({"devDependencies": {"jest": "^26"}, "jest": {"testURL": "https://school.test/a"}})"},
      {"a.test.js", "test('page', () => expect(location.pathname).toBe('/a'));\n"}},
     {"page: passed"}},
    {"ReactScripts",
     {{"package.json", R"({"dependencies": {"react-scripts": "4.0.3", "react": "^17.0.2"}})"},
      {"src/setupTests.js", "import '@testing-library/jest-dom/extend-expect';\n"},
      {"src/App.js",
       "import logo from './logo.svg';\n"
       "import './App.css';\n"
       "import styles from './App.module.css';\n"
       "export default () => <p className={styles.big}><img src={logo} alt=\"logo\" /></p>;\n"},
      {"src/App.css", "p { color: red }"},
      {"src/App.module.css", ".big { color: red }"},
      {"src/logo.svg", "<svg/>"},
      {"src/App.test.js",
       "import { render, screen } from '@testing-library/react';\n"
       "import App from './App';\n"
       "const was = jest.fn(() => 1);\n"
       "test('renders', () => {\n"
       "  render(<App />);\n"
       "  expect(screen.getByAltText('logo')).toHaveAttribute('src', 'logo.svg');\n"
       "  expect(screen.getByAltText('logo').parentElement).toHaveClass('big');\n"
       "});\n"
       "test('resets', () => expect(was()).toBe(undefined));\n"}},
     {"renders: passed", "resets: passed"}},
    {"BabelByShortNamesAndAssets",
     {{"package.json",
       R"({"babel": {"presets": ["@babel/env", "@babel/react"]},
           "jest": {"testEnvironment": "jsdom", "setupFiles": ["./before.js"],
                    "setupFilesAfterEnv": ["@testing-library/jest-dom/extend-expect"],
                    "moduleNameMapper": {"\\.css$": "identity-obj-proxy",
                                         "^~/(.*)$": "<rootDir>/src/$1"},
                    "transform": {"\\.[jt]sx?$": "babel-jest", "\\.svg$": "./svg.js"}}})"},
      {"before.js", "global.before = typeof window;"},
      {"src/page.css", ""},
      {"src/logo.svg", ""},
      {"src/Page.js",
       "import React from 'react';\n"
       "import styles from './page.css';\n"
       "import logo from './logo.svg';\n"
       "export default () => <p className={styles.big} title={logo}>hi</p>;\n"},
      {"src/Forgot.js", "export default () => <b />;\n"},
      {"src/a.test.js",
       "import React from 'react';\n"
       "import '@testing-library/jest-dom/extend-expect';\n"
       "import { render, screen } from '@testing-library/react';\n"
       "import Page from '~/Page';\n"
       "import Forgot from './Forgot';\n"
       "test('page', () => {\n"
       "  render(<Page />);\n"
       "  expect(screen.getByText('hi')).toHaveClass('big');\n"
       "  expect(screen.getByText('hi')).toHaveAttribute('title', 'logo.svg');\n"
       "  expect(before).toBe('object');\n"
       "});\n"
       "test('classic', () => expect(() => Forgot()).toThrow('React is not defined'));\n"}},
     {"page: passed", "classic: passed"}},
    {"BabelInATypeModulePackage",
     {{"package.json", R"({"type": "module", "devDependencies": {"jest": "^29"}})"},
      {"babel.config.cjs", "module.exports = {presets: ['@babel/preset-env']};"},
      {"sum.js", "export const sum = (a, b) => a + b;\n"},
      {"a.test.js",
       "import { sum } from './sum.js';\n"
       "const seen = jest.fn();\n"
       "test('adds', () => { seen(); expect(sum(1, 2)).toBe(3); });\n"},
      {"native/package.json", R"({"type": "module", "scripts": {"test":
           "NODE_OPTIONS=--experimental-vm-modules jest"}})"},
      {"native/b.test.js",
       "import { jest } from '@jest/globals';\n"
       "const { late } = await import('./late.js');\n"
       "test('native', () => expect(jest.fn(late)()).toBe(1));\n"},
      {"native/late.js", "export const late = () => 1;\n"}},
     {"adds: passed", "native: passed"}},
    {"ModulesAskedForInNpmrc",
     {{"package.json", R"({"type": "module", "jest": {"transform": {}}})"},
      {".npmrc", "node-options=--experimental-vm-modules\n"},
      {"sum.js", "export default (a, b) => a + b;\n"},
      {"a.test.js",
       "import sum from './sum.js';\n"
       "test('adds', () => expect(sum(1, 2) && typeof jest).toBe('undefined'));\n"}},
     {"adds: passed"}},
    {"TypeScriptByTsJestAndAConfigurationInIt",
     {{"package.json", R"({"devDependencies": {"jest": "^29", "ts-jest": "^29"}})"},
      {"jest.config.ts",
       "import type { Config } from 'jest';\n"
       "const config: Config = {preset: 'ts-jest', testEnvironment: 'jsdom',\n"
       "  moduleNameMapper: {'^@/(.*)$': '<rootDir>/src/$1',\n"
       "                     '^(\\\\.{1,2}/.*)\\\\.js$': '$1'}};\n"
       "export default config;\n"},
      {"src/shape.ts",
       "export enum Kind { A = 'a', B = 'b' }\n"
       "export class Shape {\n"
       "  constructor(private readonly side: number, public kind: Kind = Kind.B) {}\n"
       "  area(): number { return this.side ** 2; }\n}\n"},
      {"src/a.test.ts",
       "import { Shape } from '@/shape';\n"
       "import { Kind } from './shape.js';\n"
       "test('area', () => expect(new Shape(2).area()).toBe(4));\n"
       "test('kind', () => expect(new Shape(2).kind).toBe(Kind.B));\n"
       "test('page', () => expect(document.title).toBe(''));\n"}},
     {"area: passed", "kind: passed", "page: passed"}},
    {"TypeScriptAsEsModules",
     {{"package.json",
       R"({"type": "module", "scripts": {"test": "node --experimental-vm-modules jest.js"},
           "jest": {"preset": "ts-jest/presets/default-esm", "extensionsToTreatAsEsm": [".ts"],
                    "moduleNameMapper": {"^(\\.{1,2}/.*)\\.js$": "$1"}}})"},
      {"sum.ts",
       "export const sum = (a: number, b: number) => a + b;\n"
       "export const here: string = import.meta.url;\n"},
      {"a.test.ts",
       "import { sum, here } from './sum.js';\n"
       "const late = await import('./sum.js');\n"
       "test('adds', () => expect(late.sum(1, sum(1, 1))).toBe(3));\n"
       "test('is itself', () => expect(here).toMatch(/sum.ts$/));\n"}},
     {"adds: passed", "is itself: passed"}},
    {"Swc",
     {{"package.json", R"({"type": "module", "devDependencies": {"jest": "^29"}})"},
      {"jest.config.js", "export default {transform: {'^.+\\\\.(t|j)sx?$': '@swc/jest'}};\n"},
      {"other.js", "export const two = () => { throw new Error('not mocked'); };\n"},
      {"a.test.js",
       "import { two } from './other.js';\n"
       "jest.mock('./other.js', () => ({ two: () => 2 }));\n"
       "test('is mocked', () => expect(two()).toBe(2));\n"}},
     {"is mocked: passed"}},
    {"APresetOfSomebodyElse",
     {{"package.json", R"({"devDependencies": {"jest": "^30"}})"},
      {"babel.config.js", "module.exports = {presets: [['@course/babel-preset-week', {}]]};\n"},
      {"sum.js", "export const sum = (a, b) => a + b;\n"},
      {"a.test.js",
       "import { sum } from './sum';\n"
       "test('adds', () => expect(sum(1, 2)).toBe(3));\n"}},
     {"adds: passed"}},
    {"Workspaces",
     {{"package.json",
       R"({"workspaces": ["packages/*"], "jest": {"projects": ["<rootDir>/packages/*"]}})"},
      {"packages/a/package.json",
       R"({"name": "@course/a", "main": "lib/a.js", "jest": {"testEnvironment": "jsdom"}})"},
      {"packages/a/lib/a.js", "module.exports = (x) => x + 1;"},
      {"packages/a/a.test.js", "test('page', () => expect(document.title).toBe(''));\n"},
      {"packages/b/package.json", R"({"name": "b", "exports": {"./twice": "./src/twice.js"}})"},
      {"packages/b/src/twice.js",
       "const a = require('@course/a');\nmodule.exports = (x) => a(a(x));\n"},
      {"packages/b/b.test.js",
       "const twice = require('b/twice');\n"
       "test('twice', () => expect(twice(1)).toBe(3));\n"
       "test('no page', () => expect(typeof document).toBe('undefined'));\n"}},
     {"page: passed", "twice: passed", "no page: passed"}},
    {"WorkspacesOfEsModules",
     {{"package.json",
       R"({"workspaces": {"packages": ["one", "two"]}, "type": "module",
           "scripts": {"test": "NODE_OPTIONS=--experimental-vm-modules jest"}})"},
      {"one/package.json", R"({"name": "one", "type": "module", "exports": "./src/main.js"})"},
      {"one/src/main.js", "export const one = 1;\n"},
      {"two/package.json", R"({"name": "two", "type": "module"})"},
      {"two/a.test.js", "import { one } from 'one';\ntest('one', () => expect(one).toBe(1));\n"}},
     {"one: passed"}},
    {"ManualMocks",
     {{"package.json", R"({"devDependencies": {"jest": "^29"}})"},
      {"__mocks__/react.js", "module.exports = {fake: true};"},
      {"__mocks__/fs.js", "module.exports = {fake: true};"},
      {"src/__mocks__/api.js", "module.exports = {get: () => 7};"},
      {"src/api.js", "module.exports = {get: () => 1};"},
      {"src/a.test.js",
       "test('package', () => expect(require('react').fake).toBe(true));\n"
       "test('own file', () => expect(require('./api').get()).toBe(1));\n"
       "test('of Node', () => expect(require('fs').fake).toBe(undefined));\n"},
      {"src/b.test.js",
       "jest.mock('./api');\njest.mock('fs');\n"
       "test('own file, asked for', () => expect(require('./api').get()).toBe(7));\n"
       "test('of Node, asked for', () => expect(require('fs').fake).toBe(true));\n"
       "test('actual', () => expect(jest.requireActual('react').fake).toBe(undefined));\n"}},
     {"package: passed", "own file: passed", "of Node: passed", "own file, asked for: passed",
      "of Node, asked for: passed", "actual: passed"}},
};

INSTANTIATE_TEST_SUITE_P(Rows, JestTemplateTest,
                         ::testing::Combine(::testing::Values("node", "node-jest-29"),
                                            ::testing::ValuesIn(kTemplates)),
                         [](const auto& row) {
                           return std::get<1>(row.param).name +
                                  (std::get<0>(row.param) == "node" ? "Here30" : "Here29");
                         });

// What the layer does not have is said, and by whom it is asked for.
class JestTemplateLacksTest : public ::testing::TestWithParam<Template> {};

TEST_P(JestTemplateLacksTest, SaysWhat) {
  const std::vector<std::string> tests = test_files(GetParam().files);
  const JailRun listed = run_in_jail("node", "jest", GetParam().files, tests, Mode::List);
  EXPECT_THAT(lines_of_run(listed.suite), ::testing::ElementsAreArray(GetParam().lines));
  // The same is said of the run: it is not about the code that is tested.
  const JailRun run = run_in_jail("node", "jest", {{"a.test.js", "test('a', () => {});"}}, tests,
                                  Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(GetParam().lines));
}

const Template kLacks[] = {
    {"SetupFile",
     {{"package.json", R"({"jest": {"setupFilesAfterEnv": ["jest-extended"]}})"},
      {"a.test.js", "test('a', () => {});"}},
     {"a.test.js: missing package: Cannot find module 'jest-extended', which the jest "
      "configuration asks for (a.test.js:0:0)"}},
    {"Preset",
     {{"package.json", R"({"jest": {"preset": "jest-puppeteer"}})"},
      {"a.test.js", "test('a', () => {});"}},
     {"a.test.js: missing package: Cannot find module 'jest-puppeteer', which the jest "
      "configuration asks for (a.test.js:0:0)"}},
    {"TestEnvironment",
     {{"package.json", R"({"jest": {"testEnvironment": "miniflare"}})"},
      {"a.test.js", "test('a', () => {});"}},
     {"a.test.js: missing package: Cannot find module 'miniflare', which the jest configuration "
      "asks for (a.test.js:0:0)"}},
    {"ConfigurationItself",
     {{"jest.config.js", "module.exports = require('next/jest')({})();"},
      {"a.test.js", "test('a', () => {});"}},
     {"a.test.js: missing package: Cannot find module 'next/jest', which the jest configuration "
      "asks for (a.test.js:0:0)"}},
    {"ConfigurationThatDoesNotParse",
     {{"jest.config.js", "module.exports = {;"}, {"a.test.js", "test('a', () => {});"}},
     {"a.test.js: other: the jest configuration cannot be read: jest.config.js:1: Unexpected "
      "token ';' (a.test.js:0:0)"}},
};

INSTANTIATE_TEST_SUITE_P(Rows, JestTemplateLacksTest, ::testing::ValuesIn(kLacks),
                         [](const auto& row) { return row.param.name; });

TEST(JestTemplateTest, AMockOfTheStudentsOwnIsNotUsedForAPackage) {
  const Files base = {{"package.json", R"({"devDependencies": {"jest": "^29"}})"},
                      {"a.test.js", "test('a', () => expect(require('react').fake).toBe(true));"}};
  const JailRun listed = run_in_jail("node", "jest", base, {"a.test.js"}, Mode::List);
  Files student = base;
  student["__mocks__/react.js"] = "module.exports = {fake: true};";
  student["package.json"] = R"({"jest": {"moduleNameMapper": {"react": "./__mocks__/react.js"}}})";
  const JailRun run =
      run_in_jail("node", "jest", student, {"a.test.js"}, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAre("a: failed"));
}

}  // namespace
}  // namespace grader::runners
