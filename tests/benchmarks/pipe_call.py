#!/usr/bin/env python3
"""What one call of a student's function costs a test that is judged from another jail. Goal: at most
50 microseconds at the median.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import paired

from grading import Grading

CALLS = 20_000
GOAL_MICROSECONDS = 50

RUBRIC = """rubric: benchmark/call
version: 1
title: Calls
environment: {environment}
tasks:
  - id: task
    title: The task
    points: 1
    checks:
      - id: given
        title: The tests
        points: 1
        tests: {{from: rubric, framework: jest, files: [given/{name}.test.js]}}
"""

TEST = """const add = require("./add");
test("adds", () => {{
  for (let i = 0; i < {calls}; ++i) {call};
  expect({call}).toEqual({result});
}});
"""

ANSWER = """module.exports = (a, b) => (Array.isArray(a) ? a.concat(b) : a + b);
"""

# What is called, with what it gives: numbers, and lists that are copied there and back.
KINDS = {"numbers": ("add(1, 2)", "3"), "lists": ("add([1, 2, 3], [4])", "[1, 2, 3, 4]")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--environment", default="node", help="(default: %(default)s)")
    parser.add_argument("--runs", type=int, default=11, help="(default: %(default)s)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pipe-call-") as folder:
        work = Path(folder)
        (work / "answer").mkdir()
        (work / "answer" / "add.js").write_text(ANSWER)
        (work / "given").mkdir()
        grading = Grading(args.grader, args.layers, work / "grader")
        actions = {}
        for kind, (call, result) in KINDS.items():
            for calls in (0, CALLS):
                name = f"{kind}-{calls}"
                (work / "given" / f"{name}.test.js").write_text(
                    TEST.format(calls=calls, call=call, result=result)
                )
                rubric = work / f"{name}.yaml"
                rubric.write_text(RUBRIC.format(environment=args.environment, name=name))
                command = [grading.grader, "grade", str(work / "answer"), "--rubric", str(rubric), "--config",
                           str(grading.config), "--out", str(work / "out"), "--format", "json",
                           "--fail-under", "100"]  # fmt: skip
                actions[name] = lambda command=command: paired.timed(command, env=grading.environment)
        paired.print_host()
        results = paired.interleave(args.runs, **actions)
    met = True
    for kind in KINDS:
        each = [
            1e6 * (many - none) / CALLS
            for many, none in zip(results[f"{kind}-{CALLS}"], results[f"{kind}-0"])
        ]
        median = statistics.median(each)
        goal = median <= GOAL_MICROSECONDS if kind == "numbers" else None
        met = met and goal is not False
        paired.print_figure(f"one call with {kind}", f"{median:.1f} us", goal)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
