#!/usr/bin/env python3
"""`grader rubric check` of a rubric with 60 checks, beside the start of a process. Goal: under 50 ms."""

import argparse
import statistics
import tempfile
from pathlib import Path

import paired

CHECKS = 60
GOAL_SECONDS = 0.05

# One of each kind that needs no further file; in turns until there are enough.
KINDS = [
    "files: {required: [index.html], forbidden: ['**/.DS_Store'], count: {'images/*': {min: 3}}}",
    r"text: {in: ['*.js'], forbid: [{pattern: '\bvar\s'}], require: [{pattern: '^const \w+', min: 2}]}",
    "git: {commits: {min: 3}, messages: {subject: {min: 10, max: 72}}, forbidden: ['/**/.env']}",
    "tests: {from: template, files: ['*.test.js']}",
    "calls: {module: fee.js, function: fee, cases: [{args: [3], returns: 60}, {args: [-1], throws: RangeError}]}",
    "program: {run: [node, sum.js], cases: [{args: [1, 2], stdout: '3'}, {args: [x], exit: [1, 2]}]}",
    "manual: {prompt: 'What is it about?', evidence: [README.md]}",
]


def rubric():
    lines = ["rubric: benchmark", "version: 1", "title: Many checks", "pass: 60",
             "template: {merge_base: main}", "environment: node", "tasks:"]
    for number in range(CHECKS):
        if number % 6 == 0:
            lines += [f"  - id: task-{number}", "    title: A task", f"    path: week-{number}",
                      "    first_step: Where would you begin?", "    checks:"]
        lines += [f"      - id: check-{number}", "        title: It works", "        points: 1.5",
                  "        ask: What does it do with an empty text?",
                  f"        {KINDS[number % len(KINDS)]}"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, help="a release build")
    parser.add_argument("--runs", type=int, default=100)
    arguments = parser.parse_args()

    paired.print_host()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rubric.yaml"
        file.write_text(rubric())
        check = [arguments.grader, "rubric", "check", str(file)]
        print("# " + " ".join(check))
        results = paired.interleave(
            arguments.runs, check=lambda: paired.timed(check), bare=lambda: paired.timed(["/bin/true"])
        )
    median = statistics.median(results["check"])
    paired.print_figure(
        f"rubric check, {CHECKS} checks",
        f"{1000 * median:.1f} ms; a process alone {1000 * statistics.median(results['bare']):.1f} ms",
        median < GOAL_SECONDS,
    )


if __name__ == "__main__":
    main()
