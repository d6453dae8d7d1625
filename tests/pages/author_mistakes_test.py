"""Mistakes of a rubric that only tools and browsers know: who is told, in which words.

`rubric check` and `rubric test` find those of tools, `grade` and `rubric test` those of browsers; none of them costs
a student points.
"""
import json
import os
import pathlib
import subprocess

import pytest

GRADER = pathlib.Path(os.environ["GRADER_BIN"])
BUILD = GRADER.parent.parent
LAYERS = pathlib.Path(os.environ.get("GRADER_LAYERS", BUILD / "cache" / "grader" / "layers"))

HEAD = """rubric: tea
version: 1
title: Tea
template: {folder: template}
tasks:
  - id: t
    title: The page
    checks:
      - id: there
        title: It is there
        points: 1
        files: {required: [index.html]}
      - id: c
        title: It is well made
        points: 2
"""
TOOLS = HEAD + """        lint:
          eslint: {preset: beginner, rules: {no-allert: error}}
          prettier: {semicolons: false}
      - id: d
        title: It says what it does
        points: 2
        code: {language: javascript, forbid: [{pattern: 'alert($X'}, {pattern: alert($X)}]}
"""
TOLD = """tea.yaml:17:46: ESLint has no rule 'no-allert', did you mean 'no-alert'?
          eslint: {preset: beginner, rules: {no-allert: error}}
                                             ^
tea.yaml:18:22: Prettier has no option 'semicolons'
          prettier: {semicolons: false}
                     ^
tea.yaml:22:57: the pattern 'alert($X' is no whole piece of javascript; complete it, or write rule: """ \
"""{pattern: {context: ..., selector: ...}}
        code: {language: javascript, forbid: [{pattern: 'alert($X'}, {pattern: alert($X)}]}
                                                        ^
3 mistakes in tea.yaml
"""
BROWSER = HEAD + """        page:
          open: index.html
          expect:
            - {see: {css: "#sum["}, style: {colour: red}}
            - {see: {css: "h1 >"}}
"""
NOTES = {" t/c: tea.yaml:19:27: '#sum[' is not a selector of CSS",
         " t/c: tea.yaml:19:45: 'colour' is not a property of CSS, did you mean 'color'?",
         " t/c: tea.yaml:20:27: 'h1 >' is not a selector of CSS"}


@pytest.fixture(name="folder")
def make_folder(tmp_path):
    for name, text in {"template": "", "solution": "<h1>Tea</h1>"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text)
        (tmp_path / name / "a.js").write_text(f"alert(1); // {name}\n")
    (tmp_path / "tea.proofs.yaml").write_text("proofs: 1\nsolution: {changes: solution}\n")
    return tmp_path


def run(folder, *words, layers=LAYERS):
    ran = subprocess.run([GRADER, *words], cwd=folder, capture_output=True, timeout=100, check=False, text=True,
                         env={**os.environ, "GRADER_LAYERS": str(layers), "XDG_CACHE_HOME": str(folder / "cache")})
    return ran.returncode, ran.stdout, ran.stderr



def test_check_and_test_tell_what_tools_do_not_take(folder):
    (folder / "tea.yaml").write_text(TOOLS)
    assert run(folder, "rubric", "check", "tea.yaml") == (2, "", TOLD)
    assert run(folder, "rubric", "test", "tea.yaml", "--quiet") == (2, "", TOLD)
    assert run(folder, "cohort", "solution", "--rubric", "tea.yaml", "--quiet") == (2, "", TOLD)


def test_grade_tells_it_too_and_takes_no_points(folder):
    (folder / "tea.yaml").write_text(TOOLS)
    code, _, told = run(folder, "grade", "solution", "--rubric", "tea.yaml", "--quiet")
    assert code == 2
    assert " t/c: tea.yaml:17:46: ESLint has no rule 'no-allert', did you mean 'no-alert'?\n" in told
    assert told.endswith("grader: the rubric is wrong; what its mistakes touch is not judged\n")
    report = json.loads((folder / "grader-out" / "report.json").read_text())
    checks = {check["id"]: check["status"] for check in report["tasks"][0]["checks"]}
    assert checks == {"there": "pass", "c": "error", "d": "error"}


def test_without_the_tools_check_says_that_nobody_looked(folder):
    (folder / "tea.yaml").write_text(TOOLS)
    assert run(folder, "rubric", "check", "tea.yaml", layers=folder / "none") == (
        0, "tea.yaml: 1 task, 3 checks, 5 points\n",
        "tea.yaml: the rules of 'code' and 'lint' were not looked at: environment 'review' is not built\n"
        "hint: grader environment build review\n")


def test_what_the_browser_does_not_know_is_the_rubrics(folder):
    (folder / "tea.yaml").write_text(BROWSER)
    code, _, told = run(folder, "grade", "solution", "--rubric", "tea.yaml", "--quiet")
    lines = told.splitlines()
    assert {line[len("grader: E-XXXX"):] for line in lines[:-1]} == NOTES
    assert (code, lines[-1]) == (2, "grader: the rubric is wrong; what its mistakes touch is not judged")
    report = json.loads((folder / "grader-out" / "report.json").read_text())
    assert report["tasks"][0]["checks"][1]["status"] == "error"
    code, _, told = run(folder, "rubric", "test", "tea.yaml", "--quiet")
    assert code == 2
    assert told.splitlines()[-1] == "grader: tea.yaml: the rubric is wrong, see above"
