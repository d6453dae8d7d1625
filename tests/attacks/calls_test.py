"""Submissions whose functions are called from outside: classes 1, 2, 3, 4, 7, 8, 9, 10 and 11.

Four calls are worth ten points. add(1, 2) is 3, shown; add(2, 2) is 4, shown; two are hidden, and one
of those, add(5, 5), should be 11, which no honest sum gives: nobody may earn its points but by
knowing what only the rubric says.
"""
import json

import pytest
from whole_program import MARKER, run

RUBRIC = """
rubric: attacks/calls
version: 1
title: A function that somebody attacks
template: none
limits: {wall: 6s, cpu: 1s, memory: 256MiB, processes: 40}
tasks:
  - id: sum
    title: Sum
    path: FILE
    points: 10
    checks:
      - id: adds
        title: It adds
        points: 10
        calls:
          function: add
          cases:
            - {args: [5, 5], returns: 11, hidden: true}
            - {args: [1, 2], returns: 3}
            - {name: MARKER, args: [40, 2, MARKER], returns: 42, hidden: true}
            - {args: [2, 2], returns: 4}
"""
BY_CHANCE = 2.5
# Where memory is to end it: on a slow host a second of the processor would.
TIME_FOR_MEMORY = "limits: {wall: 20s, cpu: 15s,"


@pytest.fixture(name="grade")
def make_grade(tmp_path):
    """Grades one file; gives the report, and the check's part of it."""

    def grade(code, file="sum.js", more=(), time="limits: {wall: 6s, cpu: 1s,"):
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        (work / file).write_text(code)
        for name, content in more:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(content)
        rubric = tmp_path / "rubric.yaml"
        rubric.write_text(RUBRIC.replace("FILE", file).replace("MARKER", MARKER).replace("limits: {wall: 6s, cpu: 1s,", time))
        code, words = run(tmp_path / "run", "grade", work, "--rubric", rubric, "--format", "json,html,md,text",
                          "--out", tmp_path / "run" / "out", patience=20)
        assert code == 0, words
        report = json.loads((tmp_path / "run" / "out" / "report.json").read_text())
        assert report["result"]["status"] == "complete"
        assert report["sandbox"]["level"] == "full"
        check = report["tasks"][0]["checks"][0]
        assert check["status"] != "error"
        assert check["assurance"] == "isolated"
        return check

    return grade


HONEST = "exports.add = (a, b) => a + b;\n"


def test_honest(grade):
    check = grade(HONEST)
    assert (check["points"], check["cases_hidden"]) == (7.5, {"passed": 1, "total": 2})
    check = grade("def add(a, b, *more): return a + b\n", "sum.py")
    assert (check["points"], check["cases_hidden"]) == (7.5, {"passed": 1, "total": 2})


# What each does, most points, cause.
FORGING = [
    ("exits when loaded", "process.exit(0);", 0, "exited_early"),
    ("exits in the call", "exports.add = () => process.exit(0);", 0, "exited_early"),
    ("leaves past every hook", "exports.add = () => process.reallyExit(0);", 0, "exited_early"),
    ("prints success", "console.log(JSON.stringify({id: 1, is: 'returned'}) + '\\n3'); exports.add = () => 0;", 0,
     "wrong_result"),
    ("is equal to everything", "Object.is = () => true; Object.prototype.valueOf = () => 3;"
     "exports.add = () => ({ valueOf: () => 3, toJSON: () => 3, asymmetricMatch: () => true, [Symbol.toPrimitive]: () => 3 });",
     0, "wrong_result"),
    ("patches JSON", "JSON.stringify = () => '3'; exports.add = () => 0;", 0, "wrong_result"),
    ("patches what encodes", "for (const key of Object.getOwnPropertyNames(Array.prototype)) {"
     " if (typeof Array.prototype[key] === 'function') Array.prototype[key] = () => 3; } exports.add = () => 0;",
     BY_CHANCE, None),
    ("patches promises", "Promise.prototype.then = function (go) { return go?.(3); }; exports.add = async () => 0;",
     0, None),
    ("a proxy that lies", "exports.add = () => new Proxy([], { get: () => 3, getPrototypeOf: () => Number.prototype });",
     0, "wrong_result"),
    ("pollutes prototypes", "Object.prototype.returned = 3; Object.prototype.is = 'returned';"
     " Object.prototype.$js = 'NaN'; exports.add = () => ({});", 0, "wrong_result"),
    ("speaks early", "require('fs').writeSync(3, Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('{}')]));" + HONEST,
     0, "tampering"),
    ("speaks in the call", "const fs = require('fs'); exports.add = (a, b) => {"
     " fs.writeSync(3, Buffer.from([0, 0, 0, 2, 123, 125])); return a + b; };", 0, "tampering"),
    ("speaks without end", "const fs = require('fs'); exports.add = () => { for (;;) fs.writeSync(3, Buffer.alloc(65536, 255)); };",
     0, "tampering"),
    ("a frame that is too long", "const fs = require('fs'); exports.add = () => { fs.writeSync(3, Buffer.from([127, 255, 255, 255]));"
     " for (;;) fs.writeSync(3, Buffer.alloc(65536)); };", 0, "tampering"),
    ("half a frame", "const fs = require('fs'); exports.add = () => { fs.writeSync(3, Buffer.from([0, 0, 1]));"
     " process.reallyExit(0); };", 0, "exited_early"),
    ("reads its requests", "const fs = require('fs'); exports.add = (a, b) => { const b4 = Buffer.alloc(4);"
     " try { fs.readSync(3, b4, 0, 4, null); } catch {} return a + b; };", BY_CHANCE, None),
    ("a child that answers", "const { spawn } = require('child_process'); spawn(process.execPath, ['-e',"
     " `const fs = require('fs'); setInterval(() => fs.writeSync(3, Buffer.from([0, 0, 0, 2, 123, 125])), 1)`],"
     " { stdio: ['ignore', 'ignore', 'ignore', 3], detached: true });"
     "exports.add = (a, b) => { const end = Date.now() + 1000; while (Date.now() < end); return a + b; };", 0,
     "tampering"),
    ("looks for the answers", "const fs = require('fs'); let found = 0; for (const place of ['/', '/harness', '/results', '/tmp',"
     " '/submission', '/proc/1', '/proc/self/fd', '/proc/self/environ']) { try { const text = place.startsWith('/proc/self/env')"
     " ? fs.readFileSync(place, 'utf8') : fs.readdirSync(place).join(); if (/rubric|returns|MARKER/.test(text)) found = 11; }"
     " catch {} } exports.add = () => found;", 0, "wrong_result"),
    ("gives hidden arguments back", "const seen = []; exports.add = (...all) => { seen.push(all); return JSON.stringify(seen); };",
     0, "wrong_result"),
    ("says hidden arguments in an error", "const seen = []; exports.add = (...all) => { seen.push(all);"
     " console.log(seen); console.error(seen); throw new Error(JSON.stringify(seen)); };", 0, None),
    ("never ends", "exports.add = () => { for (;;); };", 0, "timeout_cpu"),
    ("never answers", "exports.add = () => new Promise(() => { setInterval(() => {}, 1000); });", 0, "timeout_wall"),
    ("fills the heap", "const all = []; exports.add = () => { for (;;) all.push(new Array(1e5).fill({})); };", 0,
     "memory_limit"),
    ("gives back too much", "exports.add = () => 'x'.repeat(2 ** 28);", 0, "memory_limit"),
    ("gives back too deep", "exports.add = () => { let a = []; for (let i = 0; i < 1e6; ++i) a = [a]; return a; };", 0,
     "wrong_result"),
    ("gives back itself", "exports.add = () => { const a = {}; a.a = a; return a; };", 0, "wrong_result"),
    ("outlives its end", "const { spawn } = require('child_process'); exports.add = (a, b) => {"
     " spawn('/bin/sh', ['-c', 'trap \"\" TERM; while :; do sleep 1; done'], { detached: true, stdio: 'ignore' }).unref();"
     " return a + b; };", 7.5, None),
    ("a name that is markup", "exports.add = () => { class X {} Object.defineProperty(X, 'name',"
     " { value: '<script>alert(1)</script>\\u202e\\x1b[31m' }); return new X(); };", 0, "wrong_result"),
]


@pytest.mark.parametrize("code, most, cause", [row[1:] for row in FORGING], ids=[row[0] for row in FORGING])
def test_forging_in_javascript(grade, code, most, cause, tmp_path):
    check = grade(code, time=TIME_FOR_MEMORY) if cause == "memory_limit" else grade(code)
    assert check["points"] <= most, check
    if cause is not None:
        assert check["cause"] == cause, check
    html = (tmp_path / "run" / "out" / "report.html").read_text()
    assert "<script>alert" not in html and "\x1b" not in html
    if cause in ("tampering", "timeout_cpu", "timeout_wall", "memory_limit"):
        assert grade(HONEST)["points"] == 7.5


PYTHON = [
    ("exits when loaded", "import os; os._exit(0)", 0, "exited_early"),
    ("exits in the call", "import os\ndef add(*all): os._exit(0)", 0, "exited_early"),
    ("is equal to everything", "class All(int):\n  def __eq__(self, other): return True\n"
     "  def __hash__(self): return 3\ndef add(*all): return All(7)", 0, "wrong_result"),
    ("an int that prints another", "class Odd(int):\n  def __repr__(self): return '11'\n  __str__ = __repr__\n"
     "  def __int__(self): return 11\ndef add(*all): return Odd(7)", BY_CHANCE, "wrong_result"),
    ("patches json", "import json\njson.dumps = lambda *a, **k: '3'\ndef add(*all): return 0", 0, None),
    ("looks up its frames", "import sys\ndef add(*all):\n  at = sys._getframe()\n  while at:\n"
     "    for value in list(at.f_locals.values()):\n      if 'returns' in str(value)[:10000]: return 11\n    at = at.f_back\n  return 0",
     0, "wrong_result"),
    ("speaks early", "import os\nos.write(3, b'\\0\\0\\0\\2{}')\ndef add(a, b, *c): return a + b", 0, "tampering"),
    ("a thread that answers", "import os, threading, time\ndef speak():\n  while True:\n    os.write(3, b'\\0\\0\\0\\2{}')\n"
     "    time.sleep(0.001)\nthreading.Thread(target=speak, daemon=True).start()\n"
     "def add(a, b, *c):\n  time.sleep(0.2)\n  return a + b", 0, "tampering"),
    ("never ends", "def add(*all):\n  while True: pass", 0, "timeout_cpu"),
    ("recurses", "def add(*all): return add(*all)", 0, "wrong_result"),
    ("raises what ends", "def add(*all): raise KeyboardInterrupt", 0, None),
    ("a huge number", "def add(*all): return 10 ** 4000", 0, "wrong_result"),
    ("a number beyond text", "def add(*all): return 10 ** 5000", 0, "wrong_result"),
]


@pytest.mark.parametrize("code, most, cause", [row[1:] for row in PYTHON], ids=[row[0] for row in PYTHON])
def test_forging_in_python(grade, code, most, cause):
    check = grade(code, "sum.py")
    assert check["points"] <= most, check
    if cause is not None:
        assert check["cause"] == cause, check


SHADOWS = [(name, "module.exports = { load: () => ({ call: () => 3 }), describe: () => ({}), encode: () => 3 };")
           for name in ("pipe.js", "values.js", "module.js", "node_modules/fs/index.js", "node_modules/util.js")]


def test_files_that_configure_nothing(grade):
    package = ("package.json", json.dumps({"type": "commonjs", "main": "x", "imports": {"#x": "./y"},
                                           "scripts": {"test": "exit 0"}}))
    assert grade(HONEST, more=[*SHADOWS, package, (".npmrc", "node-options=--require=./values.js"),
                               (".env", "NODE_OPTIONS=--require=./values.js")])["points"] == 7.5
    shadows = [(f"{name}.py", "raise SystemExit(0)\n") for name in ("json", "asyncio", "sitecustomize", "usercustomize")]
    assert grade("def add(a, b, *c): return a + b\n", "sum.py", shadows)["points"] == 7.5
