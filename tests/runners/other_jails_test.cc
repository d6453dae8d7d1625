// node:test and pytest as they are in their jails.
#include <ostream>

#include <gmock/gmock.h>

#include "tests/runners/in_jail.h"

namespace grader::runners {
namespace {

using grader::testing::Files;
using grader::testing::JailRun;
using grader::testing::lines_of_run;
using grader::testing::run_in_jail;

struct Row {
  std::string name;
  Files files;
  std::vector<std::string> lines;
  Mode mode = Mode::Run;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

void expect_lines(const std::string& environment, const std::string& framework, const Row& row) {
  std::vector<std::string> tests;
  for (const auto& [path, content] : row.files) {
    if (path.find(".test.") != std::string::npos || path.find("test_") != std::string::npos) {
      tests.push_back(path);
    }
  }
  const JailRun run = run_in_jail(environment, framework, row.files, tests, row.mode);
  EXPECT_THAT(lines_of_run(run.suite), ::testing::ElementsAreArray(row.lines))
      << run.outcome.standard_error.head;
}

class NodeTestJailTest : public ::testing::TestWithParam<Row> {};
TEST_P(NodeTestJailTest, GivesTheseResults) {
  expect_lines("node", "node-test", GetParam());
}

constexpr const char* kRequired =
    "const test = require('node:test');\nconst assert = require('node:assert');\n";

std::string with_test(const std::string& rest) {
  return kRequired + rest;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, NodeTestJailTest,
    ::testing::Values(
        Row{"Passes",
            {{"a.test.js", with_test("test('a', () => {});\ntest('b', () => assert.ok(0));")}},
            {"a: passed", "b: failed"}},
        Row{"SubtestsAndGroups",
            {{"a.test.js",
              with_test("test.describe('g', () => { test.it('in', () => {}); });\n"
                        "test('outer', async (t) => { await t.test('inner', () => {}); });")}},
            {"g > in: passed", "outer > inner: passed", "outer: passed"}},
        Row{"ExitAtLoadIsNoPass",
            {{"a.test.js", with_test("test('a', () => {});\nprocess.exit(0);")}},
            {"a.test.js: not finished"}},
        Row{"ExitInsideIsNoPass",
            {{"a.test.js", with_test("test('a', () => process.exit(0));")}},
            {"a.test.js: not finished"}},
        Row{"AnExitLeavesTheOtherFiles",
            {{"a.test.js", "process.exit(0);"}, {"b.test.js", with_test("test('b', () => {});")}},
            {"a.test.js: not finished", "b: passed"}},
        Row{"ThrownAfterTheTestsWereNamed",
            {{"a.test.js", with_test("test('a', () => {});\nthrow new Error('stop');")}},
            {"a.test.js: thrown: Error: stop (a.test.js:4:7)"}},
        Row{"Syntax",
            {{"a.test.mjs", "import { x } from './x.mjs';\nimport test from 'node:test';\n"},
             {"x.mjs", "export const x = 1;\nexport const y = {;\n"}},
            {"a.test.mjs: syntax: Unexpected token ';' (x.mjs:2:19)"}},
        Row{"LacksItsLastBrace",
            {{"a.test.mjs", "import { x } from './x.mjs';\nimport test from 'node:test';\n"},
             {"x.mjs", "export function x() {\n"}},
            {"a.test.mjs: syntax: Unexpected end of input (x.mjs:2:0)"}},
        Row{"MissingFile",
            {{"a.test.js", with_test("require('./sum');\n")}},
            {"a.test.js: missing file: Cannot find module './sum' (a.test.js:3:1)"}},
        Row{"MissingPackage",
            {{"a.test.mjs", "import chai from 'chai';\n"}},
            {"a.test.mjs: missing package: Cannot find package 'chai' imported from a.test.mjs "
             "(a.test.mjs:0:0)"}},
        Row{"Empty",
            {{"a.test.js", ""}},
            {"a.test.js: empty: There is no test in this file. (a.test.js:0:0)"}},
        Row{"OpenHandles",
            {{"a.test.js", with_test("test('a', () => {});\nsetInterval(() => {}, 99);")}},
            {"a: passed"}},
        Row{"FormsOfDeclaring",
            {{"a.test.mjs",
              "import test, { describe, it, suite } from 'node:test';\n"
              "import assert from 'node:assert';\n"
              "it.optional = it;\n"
              "describe('g', async () => { await null; it.optional('late', () => {}); });\n"
              "suite('s', { skip: true }, () => test('out', () => {}));\n"
              "test({ name: 'x', skip: true }, () => {});\n"
              "test(function named() {});\ntest('nothing to do');\n"
              "test('called back', (t, done) => setTimeout(done, 1));\n"
              "test('called back with an error', (t, done) => done(new Error('no')));\n"
              "test('skips itself', (t) => { t.skip(); assert.ok(0); });\n"
              "test.todo('todo', () => assert.ok(0));\n"
              "test('meant', { expectFailure: true }, () => assert.ok(0));\n"
              "test('outer', async (t) => {\n"
              "  await t.test('one', async (u) => { await u.test('two', () => assert.ok(0)); });\n"
              "});\n"
              "test('by itself', { timeout: 20 }, () => new Promise(() => {}));\n"}},
            {"g > late: passed", "x: skipped", "named: passed", "nothing to do: passed",
             "called back: passed", "called back with an error: failed", "skips itself: skipped",
             "todo: todo", "meant: passed", "outer > one > two: failed", "outer > one: failed",
             "outer: failed", "by itself: failed"}},
        Row{"EventsReplaced",
            {{"a.test.js", with_test("require('./sum');\ntest('a', () => assert.ok(0));")},
             {"sum.js",
              "const { prototype } = require('events');\nconst { emit } = prototype;\n"
              "prototype.emit = function say(name, ...rest) {\n"
              "  for (const one of rest) if (one?.type === 'test:fail') one.type = 'test:pass';\n"
              "  return emit.call(this, name, ...rest);\n};\n"}},
            {"a: passed", "inconsistent: a test that failed lost its errors"}},
        Row{"EventsReplacedWhereTheyAreRead",
            {{"a.test.js", with_test("require('./sum');\ntest('a', () => assert.ok(0));")},
             {"sum.js",
              "const { prototype } = require('stream').Readable;\nconst { read } = prototype;\n"
              "prototype.read = function reads(...given) {\n"
              "  const one = read.apply(this, given);\n"
              "  if (one?.type === 'test:fail') one.type = 'test:pass';\n  return one;\n};\n"}},
            {"a: passed", "inconsistent: a test that failed lost its errors"}},
        Row{"TestsDeclaredBesideUs",
            {{"a.test.js", with_test("require('./sum');\ntest('a', () => {});")},
             {"sum.js", "process.getBuiltinModule('node:test').test('b', () => {});\n"}},
            {"b: passed", "a: passed", "inconsistent: a test passed that never ran"}},
        Row{"FunctionsThatDeclareReplaced",
            {{"a.test.js", "require('./sum');\n" + with_test("test.it('a', () => assert.ok(0));")},
             {"sum.js",
              "const t = require('node:test');\nconst { it } = t;\n"
              "t.it = (name) => it(name, () => {});\n"}},
            {"a: failed"}},
        Row{"AssertReplacedForTheTimeOfATest",
            {{"a.test.js", with_test("const sum = require('./sum');\n"
                                     "test('a', () => { sum(); assert.equal(1, 2); });")},
             {"sum.js",
              "const a = require('assert');\nconst { equal } = a;\n"
              "module.exports = () => {\n  a.equal = () => {};\n"
              "  queueMicrotask(() => { a.equal = equal; });\n};\n"}},
            {"a: passed", "inconsistent: assert.equal was replaced"}},
        Row{"ListsThatChangeWhatTheyHold",
            {{"a.test.js", with_test("require('./sum');\ntest('a', () => assert.ok(0));")},
             {"sum.js",
              "const { push } = Array.prototype;\n"
              "Array.prototype.push = function change(...given) {\n"
              "  for (const one of given) if (one?.[1] === 'failed') one[1] = 'passed';\n"
              "  return push.apply(this, given);\n};\n"}},
            {"a: failed"}},
        Row{"AssertReplaced",
            {{"a.test.js",
              with_test("assert.equal = () => {};\ntest('a', () => assert.equal(1, 2));")}},
            {"a: passed", "inconsistent: assert.equal was replaced"}},
        Row{"Lists",
            {{"a.test.mjs",
              "import { test, describe } from 'node:test';\n"
              "import { sum } from './missing.mjs';\n"
              "describe('g', () => { for (const n of [1, 2]) test(`n ${n}`, () => sum()); });\n"
              "test.skip('s', () => {});\ntest('t', { todo: true });\n"}},
            {"g > n 1: passed", "g > n 2: passed", "s: skipped", "t: todo"},
            Mode::List}),
    [](const auto& row) { return row.param.name; });

class PytestJailTest : public ::testing::TestWithParam<Row> {};
TEST_P(PytestJailTest, GivesTheseResults) {
  expect_lines("python", "pytest", GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, PytestJailTest,
    ::testing::Values(
        Row{"Passes",
            {{"week/test_a.py",
              "from adding import add\n\ndef test_a():\n    assert add(1, 2) == 3\n"
              "\ndef test_b():\n    assert add(1, 2) == 4\n"},
             {"week/adding.py", "def add(a, b):\n    return a + b\n"}},
            {"test_a: passed", "test_b: failed"}},
        Row{"ExitAtLoadIsNoPass",
            {{"test_a.py", "import os\nos._exit(0)\n"}, {"test_b.py", "def test_b():\n    pass\n"}},
            {"test_a.py: not finished", "test_b: passed"}},
        Row{"SystemExitAtLoad",
            {{"test_a.py", "import sys\nsys.exit(0)\n"}},
            {"test_a.py: thrown: SystemExit: 0 (test_a.py:2:0)"}},
        Row{"Syntax",
            {{"test_a.py", "import broken\n"}, {"broken.py", "def f(:\n    pass\n"}},
            {"test_a.py: syntax: invalid syntax (broken.py:1:7)"}},
        Row{"MissingPackage",
            {{"test_a.py", "import numpy\n"}},
            {"test_a.py: missing package: No module named 'numpy' (test_a.py:1:0)"}},
        Row{"Empty",
            {{"test_a.py", "x = 1\n"}},
            {"test_a.py: empty: There is no test in this file. (test_a.py:0:0)"}},
        Row{"APathThatPytestTakesForATestsName",
            {{"a[b]/c::d/test_a.py",
              "import os\ndef test_a():\n    assert os.getcwd() == '/submission'\n"},
             {"e/test_[f].py", "def test_f():\n    pass\n"}},
            {"test_a: passed",
             "e/test_[f].py: thrown: pytest cannot run a file with [ or :: in its name. "
             "(e/test_[f].py:0:0)"}},
        Row{"KindsOfTests",
            {{"test_a.py",
              "import pytest, unittest\n"
              "class CaseTest(unittest.TestCase):\n"
              "    def test_a(self):\n        self.assertEqual(1, 1)\n"
              "    def test_b(self):\n"
              "        for i in (1, 2):\n"
              "            with self.subTest(i=i):\n                self.assertEqual(i, 1)\n"
              "    @unittest.skip('not now')\n    def test_c(self):\n        pass\n"
              "    @unittest.expectedFailure\n    def test_d(self):\n        self.fail()\n"
              "class NoSetUp(unittest.TestCase):\n"
              "    @classmethod\n    def setUpClass(cls):\n        raise RuntimeError('no')\n"
              "    def test_a(self):\n        pass\n"
              "@pytest.mark.xfail(reason='known')\ndef test_x():\n    assert 0\n"
              "@pytest.mark.xfail\ndef test_y():\n    pass\n"
              "@pytest.mark.xfail(strict=True)\ndef test_z():\n    pass\n"
              "@pytest.mark.parametrize('s', [1, 2], ids=['a::b', '[c] d'])\n"
              "def test_p(s):\n    pass\n"
              "@pytest.mark.skipif(True, reason='so')\ndef test_s():\n    pass\n"
              "@pytest.fixture\ndef broken():\n    raise ValueError\n"
              "def test_f(broken):\n    pass\ndef test_g(nowhere):\n    pass\n"}},
            {"CaseTest > test_a: passed", "CaseTest > test_b: failed", "CaseTest > test_c: skipped",
             "CaseTest > test_d: todo", "NoSetUp > test_a: failed", "test_x: todo",
             "test_y: passed", "test_z: failed", "test_p[a::b]: passed", "test_p[[c] d]: passed",
             "test_s: skipped", "test_f: failed", "test_g: failed"}},
        Row{"ConfigurationOfTheSubmissionIsNotRead",
            {{"test_a.py", "def test_a():\n    assert False\n"},
             {"pytest.ini", "[pytest]\naddopts = --collect-only\n"},
             {"conftest.py", "import os\nos._exit(0)\n"},
             {"pytest.py", "import os\nos._exit(0)\n"},
             {"sitecustomize.py", "import os\nos._exit(0)\n"}},
            {"test_a: failed"}},
        Row{"EqualNamesInTwoFolders",
            {{"a/test_x.py", "def test_a():\n    pass\n"},
             {"b/test_x.py", "def test_b():\n    pass\n"}},
            {"test_a: passed", "test_b: passed"}},
        Row{"AModulesOwnMarkIsNoTampering",
            {{"test_a.py",
              "import pytest\npytestmark = pytest.mark.skip\ndef test_a():\n    assert False\n"}},
            {"test_a: skipped"}},
        Row{"AModulesOwnFixtureIsNoTampering",
            {{"test_a.py",
              "import pytest\n@pytest.fixture(autouse=True)\ndef wait():\n    "
              "pytest.skip('later')\n"
              "def test_a():\n    pass\n"}},
            {"test_a: skipped"}},
        Row{"AModulesOwnSetUpIsDoneOnceAndIsNoTampering",
            {{"test_a.py",
              "times = []\ndef setup_module():\n    times.append(1)\n"
              "def test_a():\n    assert times == [1]\ndef test_b():\n    assert times == [1]\n"}},
            {"test_a: passed", "test_b: passed"}},
        Row{"ASuiteThatEndsItselfIsNoTampering",
            {{"test_a.py",
              "import pytest\ndef test_a():\n    pass\ndef test_b():\n    pytest.exit('stop')\n"}},
            {"test_a: passed"}},
        Row{"RunningPatched",
            {{"test_a.py",
              "import pytest\npytest.Function.runtest = lambda self: None\n"
              "def test_a():\n    assert False\n"}},
            {"test_a: passed", "inconsistent: a canary passed"}},
        Row{"ReportsPatched",
            {{"test_a.py",
              "import _pytest.runner\n"
              "_pytest.runner.CallInfo.excinfo = property(lambda s: None, lambda s, v: None)\n"
              "def test_a():\n    assert False\n"}},
            {"test_a: passed", "inconsistent: a canary passed"}},
        Row{"Lists",
            {{"test_a.py",
              "import pytest\n\n@pytest.mark.parametrize('n', [1, 2])\n"
              "def test_n(n):\n    assert 0\n\nclass TestG:\n    @pytest.mark.skip\n"
              "    def test_s(self):\n        pass\n"}},
            {"test_n[1]: passed", "test_n[2]: passed", "TestG > test_s: skipped"},
            Mode::List},
        Row{"ListsWhatTheSuiteItselfLeavesOut",
            {{"test_a.py",
              "import pytest, unittest\nclass CaseTest(unittest.TestCase):\n"
              "    @unittest.skip('not now')\n    def test_c(self):\n        pass\n"
              "    @unittest.expectedFailure\n    def test_d(self):\n        pass\n"
              "@pytest.mark.xfail\ndef test_x():\n    pass\n"
              "@pytest.mark.skipif(True, reason='so')\ndef test_s():\n    pass\n"
              "@pytest.mark.skipif(False, reason='so')\ndef test_t():\n    pass\n"}},
            {"CaseTest > test_c: skipped", "CaseTest > test_d: todo", "test_x: todo",
             "test_s: skipped", "test_t: passed"},
            Mode::List},
        Row{"ListsWithoutWhatIsNotThere",
            {{"test_a.py",
              "import pytest\nfrom shelf import Shelf, LIMIT\nfrom half import here, gone\n"
              "import broken.deep as deep\n"
              "@deep.mark\ndef test_a():\n    pass\n"
              "class TestB(Shelf):\n    def test_b(self):\n        assert LIMIT\n"},
             {"half.py", "here = 1\n"}},
            {"test_a: passed", "TestB > test_b: passed"},
            Mode::List},
        Row{"ListsNamesThatDependOnCodeByTheirPlace",
            {{"test_a.py",
              "import pytest\nfrom shelf import Shelf, fill\n"
              "@pytest.mark.parametrize('c', [Shelf, Shelf(3), fill(Shelf()), Shelf.height])\n"
              "def test_a(c):\n    pass\n"
              "@pytest.mark.parametrize('c, n', [(Shelf(1), 2)], ids=['low'])\n"
              "def test_b(c, n):\n    pass\n"
              "@pytest.mark.parametrize('n', [1, [Shelf()]])\n"
              "def test_c(n):\n    pass\n"}},
            {"test_a[Shelf]: passed, by place", "test_a[c1]: passed, by place",
             "test_a[c2]: passed, by place", "test_a[height]: passed, by place",
             "test_b[low]: passed, by place", "test_c[1]: passed", "test_c[n1]: passed"},
            Mode::List},
        Row{"ListsWhereTheTemplateThrows",
            {{"test_a.py",
              "import pytest\nfrom shelf import Shelf, fill, HEIGHTS\n"
              "class Tall(Shelf):\n    pass\n"
              "@pytest.mark.parametrize('c, n', [(Shelf(3), 1), (fill(Shelf()), 2)])\n"
              "def test_a(c, n):\n    pass\n"
              "@pytest.mark.parametrize('n', HEIGHTS)\ndef test_b(n):\n    pass\n"},
             {"shelf.py",
              "class Shelf:\n    pass\ndef fill(shelf):\n    raise NotImplementedError\n"
              "HEIGHTS = [10, 20]\n"}},
            {"test_a[c0-1]: passed, by place", "test_a[c1-2]: passed, by place",
             "test_b[10]: passed", "test_b[20]: passed"},
            Mode::List},
        Row{"DoesNotListWhereTheContentOfAStubWouldShow",
            {{"test_a.py",
              "import pytest\nfrom shelf import HEIGHTS\n"
              "@pytest.mark.parametrize('n', HEIGHTS)\ndef test_a(n):\n    pass\n"}},
            {"test_a.py: thrown: StubUsed: the tests depend on code that is not there "
             "(:0:0)"},
            Mode::List}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::runners
