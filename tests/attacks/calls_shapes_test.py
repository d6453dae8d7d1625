"""Submissions against what `calls` does besides: steps, functions that are handed over, iterators, output,
promises and inputs that are made. Classes 1, 2, 3, 4, 7, 8, 9 and 10.

Each check is worth two points, one of them for a hidden case that no honest answer passes: nobody may earn
it but by knowing what only the rubric says.
"""
import json

import pytest
from whole_program import MARKER, run

SHAPES = """
rubric: attacks/shapes
version: 1
title: Shapes that somebody attacks
template: none
limits: {wall: 8s, cpu: 3s, memory: 256MiB, processes: 40}
tasks:
  - id: shapes
    title: Shapes
    path: FILE
    points: 12
    checks:
      - id: stack
        title: A stack
        points: 2
        calls:
          class: Stack
          timeout: 3s
          cases:
            - {steps: [{call: push, args: [1]}, {call: pop, returns: 1}]}
            - {steps: [{call: push, args: [MARKER]}, {call: pop, returns: 11}], hidden: true, about: more}
      - id: each
        title: Calls back
        points: 2
        calls:
          function: each
          timeout: 3s
          cases:
            - {args: [[1, 2], {$function: visit}], called: {visit: [[1], [2]]}}
            - {args: [[1, MARKER], {$function: visit}], called: {visit: [[1], [11]]}, hidden: true}
      - id: numbers
        title: Yields
        points: 2
        calls:
          function: numbers
          timeout: 3s
          cases: [{args: [2], yields: [0, 1]}, {args: [3, MARKER], yields: [11], hidden: true}]
      - id: says
        title: Prints
        points: 2
        calls:
          function: says
          timeout: 3s
          cases: [{args: [a], prints: a}, {args: [MARKER], prints: "11", hidden: true}]
      - id: waits
        title: Promises
        points: 2
        calls:
          function: waits
          timeout: 3s
          cases: [{args: [3], returns: {a: [3]}}, {args: [4, MARKER], returns: 11, hidden: true}]
      - id: made
        title: Any numbers
        points: 2
        calls:
          function: add
          timeout: 3s
          cases:
            - {args: [1, 1], returns: 2}
            - {generate: [integer, integer, {choice: [MARKER]}], same_as: FILE, hidden: true, about: any two}
"""
HONEST_SHAPES = """
class Stack { all = []; push(x) { this.all.push(x); } pop() { return this.all.pop(); } }
const each = (list, visit) => { for (const x of list) visit(x); };
function* numbers(n) { for (let i = 0; i < n; ++i) yield i; }
const says = (x) => console.log(x);
const waits = async (x) => { await null; return { a: [x] }; };
const add = (a, b) => a + b;
module.exports = { Stack, each, numbers, says, waits, add };
"""
HONEST_PYTHON = """
class Stack:
    def __init__(self): self.all = []
    def push(self, x): self.all.append(x)
    def pop(self): return self.all.pop()
def each(items, visit):
    for x in items: visit(x)
def numbers(n, *more): yield from range(n)
def says(x): print(x)
async def waits(x, *more): return {"a": [x]}
def add(a, b, *more): return a + b
"""


@pytest.fixture(name="shapes")
def make_shapes(tmp_path):
    """Grades one file; gives its checks by id."""

    def grade(code, file="shapes.js"):
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        (work / file).write_text(code)
        # What the rubric compares with is odd: nobody gives it who does not see it.
        odd = ("exports.add = (a, b) => a + b + 11;" if file.endswith(".js")
               else "def add(a, b, *more): return a + b + 11\n")
        (tmp_path / file).write_text(odd)
        rubric = tmp_path / "rubric.yaml"
        rubric.write_text(SHAPES.replace("FILE", file).replace("MARKER", MARKER))
        code, words = run(tmp_path / "run", "grade", work, "--rubric", rubric, "--format", "json,html,md,text",
                          "--out", tmp_path / "run" / "out", patience=60)
        assert code == 0, words
        report = json.loads((tmp_path / "run" / "out" / "report.json").read_text())
        checks = {check["id"]: check for check in report["tasks"][0]["checks"]}
        assert len(checks) == 6
        for check in checks.values():
            assert (check["assurance"], check["status"] == "error") == ("isolated", False), check
            assert check["points"] <= 1, check
        return checks

    return grade


def points(checks):
    return {name: check["points"] for name, check in checks.items()}


def test_honest_shapes(shapes):
    assert set(points(shapes(HONEST_SHAPES)).values()) == {1}
    assert set(points(shapes(HONEST_PYTHON, "shapes.py")).values()) == {1}


# What each does to the honest answer, and what comes of the checks that it is about: a cause, or nothing.
TWISTS = [
    ("answers in a callback", "module.exports.each = (list, visit) => { visit(1); visit(2);"
     " require('fs').writeSync(3, Buffer.from([0, 0, 0, 2, 123, 125])); };", {"each": "tampering"}),
    ("answers while it is iterated", "module.exports.numbers = function* () {"
     " require('fs').writeSync(3, Buffer.from([0, 0, 0, 2, 123, 125])); yield 0; yield 1; };", {"numbers": "tampering"}),
    ("answers later", "module.exports.waits = async (x) => { setTimeout(() => require('fs').writeSync(3,"
     " Buffer.from([0, 0, 0, 2, 123, 125])), 0); await new Promise((go) => setTimeout(go, 20)); return { a: [x] }; };",
     {"waits": "tampering"}),
    ("answers in a constructor", "module.exports.Stack = class { constructor() {"
     " require('fs').writeSync(3, Buffer.alloc(9)); } };", {"stack": "tampering"}),
    ("exits everywhere", "const leave = () => process.exit(0); module.exports.each = (list, visit) => { visit(1); visit(2); leave(); };"
     " module.exports.numbers = function* () { yield 0; leave(); }; module.exports.waits = () => Promise.resolve().then(leave);"
     " module.exports.Stack = class { push() {} get pop() { leave(); } };",
     {"each": "exited_early", "numbers": "exited_early", "waits": "exited_early", "stack": "exited_early"}),
    ("floods a callback", "module.exports.each = (list, visit) => { visit(1); visit(2); for (let i = 0; i < 1e5; ++i) visit(list); };",
     {"each": "wrong_result"}),
    ("floods a callback with much", "module.exports.each = (list, visit) => { for (let i = 0; i < 50; ++i) visit('x'.repeat(1e6)); };",
     {"each": None}),
    ("calls back without end", "module.exports.each = (list, visit) => { for (;;) visit(1); };", {"each": "timeout_wall"}),
    ("yields without end", "module.exports.numbers = function* () { for (let i = 0;; ++i) yield i; };", {"numbers": "wrong_result"}),
    ("an iterator that never ends its step", "module.exports.numbers = () => ({ next: () => new Promise(() => setInterval(() => {}, 99)) });",
     {"numbers": "timeout_wall"}),
    ("an iterator of odd steps", "module.exports.numbers = () => ({ next: () => 3, [Symbol.iterator]: 5 });", {"numbers": "wrong_result"}),
    ("an iterator that throws", "module.exports.numbers = () => ({ [Symbol.iterator]() { throw { get message() { throw 1; } }; } });",
     {"numbers": "wrong_result"}),
    ("a thenable", "module.exports.waits = (x) => ({ a: [x], then(go) { go({ a: [x] }); go(11); } });", {"waits": "wrong_result"}),
    ("a promise of its own", "module.exports.waits = (x) => { const p = Promise.resolve(0); p.then = (go) => go({ a: [3] }); return p; };",
     {"waits": None}),
    ("never keeps its promise", "module.exports.waits = () => new Promise(() => setInterval(() => {}, 99));", {"waits": "timeout_wall"}),
    ("getters that change", "let n = 0; module.exports.waits = () => ({ get a() { return ++n === 1 ? [2] : [3]; }, toJSON: () => ({ a: [3] }) });",
     {"waits": "wrong_result"}),
    ("maps that hold themselves", "module.exports.waits = () => { const m = new Map(); m.set(m, m); m.set('a', new Set([m])); return m; };",
     {"waits": "wrong_result"}),
    ("too deep, in a map", "module.exports.waits = () => { let m = 1; for (let i = 0; i < 1e4; ++i) m = new Map([[m, m]]); return m; };",
     {"waits": "wrong_result"}),
    ("too many, in a typed array", "module.exports.waits = () => new Float64Array(1e6);", {"waits": "wrong_result"}),
    ("an error that lies", "module.exports.waits = () => { const e = new Error('x'); Object.defineProperty(e, 'message',"
     " { get() { throw 1; } }); Object.defineProperty(e, 'name', { get: () => ({}) }); return e; };", {"waits": "wrong_result"}),
    ("a constructor that gives a proxy", "module.exports.Stack = class { constructor() { return new Proxy(function () {},"
     " { get: () => () => 3, getPrototypeOf: () => { throw 1; }, ownKeys: () => { throw 1; } }); } };", {"stack": "wrong_result"}),
    ("pollutes prototypes", "for (const key of ['is', 'done', 'next', 'how', 'name', 'called', 'take', 'keep', 'returns', 'throws', '$up',"
     " '$function', 'push', 'get', 'value']) Object.defineProperty(Object.prototype, key, { value: 11, configurable: true, writable: true });"
     " module.exports = { ...module.exports, Stack: class {}, each() {}, numbers: () => ({}), says() {}, waits: () => ({}), add: () => 0 };",
     {name: None for name in ("each", "numbers", "says", "waits", "made")}),
    ("changes what writes down", "Array.prototype.push = () => 11; Array.prototype[Symbol.iterator] = function* () { yield 11; };"
     " JSON.stringify = () => '11'; module.exports.each = () => {};", {"each": None}),
    ("prints frames", "module.exports.says = () => { process.stdout.write('\\0\\0\\0\\x02{}'); require('fs').writeSync(1, '11'); };",
     {"says": "wrong_result"}),
    ("replaces the output", "process.stdout.write = () => true; console.log = () => {}; module.exports.says = () => {};",
     {"says": "wrong_result"}),
    ("prints without end", "module.exports.says = (x) => { for (;;) console.log(x); };", {"says": None}),
    ("looks for the solution", "const fs = require('fs'); module.exports.add = (a, b) => { for (const place of ['/submission', '/tmp', '/harness',"
     " '/results']) { try { for (const name of fs.readdirSync(place)) { const text = fs.readFileSync(`${place}/${name}`, 'utf8');"
     " if (text.includes('+ 1' + '1')) return a + b + 11; } } catch {} } return a + b; };", {"made": "wrong_result"}),
    ("says what is made", "const seen = []; module.exports.add = (...all) => { seen.push(all); console.log(seen);"
     " if (seen.length > 30) throw new Error(JSON.stringify(seen)); return all[0] + all[1] + 11; };", {"made": None}),
    ("exits for some", "module.exports.add = (a, b) => { if (a > 20) process.exit(0); return a + b; };", {"made": None}),
]


@pytest.mark.parametrize("code, causes", [row[1:] for row in TWISTS], ids=[row[0] for row in TWISTS])
def test_twisting_shapes_in_javascript(shapes, code, causes):
    checks = shapes(HONEST_SHAPES + code)
    for name, cause in causes.items():
        if cause is not None:
            assert checks[name]["cause"] == cause, checks[name]
            assert checks[name]["points"] == 0 or cause == "wrong_result", checks[name]


PYTHON_TWISTS = [
    ("answers in a callback", "import os\ndef each(items, visit):\n  visit(1); visit(2); os.write(3, b'\\0\\0\\0\\2{}')\n",
     {"each": "tampering"}),
    ("exits everywhere", "import os\ndef each(*all): os._exit(0)\ndef numbers(*all):\n  yield 0\n  os._exit(0)\n"
     "async def waits(*all): os._exit(0)\nclass Stack:\n  def __getattr__(self, name): os._exit(0)\n",
     {"each": "exited_early", "numbers": "exited_early", "waits": "exited_early", "stack": "exited_early"}),
    ("floods a callback", "def each(items, visit):\n  for i in range(100000): visit(items)\n", {"each": "wrong_result"}),
    ("yields without end", "def numbers(*all):\n  while True: yield 0\n", {"numbers": "wrong_result"}),
    ("an iterator that lies", "class Odd:\n  def __iter__(self): return self\n  def __next__(self): raise SystemExit(0)\n"
     "def numbers(*all): return Odd()\n", {"numbers": "exited_early"}),
    ("equal to all", "class All(dict):\n  def __eq__(self, other): return True\n  def items(self): return [('a', [3])]\n"
     "  __hash__ = None\nasync def waits(*all): return All(b=1)\n", {"waits": None}),
    ("a value that exits", "import os\nclass V:\n  @property\n  def __dict__(self): os._exit(0)\nasync def waits(*all): return V()\n",
     {"waits": "exited_early"}),
    ("a Decimal that lies", "import decimal\nclass D(decimal.Decimal):\n  def __str__(self): return '{}'\n"
     "async def waits(*all): return D(3)\n", {"waits": "wrong_result"}),
    ("a date that lies", "import datetime\nclass D(datetime.datetime):\n  def utcoffset(self): raise SystemError\n"
     "async def waits(*all): return D(2026, 1, 1)\n", {"waits": "wrong_result"}),
    ("an error that lies", "class E(Exception):\n  def __str__(self): raise SystemError\nasync def waits(*all): raise E()\n",
     {"waits": "wrong_result"}),
    ("replaces the output", "import sys\nclass Null:\n  def write(self, text): return len(text)\nsys.stdout = Null()\n",
     {"says": "wrong_result"}),
    ("never ends its wait", "import asyncio\nasync def waits(*all): await asyncio.sleep(1000)\n", {"waits": "timeout_wall"}),
    ("leaves its own modules", "import sys, types\nfor name in ('asyncio', 'decimal', 'datetime', 'traceback', 'enum', 'grader_values'):\n"
     "  sys.modules[name] = types.ModuleType(name)\n", {}),
]


@pytest.mark.parametrize("code, causes", [row[1:] for row in PYTHON_TWISTS], ids=[row[0] for row in PYTHON_TWISTS])
def test_twisting_shapes_in_python(shapes, code, causes):
    checks = shapes(HONEST_PYTHON + code, "shapes.py")
    for name, cause in causes.items():
        if cause is not None:
            assert checks[name]["cause"] == cause, checks[name]
