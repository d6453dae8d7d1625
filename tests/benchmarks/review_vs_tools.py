#!/usr/bin/env python3
"""A page that was handed in, looked through by the resident reviewer (`grader cohort`: rules over syntax
trees, four linters and the static kinds), against ESLint, Stylelint, html-validate and Prettier as
commands, one after the other, on the same files with the same rules. Goal: at most 0.2 times.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import paired

from grading import Grading

GOAL_TIMES = 0.2
PAGE = Path(__file__).resolve().parent / "page"
FILES = ["index.html", "style.css", "script.js"]

RUBRIC = """
rubric: benchmark
version: 1
title: A page
template: {merge_base: main}
tasks:
  - id: page
    title: The page
    path: page/
    checks:
      - {id: there, title: It is there, points: 1, files: {required: [index.html, style.css]}}
      - {id: text, title: It has a title, points: 1, text: {in: [index.html], require: [{pattern: "<title>"}]}}
      - {id: review, title: It reads well, points: 1, code: {review: beginner}}
      - id: lint
        title: Four tools
        points: 1
        lint: {eslint: beginner, stylelint: beginner, html: beginner, prettier: standard}
"""


def git(place, *arguments):
    done = subprocess.run(
        ["git", "-C", str(place), "-c", "user.name=A", "-c", "user.email=a@course.example", *arguments],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def build_course(work, count):
    """A repository with `count` heads that differ in every file."""
    place = work / "course"
    place.mkdir()
    git(place, "init", "--quiet", "--initial-branch=main")
    (place / "README.md").write_text("Make a page in the folder page.\n")
    git(place, "add", ".")
    git(place, "commit", "--quiet", "-m", "The task")
    for number in range(1, count + 1):
        git(place, "checkout", "--quiet", "--detach", "main")
        (place / "page").mkdir(exist_ok=True)
        for name in FILES:
            text = (PAGE / name).read_text()
            mark = {"index.html": f"<!-- {number} -->\n", "style.css": f"/* {number} */\n"}
            (place / "page" / name).write_text(text + mark.get(name, f"// {number}\n"))
        git(place, "add", ".")
        git(place, "commit", "--quiet", "-m", f"The page of {number}")
        git(place, "update-ref", f"refs/pull/{number}/head", "HEAD")
    git(place, "checkout", "--quiet", "main")
    return place


def rules_of(tool):
    """Those of the preset, out of the source that has them."""
    source = (PAGE.parents[2] / "rubrics/checks/lint_presets.cc").read_text()
    begin = source.index("{", source.index(f"k{tool} = "))
    return json.loads(source[begin : source.index(')";', begin)])


def write_settings(folder):
    (folder / "eslint.config.mjs").write_text(
        "export default [{languageOptions: {ecmaVersion: 'latest', sourceType: 'script'}, rules: "
        + json.dumps(rules_of("Eslint")) + "}];\n"
    )  # fmt: skip
    (folder / ".stylelintrc.json").write_text(json.dumps({"rules": rules_of("Stylelint")}))
    (folder / ".htmlvalidate.json").write_text(
        json.dumps({"root": True, "elements": ["html5"], "rules": rules_of("Html")})
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--layer", required=True, metavar="DIR", help="the node_modules of `review`")
    parser.add_argument("--node", default="node", help="for the commands (default: %(default)s)")
    parser.add_argument("--submissions", type=int, default=30, help="(default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="(default: %(default)s)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="review-vs-tools-"))
    course = build_course(work, args.submissions)
    rubric = work / "rubric.yaml"
    rubric.write_text(RUBRIC)
    grading = Grading(args.grader, args.layers, work / "grader")
    modules = Path(args.layer).resolve()
    folder = work / "page"
    shutil.copytree(PAGE, folder)
    (folder / "node_modules").symlink_to(modules)
    write_settings(folder)
    environment = {"PATH": os.environ["PATH"], "HOME": str(work)}
    commands = [
        [args.node, modules / "eslint/bin/eslint.js", "script.js"],
        [args.node, modules / "stylelint/bin/stylelint.mjs", "style.css"],
        [args.node, modules / "html-validate/bin/html-validate.mjs", "index.html"],
        [args.node, modules / "prettier/bin/prettier.cjs", "--check", *FILES],
    ]

    def cohort(count):
        out = work / "out"
        shutil.rmtree(out, ignore_errors=True)
        command = [args.grader, "cohort", str(course), "--rubric", str(rubric), "--config", str(grading.config),
                   "--out", str(out), "--format", "json", "--quiet", "--jobs", "1"]  # fmt: skip
        for number in range(1, count + 1):
            command += ["--ref", f"refs/pull/{number}/head"]
        seconds = paired.timed(command, env=grading.environment)
        for path in out.glob("*/report.json"):
            checks = {check["id"]: check for check in json.loads(path.read_text())["tasks"][0]["checks"]}
            if checks["review"]["status"] != "partial" or not checks["lint"]["findings"]:
                raise RuntimeError(f"{path}: the page was not looked through")
        return seconds

    def one_more():
        return (cohort(args.submissions) - cohort(1)) / (args.submissions - 1)

    def tools():
        return sum(paired.timed(command, cwd=folder, env=environment) for command in commands)

    paired.print_host()
    for command in commands:
        print("#", " ".join(map(str, command)))
    results = paired.interleave(args.runs, ours=one_more, tools=tools)
    times = statistics.median(o / t for o, t in zip(results["ours"], results["tools"]))
    met = times <= GOAL_TIMES
    paired.print_figure("four tools as commands", paired.milliseconds(results["tools"]))
    paired.print_figure(
        "one more page for the resident reviewer", f"{paired.milliseconds(results['ours'])}, {times:.2f} times", met
    )
    shutil.rmtree(work)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
