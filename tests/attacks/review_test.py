"""Files that keep tools silent: classes 5, 9 and 18. Each is code that three kinds of checks forbid, beside
something that hides it; that nothing is found earns nothing. All in one run, an honest one first and last.
"""
import json
import os
import xml.etree.ElementTree

import pytest
from whole_program import MARKER, run

GOOD = "let a = 1;\nconsole.log(a);\n"
BAD = "var a = 1;\nconsole.log(a);\n"
MANY = {f"a{i:03}.js": GOOD for i in range(500)}
# What a person is shown beside the report.
SHOWN = {
    b"..%2f\x1b[31m<img src=x>.md": b"\x1b]0;title\x07\x1b[31mred\n\xe2\x80\xae[x](javascript:alert(1))\xff\r\xf0\x9f",
    b"a page.png": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    b"a|table\n=cmd.jpg": b"<script>alert(1)</script>",
    b"bytes.bin": bytes(range(256)),
}
# Name, files (text is UTF-8), whether it earns.
CASES = [
    ("honest", {"a.js": GOOD}, True),
    ("wrong", {"a.js": BAD}, False),
    ("holds-a-nul", {"a.js": "/* \0 */ " + BAD, "b.js": GOOD}, False),
    ("is-wide", {"a.js": ("\ufeff" + BAD).encode("utf-16-le"), "b.js": GOOD}, False),
    ("is-too-large", {"a.js": BAD + "//" + "x" * (1 << 20), "b.js": GOOD}, False),
    ("is-behind-many", {**MANY, "z.js": BAD}, False),
    ("ends-lines-in-another-way", {"a.js": "\u2028" * 9 + BAD}, False),
    ("ends-lines-as-once", {"a.js": "\r" * 9 + BAD}, False),
    ("tells-the-tools", {"a.js": "/* eslint-disable */ /* eslint no-var: 0 */\n// ast-grep-ignore\n// prettier-ignore\n" +
                         "// eslint-disable-next-line\n" + BAD.replace(";", "; // eslint-disable-line"),
                         "eslint.config.js": "module.exports = [];\n", ".eslintignore": "*\n", "sgconfig.yml": "ruleDirs: []\n",
                         "package.json": '{"eslintConfig": {"root": true}}'}, False),
    ("is-no-code", {"a.js": BAD + "(((\n"}, False),
    # The parser's words hold its own.
    ("makes-the-tool-say", {"a.js": BAD + 'let b = 1 "<img src=x onerror=alert(1)>\u202e\u2066::error::%0A[x](javascript:alert(1))`*|=cmd|{text}";\n'}, False),
    ("is-deep", {"a.js": BAD + "[" * 50_000 + "]" * 50_000}, False),
    ("has-many-lines", {"a.js": BAD + "\n" * 300_000}, False),
    ("has-a-name", {"<img src=x onerror=alert(1)>\u202e::error::%0A\u001b[31m.js": BAD}, False),
    ("seems-used", {"a.js": "/* <a > */\nlet a = 1; // <a/>\n"}, False),
    ("honest-again", {"a.js": GOOD}, True),
]


@pytest.fixture(name="checks", scope="module")
def make_checks(tmp_path_factory):
    scratch = tmp_path_factory.mktemp("review")
    kinds = {"lint": {"in": ["*.js"], "eslint": {"rules": {"no-var": "error", "no-unused-vars": "error"}}},
             "code": {"in": ["*.js"], "language": "javascript", "forbid": [{"rule": {"kind": "variable_declaration"}}]},
             "text": {"in": ["*.js"], "forbid": [{"pattern": "var "}]}}
    tasks = []
    for name, files, _ in CASES:
        folder = scratch / "work" / name
        folder.mkdir(parents=True)
        for file, content in files.items():
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        tasks.append({"id": name, "title": name, "path": name, "points": 3, "checks": [
            {"id": kind, "title": kind, "points": 1, "score": "all", kind: settings} for kind, settings in kinds.items()]})
    shown = scratch / "work" / "shown"
    shown.mkdir()
    for name, content in SHOWN.items():
        (shown / os.fsdecode(name)).write_bytes(content)
    (shown / "link").symlink_to(scratch / "run" / "marker")
    tasks.append({"id": "shown", "title": "Shown", "path": "shown", "points": 1, "checks": [
        {"id": "look", "title": "Look", "points": 1, "manual": {"evidence": ["**"]}}]})
    rubric = scratch / "rubric.yaml"
    rubric.write_text(json.dumps({"rubric": "attacks/review", "version": 1, "title": "Review", "language": "en",
                                  "template": "none", "tasks": tasks}))
    code, words = run(scratch / "run", "grade", scratch / "work", "--rubric", rubric, "--format", "json,html,md,text,sarif,junit",
                      "--out", scratch / "run" / "out", patience=120)
    assert code == 0, words
    out = scratch / "run" / "out"
    report = json.loads((out / "report.json").read_text())
    assert report["result"]["status"] == "complete"
    for file in [one for one in out.glob("**/*") if one.is_file() and one.suffix != ".png"]:
        said = file.read_text()
        assert "\x1b" not in said and "\u202e" not in said, file
        assert "<img src=x" not in said or file.suffix != ".html", file
        assert "](javascript:" not in said or file.suffix != ".sarif", file
    assert "\x1b" not in words
    for file in out.glob("*.xml"):
        xml.etree.ElementTree.parse(file)
    return {task["id"]: {check["id"].rpartition("/")[2]: check for check in task["checks"]} for task in report["tasks"]}


@pytest.mark.parametrize("kind", ["lint", "code", "text"])
@pytest.mark.parametrize("name, earns", [(one[0], one[2]) for one in CASES], ids=[one[0] for one in CASES])
def test_attack(checks, name, earns, kind):
    check = checks[name][kind]
    assert check["status"] in ("pass", "fail"), check
    if kind == "lint" or name != "seems-used":
        assert (check["points"] == 1) == earns, check
    # What earned nothing says where.
    assert earns or check["points"] == 1 or check["findings"], check


@pytest.mark.parametrize("name, said", [
    ("holds-a-nul", "holds-a-nul/a.js is not a text file. It cannot be read as text."),
    ("is-too-large", "is-too-large/a.js is larger than 1 MB. It was not read.")])
def test_what_was_not_read_is_told(checks, name, said):
    for kind in ("lint", "code", "text"):
        assert [(one["path"], one["message"]["text"]) for one in checks[name][kind]["findings"]] == [(f"{name}/a.js", said)]


def test_that_there_are_too_many_is_told(checks):
    for kind in ("lint", "code"):
        assert [(one["path"], one["message"]["text"]) for one in checks["is-behind-many"][kind]["findings"]] == [
            ("is-behind-many/z.js", "There are more than 500 files. This one and those after it were not read.")]


def test_what_a_person_is_shown_is_safe(checks):
    look = checks["shown"]["look"]
    assert look["status"] == "needs_review"
    assert {one["media_type"] for one in look["evidence"]} == {"image/png", "text/plain"}
    assert all(one["path"].startswith("evidence/shown-look-") for one in look["evidence"])


def test_honest_files_are_judged_alike(checks):
    for kind in ("lint", "code", "text"):
        first, last = (json.dumps(checks[name][kind]).replace("honest-again", "honest") for name in ("honest", "honest-again"))
        assert first == last
    assert MARKER not in json.dumps(checks)
