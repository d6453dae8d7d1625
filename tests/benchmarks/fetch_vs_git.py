#!/usr/bin/env python3
"""Fetching a submission. From a local course repository: the time before the first jail (goal: 50 ms).
From a remote one (smart HTTP on loopback) with the cache present: against `git fetch` of the same ref
(goal: at most 1.5 times).
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import paired

from course import Course, spread
from grading import Grading
from servers import HttpServer

LOCAL_GOAL_MS = 50
REMOTE_GOAL = 1.5

RUBRIC = """rubric: benchmark
version: 1
title: Something to read
template: {{merge_base: {branch}}}
tasks:
  - id: all
    title: All
    points: 1
    checks:
      - id: readme
        title: There is something
        points: 1
        files: {{count: {{"**": {{min: 1}}}}}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", help="a local course repository with refs/pull/N/head")
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--branch", default="main", help="(default: %(default)s)")
    parser.add_argument("--runs", type=int, default=15, help="(default: %(default)s)")
    args = parser.parse_args()
    repository = Path(args.repository).resolve()
    work = Path(tempfile.mkdtemp(prefix="fetch-vs-git-"))
    grading = Grading(args.grader, work, work / "grader")
    rubric = work / "rubric.yaml"
    rubric.write_text(RUBRIC.format(branch=args.branch))
    course = Course(repository, args.branch)
    refs, local, refused = [], [], 0
    for number in spread(course.pulls(), 4 * (args.runs + 1)):
        if len(refs) == 2 * (args.runs + 1) + 1:
            break
        try:
            # A clone may leave out its largest files, and a merged head may have no base.
            report = grading.grade(repository, rubric, f"pull/{number}/head", work / "out")
        except RuntimeError:
            refused += 1
            continue
        refs.append(f"pull/{number}/head")
        local.append(report)
    paired.print_host()
    print(f"# {len(refs)} heads; {refused} others cannot be graded from this clone")

    size = sum(f.stat().st_size for f in repository.rglob("*") if f.is_file()) / 2**20
    seconds = [report["run"]["durations_ms"]["before_first_jail"] / 1000 for report in local]
    paired.print_figure(
        f"local, {size:.0f} MiB, before the first jail",
        paired.milliseconds(seconds),
        1000 * statistics.median(seconds) <= LOCAL_GOAL_MS,
    )
    print("# durations:", local[-1]["run"]["durations_ms"])

    with HttpServer(repository.parent) as http:
        grading.configure([f"127.0.0.1:{http.port}"], ("http",))
        address = http.url(repository.name)
        clone = work / "clone.git"
        environment = {"PATH": os.environ["PATH"], "HOME": str(work), "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", "init", "-q", "--bare", clone], check=True, env=environment)

        def git_fetch(ref):
            argv = ["git", "-C", clone, "fetch", "-q", address, f"+refs/{ref}:refs/{ref}",
                    f"+refs/heads/{args.branch}:refs/heads/{args.branch}"]  # fmt: skip
            return paired.timed(argv, env=environment)

        def grader_fetch(ref):
            report = grading.grade(address, rubric, ref, work / "out")
            return report["run"]["durations_ms"]["fetch"] / 1000

        print("# git: git fetch -q", address, "refs/pull/N/head main")
        for name, sequence in (("a new ref each time", iter(refs * 2)), ("nothing new", iter([refs[-1]] * 10**6))):
            current = {}

            def git_next():
                current["ref"] = next(sequence)
                return git_fetch(current["ref"])

            results = paired.interleave(args.runs, git=git_next, grader=lambda: grader_fetch(current["ref"]))
            ratio = statistics.median(g / b for g, b in zip(results["grader"], results["git"]))
            paired.print_figure(f"remote, cache present, {name}: git fetch", paired.milliseconds(results["git"]))
            paired.print_figure(f"remote, cache present, {name}: grader", paired.milliseconds(results["grader"]))
            paired.print_figure(
                f"remote, cache present, {name}: ratio, median of pairs",
                f"{ratio:.2f}",
                ratio <= REMOTE_GOAL,
            )
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
