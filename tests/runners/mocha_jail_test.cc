// Mocha as it is in its jail, on the environment that we ship.
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
using ::testing::IsEmpty;

constexpr const char* kOneTest =
    "const { expect } = require('chai');\n"
    "const sum = require('./sum');\n"
    "it('adds', () => expect(sum(1, 2)).to.equal(3));\n";

struct Row {
  std::string name;
  Files files;
  std::vector<std::string> lines;
  Mode mode = Mode::Run;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

class MochaJailTest : public ::testing::TestWithParam<Row> {};
TEST_P(MochaJailTest, GivesTheseResults) {
  const Row& row = GetParam();
  std::vector<std::string> tests;
  for (const auto& [path, content] : row.files) {
    if (path.find(".test.") != std::string::npos) tests.push_back(path);
  }
  const JailRun run = run_in_jail("node-mocha", "mocha", row.files, tests, row.mode);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
}

std::string row_name(const ::testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MochaJailTest,
    ::testing::Values(
        Row{"KindsOfTests",
            {{"a.test.js",
              "const assert = require('assert');\n"
              "describe('g', () => {\n"
              "  context('h', () => { specify('in', () => {}); });\n"
              "  it('later');\n  it.skip('s', () => {});\n  xit('x', () => {});\n"
              "  describe.skip('d', () => it('out', () => {}));\n"
              "  it('skips itself', function () { this.skip(); });\n"
              "  it('calls back', (done) => setTimeout(done, 1));\n"
              "  it('calls back with an error', (done) => done(new Error('no')));\n"
              "  it('waits', async () => { await null; });\n"
              "  it('waits and fails', async () => { await null; assert.ok(0); });\n"
              "  it('hangs', function (done) { this.timeout(20); });\n"
              "  it('throws later', (done) => setTimeout(() => { throw new Error('late'); }, 1));\n"
              "  it('rejects aside', (done) => { Promise.reject(new Error('aside')); });\n"
              "  let n = 0;\n"
              "  it('again', function () { this.retries(1); assert.equal(n += 1, 2); });\n"
              "});\n"},
             {"b.test.js", "it.only('one', () => {});\nit('two', () => {});\n"},
             {"c.test.js",
              "describe('g', () => {\n  before(() => { throw new Error('no database'); });\n"
              "  it('a', () => {});\n  it('a', () => {});\n});\nit('b', () => {});\n"},
             {"d.test.js",
              "beforeEach(() => { throw new Error('no'); });\nit('a', () => {});\n"
              "it('b', () => {});\n"}},
            {"g > h > in: passed",
             "g > later: todo",
             "g > s: skipped",
             "g > x: skipped",
             "g > d > out: skipped",
             "g > skips itself: skipped",
             "g > calls back: passed",
             "g > calls back with an error: failed",
             "g > waits: passed",
             "g > waits and fails: failed",
             "g > hangs: failed",
             "g > throws later: failed",
             "g > rejects aside: failed",
             "g > again: passed",
             "one: passed",
             "two: skipped",
             "g > a: failed",
             "g > a: failed",
             "b: passed",
             "a: failed",
             "b: failed"}},
        // As `mocha a.test.js` has it.
        Row{"RejectionsThatNobodyTakes",
            {{"a.test.js",
              "const wait = () => new Promise((done) => setTimeout(done, 20));\n"
              "it('lets one go', async () => { Promise.reject(new Error('no')); await wait(); });\n"
              "it('skips', function () { Promise.reject(new Error('late')); this.test.skip(); });\n"
              "it('waits', () => wait());\n"}},
            {"lets one go: passed", "skips: skipped", "waits: passed"}},
        Row{"TestsThatAreMadeWithoutTheUsualWords",
            {{"a.test.js",
              "const Mocha = require('mocha');\n"
              "const { describe, it } = Mocha;\n"
              "describe('g', function () {\n"
              "  it('a', () => {});\n"
              "  this.addTest(new Mocha.Test('b', () => { throw new Error('no'); }));\n"
              "  this.addTest(new Mocha.Test('c', () => {}));\n});\n"}},
            {"g > a: passed", "g > b: failed", "g > c: passed"}},
        Row{"TestsThatAreDeclaredWhileOthersRun",
            {{"a.test.js",
              "it('a', () => { it('never', () => {}); });\n"
              "describe('g', () => {\n  before(() => { suite.addTest(late); });\n"
              "  it('b', () => {});\n});\n"
              "const { Test } = require('mocha');\nconst late = new Test('c', () => {});\n"
              "let suite;\ndescribe('h', function () { suite = this; it('d', () => {}); });\n"}},
            {"a: passed", "g > b: passed", "h > d: passed"}},
        Row{"TheOtherInterface",
            {{"a.test.js",
              "suite('g', () => {\n  let n;\n  setup(() => { n = 1; });\n"
              "  test('a', () => { if (n !== 1) throw new Error(); });\n"
              "  test.skip('s', () => {});\n});\n"}},
            {"g > a: passed", "g > s: skipped"}},
        Row{"Modules",
            {{"a.test.mjs",
              "import { expect } from 'chai';\nimport sum from './sum.js';\n"
              "it('esm', () => expect(sum(1, 2)).to.equal(3));\n"},
             {"b/b.test.js",
              "import sum from '../sum.js';\nit('by package.json', () => sum(1, 2));\n"},
             {"b/package.json", R"({"type": "module"})"},
             {"c.test.cjs", "const m = require('./m.mjs');\nit('required', () => m.two());\n"},
             {"m.mjs", "export const two = () => 2;\n"},
             {"sum.js", "module.exports = (a, b) => a + b;\n"}},
            {"esm: passed", "by package.json: passed", "required: passed"}},
        Row{"TypeScript",
            {{"a.test.ts",
              "import { expect } from 'chai';\nimport { sum, Num } from './sum';\n"
              "import Box from './box.js';\n"
              "it('a', () => { const n: Num = sum(1, 2); expect(n).to.equal(3); });\n"
              "it('b', () => expect(new Box(2).get()).to.equal(3));\n"},
             {"sum.ts",
              "export type Num = number;\n"
              "export const sum = (a: Num, b: Num): Num => a + b;\n"},
             {"box.ts",
              "enum Kind { A = 1 }\nexport default class Box {\n"
              "  constructor(private n: number) {}\n  get() { return this.n * Kind.A * Two.n / 2; "
              "}\n}\n"
              "namespace Two { export const n = 2; }\n"},
             {"b.test.mts", "import { y } from './bad.ts';\nit('x', () => y());\n"},
             {"bad.ts", "export const y = ;\n"}},
            {"a: passed", "b: failed", "b.test.mts: syntax: Unexpected token (bad.ts:1:18)"}},
        Row{"Chai",
            {{"a.test.mjs",
              "import chai from 'chai';\nchai.should();\n"
              "it('old', () => (3).should.equal(3));\n"},
             {"b.test.js",
              "const chai = require('chai');\nchai.use(require('chai-as-promised').default);\n"
              "chai.use(require('sinon-chai').default);\nconst sinon = require('sinon');\n"
              "const { expect } = chai;\n"
              "it('eventually', () => expect(Promise.resolve(1)).to.eventually.equal(1));\n"
              "it('never', () => expect(Promise.resolve(1)).to.eventually.equal(2));\n"
              "it('spies', () => { const f = sinon.spy(); f(); expect(f).to.have.been.called; });\n"
              "it('clock', () => { const c = sinon.useFakeTimers(); c.tick(9); c.restore(); });\n"},
             {"c.test.js",
              "require('jsdom-global')();\n"
              "it('page', () => { document.body.innerHTML = '<p>'; });\n"}},
            {"old: passed", "eventually: passed", "never: failed", "spies: passed", "clock: passed",
             "page: passed"}},
        Row{"WhatItLeavesBehind",
            {{"a.test.js",
              "require('http').createServer().listen(0);\nsetInterval(() => {}, 99);\n"
              "it('open handles', () => {});\n"},
             {"b.test.js", "global.left = 1;\nit('b', () => {});\n"},
             {"c.test.js", "it('c', () => { if (global.left) throw new Error('left'); });\n"}},
            {"open handles: passed", "b: passed", "c: passed"}},
        Row{"AnEarlyEndIsNoPass",
            {{"a.test.js", "it('a', () => {});\nprocess.exit(0);"},
             {"b.test.js", "it('b', () => process.exit(0));"},
             {"c.test.js", "it('c', () => process.reallyExit(0));"},
             {"d.test.js", "it('d', () => {});"}},
            {"a.test.js: not finished", "b.test.js: not finished", "c.test.js: not finished",
             "d: passed"}},
        Row{"WhatDoesNotLoad",
            {{"a.test.js", kOneTest},
             {"sum.js", "function sum(a, b) {\n  return a + ;\n}\n"},
             {"b.test.js", "require('./nothere');\n"},
             {"c.test.js", "const prompt = require('prompt-sync');\n"},
             {"d.test.js", "require('./throws');\n"},
             {"throws.js", "\n\n  console.log(missing);\n"},
             {"e.test.js", "// later\n"},
             {"f.test.js", "it('a', () => {});\nthrow new Error('stop');\n"},
             {"g.test.js", "describe('g', () => { it(1, () => {}); });\n"}},
            {"a.test.js: syntax: Unexpected token ';' (sum.js:2:14)",
             "b.test.js: missing file: Cannot find module './nothere' (b.test.js:1:1)",
             "c.test.js: missing package: Cannot find module 'prompt-sync' (c.test.js:1:16)",
             "d.test.js: thrown: ReferenceError: missing is not defined (throws.js:3:15)",
             "e.test.js: empty: There is no test in this file. (e.test.js:0:0)",
             "f.test.js: thrown: Error: stop (f.test.js:2:7)",
             "g.test.js: thrown: TypeError: Test argument \"title\" should be a string. Received "
             "type \"number\" (g.test.js:1:23)"}},
        Row{"ConfigurationOfTheSubmissionIsNotRead",
            {{"a.test.js", kOneTest},
             {"sum.js", "module.exports = () => 4;"},
             {".mocharc.js", "process.exit(0);"},
             {".mocharc.json", R"({"require": "./evil.js", "grep": "none"})"},
             {"test/mocha.opts", "--require ./evil.js\n"},
             {"evil.js", "process.reallyExit(0);"},
             {"package.json",
              R"({"mocha": {"require": "./evil.js"}, "scripts": {"test": "mocha -r ./evil.js"}})"}},
            {"adds: failed"}},
        Row{"ListsWithoutRunning",
            {{"a.test.js",
              "const { sum } = require('./missing');\n"
              "describe('g', () => {\n"
              "  before(() => process.reallyExit(0));\n"
              "  for (const n of [1, 2]) it(`loop ${n}`, () => sum());\n"
              "  it.skip('s', () => {});\n  it('t');\n});\n"},
             {"b.test.js", kOneTest},
             {"sum.js", "function ("},
             {"c.test.mjs",
              "import { x } from './missing.mjs';\nimport './leaves.mjs';\nit('c', () => x());\n"},
             {"leaves.mjs", "process.exit(1);"},
             {"d.test.js",
              "const names = require('./names');\n"
              "for (const name of names) it(name, () => {});\nit('x', () => {});\n"},
             {"e.test.js", "it.only('one', () => {});\nit('two', () => {});\n"}},
            {"g > loop 1: passed", "g > loop 2: passed", "g > s: skipped", "g > t: todo",
             "adds: passed", "c: passed",
             "d.test.js: missing file: Cannot find module './names' (d.test.js:1:15)",
             "one: passed", "two: skipped"},
            Mode::List}),
    row_name);

constexpr const char* kThreeTests =
    "const { expect } = require('chai');\n"
    "const assert = require('assert');\n"
    "const sum = require('./sum');\n"
    "describe('sum', () => {\n"
    "  it('a', () => expect(sum(1, 2)).to.equal(3));\n"
    "  it('b', async () => assert.equal(await sum(1, 2), 3));\n"
    "  it('c', (done) => { try { assert.deepEqual([sum(1, 2)], [3]); done(); }\n"
    "                      catch (e) { done(e); } });\n});\n";

struct Attack {
  std::string name;
  std::string sum;                 // a module that gives 4
  std::vector<std::string> lines;  // empty: every test fails, and nobody is asked
};
void PrintTo(const Attack& attack, std::ostream* out) {
  *out << attack.name;
}

class MochaForgingTest : public ::testing::TestWithParam<Attack> {};
TEST_P(MochaForgingTest, IsSeenOrInVain) {
  const JailRun run =
      run_in_jail("node-mocha", "mocha", {{"a.test.js", kThreeTests}, {"sum.js", GetParam().sum}},
                  {"a.test.js"});
  std::vector<std::string> lines = GetParam().lines;
  if (lines.empty()) lines = {"sum > a: failed", "sum > b: failed", "sum > c: failed"};
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(lines))
      << run.outcome.standard_error.head;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MochaForgingTest,
    ::testing::Values(
        Attack{"Honest",
               "module.exports = (a, b) => a + b;\n",
               {"sum > a: passed", "sum > b: passed", "sum > c: passed"}},
        Attack{"AssertReplaced",
               "const a = require('assert');\na.equal = a.deepEqual = () => {};\n"
               "module.exports = () => 4;\n",
               {"sum > a: failed", "sum > b: passed", "sum > c: passed",
                "inconsistent: assert.equal was replaced"}},
        Attack{"AssertReplacedForTheTimeOfATest",
               "const a = require('assert');\nconst { equal, deepEqual } = a;\n"
               "module.exports = () => {\n  a.equal = a.deepEqual = () => {};\n"
               "  queueMicrotask(() => Object.assign(a, { equal, deepEqual }));\n  return 4;\n};\n",
               {"sum > a: failed", "sum > b: failed", "sum > c: failed",
                "inconsistent: assert.equal was replaced"}},
        Attack{"ChaiReplaced",
               "require('chai').Assertion.prototype.assert = () => {};\n"
               "module.exports = () => 4;\n",
               {"sum > a: passed", "sum > b: failed", "sum > c: failed",
                "inconsistent: chai accepts what is wrong"}},
        Attack{"ChaiExtended",
               "require('chai').use(({ Assertion }) => {\n"
               "  Assertion.overwriteMethod('equal', () => function equal() {});\n});\n"
               "module.exports = () => 4;\n",
               {"sum > a: passed", "sum > b: failed", "sum > c: failed",
                "inconsistent: chai accepts what is wrong"}},
        Attack{"ItReplaced",
               "const { it } = globalThis;\nglobalThis.it = (title) => it(title, () => {});\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"DescribeDefinedAnew",
               "try {\n  Object.defineProperty(globalThis, 'describe', { value: () => {} });\n"
               "} catch {}\nmodule.exports = () => 4;\n",
               {}},
        Attack{"TestsThatDoNotCallTheirFunction",
               "require('mocha').Runnable.prototype.run = function run(done) { done(); };\n"
               "module.exports = () => 4;\n",
               {"sum > a: passed", "sum > b: passed", "sum > c: passed",
                "inconsistent: a test passed that never ran"}},
        Attack{"TestsThatForgetTheirErrors",
               "const { prototype } = require('mocha').Runnable;\nconst { run } = prototype;\n"
               "prototype.run = function runs(done) { return run.call(this, () => done()); };\n"
               "module.exports = () => 4;\n",
               {"sum > a: passed", "sum > b: passed", "sum > c: passed",
                "inconsistent: a test that failed lost its errors"}},
        Attack{"EventsReplaced",
               "const { emit } = require('events').prototype;\n"
               "require('mocha').Runner.prototype.emit = function say(name, ...rest) {\n"
               "  return emit.call(this, name === 'fail' ? 'pass' : name, ...rest);\n};\n"
               "module.exports = () => 4;\n",
               {"sum > a: passed", "sum > b: passed", "sum > c: passed",
                "inconsistent: a test that failed lost its errors"}},
        Attack{"FunctionsOfTestsReplaced",
               "const { prototype } = require('mocha').Runnable;\n"
               "Object.defineProperty(prototype, 'fn',\n"
               "  { set() { this.own = () => {}; }, get() { return this.own; } });\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"NamesOfTestsReplaced",
               "Object.defineProperty(require('mocha').Test.prototype, 'title',\n"
               "  { get: () => 'z', set() {} });\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"PromisesReplaced",
               "const { then } = Promise.prototype;\n"
               "Promise.prototype.then = function follow(a) {\n"
               "  return then.call(this, a, () => a?.());\n};\n"
               "module.exports = () => 4;\n",
               {"sum > a: failed", "sum > b: passed", "sum > c: failed",
                "inconsistent: promises were changed"}},
        Attack{"ListsThatChangeWhatTheyHold",
               "for (let i = 0; i < 9; i += 1) {\n"
               "  Object.defineProperty(Array.prototype, i, { set(value) {\n"
               "    if (value?.[1] === 'failed') value[1] = 'passed';\n"
               "    Object.defineProperty(this, i, { value, writable: true, enumerable: true,\n"
               "      configurable: true });\n  } });\n}\n"
               "for (const name of ['map', 'push', 'slice']) {\n"
               "  const own = Array.prototype[name];\n"
               "  Array.prototype[name] = function change(...given) {\n"
               "    for (const one of this) if (one?.[1] === 'failed') one[1] = 'passed';\n"
               "    for (const one of given) if (one?.[1] === 'failed') one[1] = 'passed';\n"
               "    return own.apply(this, given);\n  };\n}\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"MapsReplaced",
               "Map.prototype.set = function set() { return this; };\n"
               "Map.prototype.get = () => ({ said: 'passed', ran: true, ended: true });\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"WordsOfTheResultsReplaced",
               "Array.prototype.toJSON = function () {\n"
               "  return this.map((one) => (one === 'failed' ? 'passed' : one));\n};\n"
               "const { stringify } = JSON;\n"
               "JSON.stringify = (...a) => stringify(...a)?.replace(/failed/g, 'passed');\n"
               "module.exports = () => 4;\n",
               {}},
        Attack{"ResultsWrittenByTheSubmission",
               "const fs = require('fs');\n"
               "for (const f of fs.readdirSync('/results')) {\n"
               "  fs.appendFileSync('/results/' + f, fs.readFileSync('/results/' + f, 'utf8')\n"
               "    .replace(/start/, 'file'));\n}\nmodule.exports = () => 3;\n",
               {"a.test.js: not finished",
                "inconsistent: a line of the results was not written by the runner"}}),
    [](const auto& row) { return row.param.name; });

TEST(MochaSettingsTest, TheTemplatesConfigurationTravelsAsData) {
  const Files base = {
      {"app/.mocharc.yml",
       "ui: tdd\nrequire: [./setup.js, not-there/register]\ntimeout: 20\nspec: nothing\n"},
      {"app/setup.js",
       "const { expect } = require('chai');\nglobal.expect = expect;\n"
       "exports.mochaHooks = { beforeEach() { global.prepared = true; } };\n"},
      {"app/package.json", R"({"devDependencies": {"chai": "^4.3.0"}})"},
      {"app/helpers.js", "exports.version = require('chai').version;\n"},
      {"app/test/a.test.js",
       "const { version } = require('../helpers');\nconst fs = require('fs');\n"
       "test('set up', () => expect(prepared).to.be.true);\n"
       "test('old chai', () => expect(version).to.match(/^4/));\n"
       "test('here', () => expect(fs.existsSync('./setup.js')).to.be.true);\n"
       "test('in time', (done) => setTimeout(done, 200));\n"}};
  const std::vector<std::string> tests = {"app/test/a.test.js"};
  const JailRun listed = run_in_jail("node-mocha", "mocha", base, tests, Mode::List);
  EXPECT_THAT(lines_of_run(listed.suite),
              ElementsAre("set up: passed", "old chai: passed", "here: passed", "in time: passed"));
  EXPECT_THAT(listed.suite.support, ElementsAre("app/setup.js"));

  Files student = base;
  student["app/.mocharc.yml"] = "ui: bdd\n";
  student["app/package.json"] = R"({"mocha": {"require": "./evil.js"}})";
  student["app/evil.js"] = "process.exit(0);";
  const JailRun run =
      run_in_jail("node-mocha", "mocha", student, tests, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("set up: passed", "old chai: passed", "here: passed", "in time: failed"));
}

// Before chai 5 its plugins were functions.
TEST(MochaSettingsTest, PluginsOfAnEarlierChaiAreAsTheyWere) {
  const Files files = {
      {"package.json",
       R"({"devDependencies": {"chai": "^3.5.0"}, "scripts": {"test": "mocha -r ./set-up.js"}})"},
      {"set-up.js",
       "const chai = require('chai');\nglobal.expect = chai.expect;\n"
       "global.sinon = require('sinon');\nchai.use(require('sinon-chai'));\n"
       "chai.use(require('chai-as-promised').default);\n"},
      {"a.test.js",
       "it('spies', () => { const f = sinon.spy(); f(); expect(f).to.have.been.calledOnce; });\n"
       "it('never', () => expect(Promise.resolve(1)).to.eventually.equal(2));\n"},
      {"b.test.mjs",
       "import chai from 'chai';\nimport sinonChai from 'sinon-chai';\nchai.use(sinonChai);\n"
       "it('imports', () => expect(sinon.spy()).to.have.not.been.called);\n"}};
  const std::vector<std::string> tests = {"a.test.js", "b.test.mjs"};
  const JailRun listed = run_in_jail("node-mocha", "mocha", files, tests, Mode::List);
  const JailRun run =
      run_in_jail("node-mocha", "mocha", files, tests, Mode::Run, listed.suite.settings);
  EXPECT_THAT(lines_of_run(run.suite),
              ElementsAre("spies: passed", "never: failed", "imports: passed"));
}

struct SettingsRow {
  std::string name;
  Files files;
  std::string settings;
};
void PrintTo(const SettingsRow& row, std::ostream* out) {
  *out << row.name;
}

class MochaSettingsRowsTest : public ::testing::TestWithParam<SettingsRow> {};
TEST_P(MochaSettingsRowsTest, AreReadFrom) {
  Files files = GetParam().files;
  files["a.test.js"] = "";
  const JailRun run = run_in_jail("node-mocha", "mocha", files, {"a.test.js"}, Mode::List);
  EXPECT_EQ(run.suite.settings, R"({"files":{)" + GetParam().settings + "}}");
}

constexpr const char* kNothing = R"("a.test.js":{"file":[],"folder":"/submission","require":[]})";

INSTANTIATE_TEST_SUITE_P(
    Rows, MochaSettingsRowsTest,
    ::testing::Values(
        SettingsRow{"Nothing", {}, R"("a.test.js":{})"},
        SettingsRow{"AProject", {{"package.json", "{}"}}, kNothing},
        SettingsRow{
            "ItsScript",
            {{"package.json",
              R"({"scripts": {"test": "eslint . && mocha -u tdd -t 5s -r ./s x.js; y"}})"},
             {"s.js", ""}},
            R"("a.test.js":{"file":[],"folder":"/submission","require":["/submission/s.js"],)"
            R"("timeout":5000,"ui":"tdd"})"},
        SettingsRow{
            "ItsKey",
            {{"package.json", R"({"mocha": {"ui": "bdd", "retries": 2, "file": "f.js"}})"},
             {"f.js", ""}},
            R"("a.test.js":{"file":["/submission/f.js"],"folder":"/submission","require":[],)"
            R"("retries":2,"ui":"bdd"})"},
        SettingsRow{"JsonWithComments",
                    {{".mocharc.jsonc", "{/* slow */ \"timeout\": 0}"}},
                    R"("a.test.js":{"file":[],"folder":"/submission","require":[],"timeout":0})"},
        SettingsRow{
            "AModule",
            {{".mocharc.cjs", "module.exports = { timeout: '2m' };"}},
            R"("a.test.js":{"file":[],"folder":"/submission","require":[],"timeout":120000})"},
        SettingsRow{
            "Options",
            {{"test/mocha.opts", "--colors\n--ui tdd\n--timeout 9\n"}},
            R"("a.test.js":{"file":[],"folder":"/submission","require":[],"timeout":9,"ui":"tdd"})"},
        SettingsRow{"WhatCannotBeRead", {{".mocharc.js", "module.exports = {"}}, ""}),
    [](const auto& row) { return row.param.name; });

TEST(MochaLimitsTest, AnEndlessLoopLeavesTheFinishedFilesTheirResults) {
  sandbox::Limits limits;
  limits.wall = std::chrono::seconds(4);
  limits.cpu = std::chrono::seconds(4);
  const JailRun run = run_in_jail(
      "node-mocha", "mocha",
      {{"a.test.js", "it('a', () => {});"}, {"b.test.js", "it('b', () => { for (;;); });"}},
      {"a.test.js", "b.test.js"}, Mode::Run, "", limits);
  EXPECT_THAT(lines_of_run(run.suite), ElementsAre("a: passed", "b.test.js: not finished"));
  EXPECT_TRUE(std::holds_alternative<sandbox::LimitHit>(run.outcome.ending));
}

}  // namespace
}  // namespace grader::runners
