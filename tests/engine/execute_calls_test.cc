// Calls of functions in real jails: both halves of the pipe, and what an ending costs.
#include "grader/engine/execute_calls.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include <gmock/gmock.h>

#include "grader/model/value_json.h"
#include "rubrics/checks/calls_property.h"
#include "rubrics/checks/calls_values.h"
#include "runners/calls.h"
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

std::string told(const runners::Beside& beside) {
  std::string text;
  if (beside.after) text += " after " + to_json(*beside.after);
  if (beside.printed) text += " printed " + to_json(Value::text_of(*beside.printed));
  for (const runners::CalledBack& one : beside.called) {
    text += " " + one.name + " x" + std::to_string(one.times);
    for (const Value& call : one.calls) text += " " + to_json(call);
  }
  return text;
}

std::string told(const runners::Reply& reply) {
  if (const auto* threw = std::get_if<runners::Threw>(&reply)) {
    std::string text = "threw";
    for (const std::string& type : threw->types) text += " " + type;
    text += ": " + threw->error.message;
    if (threw->error.line > 0) {
      text += " (" + threw->error.file + ":" + std::to_string(threw->error.line) + ")";
    }
    return text + told(threw->beside);
  }
  if (const auto* missing = std::get_if<runners::MissingFunction>(&reply)) {
    std::string text = "no " + missing->name + ", has";
    for (const std::string& name : missing->has) text += " " + name;
    return text;
  }
  if (const auto* yielded = std::get_if<runners::Yielded>(&reply)) {
    return "yields " + to_json(yielded->values) + (yielded->done ? " done" : "") +
           told(yielded->beside);
  }
  const auto& returned = std::get<runners::Returned>(reply);
  return to_json(returned.value) + told(returned.beside);
}

std::string told(const rubrics::CallsEvidence::Call& call) {
  std::string text;
  for (const runners::Reply& reply : call.replies) text += (text.empty() ? "" : "; ") + told(reply);
  if (call.cause != Cause::None) {
    text += (text.empty() ? "" : "; ") + std::string(to_text(call.cause));
    if (call.late.count() > 0) text += " after " + std::to_string(call.late.count()) + " ms";
  }
  return text.empty() ? "not tried" : text;
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
      const auto& missing = std::get<runners::MissingFunction>(*evidence.not_there);
      std::string text = "missing " + missing.name + ", has";
      for (const std::string& name : missing.has) text += " " + name;
      lines.push_back(text);
    }
  }
  for (const auto& call : evidence.calls) lines.push_back(told(call));
  return lines;
}

struct Row {
  std::string name;
  std::string module, code;
  std::string function;  // or "new Class"
  // Each is a list of arguments as a rubric writes it. Before it: "+" asks for them afterwards, "p"
  // for what is printed, "3" for three values. Steps stand behind "; ": ".push [1]" is a method,
  // "?size []" a field, "=size [1]" sets it, "[1]" calls what the first call gave.
  std::vector<std::string> calls;
  std::vector<std::string> lines;
  std::map<std::string, std::string> files = {};  // beside it
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

using runners::Ask;

Ask ask_of(std::string_view text, Language language) {
  Ask ask;
  ask.how = Ask::How::Self;
  for (; !text.empty() && text.front() != '['; text.remove_prefix(1)) {
    const char c = text.front();
    if (c == '+') ask.after = true;
    if (c == 'p') ask.prints = true;
    if (c == '3') ask.take = 3;
    if (c != '.' && c != '?' && c != '=') continue;
    ask.how = c == '.' ? Ask::How::Method : c == '?' ? Ask::How::Get : Ask::How::Set;
    const std::size_t space = text.find(' ');
    ask.name = text.substr(1, space - 1);
    text.remove_prefix(space);
  }
  const std::string yaml = "v: " + std::string(text);
  const YamlDocument document = parse_yaml(yaml, "v.yaml");
  EXPECT_TRUE(document.root) << yaml;
  rubrics::Mistakes mistakes("v.yaml", yaml);
  if (document.root) {
    ask.arguments = rubrics::read_value(*document.root->find("v"), language, mistakes, true);
  }
  EXPECT_FALSE(mistakes.any_error()) << yaml;
  return ask;
}

rubrics::CallsPlan plan_of(const Row& row) {
  rubrics::CallsPlan plan;
  plan.module = row.module;
  const bool is_class = row.function.starts_with("new ");
  plan.functions = {row.function.substr(is_class ? 4 : 0)};
  for (std::string_view call : row.calls) {
    rubrics::CallsPlan::Call planned;
    while (!call.empty()) {
      const std::size_t end = std::min(call.find("; "), call.size());
      planned.asks.push_back(ask_of(call.substr(0, end), *runners::language_of(row.module)));
      call.remove_prefix(std::min(end + 2, call.size()));
    }
    Ask& first = planned.asks.front();
    first.how = is_class ? Ask::How::New : Ask::How::Function;
    first.name = plan.functions.front();
    first.keep = planned.asks.size() > 1;
    plan.calls.push_back(std::move(planned));
  }
  return plan;
}

RanBatch ran(const Row& row, const rubrics::CallsPlan& plan, std::chrono::milliseconds cpu,
             std::chrono::milliseconds wall) {
  std::map<std::string, std::string> files = row.files;
  files[row.module] = row.code;
  const MemoryTree submission(files);
  ExecuteTools tools;
  tools.launcher = launcher();
  tools.environment = [](const std::string& name) {
    return runners::find_environment(real_places(), name);
  };
  Batch batch;
  batch.environment = std::string(runners::toolchain_of(plan.module));
  batch.limits.wall = wall;
  batch.limits.cpu = cpu;
  batch.calls = plan;
  RanBatch result = run_calls(batch, submission, tools);
  EXPECT_FALSE(result.failed) << to_text(*result.failed);
  return result;
}

RanBatch ran(const Row& row, std::chrono::milliseconds cpu = std::chrono::seconds(30),
             std::chrono::milliseconds wall = std::chrono::seconds(60),
             std::chrono::milliseconds patience = {}) {
  rubrics::CallsPlan plan = plan_of(row);
  for (auto& call : plan.calls) {
    for (Ask& ask : call.asks) ask.patience = patience;
  }
  return ran(row, plan, cpu, wall);
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
            {"[1.5]", "[\"\\u00e9\\n\"]", "[-0]", "[{$js: undefined}]",
             "[{$bigint: '12345678901234567890'}]", "[{$date: 1970-01-01T00:00:00.005}]",
             "[{$map: [[1, {a: null}]]}]", "[{$set: [1, [2]]}]", "[{__proto__: {b: 2}}]",
             "[{$regexp: '/a\\/b/gi'}]", "[{$typed: {Float32Array: [1, NaN]}}]",
             "[{$typed: {ArrayBuffer: [255]}}]", "[{$error: {type: RangeError, message: odd}}]",
             "[{a: [1, {$up: 2}]}]", "[{$map: [[k, {$up: 1}]]}]"},
            {"1.5", "\"é\\n\"", R"({"$js":"-0"})", R"({"$js":"undefined"})",
             R"({"$bigint":"12345678901234567890"})", R"({"$date":5.0})",
             R"({"$map":[[1,{"a":null}]]})", R"({"$set":[1,[2]]})", R"({"__proto__":{"b":2}})",
             R"({"$regexp":"/a\\/b/gi"})",
             R"({"$typed":{"items":[1,{"$js":"NaN"}],"type":"Float32Array"}})",
             R"({"$typed":{"items":[255],"type":"ArrayBuffer"}})",
             R"({"$error":{"message":"odd","types":["RangeError","Error"]}})",
             R"({"a":[1,{"$up":2}]})", R"({"$map":[["k",{"$up":1}]]})"}},
        Row{"WhatIsNotPlainHasAName",
            "a.js",
            kEcho,
            "odd",
            {"[]"},
            {R"([{"$object":{"class":"Point","fields":{"x":1}}},{"$other":"function"},)"
             R"({"$other":"symbol"},[1,{"$up":1}],[{"$js":"undefined"},1],)"
             R"({"$regexp":"/x/"},{"$other":"text with half a character"},{"$other":"promise"},)"
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
            {"missing f, has g", "not tried"}},
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
        Row{"TypeScriptThatIsMoreThanTypes",
            "a.ts",
            "enum Unit {\n  One = 1,\n}\nnamespace Rates {\n  export const book = 2;\n}\n"
            "class Box {\n  constructor(private n: number) {}\n  price(): number {\n"
            "    if (this.n < 0) throw new RangeError('below');\n"
            "    return this.n * Rates.book + Unit.One;\n  }\n}\n"
            "function f(n: number): number { return new Box(n).price(); }\n",
            "f",
            {"[3]", "[-1]"},
            {"7", "threw RangeError Error: RangeError: below (a.ts:10)"}},
        Row{"NoFunction",
            "a.js",
            "function g() {}\nconst h = () => 1;",
            "f",
            {"[]"},
            {"missing f, has g h", "not tried"}},
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

constexpr const char* kShapes = R"(
class Odd extends RangeError {}
class Stack {
  #all = [];
  push(x) { this.#all.push(x); return this; }
  pop() { if (this.#all.length === 0) throw new Odd('empty'); return this.#all.pop(); }
  async later() { await null; return this.#all.length; }
  get size() { return this.#all.length; }
}
const counter = (n) => () => ++n;
function* numbers(to) { for (let i = 0; i < to; ++i) yield i; }
async function* later(to) { for (let i = 0; i < to; ++i) { await null; yield i; } }
const each = (list, f) => { const all = []; for (const [i, x] of list.entries()) all.push(f(x, i)); return all; };
const waits = async (f) => [await f(1)];
const prints = (x) => { console.log('a', x); process.stdout.write('b'); console.error('c'); return 1; };
const flood = (f) => { for (let i = 0; i < 1e5; ++i) f(); };
const large = (f) => { f('x'.repeat(2 ** 21)); return 1; };
const thenable = () => ({ then: (go) => go(3) });
const hands = { make() { return { list: [1], say(x) { return [this.list, x]; } }; } };
module.exports = { Stack, counter, numbers, later, each, waits, prints, flood, large, thenable, ...hands };
)";

INSTANTIATE_TEST_SUITE_P(
    Shapes, ExecuteCallsTest,
    ::testing::Values(
        Row{"AnInstanceAndItsMethods",
            "a.js",
            kShapes,
            "new Stack",
            {"[]; .push [1]; .pop []; ?size []; .later []; .pop []", "[]; .pusk [1]"},
            {R"({"$object":{"class":"Stack","fields":{}}}; )"
             R"({"$object":{"class":"Stack","fields":{}}}; 1; 0; 0; )"
             "threw RangeError Odd Error: RangeError: empty (a.js:6)",
             R"({"$object":{"class":"Stack","fields":{}}}; no pusk, has push pop later)"}},
        Row{"AFunctionThatIsGivenBack",
            "a.js",
            kShapes,
            "counter",
            {"[5]; []; []", "[1]; .x []"},
            {R"({"$other":"function"}; 6; 7)", R"({"$other":"function"}; no x, has)"}},
        Row{"AnObjectWithMethods",
            "a.js",
            kShapes,
            "make",
            {"[]; .say [2]; =list [{a: 1}]; .say [3]; [1]"},
            {R"({"list":[1],"say":{"$other":"function"}}; [[1],2]; {"$js":"undefined"}; )"
             R"([{"a":1},3]; no , has say)"}},
        Row{"WhatIsYielded",
            "a.js",
            kShapes,
            "numbers",
            {"3[2]", "3[3]", "3[9]"},
            {"yields [0,1] done", "yields [0,1,2]", "yields [0,1,2]"}},
        Row{"WhatIsYieldedLater", "a.js", kShapes, "later", {"3[2]"}, {"yields [0,1] done"}},
        Row{"WhatCannotBeIterated",
            "a.js",
            kShapes,
            "waits",
            {"3[{$function: f}]"},
            {R"(yields [{"$js":"undefined"}] done f x1 [1])"}},
        Row{"FunctionsOfTheRubric",
            "a.js",
            kShapes,
            "each",
            {"[[a, b], {$function: {name: f, returns_each: [1]}}]",
             "[[a, b], {$function: {name: f, returns_for: [[b, {x: 1}]]}}]",
             "[[a, b], {$function: {name: f, returns: 2}}]",
             "[[a, b], {$function: {name: f, throws: no}}]",
             "[[a, b], {$function: {name: f, throws: {$error: {type: TypeError, message: x}}}}]"},
            {R"([1,{"$js":"undefined"}] f x2 ["a",0] ["b",1])",
             R"([{"$js":"undefined"},{"x":1}] f x2 ["a",0] ["b",1])",
             R"([2,2] f x2 ["a",0] ["b",1])", R"(threw Error: Error: no (a.js:13) f x1 ["a",0])",
             R"(threw TypeError Error: TypeError: x (a.js:13) f x1 ["a",0])"}},
        Row{"AFunctionThatIsWaitedFor",
            "a.js",
            kShapes,
            "waits",
            {"[{$function: {name: f, returns: 2, async: true}}]"},
            {"[2] f x1 [1]"}},
        Row{"AFloodOfCallsIsCountedAndNotKept",
            "a.js",
            kShapes,
            "large",
            {"[{$function: f}]"},
            {"1 f x1"}},
        Row{"WhatIsPrinted",
            "a.js",
            kShapes,
            "prints",
            {"p[1]", "p+[[2]]"},
            {R"(1 printed "a 1\nb")", R"(1 after [[2]] printed "a [ 2 ]\nb")"}},
        Row{"AThenableIsNoPromise",
            "a.js",
            kShapes,
            "thenable",
            {"[]"},
            {R"({"then":{"$other":"function"}})"}},
        Row{"DeclaredClass",
            "a.js",
            "class A { f() { return 1; } }",
            "new A",
            {"[]; .f []"},
            {R"({"$object":{"class":"A","fields":{}}}; 1)"}}));

constexpr const char* kPythonShapes = R"(
class Stack:
    def __init__(self, *items): self.items = list(items)
    def push(self, x): self.items.append(x)
    def pop(self):
        if not self.items: raise LookupError("empty")
        return self.items.pop()
    @property
    def size(self): return len(self.items)
    async def later(self): return self.size
    @staticmethod
    def of(x): return [x]
def counter(n):
    def more():
        nonlocal n
        n += 1
        return n
    return more
def numbers(to): yield from range(to)
async def later(to):
    for i in range(to): yield i
def each(items, f): return [f(x, i) for i, x in enumerate(items)]
async def waits(f): return [await f(1)]
def prints(x):
    print("a", x)
    return 1
)";

INSTANTIATE_TEST_SUITE_P(
    PythonShapes, ExecuteCallsTest,
    ::testing::Values(
        Row{"AnInstanceAndItsMethods",
            "a.py",
            kPythonShapes,
            "new Stack",
            {"[3]; .push [1]; .pop []; ?size []; .later []; =items [[]]; .pop []", "[]; .pusk [1]"},
            {R"({"$object":{"class":"Stack","fields":{"items":[3]}}}; null; 1; 1; 1; null; )"
             "threw LookupError Exception BaseException: LookupError: empty (a.py:6)",
             R"({"$object":{"class":"Stack","fields":{"items":[]}}}; )"
             "no pusk, has later of pop push"}},
        Row{"AStaticMethod", "a.py", kPythonShapes, "Stack.of", {"[1]"}, {"[1]"}},
        Row{"AFunctionThatIsGivenBack",
            "a.py",
            kPythonShapes,
            "counter",
            {"[5]; []; []"},
            {R"({"$other":"function"}; 6; 7)"}},
        Row{"WhatIsYielded",
            "a.py",
            kPythonShapes,
            "numbers",
            {"3[2]", "3[3]"},
            {"yields [0,1] done", "yields [0,1,2]"}},
        Row{"WhatIsYieldedLater", "a.py", kPythonShapes, "later", {"3[2]"}, {"yields [0,1] done"}},
        Row{"FunctionsOfTheRubric",
            "a.py",
            kPythonShapes,
            "each",
            {"[[a, b], {$function: {name: f, returns_each: [1]}}]",
             "[[a, b], {$function: {name: f, returns_for: [[b, {x: 1}]]}}]",
             "[[a, b], {$function: {name: f, throws: {$error: ValueError}}}]"},
            {R"([1,null] f x2 ["a",0] ["b",1])", R"([null,{"x":1}] f x2 ["a",0] ["b",1])",
             R"(threw ValueError Exception BaseException: ValueError (a.py:22) f x1 ["a",0])"}},
        Row{"AFunctionThatIsWaitedFor",
            "a.py",
            kPythonShapes,
            "waits",
            {"[{$function: {name: f, returns: 2, async: true}}]"},
            {"[2] f x1 [1]"}},
        Row{"WhatIsPrinted", "a.py", kPythonShapes, "prints", {"p[1]"}, {R"(1 printed "a 1\n")"}}));

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
def is_map(items, kind): return [item is 'Map' for item in items], kind['kind_1'] is items[0]
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
            {"[1.5]", "[\"\\u00e9\\n\"]", "[true]", "[null]", "[Infinity]",
             "[12345678901234567890]", "[{$tuple: [1, [2]]}]", "[{$set: [2, 1]}]",
             "[{$map: [[1, {a: 2}]]}]", "[{$bytes: [255, 0]}]", "[{$decimal: '1.10'}]",
             "[{$date: 2026-11-23}]", "[{$date: 2026-11-23T17:30}]",
             "[{$date: 2026-11-23T17:30:00.250+01:00}]", "[{a: [1, {$up: 2}]}]",
             "[{$error: {type: KeyError, message: odd}}]"},
            {"1.5", "\"é\\n\"", "true", "null", R"({"$js":"Infinity"})",
             R"({"$bigint":"12345678901234567890"})", R"({"$tuple":[1,[2]]})", R"({"$set":[1,2]})",
             R"({"$map":[[1,{"a":2}]]})", R"({"$bytes":"ff00"})", R"({"$decimal":"1.10"})",
             R"({"$datetime":["date",1795392000000.0]})",
             R"({"$datetime":["local",1795455000000.0]})",
             R"({"$datetime":["zoned",1795451400250.0]})", R"({"a":[1,{"$up":2}]})",
             R"({"$error":{"message":"'odd'","types":["KeyError","LookupError","Exception","BaseException"]}})"}},
        Row{"WhatIsNotPlainHasAName",
            "a.py",
            kPython,
            "odd",
            {"[]"},
            {R"([{"$tuple":[1]},{"$set":[1,2]},{"$map":[[1,2]]},)"
             R"({"$bigint":"1152921504606846976"},{"$js":"NaN"},{"$js":"-0"},)"
             R"({"$other":"function"},[1,{"$up":1}],)"
             R"({"$other":"text with half a character"},{"$other":"object"},{"$tuple":[1]}])"}},
        Row{"AnErrorHasItsClassesAndPlace",
            "a.py",
            kPython,
            "boom",
            {"[1]"},
            {"threw KeyError LookupError Exception BaseException: KeyError: 1 (a.py:8)"}},
        Row{"ACoroutineIsWaitedFor", "a.py", kPython, "later", {"[1]"}, {"[1]"}},
        Row{"ArgumentsAfterwards", "a.py", kPython, "sorts", {"+[[3,1]]"}, {"null after [[1,3]]"}},
        Row{"ATextThatLooksLikeANameIsThereOnce",
            "a.py",
            kPython,
            "is_map",
            {"[[Map, Mop], {kind_1: Map}]"},
            {R"({"$tuple":[[true,false],true]})"}},
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
            {"missing f, has g", "not tried"}},
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

TEST(ExecuteCalls, ACallThatIsLateLosesOnlyItself) {
  const Row row{"",
                "a.js",
                "exports.f = (a) => { while (a === 2); return a === 3 ? new Promise(() => "
                "setInterval(() => {}, 9)) : a; };",
                "f",
                {"[1]", "[2]", "[3]", "[4]"},
                {}};
  const RanBatch result =
      ran(row, std::chrono::seconds(30), std::chrono::seconds(60), std::chrono::milliseconds(1000));
  EXPECT_THAT(told(result.calls),
              ElementsAre("1", "timeout_wall after 1000 ms", "timeout_wall after 1000 ms", "4"));
  EXPECT_EQ(result.jails, 3);
}

TEST(ExecuteCalls, OneJailMakesAllCalls) {
  const Row row{"", "a.js", "let n = 0; exports.f = () => ++n;", "f", {"[]", "[]", "[]"}, {}};
  const RanBatch result = ran(row);
  EXPECT_THAT(told(result.calls), ElementsAre("1", "2", "3"));
  EXPECT_EQ(result.jails, 1);
}

using rubrics::Property;

// One case of calls with lists of whole numbers.
RanBatch ran_made(const std::string& module, const std::string& code, Property property,
                  const std::string& reference = "") {
  const Row row{"", module, code, "sorted", {"[]"}, {}};
  rubrics::CallsPlan plan = plan_of(row);
  rubrics::GeneratedCalls made;
  made.arguments.emplace_back();
  made.arguments[0].kind = rubrics::Generator::Kind::List;
  made.arguments[0].of.emplace_back();
  made.properties = {std::move(property)};
  made.runs = 60;
  if (!made.properties[0].function.empty()) plan.functions.push_back(made.properties[0].function);
  plan.calls[0].asks[0].after = made.properties[0].kind == Property::Kind::Unchanged;
  plan.calls[0].generated = std::make_shared<const rubrics::GeneratedCalls>(made);
  if (!reference.empty()) {
    plan.reference = rubrics::LaidFile{module == "a.py" ? "own.py" : "own.js", reference};
  }
  return ran(row, plan, std::chrono::seconds(30), std::chrono::seconds(60));
}

std::string told_made(const RanBatch& ran) {
  const rubrics::CallsEvidence::Call& call = ran.calls.calls.at(0);
  std::string text = std::to_string(call.runs) + " runs";
  if (ran.calls.broken) text += ", broken pipe";
  if (call.cause != Cause::None) text += ", " + std::string(to_text(call.cause));
  if (call.ended_with) text += ", ended with " + to_json(*call.ended_with);
  if (!ran.calls.reference_fails.empty()) text += ", solution: " + ran.calls.reference_fails;
  if (!call.broken) return text;
  return text + ", fails with " + to_json(call.broken->arguments) + " -> " +
         told(call.broken->reply) + (call.broken->other ? " not " + told(*call.broken->other) : "");
}

constexpr const char* kSorted = "exports.sorted = (list) => [...list].sort((a, b) => a - b);";

TEST(MadeCalls, ARightAnswerHoldsInEachRun) {
  EXPECT_EQ(told_made(ran_made("a.js", kSorted, {Property::Kind::SameAs, ""}, kSorted)), "60 runs");
  EXPECT_EQ(told_made(ran_made("a.js", kSorted, {Property::Kind::Unchanged, ""})), "60 runs");
  EXPECT_EQ(told_made(ran_made("a.py",
                               "def sorted(items): return items[::-1]\n"
                               "def back(items): return items[::-1]\n",
                               {Property::Kind::RoundTrip, "back"})),
            "60 runs");
}

TEST(MadeCalls, AFailingInputIsMadeSmaller) {
  EXPECT_EQ(told_made(ran_made("a.js", "exports.sorted = (list) => [...list].sort();",
                               {Property::Kind::SameAs, ""}, kSorted)),
            "7 runs, fails with [[-11,-10]] -> [-10,-11] not [-11,-10]");
  EXPECT_EQ(told_made(ran_made(
                "a.js", "exports.sorted = (list) => [...new Set(list)].sort((a, b) => a - b);",
                {Property::Kind::SameItems, ""})),
            "27 runs, fails with [[100,100]] -> [100]");
  EXPECT_EQ(told_made(ran_made("a.py", "def sorted(items): return [x for x in items if x < 50]\n",
                               {Property::Kind::SameLength, ""})),
            "8 runs, fails with [[50]] -> []");
}

TEST(MadeCalls, AnEndIsToldWithItsInput) {
  EXPECT_EQ(told_made(ran_made(
                "a.js", "exports.sorted = (list) => list.length > 2 ? process.exit(0) : list;",
                {Property::Kind::SameLength, ""})),
            "24 runs, exited_early, ended with [[27,0,35,2,12]]");
}

TEST(MadeCalls, TheSolutionHasNothingOfTheStudentsAndIsToldWhereItFails) {
  const std::string looks =
      "const fs = require('fs'); exports.sorted = (list) =>"
      " fs.readdirSync('/submission').concat(list);";
  EXPECT_EQ(told_made(ran_made("a.js", looks, {Property::Kind::SameAs, ""}, looks)),
            R"(1 runs, fails with [[]] -> ["a.js"] not ["own.js"])");
  EXPECT_EQ(
      told_made(ran_made("a.js", kSorted, {Property::Kind::SameAs, ""}, "exports.other = 1;")),
      "0 runs, ended with [[]], solution: it has no function 'sorted'");
  EXPECT_EQ(told_made(ran_made("a.js", kSorted, {Property::Kind::SameAs, ""}, "not(;")),
            "0 runs, ended with [[]], solution: it cannot be read: Unexpected token ';'");
  EXPECT_EQ(told_made(ran_made("a.js", kSorted, {Property::Kind::SameAs, ""},
                               "exports.sorted = () => process.exit(0);")),
            "0 runs, ended with [[]], solution: it ends before it answers");
}

TEST(CanCall, AnEnvironmentOfAnotherLanguageIsTheRubricsMistake) {
  rubrics::CallsPlan plan;
  plan.module = "a.py";
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
