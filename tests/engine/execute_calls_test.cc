// Calls of functions in real jails: both halves of the pipe, and what an ending costs.
#include "grader/engine/execute_calls.h"

#include <ostream>

#include <gmock/gmock.h>

#include "grader/model/value_json.h"
#include "tests/runners/test_layers.h"
#include "tests/support/memory_tree.h"

namespace grader::engine {
namespace {

using grader::testing::MemoryTree;
using grader::testing::real_places;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

sandbox::Launcher* launcher() {
  static const auto made =
      sandbox::create_launcher(sandbox::probe_host(), sandbox::LauncherOptions{});
  if (!made) {
    ADD_FAILURE() << to_text(made.error());
    return nullptr;
  }
  return made->get();
}

std::string told(const rubrics::CallsEvidence::Call& call) {
  if (!call.reply) {
    return call.cause == Cause::None ? "not tried" : std::string(to_text(call.cause));
  }
  const auto after = [](const std::optional<Value>& value) {
    return value ? " after " + to_json(*value) : "";
  };
  if (const auto* threw = std::get_if<runners::Threw>(&*call.reply)) {
    std::string text = "threw";
    for (const std::string& type : threw->types) text += " " + type;
    text += ": " + threw->error.message;
    if (threw->error.line > 0) {
      text += " (" + threw->error.file + ":" + std::to_string(threw->error.line) + ")";
    }
    return text + after(threw->after);
  }
  const auto& returned = std::get<runners::Returned>(*call.reply);
  return to_json(returned.value) + after(returned.after);
}

std::vector<std::string> told(const rubrics::CallsEvidence& evidence) {
  std::vector<std::string> lines;
  if (evidence.broken) lines.push_back("broken");
  if (evidence.load_cause != Cause::None) {
    lines.push_back("while it was read: " + std::string(to_text(evidence.load_cause)));
  }
  if (evidence.not_there) {
    if (const auto* failure = std::get_if<runners::LoadFailure>(&*evidence.not_there)) {
      lines.push_back("unloadable: " + failure->message + " (" + failure->file + ":" +
                      std::to_string(failure->line) + ")");
    } else {
      std::string text = "missing, has";
      for (const std::string& name : std::get<runners::MissingFunction>(*evidence.not_there).has) {
        text += " " + name;
      }
      lines.push_back(text);
    }
  }
  for (const auto& call : evidence.calls) lines.push_back(told(call));
  return lines;
}

struct Row {
  std::string name;
  std::string module, code;
  std::string function;
  std::vector<std::string> calls;  // the arguments as JSON; "+" before: asks for them afterwards
  std::vector<std::string> lines;
  std::map<std::string, std::string> files = {};  // beside it
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

RanBatch ran(const Row& row, std::chrono::milliseconds cpu = std::chrono::seconds(30),
             std::chrono::milliseconds wall = std::chrono::seconds(60)) {
  std::map<std::string, std::string> files = row.files;
  files[row.module] = row.code;
  const MemoryTree submission(files);
  ExecuteTools tools;
  tools.launcher = launcher();
  tools.environment = [](const std::string& name) {
    return runners::find_environment(real_places(), name);
  };
  rubrics::CallsPlan plan;
  plan.module = row.module;
  plan.function = row.function;
  plan.language = row.module.ends_with(".py") ? Language::Python : Language::JavaScript;
  for (const std::string& call : row.calls) {
    const bool after = call.starts_with('+');
    const std::optional<Value> arguments = value_from_json(call.substr(after ? 1 : 0));
    EXPECT_TRUE(arguments) << call;
    plan.calls.push_back({arguments.value_or(Value::of(Value::Kind::List)), after});
  }
  Batch batch;
  batch.environment = plan.language == Language::Python ? "python" : "node";
  batch.limits.wall = wall;
  batch.limits.cpu = cpu;
  batch.calls = plan;
  RanBatch result = run_calls(batch, submission, tools);
  EXPECT_FALSE(result.failed) << to_text(*result.failed);
  return result;
}

class ExecuteCallsTest : public ::testing::TestWithParam<Row> {};
TEST_P(ExecuteCallsTest, GivesTheseReplies) {
  EXPECT_THAT(told(ran(GetParam()).calls), ElementsAreArray(GetParam().lines));
}

constexpr const char* kEcho = R"(
function echo(x) { return x; }
async function later(x) { await null; return [x]; }
class Odd extends RangeError {}
function boom(x) { throw new Odd('no ' + x); }
function says() { throw 'words'; }
class Point { constructor() { this.x = 1; } }
function odd() {
  const circle = [1]; circle.push(circle);
  return [new Point(), echo, Symbol('s'), circle, [, 1], /x/, '\ud800', new Promise(() => {}),
    { get a() { return 1; } }];
}
const throwing = () => ({ get a() { throw 1; } });
const huge = () => 'x'.repeat(2 ** 21);
const many = () => new Array(60000).fill(0);
function sorts(list) { return list.sort(); }
)";

INSTANTIATE_TEST_SUITE_P(
    JavaScript, ExecuteCallsTest,
    ::testing::Values(
        Row{"ValuesBothWays",
            "week/a.js",
            kEcho,
            "echo",
            {"[1.5]", "[\"\\u00e9\\n\"]", R"([{"$js":"-0"}])", R"([{"$js":"undefined"}])",
             R"([{"$bigint":"12345678901234567890"}])", R"([{"$date":5}])",
             R"([{"$map":[[1,{"a":null}]]}])", R"([{"$set":[1,[2]]}])",
             R"([{"$object":{"class":"","fields":{"$js":1,"__proto__":{"b":2}}}}])"},
            {"1.5", "\"é\\n\"", R"({"$js":"-0"})", R"({"$js":"undefined"})",
             R"({"$bigint":"12345678901234567890"})", R"({"$date":5.0})",
             R"({"$map":[[1,{"a":null}]]})", R"({"$set":[1,[2]]})",
             R"({"$object":{"class":"","fields":{"$js":1,"__proto__":{"b":2}}}})"}},
        Row{"WhatIsNotPlainHasAName",
            "a.js",
            kEcho,
            "odd",
            {"[]"},
            {R"([{"$object":{"class":"Point","fields":{"x":1}}},{"$other":"function"},)"
             R"({"$other":"symbol"},[1,{"$other":"circular"}],[{"$js":"undefined"},1],)"
             R"({"$other":"RegExp"},{"$other":"text with half a character"},{"$other":"promise"},)"
             R"({"a":1}])"}},
        Row{"WhatCannotBeRead",
            "a.js",
            kEcho,
            "throwing",
            {"[]"},
            {R"({"$other":"value that cannot be read"})"}},
        Row{"TooLarge", "a.js", kEcho, "huge", {"[]"}, {R"({"$other":"too large"})"}},
        Row{"TooMany", "a.js", kEcho, "many", {"[]"}, {R"({"$other":"too large"})"}},
        Row{"APromiseIsWaitedFor", "a.js", kEcho, "later", {"[1]"}, {"[1]"}},
        Row{"AnErrorHasItsClassesAndPlace",
            "a.js",
            kEcho,
            "boom",
            {"[1]"},
            {"threw RangeError Odd Error: RangeError: no 1 (a.js:5)"}},
        Row{"WhatIsThrownMayBeAnything", "a.js", kEcho, "says", {"[]"}, {"threw: words"}},
        Row{"ArgumentsAfterwards", "a.js", kEcho, "sorts", {"+[[3,1]]"}, {"[1,3] after [[1,3]]"}},
        Row{"ExportedByName", "a.js", "exports.f = (a) => a + 1;", "f", {"[1]"}, {"2"}},
        Row{"ExportedAsAll", "a.js", "module.exports = (a) => a + 1;", "f", {"[1]"}, {"2"}},
        Row{"ExportedAsAllUnderAnotherName",
            "a.js",
            "module.exports = function g() {};",
            "f",
            {"[1]"},
            {"missing, has g", "not tried"}},
        Row{"DeclaredOnly",
            "a.js",
            "#!/usr/bin/env node\nlet f = a => a + 1; // end",
            "f",
            {"[1]"},
            {"2"}},
        Row{"AnEsModule",
            "a.mjs",
            "import { one } from './b.mjs'; export const f = (a) => a + one;",
            "f",
            {"[1]"},
            {"2"},
            {{"b.mjs", "export const one = 1;"}}},
        Row{"AnEsModuleByItsSyntax",
            "a.js",
            "export default function (a) { return a + 1; }",
            "default",
            {"[1]"},
            {"2"}},
        Row{"AModuleThatWaits",
            "a.js",
            "export const one = await 1; export const f = () => one;",
            "f",
            {"[]"},
            {"1"}},
        Row{"TypeScript",
            "a.ts",
            "export const f = (a: number): number => a + 1;",
            "f",
            {"[1]"},
            {"2"}},
        Row{"NoFunction",
            "a.js",
            "function g() {}\nconst h = () => 1;",
            "f",
            {"[]"},
            {"missing, has g h", "not tried"}},
        Row{"ASyntaxError",
            "w/a.js",
            "function f() {\n  return (1;\n}\n",
            "f",
            {"[]"},
            {"unloadable: Unexpected token ';' (w/a.js:2)", "not tried"}},
        Row{"ThrowsWhileItIsRead",
            "a.js",
            "\nnothing.there();",
            "f",
            {"[]"},
            {"unloadable: ReferenceError: nothing is not defined (a.js:2)", "not tried"}},
        Row{"APackageIsMissing",
            "a.js",
            "require('nothing-like-it');",
            "f",
            {"[]"},
            {"unloadable: Cannot find module 'nothing-like-it' (a.js:1)", "not tried"}},
        Row{"ExitsWhileItIsRead",
            "a.js",
            "process.exit(0);",
            "f",
            {"[]"},
            {"while it was read: exited_early", "not tried"}},
        Row{"PrintsAndWaits",
            "a.js",
            "console.log('x'); setInterval(() => { throw 1; }, 1); Promise.reject(1);\n"
            "exports.f = async (a) => { await new Promise((go) => setTimeout(go, 20)); return a; "
            "};",
            "f",
            {"[1]", "[2]"},
            {"1", "2"}},
        Row{"AnEndIsOnlyItsOwn",
            "a.js",
            "exports.f = (a) => { if (a === 2) process.exit(0); if (a === 3) process.abort();"
            " return a; };",
            "f",
            {"[1]", "[2]", "[3]", "[4]"},
            {"1", "exited_early", "crashed", "4"}},
        Row{"SpeaksEarly",
            "a.js",
            "require('fs').writeSync(3, Buffer.from('\\0\\0\\0\\x02{}')); exports.f = () => 1;",
            "f",
            {"[]"},
            {"broken", "not tried"}},
        Row{"SpeaksTwice",
            "a.js",
            "exports.f = () => { require('fs').writeSync(3, Buffer.from([0,0,0,2,123,125]));"
            " return 1; };",
            "f",
            {"[]", "[]"},
            {"broken", "not tried", "not tried"}},
        Row{"AnswersWithAStolenId",
            "a.js",
            "const fs = require('fs'); const { stringify } = JSON; JSON.stringify = (v) =>"
            " v?.id ? stringify({ ...v, is: 'loaded' }) : stringify(v); exports.f = () => 1;",
            "f",
            {"[]"},
            {"1"}},
        Row{"ClosesThePipe",
            "a.js",
            "require('fs').closeSync(3); exports.f = () => 1;",
            "f",
            {"[]"},
            {"while it was read: exited_early", "not tried"}}));

constexpr const char* kPython = R"(
from collections import namedtuple
def echo(x): return x
def odd():
    circle = [1]; circle.append(circle)
    return [(1,), {2, 1}, {1: 2}, 2 ** 60, float("nan"), -0.0, echo, circle, "\ud800", object(),
            namedtuple("P", "x")(1)]
def boom(x): raise KeyError(x)
async def later(x): return [x]
def sorts(items): items.sort()
def ends(): raise SystemExit(3)
if __name__ == "__main__": raise Exception("not asked for")
)";

INSTANTIATE_TEST_SUITE_P(
    Python, ExecuteCallsTest,
    ::testing::Values(
        Row{"ValuesBothWays",
            "week/a.py",
            kPython,
            "echo",
            {"[1.5]", "[\"\\u00e9\\n\"]", "[true]", "[null]", R"([{"$js":"Infinity"}])",
             R"([{"$bigint":"12345678901234567890"}])", R"([{"$tuple":[1,[2]]}])",
             R"([{"$set":[2,1]}])", R"([{"$map":[[1,{"a":2}]]}])",
             R"([{"$object":{"class":"","fields":{"$js":1}}}])"},
            {"1.5", "\"é\\n\"", "true", "null", R"({"$js":"Infinity"})",
             R"({"$bigint":"12345678901234567890"})", R"({"$tuple":[1,[2]]})", R"({"$set":[1,2]})",
             R"({"$map":[[1,{"a":2}]]})", R"({"$object":{"class":"","fields":{"$js":1}}})"}},
        Row{"WhatIsNotPlainHasAName",
            "a.py",
            kPython,
            "odd",
            {"[]"},
            {R"([{"$tuple":[1]},{"$set":[1,2]},{"$map":[[1,2]]},)"
             R"({"$bigint":"1152921504606846976"},{"$js":"NaN"},{"$js":"-0"},)"
             R"({"$other":"function"},[1,{"$other":"circular"}],)"
             R"({"$other":"text with half a character"},{"$other":"object"},{"$tuple":[1]}])"}},
        Row{"AnErrorHasItsClassesAndPlace",
            "a.py",
            kPython,
            "boom",
            {"[1]"},
            {"threw KeyError LookupError Exception BaseException: KeyError: 1 (a.py:8)"}},
        Row{"ACoroutineIsWaitedFor", "a.py", kPython, "later", {"[1]"}, {"[1]"}},
        Row{"ArgumentsAfterwards", "a.py", kPython, "sorts", {"+[[3,1]]"}, {"null after [[1,3]]"}},
        Row{"AnEndIsOnlyItsOwn",
            "a.py",
            kPython,
            "ends",
            {"[]", "[]"},
            {"exited_early", "exited_early"}},
        Row{"NoFunction",
            "a.py",
            "from os import getcwd\ndef g(): pass\nx = 1",
            "f",
            {"[]"},
            {"missing, has g", "not tried"}},
        Row{"OwnModulesAreFound",
            "w/a.py",
            "from b import one\ndef f(): return one",
            "f",
            {"[]"},
            {"1"},
            {{"w/b.py", "one = 1"}}},
        Row{"ASyntaxError",
            "w/a.py",
            "def f(:\n",
            "f",
            {"[]"},
            {"unloadable: invalid syntax (w/a.py:1)", "not tried"}},
        Row{"AsksForInput",
            "a.py",
            "x = input()\n",
            "f",
            {"[]"},
            {"unloadable: EOFError: EOF when reading a line (a.py:1)", "not tried"}},
        Row{"AModuleIsMissing",
            "a.py",
            "import nothing_like_it\n",
            "f",
            {"[]"},
            {"unloadable: No module named 'nothing_like_it' (a.py:1)", "not tried"}},
        Row{"ExitsWhileItIsRead",
            "a.py",
            "import sys\nsys.exit(0)",
            "f",
            {"[]"},
            {"while it was read: exited_early", "not tried"}},
        Row{"SpeaksEarly",
            "a.py",
            "import os\nos.write(3, b'x')\ndef f(): return 1",
            "f",
            {"[]"},
            {"broken", "not tried"}}));

TEST(ExecuteCalls, ACallWithoutEndLosesOnlyItself) {
  const Row row{
      "", "a.js", "exports.f = (a) => { while (a > 1); return a; };", "f", {"[1]", "[2]", "[1]"},
      {}};
  const RanBatch result = ran(row, std::chrono::milliseconds(400));
  EXPECT_THAT(told(result.calls), ElementsAre("1", "timeout_cpu", "1"));
  EXPECT_EQ(result.jails, 2);
}

TEST(ExecuteCalls, WhenTheWallTimeOfTheCheckIsOverTheRestIsNotTried) {
  const Row row{"",
                "a.js",
                "exports.f = (a) => a === 1 ? 1 : new Promise(() => setInterval(() => {}, 1000));",
                "f",
                {"[1]", "[2]", "[1]"},
                {}};
  const RanBatch result = ran(row, std::chrono::seconds(30), std::chrono::seconds(2));
  EXPECT_THAT(told(result.calls), ElementsAre("1", "timeout_wall", "not tried"));
  EXPECT_EQ(result.jails, 1);
}

TEST(ExecuteCalls, OneJailMakesAllCalls) {
  const Row row{"", "a.js", "let n = 0; exports.f = () => ++n;", "f", {"[]", "[]", "[]"}, {}};
  const RanBatch result = ran(row);
  EXPECT_THAT(told(result.calls), ElementsAre("1", "2", "3"));
  EXPECT_EQ(result.jails, 1);
}

TEST(CanCall, AnEnvironmentOfAnotherLanguageIsTheRubricsMistake) {
  rubrics::CallsPlan plan;
  plan.module = "a.py";
  plan.language = Language::Python;
  runners::Environment environment;
  environment.manifest.name = "node";
  environment.manifest.toolchain = "node";
  const Result<void> can = can_call(plan, environment);
  ASSERT_FALSE(can);
  EXPECT_EQ(to_text(can.error()),
            "the environment 'node' cannot run 'a.py'\n"
            "hint: name one with python: 'grader environment list'");
  environment.manifest.toolchain = "python";
  EXPECT_TRUE(can_call(plan, environment));
}

}  // namespace
}  // namespace grader::engine
