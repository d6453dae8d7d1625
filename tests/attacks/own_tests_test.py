"""Students' tests that attack the versions they are to tell apart: classes 1, 2, 7, 8 and 11.

Two buggy versions are worth ten points. One gives the wrong sum of three numbers. The other is right, and says in
its text only that it is not: nobody may earn its points but by reading it. `MARKER` stands in both.
"""
import json

import pytest
from whole_program import MARKER, run

GOOD = "exports.sum = (list) => list.reduce((a, b) => a + b, 0);\n"
VERSIONS = {
    "good.js": "// A right version.\n" + GOOD,
    "three.js": f"// BUG {MARKER}\nexports.sum = (list) => list.slice(0, 2).reduce((a, b) => a + b, 0);\n",
    "says-so.js": f"// BUG {MARKER}\n{GOOD}",
}
RUBRIC = """
rubric: attacks/own-tests
version: 1
title: Versions that somebody attacks
template: none
limits: {wall: 8s, cpu: 8s}
tasks:
  - id: sum
    title: Sum
    path: sum.js
    points: 10
    checks:
      - id: own
        title: The tests notice what is wrong
        points: 10
        tests:
          from: submission
          files: [sum.test.js]
          variants:
            of: sum.js
            good: [good.js]
            buggy: [{file: three.js, missed: "Three?"}, {file: says-so.js, missed: "Says so?"}]
"""


@pytest.fixture(name="grade")
def make_grade(tmp_path):
    """Grades one test file beside a right answer; gives the check's part of the report."""

    def grade(tests):
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        (work / "sum.js").write_text(GOOD)
        (work / "sum.test.js").write_text(tests)
        for name, text in VERSIONS.items():
            (tmp_path / name).write_text(text)
        rubric = tmp_path / "rubric.yaml"
        rubric.write_text(RUBRIC)
        code, words = run(tmp_path / "run", "grade", work, "--rubric", rubric, "--format", "json,html,md,text",
                          "--out", tmp_path / "run" / "out", patience=60)
        assert code == 0, words
        report = json.loads((tmp_path / "run" / "out" / "report.json").read_text())
        assert report["result"]["status"] == "complete"
        return report["tasks"][0]["checks"][0]

    return grade


HONEST = """const { sum } = require("./sum");
test("two", () => expect(sum([1, 2])).toBe(3));
test("three", () => expect(sum([1, 2, 3])).toBe(6));
"""
# Leaves the realm that tests run in; the judge is not made to hold them.
OUT = """const outside = require("util").constructor.constructor("return process")();
const need = outside.getBuiltinModule("module").createRequire("/harness/judge/main.js");
"""
# All that can be read, as text.
ALL_FILES = """const all = (fs) => ["/submission", "/tmp", "/dev/shm", "/results", "/build"].map((at) => {
  try {
    return fs.readdirSync(at, { recursive: true, withFileTypes: true }).map((one) => {
      try { return fs.readFileSync(`${one.parentPath}/${one.name}`, "utf8"); } catch { return ""; }
    }).join();
  } catch { return ""; }
}).join();
"""


def looks(expression, before=""):
    return f"""const {{ sum }} = require("./sum");
{before}
test("looks", () => {{
  let text = "";
  try {{ text = String({expression}); }} catch {{}}
  expect(text).not.toMatch(/BU[G]/);
}});
"""


# What each does, most points, status.
ATTACKS = [
    ("asks a function for its text", looks("sum + sum.toString() + Function.prototype.toString.call(sum)"), 0, "fail"),
    ("asks the other side for a function's text", looks("sum.toString.call(sum) + sum.constructor.prototype.toString.call(sum)"),
     0, "fail"),
    ("makes code of text there", looks("sum.constructor('return process.getBuiltinModule(\"fs\").readFileSync("
                                       "\"/submission/sum.js\", \"utf8\")')()"), 0, "fail"),
    ("asks for modules of Node there", looks("need('fs') && require('./../../usr/lib/os-release')", OUT), 0, "fail"),
    ("reads all files of the judge", looks("all(need('fs'))", OUT + ALL_FILES), 0, "fail"),
    ("speaks to the other side itself", looks("""(() => {
      const fs = need("fs");
      const say = (text) => { const head = Buffer.alloc(4); head.writeUInt32BE(text.length);
        fs.writeSync(4, Buffer.concat([head, Buffer.from(text)])); };
      say(JSON.stringify({ i: "00", d: "require", v: ["fs", "/submission/x.js"] }));
      const bytes = Buffer.alloc(65536);
      return bytes.toString("utf8", 0, fs.readSync(4, bytes));
    })()""", OUT), 0, None),
    ("remembers how often it ran", looks("(() => { const fs = need('fs'); let n = 0; for (const at of ['/tmp/n', '/dev/shm/n',"
     " '/submission/n', '/results/n']) { try { n += fs.readFileSync(at, 'utf8').length; } catch {} try {"
     " fs.appendFileSync(at, 'x'); } catch {} } return n > 0 ? 'BUG' : ''; })()", OUT), 0, "fail"),
    ("flips a coin for each of many tests", """const { sum } = require("./sum");
for (let i = 0; i < 200; i += 1) test(`t${i}`, () => expect(Math.random()).toBeLessThan(0.5));
""", 0, "needs_review"),
    ("flips one coin for all", """const { sum } = require("./sum");
const heads = process.hrtime()[1] % 2 === 0;
for (let i = 0; i < 200; i += 1) test(`t${i}`, () => expect(heads || Math.random() < 0.5).toBe(true));
""", 0, None),
    ("fails always", """test("no", () => expect(1).toBe(2));\n""", 0, "fail"),
    ("passes always", """test("yes", () => expect(1).toBe(1));\n""", 0, "fail"),
    ("tells of failures that are none", OUT + """const { sum } = require("./sum");
const say = (value) => { const text = Buffer.from(JSON.stringify(value)); const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length); need("fs").writeSync(3, Buffer.concat([head, text])); };
test("no", () => { try { say({ run: 1, test: 0, state: "failed", message: "" }); } catch {} });
""", 0, None),
    ("ends the judge", OUT + """const { sum } = require("./sum");
test("two", () => expect(sum([1, 2])).toBe(3));
outside.reallyExit(0);
""", 0, None),
]


def test_honest(grade):
    check = grade(HONEST)
    assert (check["points"], check["status"], check["assurance"]) == (5, "partial", "isolated"), check
    assert [one["status"] for one in check["cases"]] == ["pass", "pass", "pass", "fail"]


@pytest.mark.parametrize("tests, most, status", [row[1:] for row in ATTACKS], ids=[row[0] for row in ATTACKS])
def test_what_tells_versions_apart(grade, tests, most, status):
    check = grade(tests)
    assert check["points"] <= most, check
    if status is not None:
        assert check["status"] == status, check
