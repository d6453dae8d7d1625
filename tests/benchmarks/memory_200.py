#!/usr/bin/env python3
"""200 submissions of one module, one after another, each with --jobs 2: the most memory of its own
(RssAnon) that the engine's process had, without its jails. Goal: under 64 MiB, the last as the first.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import paired

from course import Course, spread
from grading import Grading

GOAL_MIB = 64
REFUSALS = (2, 3)  # no base to begin from; objects that the clone does not have

RUBRIC = """rubric: benchmark/module
version: 1
title: All of a module
template: {{merge_base: {branch}}}
environment: {environment}
tasks:
  - id: module
    title: The module
    path: {module}
    points: 3
    checks:
      - id: given
        title: The tests of the template
        points: 2
        tests: {{from: template, framework: jest, files: ["**/*.test.js"]}}
      - id: text
        title: Names live where they are needed
        points: 1
        text: {{in: ["**/*.js"], forbid: [{{pattern: '\\bvar\\s'}}]}}
"""


def rss_anon(pid):
    """In MiB; 0 where it is gone."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def peak_of(process):
    """In MiB, and what the process said."""
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, rss_anon(process.pid))
        time.sleep(0.004)
    return peak, process.communicate()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("course", metavar="COURSE.git")
    parser.add_argument("--module", required=True, metavar="FOLDER")
    parser.add_argument("--grader", required=True, metavar="BIN", help="of a release build")
    parser.add_argument("--layers", required=True, metavar="DIR", help="the built environments")
    parser.add_argument("--environment", default="node-jest-29", help="(default: %(default)s)")
    parser.add_argument("--heads", type=int, default=200, help="(default: %(default)s)")
    args = parser.parse_args()
    course = Course(args.course, Course(args.course).git("symbolic-ref", "--short", "HEAD"))
    peaks, refused, failed = [], 0, 0
    with tempfile.TemporaryDirectory(prefix="memory-") as folder:
        grading = Grading(args.grader, args.layers, folder)
        rubric = Path(folder) / "rubric.yaml"
        rubric.write_text(
            RUBRIC.format(branch=course.branch, environment=args.environment, module=args.module)
        )
        for pull in spread(course.pulls(), args.heads):
            process = grading.start(
                course.repository, rubric, f"refs/pull/{pull}/head", Path(folder) / "out", "--jobs", "2"
            )
            peak, said = peak_of(process)
            if process.returncode == 0:
                peaks.append(peak)
            elif process.returncode in REFUSALS:
                refused += 1
            else:
                failed += 1
                print(f"pull {pull} ended with {process.returncode}: {said.strip()[-1000:]}")
    if not peaks:
        print("no head of this course could be graded")
        return 1
    tenth = max(1, len(peaks) // 10)
    met = max(peaks) < GOAL_MIB and not failed
    paired.print_host()
    paired.print_figure(
        f"memory of {len(peaks)} gradings",
        f"at most {max(peaks):.1f} MiB, median {statistics.median(peaks):.1f}; the first {tenth} "
        f"{statistics.median(peaks[:tenth]):.1f}, the last {statistics.median(peaks[-tenth:]):.1f}; "
        f"{refused} refused, {failed} failed",
        met,
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
