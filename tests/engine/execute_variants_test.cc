// Students' own tests on good and buggy versions, in real jails: what tells versions apart, and
// what does not.
#include <chrono>
#include <memory>
#include <ostream>
#include <set>
#include <string>

#include <gmock/gmock.h>

#include "grader/engine/execute.h"
#include "grader/engine/judges.h"
#include "tests/runners/test_layers.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using grader::testing::real_places;
using ::testing::ElementsAreArray;

std::unique_ptr<sandbox::Launcher> make_launcher(int slots, bool lazy) {
  sandbox::LauncherOptions options;
  options.slots = slots;
  options.lazy = lazy;
  options.ahead = false;
  auto made = sandbox::create_launcher(sandbox::probe_host(), options);
  if (!made) {
    ADD_FAILURE() << to_text(made.error());
    return nullptr;
  }
  return std::move(*made);
}

struct World {
  std::unique_ptr<sandbox::Launcher> launcher = make_launcher(1, false);
  Judges judges{make_launcher(2, true), 2};
};

World& world() {
  static World all;
  return all;
}

constexpr const char* kGood = "exports.sum = (list) => list.reduce((a, b) => a + b, 0);\n";
constexpr const char* kTests =
    "const { sum } = require('./sum');\n"
    "test('two', () => expect(sum([1, 2])).toBe(3));\n"
    "test('none', () => expect(sum([])).toBe(0));\n";

struct Row {
  std::string name;
  std::map<std::string, std::string> submission;
  std::vector<std::string> buggy;
  std::vector<std::string> lines;  // what must come out; of good versions only the first
  std::string environment = "node", framework = "jest", of = "sum.js", test = "sum.test.js";
  std::string good = kGood;
  std::map<std::string, std::string> base = {};
  std::chrono::milliseconds wall{20'000};
  int mutants = 0;
  std::string mutant_test = {};
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string told(const RanVariant& ran, const std::string& file) {
  const auto found = ran.files.find(file);
  if (found == ran.files.end()) return "nothing";
  std::string text = found->second.apart ? "" : "shared a jail: ";
  if (found->second.tampered) text += "tampered ";
  if (found->second.run.failure) text += "not loaded ";
  for (const runners::TestRun& test : found->second.run.tests) {
    text += test.id.name + (test.state == runners::TestState::Passed ? " passed " : " failed ");
  }
  if (found->second.cause != Cause::None) text += std::string(to_text(found->second.cause)) + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

RanBatch run(const Row& row, Judges* judges = &world().judges) {
  Batch batch;
  batch.framework = row.framework;
  batch.environment = row.environment;
  batch.files = {row.test};
  batch.limits.wall = row.wall;
  batch.limits.cpu = row.wall;
  batch.in_process = true;
  rubrics::VariantsPlan variants{row.of, {row.good}, row.buggy, {}};
  MemoryTree base(row.base), submission(row.submission);
  for (const auto& [path, content] : row.submission) {
    if (path != row.of && path != "secret.js") variants.tests.push_back({path, content});
  }
  variants.mutants = row.mutants;
  if (row.mutants > 0) variants.mutant_tests = {{row.test, row.mutant_test}};
  batch.variants = variants;
  ExecuteTools tools;
  tools.launcher = world().launcher.get();
  tools.judges = judges;
  tools.environment = [](const std::string& name) {
    return runners::find_environment(real_places(), name);
  };
  RanBatch ran;
  execute({batch}, submission, &base, tools,
          [&](std::size_t, RanBatch done) { ran = std::move(done); });
  return ran;
}

std::vector<std::string> lines_of(const RanBatch& ran, const Row& row) {
  std::vector<std::string> lines;
  if (ran.failed) lines.push_back("error: " + to_text(*ran.failed));
  for (const auto& runs : ran.variants.good) {
    for (const RanVariant& one : runs) lines.push_back("good: " + told(one, row.test));
  }
  // Each good version ran six times, and came out the same.
  EXPECT_EQ(lines.size(), 6U);
  if (std::set<std::string>(lines.begin(), lines.end()).size() == 1) lines.resize(1);
  for (const RanVariant& one : ran.variants.buggy) lines.push_back(told(one, row.test));
  for (const RanVariant& one : ran.variants.mutants) {
    lines.push_back("mutant: " + told(one, row.test));
  }
  return lines;
}

class VariantsTest : public ::testing::TestWithParam<Row> {};

TEST_P(VariantsTest, ComesOutAsItMust) {
  const Row& row = GetParam();
  EXPECT_THAT(lines_of(run(row), row), ElementsAreArray(row.lines));
}

const std::vector<Row> kRows = {
    {"WhatTheyDo",
     {{"sum.test.js", kTests}, {"sum.js", "exports.sum = () => 3;\n"}},
     {"exports.sum = (list) => list.reduce((a, b) => a + b);\n",
      "exports.sum = (list) => list.length;\n", kGood},
     {"good: two passed none passed", "two passed none failed", "two failed none passed",
      "two passed none passed"}},
    {"Endings",
     {{"sum.test.js", kTests}, {"sum.js", kGood}},
     {"exports.sum = (list) => { while (list.length === 0); return 3; };\n",
      "exports.sum = () => process.exit(0);\n", "process.exit(0);\n",
      "exports.sum = (list => 3;\n"},
     {"good: two passed none passed", "two passed none failed", "two failed none failed",
      "exited_early", "not loaded"},
     "node",
     "jest",
     "sum.js",
     "sum.test.js",
     kGood,
     {},
     std::chrono::milliseconds(4'000)},
    // None of the submission's own code is there but the tests and what they need.
    {"WhatStandsBeside",
     {{"sum.test.js",
       "const { sum } = require('./sum');\nconst { lists } = require('./lists');\n"
       "test('lists', () => { for (const [list, all] of lists) expect(sum(list)).toBe(all); });\n"
       "test('template', () => expect(require('./given').given).toBe('template'));\n"
       "test('secret', () => expect(() => require('./secret')).toThrow());\n"},
      {"lists.js", "exports.lists = [[[1], 1], [[1, 2], 3]];\n"},
      {"given.js", "exports.given = 'mine';\n"},
      {"secret.js", "exports.read = () => require('fs').readFileSync(__dirname + '/sum.js');\n"},
      {"sum.js", kGood}},
     {"exports.sum = (list) => list.length;\n"},
     {"good: lists passed template failed secret passed",
      "lists failed template failed secret passed"},
     "node",
     "jest",
     "sum.js",
     "sum.test.js",
     kGood,
     {{"given.js", "exports.given = 'template';\n"}}},
    {"EsModules",
     {{"sum.test.mjs",
       "import test from 'node:test';\nimport assert from 'node:assert/strict';\n"
       "import { sum } from './sum.mjs';\ntest('two', () => assert.equal(sum([1, 2]), 3));\n"},
      {"sum.mjs", "export const sum = () => 3;\n"}},
     {"export const sum = (list) => list.length;\n"},
     {"good: two passed", "two failed"},
     "node",
     "node-test",
     "sum.mjs",
     "sum.test.mjs",
     "export const sum = (list) => list.reduce((a, b) => a + b, 0);\n"},
    // What cannot be judged from outside shares a jail with each version.
    {"OneProcess",
     {{"sum.test.js",
       "const { execSync } = require('child_process');\nconst { sum } = require('./sum');\n"
       "test('two', () => expect(sum([1, 2])).toBe(Number(execSync('echo 3'))));\n"},
      {"sum.js", kGood}},
     {"exports.sum = (list) => list.length;\n"},
     {"good: shared a jail: two passed", "shared a jail: two failed"}},
    {"Python",
     {{"test_total.py",
       "from total import total\n\n\ndef test_two():\n    assert total([1, 2]) == 3\n\n\n"
       "def test_none():\n    assert total([]) == 0\n"},
      {"total.py", "def total(numbers):\n    return 3\n"}},
     {"def total(numbers):\n    return sum(numbers) or None\n"},
     {"good: test_two passed test_none passed", "test_two passed test_none failed"},
     "python",
     "pytest",
     "total.py",
     "test_total.py",
     "def total(numbers):\n    return sum(numbers)\n"},
};

// What the rubric's tests do not notice is no mutant.
Row mutants(const std::string& name, Row row) {
  row.name = name;
  row.mutants = 2;
  return row;
}

const std::vector<Row> kMutants = {
    mutants("JavaScript", {"",
                           {{"sum.test.js", kTests}, {"sum.js", kGood}},
                           {kGood},
                           {"good: two passed none passed", "two passed none passed",
                            "mutant: two failed none passed", "mutant: two failed none failed"},
                           "node",
                           "jest",
                           "sum.js",
                           "sum.test.js",
                           kGood,
                           {},
                           std::chrono::milliseconds(20'000),
                           0,
                           kTests}),
    mutants("Python",
            {"",
             {{"test_total.py",
               "from total import total\n\n\ndef test_two():\n    assert total([1, 2]) == 3\n"},
              {"total.py", "def total(numbers):\n    return 3\n"}},
             {"def total(numbers):\n    return 3\n"},
             {"good: test_two passed", "test_two passed", "mutant: test_two failed",
              "mutant: test_two failed"},
             "python",
             "pytest",
             "total.py",
             "test_total.py",
             "def total(numbers):\n    result = 0\n    for n in numbers:\n        result += n\n"
             "    return result\n",
             {},
             std::chrono::milliseconds(20'000),
             0,
             "from total import total\n\n\ndef test_two():\n    assert total([1, 2]) == 3\n"}),
};

INSTANTIATE_TEST_SUITE_P(Mutants, VariantsTest, ::testing::ValuesIn(kMutants),
                         [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(Versions, VariantsTest, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

// Tests that would tell versions apart by something else than what they do. Each notices nothing.
Row attack(const std::string& name, const std::string& code) {
  const std::string buggy =
      "// BUG: zero is ignored\nexports.sum = (list) => list.reduce((a, b) => a + b, 0);\n";
  return {name,
          {{"sum.test.js", code}, {"sum.js", kGood}},
          {buggy},
          {"good: looks passed", "looks passed"}};
}

// How a test leaves the realm that it runs in.
const std::string kOut =
    "const outside = require('util').constructor.constructor('return process')();\n"
    "const need = outside.getBuiltinModule('module').createRequire('/harness/judge/main.js');\n";

const std::vector<Row> kAttacks = {
    attack("TextOfAFunction",
           "const { sum } = require('./sum');\n"
           "test('looks', () => expect(`${sum} ${sum.toString()}`).not.toMatch(/BU[G]/));\n"),
    attack(
        "FromOutsideOfTheRealm",
        kOut +
            "const { sum } = require('./sum');\nconst fs = need('fs');\n"
            "const all = (at) => { try { return fs.readdirSync(at, { recursive: true, "
            "withFileTypes: "
            "true }).filter((one) => one.isFile()).map((one) => { try { return fs.readFileSync("
            "one.parentPath + '/' + one.name, 'utf8'); } catch { return ''; } }).join(); } catch { "
            "return ''; } };\n"
            "test('looks', () => { expect(sum([1])).toBe(1); expect(all('/submission') + "
            "all('/tmp') "
            "+ all('/dev/shm') + all('/results')).not.toMatch(/BU[G]/); });\n"),
    attack(
        "ByAFunctionOfTheOtherSide",
        "const { sum } = require('./sum');\n"
        "test('looks', () => { let text = ''; try { text = sum.constructor('return process"
        ".getBuiltinModule(\"fs\").readFileSync(\"/submission/sum.js\", \"utf8\")')(); } catch {} "
        "expect(text).not.toMatch(/BU[G]/); });\n"),
};

INSTANTIATE_TEST_SUITE_P(Attacks, VariantsTest, ::testing::ValuesIn(kAttacks),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace grader::engine
