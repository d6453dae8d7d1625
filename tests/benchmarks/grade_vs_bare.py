#!/usr/bin/env python3
"""One JavaScript submission with a warm environment: `grader grade`, nothing resident, against the bare
test command on the same files with the same dependencies. Goal: at most 0.6 times.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import paired

from coursework import EXAMPLE, SOLVED, Coursework
from grading import Grading

GOAL_TIMES = 0.6


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--layer", required=True, metavar="DIR", help="the node_modules of --environment")
    parser.add_argument("--environment", default="node", help="(default: %(default)s)")
    parser.add_argument("--node", default="node", help="for the bare runs (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=15, help="(default: %(default)s)")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="grade-vs-bare-"))
    coursework = Coursework(work, args.layer, args.node)
    folder = coursework.checkout(coursework.commit, "checkout")
    grading = Grading(args.grader, args.layers, work / "grader")
    rubric = coursework.rubric(args.environment)
    ours = grading.command(coursework.repository, rubric, SOLVED, work / "out")
    whole = grading.command(coursework.repository, EXAMPLE / "rubric.yaml", SOLVED, work / "out")
    clean = coursework.bare_environment()

    def bare():
        """As neither has seen the submission before."""
        return paired.timed(coursework.bare_command(coursework.empty_cache()), cwd=folder, env=clean)

    paired.print_host()
    print("# grader:", " ".join(map(str, ours)))
    print("# bare:", " ".join(map(str, coursework.bare_command("(empty)"))))
    results = paired.interleave(
        args.runs,
        grader=lambda: paired.timed(ours, env=grading.environment),
        bare=bare,
        week=lambda: paired.timed(whole, env=grading.environment),
    )
    times = statistics.median(g / b for g, b in zip(results["grader"], results["bare"]))
    paired.print_figure(f"bare jest, {len(coursework.suites)} files", paired.milliseconds(results["bare"]))
    paired.print_figure(
        "grader grade, the same files",
        f"{paired.milliseconds(results['grader'])}, {times:.2f} times",
        times <= GOAL_TIMES,
    )
    paired.print_figure("grader grade, the example's whole rubric", paired.milliseconds(results["week"]))
    report = json.loads((work / "out" / "report.json").read_text())
    print("# durations of its last run:", json.dumps(report["run"]["durations_ms"]))
    shutil.rmtree(work)
    return 0 if times <= GOAL_TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
