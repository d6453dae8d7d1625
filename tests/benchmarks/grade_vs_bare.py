#!/usr/bin/env python3
"""One JavaScript submission with a warm environment: `grader grade` against the bare test command on
the same files with the same dependencies. Goal: at most 150 ms more.
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

import bare
from course import Course
from grading import Grading

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "javascript-week"
GOAL_SECONDS = 0.150


def rubric_text(files, environment):
    return "\n".join(
        [
            "rubric: benchmark",
            "version: 1",
            "title: All given tests",
            "template: {merge_base: main}",
            f"environment: {environment}",
            "tasks:",
            "  - id: week",
            "    title: The week",
            "    path: week-2",
            "    points: 1",
            "    checks:",
            "      - id: given",
            "        title: The tests",
            "        points: 1",
            f"        tests: {{from: template, framework: jest, files: {json.dumps(files)}}}",
            "",
        ]
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--layer", required=True, metavar="DIR", help="the node_modules of --environment")
    parser.add_argument("--environment", default="node", help="(default: %(default)s)")
    parser.add_argument("--node", default="node", help="for the bare runs (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=15, help="(default: %(default)s)")
    args = parser.parse_args()
    modules = Path(args.layer).resolve()
    work = Path(tempfile.mkdtemp(prefix="grade-vs-bare-"))
    repository = work / "course.git"
    subprocess.run([EXAMPLE / "build-course", repository], check=True)
    course = Course(repository)
    commit = course.commit("refs/pull/1/head")
    files = [f[len("week-2/") :] for f in course.files(course.base(commit), "week-2") if f.endswith(".test.js")]
    files.remove("own-tests/opening-hours.test.js")  # The template's has only things to do.

    # The same files: the head with the template's tests over it.
    checkout = work / "checkout"
    course.checkout(commit, "week-2", checkout)
    folder = checkout / "week-2"
    for file in files:
        (folder / file).write_bytes(course.content(course.base(commit), f"week-2/{file}"))
    bare.link_modules(folder, modules)
    rubric = work / "rubric.yaml"
    rubric.write_text(rubric_text(files, args.environment))
    grading = Grading(args.grader, args.layers, work / "grader")
    ours = grading.command(repository, rubric, "pull/1/head", work / "out")
    whole = grading.command(repository, EXAMPLE / "rubric.yaml", "pull/1/head", work / "out")
    theirs = [args.node, modules / "jest/bin/jest.js", "--ci", "--runInBand", "--runTestsByPath", *files]
    clean = {"PATH": os.environ["PATH"], "HOME": str(work), "CI": "true"}

    paired.print_host()
    print("# grader:", " ".join(map(str, ours)))
    print("# bare:", " ".join(map(str, theirs)))
    results = paired.interleave(
        args.runs,
        grader=lambda: paired.timed(ours, env=grading.environment),
        bare=lambda: paired.timed(theirs, cwd=folder, env=clean),
        week=lambda: paired.timed(whole, env=grading.environment),
    )
    over = [g - b for g, b in zip(results["grader"], results["bare"])]
    paired.print_figure("bare jest, 5 files", paired.milliseconds(results["bare"]))
    paired.print_figure("grader grade, the same 5 files", paired.milliseconds(results["grader"]))
    paired.print_figure(
        "more than bare, median of pairs",
        paired.milliseconds(over),
        statistics.median(over) <= GOAL_SECONDS,
    )
    paired.print_figure("grader grade, the example's whole rubric", paired.milliseconds(results["week"]))
    report = json.loads((work / "out" / "report.json").read_text())
    print("# durations of its last run:", json.dumps(report["run"]["durations_ms"]))
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
